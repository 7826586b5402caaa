"""Booking a space: the form, and what becomes of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence, Set
from datetime import datetime
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import me, signed_in
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.alternatives import Alternative
from labspace.bookings.bookers import Reader
from labspace.bookings.demand import count_unmet, shortage_in
from labspace.bookings.forms import BookingForm
from labspace.bookings.offers import clock_values
from labspace.bookings.proposals import next_hours
from labspace.bookings.series.repeat_forms import RepeatForm
from labspace.bookings.states import BookingState
from labspace.bookings.views.blueprint import bp, status_of
from labspace.bookings.views.new_page import booking_page
from labspace.bookings.views.series_new import preview
from labspace.bookings.views.wanted import form_for, wanted_from
from labspace.bookings.wanted import Outlook, Wanted, instead_of, outlook, taken_refusal
from labspace.db import db
from labspace.errors import Refusal, Refused
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from labspace.words import gettext as _

ASKED_FOR = {SpaceKind.POPUP_SLOT: "pop-up/bewerbung", SpaceKind.EVENT_AREA: "veranstaltungen/anfrage"}
"""Where one asks for the kinds that are not booked at once."""

WAITED_FOR = frozenset({"space_taken", "none_free"})
"""Refusals that waiting may mend."""


@bp.get("/buchungen/neu")
@signed_in
def new() -> ResponseReturnValue:
    """The form, filled in from the plan's link, with everything that stands against it."""
    if not request.args.get("flaeche") and not request.args.get("standort"):
        flash(_("Bitte zuerst auf dem Plan eines Hauses eine Fläche wählen."), "info")
        return redirect(f"{request.script_root}/", code=303)
    wanted, now = wanted_from(request.args), utc_now()
    if not wanted.kind.is_booked_at_once:
        return _elsewhere(wanted)
    form = form_for(wanted, _with_proposal(request.args, wanted, now=now), now=now)
    form.once.data = secrets.token_urlsafe(16)
    form.say_day()
    return _checked(wanted, form, now=now)


def _checked(wanted: Wanted, form: RepeatForm, *, now: datetime) -> str:
    """The form with the price of what it says and everything that stands against it; nothing is booked."""
    seen = Outlook([], [])
    if form.validate():
        try:
            seen = outlook(
                db.session(),
                wanted,
                form.span(),
                people=form.people.data or 1,
                now=now,
                reader_id=me().id,
                booked_by=me(),
                organisation_id=form.organisation.data,
            )
        except Refused as refused:
            seen = Outlook(list(refused.refusals), [])
    form.show_refused(seen.refusals)
    codes = {refusal.code for refusal in seen.refusals}
    page = booking_page(wanted, form, seen.instead, waits=bool(codes & WAITED_FOR))
    if not wanted.spaces:
        _count(wanted, form, codes)
    return page


@bp.post("/buchungen")
@signed_in
def create() -> ResponseReturnValue:
    """Book, or show the dates of a series, or with `pruefen` only check.

    Refused, the page comes back with every reason and what is free.
    """
    wanted, now = wanted_from(request.form), utc_now()
    if not wanted.kind.is_booked_at_once:
        return _elsewhere(wanted)
    form = form_for(wanted, request.form, now=now)
    if "pruefen" in request.form:
        return _checked(wanted, form, now=now)
    form.must_repeat = "serie" in request.form
    if not form.validate():
        return booking_page(wanted, form), 422
    if form.repeats:
        return preview(wanted, form, now=now)
    try:
        wish = wanted.wish(form.span(), form.details())
        booking = place_booking(db.session(), wish, booked_by=me(), now=now, once=form.once.data or "")
        reference, waits = booking.reference, booking.state is BookingState.REQUESTED
    except Refused as refused:
        db.session.rollback()
        return _refused(wanted, form, refused, now=now)
    db.session.commit()
    if waits:
        flash(_("Angefragt. Das Team gibt frei oder sagt ab; Sie bekommen eine Mail."), "success")
    else:
        flash(_("Gebucht. Die Kalendereinladung ist unterwegs."), "success")
    return redirect(url_for("bookings.show", reference=reference), code=303)


def _elsewhere(wanted: Wanted) -> ResponseReturnValue:
    kept = {
        name: request.values[name] for name in ("tag", "von", "bis", "personen") if name in request.values
    }
    query = urlencode([*(("flaeche", space.public_id) for space in wanted.spaces), *kept.items()])
    return redirect(f"{request.script_root}/{ASKED_FOR[wanted.kind]}?{query}", code=303)


def _with_proposal(values: MultiDict[str, str], wanted: Wanted, *, now: datetime) -> MultiDict[str, str]:
    """The address's values; a time is proposed where it names none: the next open hours."""
    filled = MultiDict(values)
    if not {"tag", "von", "bis"} & set(values):
        day = now.astimezone(wanted.house.zone).date()
        proposed = next_hours(db.session(), wanted.house, wanted.asked(day), now=now)
        for name, value in clock_values(proposed, zone=wanted.house.zone).items() if proposed else ():
            filled[name] = value
    filled.setdefault("personen", "1")
    return filled


def _refused(wanted: Wanted, form: RepeatForm, refused: Refused, *, now: datetime) -> ResponseReturnValue:
    refusals = list(refused.refusals)
    is_own = isinstance(refused, SpaceTaken) and refused.holder_id == me().id
    if isinstance(refused, SpaceTaken):
        refusals = [taken_refusal(refused.holder_id, reader_id=me().id)]
    if not wanted.spaces:
        refusals = [
            Refusal("none_free") if refusal.code == "space_taken" else refusal for refusal in refusals
        ]
    if "idempotency_key_reused" in refused.codes:
        form.once.data = secrets.token_urlsafe(16)
    form.show_refused(refusals)
    span = form.find_span()
    instead: Sequence[Alternative] = []
    if span is not None:
        reader = Reader(user=me(), organisation_id=form.organisation.data)
        people = form.people.data or 1
        instead = instead_of(db.session(), wanted, span, people=people, now=now, reader=reader)
    page = booking_page(wanted, form, instead, waits=bool(refused.codes & WAITED_FOR))
    if not is_own:  # Who has the time already is not in want of it.
        _count(wanted, form, refused.codes)
    return page, status_of(refused)


def _count(wanted: Wanted, form: BookingForm, codes: Set[str]) -> None:
    """Count what was missing, once the page is made: the commit forgets all that was read for it."""
    span, shortage = form.find_span(), shortage_in(codes, any_space=not wanted.spaces)
    if span is not None and shortage is not None:
        count_unmet(db.session(), shortage, house=wanted.house, kind=wanted.kind, span=span)
