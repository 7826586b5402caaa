"""What a house prepares for its events: equipment, wheelchair places, and what the café serves when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.events.catering import booked_catering, dish_name
from labspace.events.equipment.queries import booked_things, names_of
from labspace.events.models import EventRequest
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import wheelchair_text
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True)
class SetUp:
    """Of one event: things to put there, and what is served at which moment."""

    things: list[str] = field(default_factory=list)
    served: list[tuple[datetime, str]] = field(default_factory=list)


def set_ups(session: Session, bookings: Collection[Booking], *, location_id: int) -> dict[int, SetUp]:
    """What is prepared for each event among bookings of one house, by booking; nothing asked without events."""
    events = [booking.id for booking in bookings if booking.kind is SpaceKind.EVENT_AREA]
    if not events:
        return {}
    found = {booking_id: SetUp() for booking_id in events}
    things = booked_things(session, events)
    names = names_of(session, location_id)
    for booking_id, rows in things.items():
        found[booking_id].things.extend(
            _("%(number)d × %(thing)s", number=row.number, thing=names.get(row.code, row.code))
            for row in rows
        )
    places = select(EventRequest.booking_id, EventRequest.wheelchair_places).where(
        EventRequest.booking_id.in_(events), EventRequest.wheelchair_places > 0
    )
    for booking_id, number in session.execute(places):
        found[booking_id].things.append(wheelchair_text(number))
    for booking_id, ordered in booked_catering(session, events).items():
        found[booking_id].served.extend(
            (row.served_at, _served(dish_name(row), row.people)) for row in ordered
        )
    return found


def _served(dish: str, people: int) -> str:
    return ngettext(
        "Café: %(dish)s für %(num)d Person", "Café: %(dish)s für %(num)d Personen", people, dish=dish
    )
