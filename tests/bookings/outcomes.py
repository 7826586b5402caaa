"""What must be true after a race: nothing overlaps, and whoever lost had a winner in the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState


def overlaps(session: Session) -> int:
    """Pairs of claims that lie on one unit at once; two buffers may."""
    other = aliased(Claim)
    return (
        session.scalar(
            select(func.count())
            .select_from(Claim)
            .join(other, (other.space_id == Claim.space_id) & (other.id > Claim.id))
            .where(
                Claim.is_core | other.is_core,
                Claim.starts_at < other.ends_at,
                Claim.ends_at > other.starts_at,
            )
        )
        or 0
    )


@dataclass(frozen=True)
class Wanted:
    """Undivided units from minute to minute of a day, and the minutes that must be kept free around."""

    units: frozenset[str]
    first: int
    end: int
    before: int = 0
    after: int = 0

    def bars(self, other: Wanted) -> bool:
        """Whether not both can be had."""
        mine = range(self.first - self.before, self.end + self.after)
        theirs = range(other.first - other.before, other.end + other.after)
        meet = set(mine) & set(range(other.first, other.end)) or set(theirs) & set(
            range(self.first, self.end)
        )
        return bool(self.units & other.units) and bool(meet)


def winners(session: Session, day: date) -> set[int]:
    """Who has a booking on that day."""
    rows = session.execute(
        select(Booking.booked_by_id, Booking.starts_at).where(Booking.state == BookingState.CONFIRMED)
    )
    return {row.booked_by_id for row in rows if row.starts_at.date() == day}


def assert_exactly_who_fits(wanted: Mapping[int, Wanted], won: Collection[int]) -> None:
    """Fail unless those who won fit together, and each other one has a winner in the way."""
    for one in won:
        assert not [other for other in won if other != one and wanted[one].bars(wanted[other])]
    for loser in wanted.keys() - set(won):
        assert any(wanted[one].bars(wanted[loser]) for one in won), f"{wanted[loser]} was refused for nothing"
