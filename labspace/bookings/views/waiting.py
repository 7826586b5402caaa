"""The waiting list: one's wishes, a new one, taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from labspace.access import me, signed_in
from labspace.bookings.demand import Shortage, count_unmet
from labspace.bookings.models import Booking
from labspace.bookings.queries import organisations_of
from labspace.bookings.views.blueprint import bp
from labspace.bookings.waiting.actions import join_waiting_list, serve_waiting, withdraw_wish
from labspace.bookings.waiting.forms import WaitingForm
from labspace.bookings.waiting.models import WaitingWish
from labspace.bookings.waiting.queries import find_wish, unanswered, waiting_wishes, wishes_of
from labspace.bookings.waiting.shown import shown_wish
from labspace.bookings.wanted import Wanted, find_wanted_spaces
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.spaces.names import space_names
from labspace.times import TimeSpan, utc_now
from labspace.words import gettext as _


@bp.get("/warteliste")
@signed_in
def waiting_list() -> ResponseReturnValue:
    """One's own wishes: what is held, what waits and where in the queue, what has ended."""
    session, now = db.session(), utc_now()
    wishes = wishes_of(session, me().id)
    queue = waiting_wishes(session)
    shown = [shown_wish(wish, queue=queue, references=_references(wishes), now=now) for wish in wishes]
    return render_template(
        "bookings/waiting/list.html",
        offered=[wish for wish in shown if wish.offer],
        waiting=[wish for wish in shown if wish.is_waiting and not wish.offer],
        ended=[wish for wish in shown if not wish.is_waiting][:10],
    )


@bp.get("/warteliste/neu")
@signed_in
def new_wish() -> ResponseReturnValue:
    """The form, filled in from what was refused or taken."""
    named, houses, now = _named(request.args), locations(db.session()), utc_now()
    if not houses:
        abort(404)
    form = _form(request.args, named, houses, now=now)
    form.propose()
    return _page(form, named)


@bp.post("/warteliste")
@signed_in
def create_wish() -> ResponseReturnValue:
    """Join the list; what is free already is held at once."""
    named, houses, now = _named(request.form), locations(db.session()), utc_now()
    if not houses:
        abort(404)
    form = _form(request.form, named, houses, now=now)
    if not form.validate():
        return _page(form, named), 422
    wanted = form.wanted(houses, space_ids=tuple(space.id for space in named.spaces) if named else ())
    try:
        wish = join_waiting_list(db.session(), wanted, by=me(), now=now)
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused)
        return _page(form, named), 422
    db.session.commit()
    wish_id = wish.id
    _count(wish)
    # In a transaction of its own: the wish stands, whatever becomes of looking for its time.
    serve_waiting(db.session(), now=now)
    db.session.commit()
    if unanswered(db.session(), [wish_id]):
        flash(_("Es ist schon etwas frei: Wir halten es für Sie."), "success")
    else:
        flash(_("Auf der Warteliste. Sobald etwas frei wird, kommt eine Mail."), "success")
    return redirect(url_for("bookings.waiting_list"), code=303)


@bp.post("/warteliste/<int:wish_id>/rueckzug")
@signed_in
def withdraw(wish_id: int) -> ResponseReturnValue:
    """Take a wish back; what was held for it goes to the next."""
    if find_wish(db.session(), wish_id, user_id=me().id) is None:
        abort(404)
    try:
        withdraw_wish(db.session(), wish_id, by=me(), now=utc_now())
    except Refused:
        db.session.rollback()
        flash(_("Gerade kam ein Angebot dazu. Bitte zuerst darauf antworten."), "info")
    else:
        db.session.commit()
        flash(_("Der Wunsch ist zurückgezogen."), "success")
    return redirect(url_for("bookings.waiting_list"), code=303)


def _count(wish: WaitingWish) -> None:
    """A wish that would do in two houses is missing in both."""
    window = wish.pattern.window(wish.first_on, zone=wish.houses[0].zone)
    if window is not None:
        span = TimeSpan(window.starts_at, window.starts_at + timedelta(minutes=wish.minutes))
        for house in wish.houses:
            count_unmet(db.session(), Shortage.WAITING, house=house, kind=wish.kind, span=span)


def _named(values: MultiDict[str, str]) -> Wanted | None:
    """The spaces the address or form names; None where it names none."""
    names = values.getlist("flaeche")
    if not names:
        return None
    wanted = find_wanted_spaces(db.session(), names)
    if wanted is None or not wanted.kind.is_booked_at_once:
        abort(404)
    return wanted


def _form(
    values: MultiDict[str, str], named: Wanted | None, houses: Sequence[Location], *, now: datetime
) -> WaitingForm:
    filled = MultiDict(values)
    if named:
        filled.setlist("standort", [named.house.slug])
        filled["art"] = named.kind.value
    form = WaitingForm(formdata=filled)
    form.at(now, zone=houses[0].zone)
    form.offer(houses, organisations_of(db.session(), me().id))
    return form


def _page(form: WaitingForm, named: Wanted | None) -> str:
    spaces = named.spaces if named else ()
    return render_template(
        "bookings/waiting/new.html",
        form=form,
        spaces=spaces,
        names=space_names(spaces),
        house=named.house.name if named else "",
    )


def _references(wishes: Sequence[WaitingWish]) -> dict[int, str]:
    ids = [wish.booking_id for wish in wishes if wish.booking_id is not None]
    rows = db.session.execute(select(Booking.id, Booking.reference).where(Booking.id.in_(ids)))
    return {row.id: row.reference for row in rows}
