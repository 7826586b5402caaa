"""What the team of a house has to do for its bookings: decide, set up, clear away, hand over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from labspace.bookings.calendar_event import booking_url, name_of, place_of, status_of
from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED, UNDECIDED, BookingState
from labspace.calendars.events.facts import Facts
from labspace.ical import CalendarEvent
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import ngettext

A_MOMENT = timedelta(minutes=30)
"""How long something is shown that has a time but no length."""


def staff_events(booking: Booking, facts: Facts) -> dict[str, CalendarEvent]:
    """The tasks of a booking by name; none for a desk somebody simply uses."""
    return {part: _part_of(event, part) for part, event in _tasks(booking, facts)}


def _tasks(booking: Booking, facts: Facts) -> Iterator[tuple[str, CalendarEvent]]:
    name = name_of(booking)
    if booking.state in UNDECIDED:
        yield "asked", _task(booking, facts, _("Zu entscheiden: %(name)s", name=name), booking.span)
        if booking.state is BookingState.OPTION and booking.option_until is not None:
            yield (
                "until",
                _day(booking, facts, _("Frist der Option: %(name)s", name=name), booking.option_until),
            )
    elif booking.state in BOOKED and booking.kind is SpaceKind.EVENT_AREA:
        yield "", _task(booking, facts, name, booking.span)
        before, after = timedelta(minutes=booking.setup_minutes), timedelta(minutes=booking.teardown_minutes)
        if before or booking.layout:
            span = TimeSpan(booking.starts_at - (before or A_MOMENT), booking.starts_at)
            yield "set-up", _task(booking, facts, _set_up(booking, name), span)
        if after:
            span = TimeSpan(booking.ends_at, booking.ends_at + after)
            yield "clear", _task(booking, facts, _("Abräumen: %(name)s", name=name), span)
    elif booking.state in BOOKED and booking.kind is SpaceKind.POPUP_SLOT:
        last = booking.ends_at - timedelta(seconds=1)
        yield "hand-over", _day(booking, facts, _("Übergabe: %(name)s", name=name), booking.starts_at)
        yield "hand-back", _day(booking, facts, _("Rücknahme: %(name)s", name=name), last)


def _set_up(booking: Booking, name: str) -> str:
    if booking.layout is None:
        return _("Herrichten: %(name)s", name=name)
    return _("Aufbauen (%(layout)s): %(name)s", layout=booking.layout.label, name=name)


def _task(booking: Booking, facts: Facts, summary: str, span: TimeSpan) -> CalendarEvent:
    lines = [
        ngettext("%(num)d Person", "%(num)d Personen", booking.people),
        _("Buchungsnummer: %(reference)s", reference=booking.reference),
        _("Ansehen: %(url)s", url=booking_url(booking, base_url=facts.base_url)),
    ]
    if booking.location.is_demo:
        lines.append(_("Demonstration – frei erfunden"))
    return CalendarEvent(
        uid=booking.uid,
        sequence=booking.sequence,
        created_at=booking.created_at,
        changed_at=booking.changed_at,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        zone=booking.location.zone,
        whole_days=True,
        summary=summary,
        location=place_of(booking),
        geo=booking.location.coordinates_at(span.starts_at),
        description="\n".join(lines),
        url=booking_url(booking, base_url=facts.base_url),
        status=status_of(booking.state),
        takes_time=False,
    )


def _day(booking: Booking, facts: Facts, summary: str, moment: datetime) -> CalendarEvent:
    """A task for a whole local day: that of `moment`."""
    zone = booking.location.zone
    day = moment.astimezone(zone).date()
    return replace(_task(booking, facts, summary, TimeSpan.of_days(day, day, zone=zone)), status="CONFIRMED")


def _part_of(event: CalendarEvent, part: str) -> CalendarEvent:
    # Several tasks may have one booking, and a feed must not name one UID twice.
    name, _at, rest = event.uid.partition("@")
    return replace(event, uid=f"{name}-{part or 'event'}@{rest or 'labspace'}")
