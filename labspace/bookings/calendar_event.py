"""A booking as its owner's calendar shows it; the same in feed, download and invitation."""

from __future__ import annotations

from datetime import datetime

from labspace.bookings.models import Booking
from labspace.bookings.series.uids import series_uid
from labspace.bookings.states import CANCELLED, BookingState
from labspace.formats import span_text
from labspace.ical import CalendarEvent, tidy_line
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_names
from labspace.words import gettext as _

GONE = CANCELLED | {BookingState.REJECTED, BookingState.EXPIRED}
"""States a calendar shows as cancelled."""
UNDECIDED = frozenset({BookingState.REQUESTED, BookingState.OPTION})


def event_of(booking: Booking, *, base_url: str, changed_at: datetime | None = None) -> CalendarEvent:
    """The event of `booking`, in the language at hand.

    `changed_at` is later than the booking's own where something else changed, such as a space's name.
    """
    house = booking.location
    return CalendarEvent(
        uid=booking.uid,
        sequence=booking.sequence,
        created_at=booking.created_at,
        changed_at=changed_at or booking.changed_at,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=house.zone,
        whole_days=booking.kind is SpaceKind.POPUP_SLOT,
        summary=_summary(booking),
        location=place_of(booking),
        geo=house.coordinates_at(booking.starts_at),
        description="\n".join(_lines(booking, base_url=base_url)),
        url=booking_url(booking, base_url=base_url),
        status=status_of(booking.state),
        takes_time=True,
        related_to=series_uid(booking.uid),
    )


def status_of(state: BookingState) -> str:
    """STATUS of an event: CONFIRMED, TENTATIVE or CANCELLED."""
    if state in GONE:
        return "CANCELLED"
    return "TENTATIVE" if state in UNDECIDED else "CONFIRMED"


def booking_url(booking: Booking, *, base_url: str) -> str:
    """The public address of a booking's page."""
    return f"{base_url.rstrip('/')}/buchungen/{booking.reference}"


def place_of(booking: Booking) -> str:
    """Spaces, house and address in one line."""
    house = booking.location
    parts = (space_names(booking.spaces), house.name, house.address_at(booking.starts_at))
    return tidy_line(", ".join(text for text in parts if text))


def name_of(booking: Booking) -> str:
    """What the booking is called: its title and spaces, or only these."""
    spaces = space_names(booking.spaces)
    return tidy_line(f"{booking.title} ({spaces})" if booking.title else spaces)


def _summary(booking: Booking) -> str:
    name = name_of(booking)
    match booking.state:
        case BookingState.REQUESTED:
            return _("Angefragt: %(name)s", name=name)
        case BookingState.OPTION:
            return _("Option: %(name)s", name=name)
        case BookingState.REJECTED:
            return _("Abgelehnt: %(name)s", name=name)
        case BookingState.EXPIRED:
            return _("Verfallen: %(name)s", name=name)
        case state if state in CANCELLED:
            # Some calendars hide STATUS or show it too quietly; the word is read by all.
            return _("Abgesagt: %(name)s", name=name)
        case _state:
            return name


def _lines(booking: Booking, *, base_url: str) -> list[str]:
    lines = [
        _("Zeit: %(span)s", span=span_text(booking.span, zone=booking.location.zone)),
        _("Buchungsnummer: %(reference)s", reference=booking.reference),
        _("Ändern oder stornieren: %(url)s", url=booking_url(booking, base_url=base_url)),
    ]
    if booking.people > 1:
        lines.insert(1, _("Personen: %(people)d", people=booking.people))
    if booking.location.is_demo:
        lines.append(_("Demonstration – frei erfunden"))
    return lines
