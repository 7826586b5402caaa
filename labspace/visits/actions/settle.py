"""Seven days after its end a booking nobody decided on is settled by its visits (figures.md R5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.actions.unresolved import settle_unresolved
from labspace.visits.queries import visited
from labspace.visits.rules import DUE


def settle_unresolved_bookings(session: Session, *, now: datetime) -> int:
    """Settle what is due and return how many: used with visitors, else nobody came.

    For bookings nobody checks in to; pop-ups are settled by their shop hours (K03). Safe to run
    every minute in several processes, and after weeks without any. Staff can take it back.
    """

    def came(booking_ids: Sequence[int]) -> set[int]:
        return {key for key, found in visited(session, booking_ids).items() if found.total}

    return settle_unresolved(session, came=came, over_since=now - DUE, now=now)
