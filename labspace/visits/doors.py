"""Which door is counted at which moment, and the taps a device sends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, local_days
from labspace.visits.actions import Door, Tap

OPENS_BEFORE = timedelta(hours=2)
CLOSES_AFTER = timedelta(hours=4)
SENT_LATER = timedelta(days=7)
"""How long after its day a door still takes what a device without network kept."""
MOST_TAPS = 500
"""In one message; a device with more sends the rest afterwards."""
COUNTED_KINDS = frozenset({SpaceKind.EVENT_AREA, SpaceKind.POPUP_SLOT})
"""What people come to without booking themselves."""

_KEY = r"[A-Za-z0-9_-]{8,64}"
_TAP = re.compile(rf"({_KEY}):(-?\d{{1,2}})(?::(\d{{0,11}}))?(?::({_KEY}))?", re.ASCII)


def door_of_booking(booking: Booking, day: date | None, *, now: datetime) -> Door:
    """The door of an event or shop on a local day, by default the one going on.

    Raises `Refused` with `door_closed` outside the days on which it is counted.
    """
    span = booking.span
    if booking.state not in BOOKED or now < span.starts_at - OPENS_BEFORE:
        raise Refused(Refusal("door_closed"))
    zone = booking.location.zone
    moment = min(max(now, span.starts_at), span.ends_at - timedelta(seconds=1))
    # An evening that ends after midnight is counted as one.
    first = next(local_days(span, zone=zone))
    today = moment.astimezone(zone).date() if span.duration > timedelta(days=1) else first
    chosen = day or today
    whole = span.intersection(TimeSpan.of_days(chosen, chosen, zone=zone))
    part = span if span.duration <= timedelta(days=1) else whole
    if part is None or chosen > today or (chosen != first and part is span):
        raise Refused(Refusal("door_closed"))
    if now >= part.ends_at + (CLOSES_AFTER if day is None else SENT_LATER):
        raise Refused(Refusal("door_closed"))
    return Door(
        location_id=booking.location_id,
        booking_id=booking.id,
        day=chosen,
        span=part,
        turns_at_midnight=part is not span,
    )


def door_of_house(house: Location, day: date | None, *, now: datetime, kind: SpaceKind | None = None) -> Door:
    """The door of a house, or of its café, today, or for what a device kept on one of the last days."""
    today = now.astimezone(house.zone).date()
    chosen = day or today
    if not today - SENT_LATER <= chosen <= today:
        raise Refused(Refusal("door_closed"))
    return Door(
        location_id=house.id,
        kind=kind,
        day=chosen,
        span=TimeSpan.of_days(chosen, chosen, zone=house.zone),
        turns_at_midnight=True,
    )


def taps_from(words: Iterable[str], *, now: datetime) -> list[Tap]:
    """The taps a device tells as `key:people[:epoch seconds[:key of the tap it takes back]]`.

    Raises `Refused` with `taps_unreadable`; then nothing of the message counts.
    """
    taps: list[Tap] = []
    for word in words:
        found = _TAP.fullmatch(word)
        if found is None or not int(found[2]) or len(taps) == MOST_TAPS:
            raise Refused(Refusal("taps_unreadable"))
        at = datetime.fromtimestamp(int(found[3]), UTC) if found[3] else now
        taps.append(Tap(key=found[1], people=int(found[2]), tapped_at=at, undoes_key=found[4]))
    if not taps:
        raise Refused(Refusal("taps_unreadable"))
    return taps
