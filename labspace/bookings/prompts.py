"""What a booking asks of whoever booked right now: come, leave, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from labspace.bookings.models import Booking
from labspace.bookings.presence import EARLY_ARRIVAL, LATE_DEPARTURE
from labspace.bookings.states import BookingState
from labspace.formats import clock_text
from labspace.spaces.names import space_names
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """One sentence and at most one button."""

    title: str
    """The spaces of the booking."""
    url: str
    """The booking's page."""
    text: str
    hint: str = ""
    button: str = ""
    label: str = ""
    """The button in full, for those who only hear it."""
    action: str = ""
    """Where the button posts to; empty: there is nothing to press yet."""
    is_urgent: bool = False
    """Whether something is lost by waiting."""
    version: int


def prompt_for(booking: Booking, *, now: datetime) -> Prompt | None:
    """What to show on the booking's page; None for most of its life."""
    if booking.state is BookingState.CONFIRMED and booking.check_in_until and now < booking.ends_at:
        return _awaited(booking, booking.check_in_until, now=now)
    if booking.state is BookingState.NO_SHOW and booking.check_in_until and now < booking.ends_at:
        return _prompt(
            booking,
            text=_("Niemand hat eingecheckt, deshalb ist die Restzeit wieder frei."),
            hint=_("Sind Sie doch da? Solange niemand anderes gebucht hat, gehört sie wieder Ihnen."),
            button=_("Doch noch einchecken"),
            action="check_in",
            is_urgent=True,
        )
    if _may_leave(booking, now=now):
        return _leaving(booking, now=now)
    return None


def asks_now(booking: Booking, *, now: datetime) -> Prompt | None:
    """The prompt if there is something to press at this moment."""
    prompt = prompt_for(booking, now=now)
    return prompt if prompt and prompt.action else None


def _awaited(booking: Booking, until: datetime, *, now: datetime) -> Prompt:
    zone = booking.location.zone
    opens = booking.starts_at - EARLY_ARRIVAL
    hint = (
        _(
            "Ohne Check-in bis %(time)s Uhr wird die Fläche für andere frei.",
            time=clock_text(until, zone=zone),
        )
        if now < until
        else _("Die Kulanzzeit ist vorbei. Checken Sie jetzt ein, bevor jemand anderes bucht.")
    )
    if now < opens:
        return _prompt(
            booking, text=_("Check-in ab %(time)s Uhr.", time=clock_text(opens, zone=zone)), hint=hint
        )
    return _prompt(
        booking,
        text=_("Sind Sie da?"),
        hint=hint,
        button=_("Einchecken"),
        action="check_in",
        is_urgent=True,
    )


def _may_leave(booking: Booking, *, now: datetime) -> bool:
    return (
        booking.state is BookingState.USED
        and booking.checked_in_at is not None
        and booking.used_until is None
        and booking.kind.is_booked_at_once
        and now <= booking.ends_at + LATE_DEPARTURE
    )


def _leaving(booking: Booking, *, now: datetime) -> Prompt:
    time = clock_text(booking.ends_at, zone=booking.location.zone)
    if now >= booking.ends_at:
        return _prompt(
            booking,
            text=_("Gebucht war bis %(time)s Uhr.", time=time),
            hint=_("Sind Sie noch da? Checken Sie aus, wenn Sie gehen; dann stimmt, was genutzt wurde."),
            button=_("Auschecken"),
            action="check_out",
        )
    return _prompt(
        booking,
        text=_("Eingecheckt. Die Fläche gehört Ihnen bis %(time)s Uhr.", time=time),
        hint=_("Gehen Sie früher? Checken Sie aus, dann können andere die Restzeit nutzen."),
        button=_("Auschecken"),
        action="check_out",
    )


def _prompt(
    booking: Booking,
    *,
    text: str,
    hint: str = "",
    button: str = "",
    action: str = "",
    is_urgent: bool = False,
) -> Prompt:
    title = space_names(booking.spaces)
    return Prompt(
        title=title,
        url=url_for("bookings.show", reference=booking.reference),
        text=text,
        hint=hint,
        button=button,
        label=_("%(button)s: %(space)s", button=button, space=title) if button else "",
        action=url_for(f"bookings.{action}", reference=booking.reference) if action else "",
        is_urgent=is_urgent,
        version=booking.version,
    )
