"""Staff decide what was asked for: options by deadline and rank, and applications."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, must_run, staff
from labspace.bookings.actions import confirm_booking, reject_booking
from labspace.bookings.extras import extra_of
from labspace.bookings.forms import version_of
from labspace.bookings.models import Booking
from labspace.bookings.queries import find_booking, history_of, undecided_bookings
from labspace.bookings.sentences import sentences
from labspace.bookings.states import BookingState
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.events.asked import asked_rows, conflicts_of, facts_of, neighbours_of
from labspace.events.cautions import caution_sentences
from labspace.events.forms import RejectForm
from labspace.events.queries import bookings_around
from labspace.events.rules import cautions
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("events_staff", __name__)

UNDECIDED = frozenset({BookingState.REQUESTED, BookingState.OPTION})


@bp.get("/team/<slug>/anfragen")
@staff
def requests(slug: str) -> ResponseReturnValue:
    """What is to decide in a house, the most pressing first."""
    house = _house(slug)
    rows = asked_rows(undecided_bookings(db.session(), house.id), now=utc_now())
    return render_template("events/staff/requests.html", house=house, rows=rows)


@bp.get("/team/<slug>/anfragen/<reference>")
@staff
def show(slug: str, reference: str) -> ResponseReturnValue:
    """Everything one decision needs."""
    house = _house(slug)
    return _page(house, _asked(house, reference), RejectForm())


@bp.post("/team/<slug>/anfragen/<reference>/bestaetigung")
@staff
def confirm(slug: str, reference: str) -> ResponseReturnValue:
    """Confirm a request or the first-ranked option."""
    house = _house(slug)
    booking = _asked(house, reference)
    try:
        confirm_booking(db.session(), booking.id, by=me(), now=utc_now(), expected_version=_seen_version())
    except Refused as refused:
        # What lapsed meanwhile stays settled, whatever becomes of this decision.
        db.session.commit()
        return _page(house, booking, RejectForm(), refused=refused), status_of(refused)
    db.session.commit()
    flash(_("Bestätigt. Die anfragende Person bekommt eine Mail."), "success")
    return redirect(url_for("events_staff.requests", slug=house.slug), code=303)


@bp.post("/team/<slug>/anfragen/<reference>/ablehnung")
@staff
def reject(slug: str, reference: str) -> ResponseReturnValue:
    """Refuse, with the reason the asking person is told."""
    house = _house(slug)
    booking, form = _asked(house, reference), RejectForm(request.form)
    if not form.validate():
        return _page(house, booking, form), 422
    try:
        reject_booking(
            db.session(),
            booking.id,
            by=me(),
            reason=form.reason.data or "",
            now=utc_now(),
            expected_version=form.expected_version(),
        )
    except Refused as refused:
        db.session.rollback()
        return _page(house, booking, form, refused=refused), status_of(refused)
    db.session.commit()
    flash(_("Abgelehnt. Die anfragende Person bekommt den Grund per Mail."), "success")
    return redirect(url_for("events_staff.requests", slug=house.slug), code=303)


def _house(slug: str) -> Location:
    house = (find_location(db.session(), slug) if slug.isprintable() else None) or abort(404)
    must_run(house.id)
    return house


def _asked(house: Location, reference: str) -> Booking:
    booking = find_booking(db.session(), reference) if reference.isprintable() else None
    if booking is None or booking.location_id != house.id or not _was_asked_for(booking):
        abort(404)
    return booking


def _was_asked_for(booking: Booking) -> bool:
    """Whether the house decides, or has decided: by its kind, or because the house approves this space."""
    if not booking.kind.is_booked_at_once or booking.state in UNDECIDED:
        return True
    placed = next(iter(history_of(db.session(), booking.id)), None)
    return placed is not None and (placed.after or {}).get("state") == BookingState.REQUESTED.value


def _seen_version() -> int:
    return version_of(request.form.get("version"))


def _page(house: Location, booking: Booking, form: RejectForm, *, refused: Refused | None = None) -> str:
    session, zone = db.session(), house.zone
    form.version.data = str(booking.version)
    around = bookings_around(session, booking)
    sells = booking.kind is SpaceKind.POPUP_SLOT
    return render_template(
        "events/staff/request.html",
        house=house,
        booking=booking,
        form=form,
        pairs=facts_of(booking),
        extra=extra_of(session, booking),
        for_staff=True,
        warnings=caution_sentences(cautions(booking.span, zone=zone, sells=sells)),
        conflicts=conflicts_of(booking, around),
        neighbours=neighbours_of(booking, around),
        is_undecided=booking.state in UNDECIDED,
        may_confirm=booking.state in UNDECIDED and booking.option_rank in (None, 1),
        problems=sentences(refused.refusals) if refused else [],
    )
