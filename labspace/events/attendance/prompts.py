"""What an event's page says about its visitors: count them at the door, say how many came, or what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.options.term_queries import event_terms_of
from labspace.bookings.states import BOOKED
from labspace.events.attendance.rules import Standing
from labspace.events.attendance.shown import due_text, standing_of, winning_text
from labspace.visits.doors import OPENS_BEFORE
from labspace.visits.queries import visited
from labspace.words import gettext as _


@dataclass(frozen=True)
class Prompt:
    """One sentence and one link."""

    text: str
    action: str
    url: str
    is_urgent: bool


def attendance_prompt(session: Session, booking: Booking, *, now: datetime) -> Prompt | None:
    """What is to do about the visitors of an event; None long before it, and for one that does not happen."""
    if booking.state not in BOOKED or now < booking.starts_at - OPENS_BEFORE:
        return None
    page = url_for("attendance.show", reference=booking.reference)
    if now < booking.ends_at:
        door = url_for("visits.door", reference=booking.reference)
        return Prompt(_("Zählen Sie an der Tür, wie viele kommen."), _("An der Tür zählen"), door, True)
    days = event_terms_of(session, booking).attendance_due_days
    found = visited(session, [booking.id]).get(booking.id)
    if found is not None:
        text = _("Gezählt: %(visits)s", visits=winning_text(found))
        return Prompt(text, _("Zahlen ansehen"), page, False)
    until = due_text(booking, due_days=days)
    is_late = standing_of(booking, found, due_days=days, now=now) is Standing.OVERDUE
    text = (
        _("Wie viele kamen? Die Frist war %(until)s.", until=until)
        if is_late
        else _("Wie viele kamen? Bitte bis %(until)s eintragen.", until=until)
    )
    return Prompt(text, _("Besuche eintragen"), page, True)
