"""Seven days after its end a booking nobody decided on is settled by its visits (figures.md R5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.actions.unresolved import settle_unresolved
from labspace.bookings.models import Booking
from labspace.bookings.options.term_queries import event_terms_of
from labspace.spaces.kinds import SpaceKind
from labspace.visits.queries import visited
from labspace.visits.rules import DUE, is_settled_at


def settle_unresolved_bookings(session: Session, *, now: datetime) -> int:
    """Settle what is due and return how many: used with visitors, else nobody came.

    For bookings nobody checks in to. A pop-up is used with its first recorded shop hours (K03), so one
    found here has none: it was let and never opened, unless somebody records hours later (ADR 51). Safe to
    run every minute in several processes, and after weeks without any. Staff can take it back.
    """

    def came(booking_ids: Sequence[int]) -> set[int]:
        return {key for key, found in visited(session, booking_ids).items() if found.total}

    def is_due(booking: Booking) -> bool:
        due = DUE
        if booking.kind is SpaceKind.EVENT_AREA:
            due = timedelta(days=event_terms_of(session, booking).attendance_due_days)
        return is_settled_at(ends_at=booking.ends_at, state_since=booking.state_since, now=now, due=due)

    return settle_unresolved(session, came=came, is_due=is_due, over_since=now - DUE, now=now)
