"""Bookings in the calendar of whoever booked, and of those who belong to them."""

from __future__ import annotations

from dataclasses import replace

from labspace.bookings.calendar_event import event_of
from labspace.bookings.models import Booking
from labspace.calendars.events.facts import Facts
from labspace.ical import CalendarEvent
from labspace.words import gettext as _


def owner_event(booking: Booking, facts: Facts) -> CalendarEvent:
    """The booking with all the person may see of it.

    What a colleague booked for the organisation is told, but takes none of the person's own time.
    """
    event = event_of(booking, base_url=facts.base_url)
    if booking.booked_by_id == facts.scope.user_id:
        return event
    lines = [
        _("Ansehen: %(url)s", url=event.url),
        _("Buchungsnummer: %(reference)s", reference=booking.reference),
    ]
    if booking.organisation is not None:
        lines.insert(0, _("Gebucht für: %(organisation)s", organisation=booking.organisation.name))
    if booking.location.is_demo:
        lines.append(_("Demonstration – frei erfunden"))
    return replace(event, description="\n".join(lines), takes_time=False)
