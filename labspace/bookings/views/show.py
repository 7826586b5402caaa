"""One booking: what, where, when, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from labspace.access import me, signed_in
from labspace.bookings.arrivals import arrival_of
from labspace.bookings.extras import extra_of
from labspace.bookings.models import Booking
from labspace.bookings.options.shown import option_card
from labspace.bookings.prices.words import no_invoice, price_of_booking
from labspace.bookings.prompts import prompt_for
from labspace.bookings.queries import history_of
from labspace.bookings.reasons import cancel_text
from labspace.bookings.rights import may_change
from labspace.bookings.rulebook.names import rule_names
from labspace.bookings.rulebook.override_queries import overrides_of
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.rulebook.words import no_shows_text, product_name
from labspace.bookings.series.shown import series_link
from labspace.bookings.shown import shown
from labspace.bookings.states import OPEN, BookingState
from labspace.bookings.traces import Trace, named_spaces, traces
from labspace.bookings.views.blueprint import bp, visible_booking
from labspace.db import db
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/buchungen/<reference>")
@signed_in
def show(reference: str) -> ResponseReturnValue:
    """What whoever booked, their organisation and the house see of a booking."""
    return booking_page(visible_booking(reference))


def booking_page(booking: Booking, *, problems: Sequence[str] = (), typed: str = "") -> str:
    """The page of a booking the reader may see; with `problems` of a refused step and what was typed."""
    now = utc_now()
    changeable = may_change(booking, me()) and booking.state in OPEN and booking.ends_at > now
    return render_template(
        "bookings/show.html",
        booking=booking,
        shown=shown(booking),
        pairs=_pairs(booking),
        history=_history(booking),
        price=price_of_booking(booking),
        no_invoice=no_invoice(),
        extra=extra_of(db.session(), booking),
        arrival=arrival_of(db.session(), booking) if booking.ends_at > now else [],
        option=option_card(db.session(), booking, me(), now=now),
        problems=problems,
        typed=typed,
        series=series_link(db.session(), booking),
        may_cancel=changeable,
        may_move=changeable and booking.kind is not SpaceKind.POPUP_SLOT,
        runs=me().runs(booking.location_id),
        has_calendar=booking.state in OPEN,
        prompt=prompt_for(booking, now=now) if may_change(booking, me()) else None,
    )


def _pairs(booking: Booking) -> list[tuple[str, str]]:
    item = shown(booking)
    staff = me().runs(booking.location_id)
    return [
        (_("Fläche"), item.spaces),
        (_("Standort"), booking.location.name),
        (_("Anschrift"), booking.location.address_at(booking.starts_at)),
        (_("Gebucht als"), _product(booking)),
        (_("Personen"), str(booking.people) if booking.people > 1 else ""),
        (_("Bestuhlung"), str(booking.layout.label) if booking.layout else ""),
        (_("Gebucht von"), booking.booked_by.name),
        (_("Für"), item.organisation or _("privat")),
        (_("Thema"), str(booking.theme.label) if booking.theme else ""),
        (_("Hinweis an das Team"), booking.note),
        (_("Nichterscheinen"), _if_missed(booking)),
        (_("Grund"), cancel_text(booking)),
        (_("Ausnahme des Teams"), _exceptions(booking) if staff else ""),
        (_("Buchungsnummer"), booking.reference),
    ]


def _if_missed(booking: Booking) -> str:
    """What follows from not coming, as long as somebody is waited for."""
    if booking.check_in_until is None or booking.state is not BookingState.CONFIRMED:
        return ""
    day = booking.starts_at.astimezone(booking.location.zone).date()
    rules = rules_of(db.session(), booking.spaces, on=day)
    return no_shows_text(rules[booking.spaces[0].id])


def _product(booking: Booking) -> str:
    """The name of the part of the day it was booked as."""
    if booking.product is None:
        return ""
    day = booking.starts_at.astimezone(booking.location.zone).date()
    rules = rules_of(db.session(), booking.spaces, on=day)[booking.spaces[0].id]
    return next((product_name(one) for one in rules.products if one.id == booking.product), "")


def _exceptions(booking: Booking) -> str:
    """Which rules the team let pass last, and why."""
    kept = overrides_of(db.session(), booking.id)
    if not kept:
        return booking.override_reason
    return _("%(reason)s (%(rules)s)", reason=kept[0].reason, rules=rule_names(kept[0].broken))


def _history(booking: Booking) -> list[Trace]:
    session = db.session()
    events = history_of(session, booking.id)
    spaces = session.scalars(select(Space).where(Space.public_id.in_(named_spaces(events))))
    names = {space.public_id: space_name(space) for space in spaces}
    return traces(events, booking, reader=me(), names=names)
