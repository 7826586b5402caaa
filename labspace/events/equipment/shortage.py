"""Which bookings another stock would leave without what they asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import holds_claims
from labspace.bookings.actions.settle import core_of
from labspace.bookings.models import Booking
from labspace.events.equipment.counting import Counted, least_left
from labspace.events.equipment.models import BookedEquipment
from labspace.events.equipment.queries import booked_things, lent_within
from labspace.times import TimeSpan

Stock = Mapping[str, Sequence[Counted]]
"""How many of each thing there are when, by code."""


def newly_short(
    session: Session, bookings: Sequence[Booking], *, before: Stock, after: Stock, now: datetime
) -> list[Booking]:
    """Those of a house's bookings ahead that lack more with the stock `after` than with that `before`.

    Of a booking that keeps others off counts what it is promised, together with all others; of a request or
    an option behind another what it asked for. Two statements.
    """
    if not bookings:
        return []
    things = booked_things(session, [booking.id for booking in bookings])
    ahead = TimeSpan(now, max(booking.ends_at for booking in bookings))
    lent = lent_within(session, bookings[0].location_id, ahead)
    return [
        booking
        for booking in bookings
        if any(_lacks(booking, row, before, after, lent) for row in things.get(booking.id, ()))
    ]


def _lacks(booking: Booking, row: BookedEquipment, before: Stock, after: Stock, lent: Stock) -> bool:
    if holds_claims(booking):
        wanted, others = 0, lent.get(row.code, ())
    else:
        wanted, others = row.number, ()
    core = core_of(booking)
    left = least_left(core, stock=after.get(row.code, ()), lent=others)
    return left < wanted and left < least_left(core, stock=before.get(row.code, ()), lent=others)
