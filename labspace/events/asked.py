"""What was asked for, as the staff's pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.states import BookingState
from labspace.events.decision.queries import stages_of
from labspace.events.decision.stages import Stage
from labspace.events.queries import meets
from labspace.events.summary import deadline_text
from labspace.words import gettext as _


@dataclass(frozen=True)
class AskedRow:
    """One request in the list of what is to decide."""

    item: ShownBooking
    url: str
    rank: int | None
    deadline: str
    is_overdue: bool
    stage: Stage
    """How far the decision has come: somebody asks, or a second person is waited for."""


def asked_rows(session: Session, bookings: Sequence[Booking], *, now: datetime) -> list[AskedRow]:
    """Requests in the order of their deadline, options of one time by rank; what has none by its start."""
    ordered = sorted(
        bookings,
        key=lambda booking: (booking.option_until or booking.starts_at, booking.option_rank or 0, booking.id),
    )
    stages = stages_of(session, [booking.id for booking in ordered])
    return [_row(booking, stages.get(booking.id, Stage.OPEN), now=now) for booking in ordered]


def _row(booking: Booking, stage: Stage, *, now: datetime) -> AskedRow:
    url = url_for("events_staff.show", slug=booking.location.slug, reference=booking.reference)
    overdue = (booking.option_until or booking.starts_at) <= now
    return AskedRow(shown(booking), url, booking.option_rank, deadline_text(booking), overdue, stage)


def facts_of(booking: Booking) -> list[tuple[str, str]]:
    """The facts of a request that any kind of space has."""
    item = shown(booking)
    return [
        (_("Wann"), item.when),
        (_("Fläche"), item.spaces),
        (_("Personen"), str(booking.people)),
        (_("Bestuhlung"), str(booking.layout.label) if booking.layout else ""),
        (_("Angefragt von"), booking.booked_by.name),
        (_("Für"), item.organisation or _("privat")),
        (_("Rang"), str(booking.option_rank) if booking.option_rank else ""),
        (_("Option bis"), deadline_text(booking)),
        (_("Thema"), str(booking.theme.label) if booking.theme else ""),
        (_("Hinweis an das Team"), booking.note),
        (_("Nummer"), booking.reference),
    ]


@dataclass(frozen=True)
class Beside:
    """Another booking on the same space: at the same time, or just before or after."""

    item: ShownBooking
    rank: int | None
    where: str


def conflicts_of(booking: Booking, around: Sequence[Booking]) -> list[Beside]:
    """What else wants or has the same time, the strongest first: confirmed, then options by rank."""
    met = [other for other in around if meets(booking, other)]
    met.sort(key=lambda other: (other.state in _WAITING, other.option_rank or 99, other.starts_at))
    return [Beside(shown(other), other.option_rank, "") for other in met]


def neighbours_of(booking: Booking, around: Sequence[Booking]) -> list[Beside]:
    """The last thing on the space before, and the first after."""
    before = [other for other in around if other.ends_at <= booking.starts_at and not meets(booking, other)]
    after = [other for other in around if other.starts_at >= booking.ends_at and not meets(booking, other)]
    last = max(before, key=lambda other: other.ends_at, default=None)
    first = min(after, key=lambda other: other.starts_at, default=None)
    found = ((_("davor"), last), (_("danach"), first))
    return [Beside(shown(other), other.option_rank, where) for where, other in found if other is not None]


_WAITING = frozenset({BookingState.REQUESTED, BookingState.OPTION})
