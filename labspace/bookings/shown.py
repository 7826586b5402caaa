"""A booking as pages show it: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.formats import hours_text, long_day_text, span_text
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_names
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class ShownBooking:
    """One booking in a list."""

    id: int
    reference: str
    url: str
    title: str
    """What it is for, or where there is no title the spaces."""
    spaces: str
    house: str
    when: str
    hours: str
    day: date
    state: BookingState
    person: str
    organisation: str
    people: int
    kind: SpaceKind
    version: int


def shown(booking: Booking) -> ShownBooking:
    """The booking for a list; spans over several days carry their dates in `hours` too."""
    zone = booking.location.zone
    first, last = (moment.astimezone(zone).date() for moment in (booking.starts_at, booking.ends_at))
    names = space_names(booking.spaces)
    when = span_text(booking.span, zone=zone)
    return ShownBooking(
        id=booking.id,
        reference=booking.reference,
        url=url_for("bookings.show", reference=booking.reference),
        title=booking.title or names,
        spaces=names,
        house=booking.location.name,
        when=when,
        hours=hours_text(booking.span, zone=zone) if first == last else when,
        day=first,
        state=booking.state,
        person=booking.booked_by.name,
        organisation=booking.organisation.name if booking.organisation else "",
        people=booking.people,
        kind=booking.kind,
        version=booking.version,
    )


def by_day(bookings: Iterable[ShownBooking], *, today: date) -> list[tuple[str, Sequence[ShownBooking]]]:
    """Bookings under the heading of their day; today and tomorrow are called so."""
    return [
        (_day_heading(day, today=today), list(group))
        for day, group in groupby(bookings, key=lambda booking: booking.day)
    ]


def _day_heading(day: date, *, today: date) -> str:
    if day == today:
        return _("Heute, %(day)s", day=long_day_text(day))
    if (day - today).days == 1:
        return _("Morgen, %(day)s", day=long_day_text(day))
    return long_day_text(day)
