"""An event's visitors as pages show them: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.events.attendance.rules import Standing, due_at, standing
from labspace.formats import day_text, moment_text
from labspace.visits.models import VisitCount
from labspace.visits.rules import Visited
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True)
class Told:
    """One number somebody gave."""

    day: str
    count: int
    source: str
    grade: str
    who: str
    when: str
    note: str
    holds: bool
    """False: corrected or withdrawn since; it stays as a fact."""


def standing_of(booking: Booking, found: Visited | None, *, due_days: int, now: datetime) -> Standing:
    """What is to do about this event's visitors."""
    due = due_at(booking.ends_at, due_days=due_days)
    return standing(booking.span, is_told=found is not None, due_at=due, now=now)


def winning_text(found: Visited) -> str:
    """84 Besuche (Güte B)."""
    visits = ngettext("%(num)d Besuch", "%(num)d Besuche", found.total)
    if found.grade is None:
        return visits
    return _("%(visits)s (Datengüte %(grade)s)", visits=visits, grade=found.grade.value)


def due_text(booking: Booking, *, due_days: int) -> str:
    """The moment of the deadline: Di, 08.12.2026, 12:00 Uhr."""
    return moment_text(due_at(booking.ends_at, due_days=due_days), zone=booking.location.zone)


def deadline_text(booking: Booking, *, due_days: int, now: datetime) -> str:
    """Until when to tell, or since when it is overdue."""
    moment = due_text(booking, due_days=due_days)
    if now >= due_at(booking.ends_at, due_days=due_days):
        return _("überfällig seit %(moment)s", moment=moment)
    return _("bis %(moment)s", moment=moment)


def told_rows(rows: Iterable[VisitCount], booking: Booking, *, reader: User) -> list[Told]:
    """All numbers ever given, the latest first; who of the team entered one is shown to the team alone."""
    zone = booking.location.zone
    return [
        Told(
            day=day_text(row.day),
            count=row.count,
            source=str(row.source.label),
            grade=str(row.source.grade.value),
            who=_who(row, booking, reader=reader),
            when=moment_text(row.entered_at, zone=zone),
            note=row.note,
            holds=row.ended_at is None,
        )
        for row in rows
    ]


def _who(row: VisitCount, booking: Booking, *, reader: User) -> str:
    if row.entered_by is None:
        return _("labspace selbst")
    if row.entered_by_id == reader.id:
        return _("Sie selbst")
    if row.entered_by_id == booking.booked_by_id or reader.runs(booking.location_id):
        return row.entered_by.name
    return _("das Team des Hauses")
