"""The text of one event: its organiser proposes, the staff of the house release, return or withdraw it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labspace.access import me, must_run, signed_in, staff
from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.rights import may_change
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import run_house
from labspace.bookings.views.blueprint import own_booking
from labspace.db import begin_write, db
from labspace.errors import Refused
from labspace.events.programme.actions import propose_text, release_text, return_text, withdraw_text
from labspace.events.programme.forms import ProgrammeForm, ReturnForm, amount
from labspace.events.programme.models import PublicText
from labspace.events.programme.queries import (
    WAITING,
    find_text,
    item_of,
    proposed_texts,
    public_text_of,
    text_showing,
    texts_of,
)
from labspace.events.programme.sentences import sentences
from labspace.events.programme.states import TextState
from labspace.events.queries import find_request
from labspace.formats import moment_text, weekday_text
from labspace.pictures.actions import add_picture
from labspace.pictures.models import Picture
from labspace.pictures.shown import shown_picture
from labspace.pictures.uses import Use, use_pictures
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("programme_entry", __name__)

PURPOSE = "programme"


@bp.get("/buchungen/<reference>/programmeintrag")
@signed_in
def edit(reference: str) -> ResponseReturnValue:
    """What the programme says or shall say, and where that stands."""
    booking = _event(reference)
    texts = texts_of(db.session(), booking.id)
    form = ProgrammeForm(None)
    _fill(form, booking, texts)
    return _page(booking, form, texts)


@bp.post("/buchungen/<reference>/programmeintrag")
@signed_in
def propose(reference: str) -> ResponseReturnValue:
    """Propose a text; staff may release it with the same button."""
    booking, now, session = _event(reference), utc_now(), db.session()
    texts, form = texts_of(session, booking.id), ProgrammeForm()
    if not form.validate():
        return _page(booking, form, texts), 422
    releases = "freigeben" in request.form and me().runs(booking.location_id)
    try:
        begin_write(session)
        text = propose_text(
            session, booking.id, form.wording(picture_id=_picture(form, texts)), by=me(), now=now
        )
        if releases:
            release_text(session, text.id, by=me(), now=now)
    except Refused as refused:
        session.rollback()
        booking = _event(reference)
        return _page(booking, form, texts_of(session, booking.id), sentences(refused.refusals)), 422
    session.commit()
    flash(_told(booking, releases=releases), "success")
    return redirect(url_for("programme_entry.edit", reference=booking.reference), code=303)


@bp.get("/team/<slug>/programm")
@staff
def waiting(slug: str) -> ResponseReturnValue:
    """Texts that wait for a decision, the earliest event first."""
    house, now = run_house(slug), utc_now()
    rows = [
        (text, shown(text.event.booking), shown_picture(text.picture) if text.picture else None)
        for text in proposed_texts(db.session(), house.id, now=now)
    ]
    return render_template("events/programme/waiting.html", house=house, rows=rows)


@bp.post("/team/<slug>/programm/<int:text_id>/freigabe")
@staff
def release(slug: str, text_id: int) -> ResponseReturnValue:
    """Let the public see a text."""
    return _decide(
        slug, text_id, release_text, _("Freigegeben. Bestätigte Veranstaltungen stehen ab jetzt im Programm.")
    )


@bp.post("/team/<slug>/programm/<int:text_id>/rueckgabe")
@staff
def give_back(slug: str, text_id: int) -> ResponseReturnValue:
    """Ask whoever proposed it to change the text."""
    form = ReturnForm(request.form)
    if not form.validate():
        text = _text(slug, text_id)
        booking = text.event.booking
        texts, shown_form = texts_of(db.session(), booking.id), ProgrammeForm(None)
        _fill(shown_form, booking, texts)
        return _page(booking, shown_form, texts, returning=form), 422

    def action(session: Session, wanted: int, *, by: User, now: object) -> PublicText:
        return return_text(session, wanted, note=form.note.data or "", by=by, now=utc_now())

    return _decide(
        slug, text_id, action, _("Zurückgegeben. Wer den Text vorgeschlagen hat, bekommt eine Mail.")
    )


@bp.post("/team/<slug>/programm/<int:text_id>/ruecknahme")
@staff
def take_out(slug: str, text_id: int) -> ResponseReturnValue:
    """Take a text out of the programme."""
    return _decide(slug, text_id, withdraw_text, _("Die Veranstaltung steht nicht mehr im Programm."))


def _decide(slug: str, text_id: int, action: Callable[..., PublicText], told: str) -> ResponseReturnValue:
    booking = _text(slug, text_id).event.booking
    address = url_for("programme_entry.edit", reference=booking.reference)
    try:
        action(db.session(), text_id, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        for sentence in sentences(refused.refusals):
            flash(sentence, "warning")
    else:
        db.session.commit()
        flash(told, "success")
    return redirect(address, code=303)


def _text(slug: str, text_id: int) -> PublicText:
    house = run_house(slug)
    text = find_text(db.session(), text_id) if text_id < 2**62 else None
    if text is None or text.event.booking.location_id != house.id:
        abort(404)
    must_run(house.id)
    return text


def _event(reference: str) -> Booking:
    booking = own_booking(reference)
    if booking.kind is not SpaceKind.EVENT_AREA:
        abort(404)
    return booking


def _picture(form: ProgrammeForm, texts: Sequence[PublicText]) -> int | None:
    """The uploaded picture, else that of the last text, unless it shall go."""
    if form.picture.encoded is not None:
        added = add_picture(
            db.session(), form.picture.encoded, purpose=PURPOSE, alternative=form.alternative.data or "",
            by=me(), now=utc_now(),
        )  # fmt: skip
        return added.id
    if form.without_picture.data or not texts:
        return None
    return texts[0].picture_id


def _fill(form: ProgrammeForm, booking: Booking, texts: Sequence[PublicText]) -> None:
    """The last text, or what the request says already."""
    if texts:
        form.show(texts[0])
        return
    asked = find_request(db.session(), booking.id)
    form.title.data, form.language.data = booking.title[:120], "de"
    if asked is not None:
        form.organiser_name.data = asked.organiser_name[:120]
        form.entry_fee.data = amount(asked.entry_fee_cents)


def _page(
    booking: Booking,
    form: ProgrammeForm,
    texts: Sequence[PublicText],
    problems: Sequence[str] = (),
    *,
    returning: ReturnForm | None = None,
) -> str:
    session, now = db.session(), utc_now()
    released = public_text_of(session, booking.id)
    item = item_of(released, now=now) if released else None
    last = texts[0] if texts else None
    return render_template(
        "events/programme/entry.html",
        booking=shown(booking),
        house=booking.location,
        form=form,
        problems=problems,
        last=last,
        picture=shown_picture(last.picture) if last and last.picture else None,
        released=released,
        path=request.script_root + item.path if item else "",
        waits_for_confirmation=released is not None and item is None and booking.state in WAITING,
        may_write=booking.is_public and booking.state in WAITING and booking.ends_at > now,
        is_public=booking.is_public,
        is_staff=me().runs(booking.location_id),
        returning=returning or ReturnForm(None),
        proposed=TextState.PROPOSED,
        history=[_line(text, booking) for text in texts],
    )


def _line(text: PublicText, booking: Booking) -> tuple[str, str, str]:
    zone = booking.location.zone
    state = str(text.state.label)
    when = moment_text(text.decided_at or text.proposed_at, zone=zone)
    return text.title, state, when


def _told(booking: Booking, *, releases: bool) -> str:
    if releases:
        return _("Freigegeben. Bestätigte Veranstaltungen stehen ab jetzt im Programm.")
    day = weekday_text(booking.starts_at.astimezone(booking.location.zone).date())
    return _(
        "Danke. Das Team des Hauses sieht sich den Text für %(day)s an; Sie bekommen eine Mail.", day=day
    )


def _may_see(session: Session, picture: Picture, person: User | None) -> bool:
    text = text_showing(session, picture.id)
    if text is None:
        return False
    if person is not None and may_change(text.event.booking, person):
        return True
    return text.state is TextState.RELEASED and text.event.published_at is not None


def _may_change(_session: Session, _picture: Picture, _person: User) -> bool:
    # A picture belongs to the text it was released with: another one is another proposal.
    return False


def _entry_page(session: Session, picture: Picture) -> str:
    text = text_showing(session, picture.id)
    reference = text.event.booking.reference if text else ""
    return url_for("programme_entry.edit", reference=reference)


use_pictures(PURPOSE, Use(may_see=_may_see, may_change=_may_change, page=_entry_page))
