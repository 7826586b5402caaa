"""Hours won back: promised time that became free while it lasted, and how much of it somebody else booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.release_models import ReleaseCause, ReleasedTime
from labspace.bookings.states import BOOKED
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, intersection, length


@dataclass(frozen=True)
class WonBack:
    """Unit-hours that no-shows and early check-outs gave back, and the part that was booked again."""

    released: timedelta = timedelta()
    rebooked: timedelta = timedelta()

    def __add__(self, other: WonBack) -> WonBack:
        return WonBack(self.released + other.released, self.rebooked + other.rebooked)


def won_back(session: Session, location_id: int, window: TimeSpan) -> WonBack:
    """What became free in a house within `window`, whatever the cause; one statement.

    A house of several units counts each of them; time taken back after all was never won.
    """
    found = won_back_by_cause(session, {location_id: window}, frozenset(SpaceKind))
    return sum(found.values(), WonBack())


def won_back_by_cause(
    session: Session, windows: Mapping[int, TimeSpan], kinds: Collection[SpaceKind]
) -> dict[ReleaseCause, WonBack]:
    """What became free within each house's window, by cause, cut to the window; one statement.

    Nobody else could hold a unit before it was given back: whoever has it again began after that.
    """
    own, other, again = aliased(BookedUnit), aliased(BookedUnit), aliased(Booking)
    booked_again = (
        select(other.space_id, other.booking_id, other.starts_at, other.ends_at)
        .join(again, again.id == other.booking_id)
        .where(again.state.in_(BOOKED), again.location_id.in_(windows))
        .subquery()
    )
    inside = [
        and_(
            Booking.location_id == house_id,
            ReleasedTime.starts_at < window.ends_at,
            ReleasedTime.ends_at > window.starts_at,
        )
        for house_id, window in windows.items()
    ]
    rows = session.execute(
        select(
            ReleasedTime.id,
            own.space_id,
            Booking.location_id,
            ReleasedTime.cause,
            ReleasedTime.starts_at,
            ReleasedTime.ends_at,
            booked_again.c.starts_at,
            booked_again.c.ends_at,
        )
        .join(Booking, Booking.id == ReleasedTime.booking_id)
        .join(own, own.booking_id == ReleasedTime.booking_id)
        .outerjoin(
            booked_again,
            and_(
                booked_again.c.space_id == own.space_id,
                booked_again.c.booking_id != own.booking_id,
                booked_again.c.starts_at >= ReleasedTime.starts_at,
                booked_again.c.starts_at < ReleasedTime.ends_at,
            ),
        )
        .where(or_(*inside), ReleasedTime.taken_back_at.is_(None), Booking.kind.in_(kinds))
    )
    free: dict[tuple[int, int], tuple[ReleaseCause, TimeSpan]] = {}
    taken: defaultdict[tuple[int, int], list[TimeSpan]] = defaultdict(list)
    for release_id, unit_id, house_id, cause, starts_at, ends_at, begins, ends in rows:
        part = TimeSpan(starts_at, ends_at).intersection(windows[house_id])
        if part is not None:
            free[release_id, unit_id] = cause, part
            if begins is not None:
                taken[release_id, unit_id].append(TimeSpan(begins, ends))
    found: defaultdict[ReleaseCause, WonBack] = defaultdict(WonBack)
    for key, (cause, part) in free.items():
        found[cause] += WonBack(part.duration, length(intersection(taken[key], [part])))
    return dict(found)
