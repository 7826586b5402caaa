"""Hours won back of random days equal a plain count of quarter hours, by cause and cut to the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.release_models import ReleaseCause, ReleasedTime
from labspace.bookings.releases import WonBack, won_back, won_back_by_cause
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan
from tests.factories import on_day
from tests.occupancy.conftest import Example

MONDAY = date(2026, 11, 30)
QUARTER = timedelta(minutes=15)
QUARTERS = 40
FIRST_HOUR = 8


@dataclass(frozen=True)
class Planned:
    """A booking of one desk, in quarter hours of the day; from `let_go` on it gave the rest back."""

    desk: int
    begins: int
    ends: int
    let_go: int | None
    cause: ReleaseCause
    is_taken_back: bool

    @property
    def released(self) -> range:
        """The quarter hours that were won; none where the time was taken back after all."""
        if self.let_go is None or self.is_taken_back:
            return range(0)
        return range(self.let_go, self.ends)


@st.composite
def days(draw: st.DrawFn) -> list[Planned]:
    """Bookings none of which begins in time another still held."""
    found: list[Planned] = []
    held_until = [0, 0]
    for begins in sorted(draw(st.lists(st.integers(0, QUARTERS - 2), max_size=14))):
        desk = draw(st.integers(0, 1))
        if begins < held_until[desk]:
            continue
        ends = draw(st.integers(begins + 1, QUARTERS))
        let_go = draw(st.none() | st.integers(begins + 1, ends - 1)) if ends > begins + 1 else None
        one = Planned(desk, begins, ends, let_go, draw(st.sampled_from(ReleaseCause)), draw(st.booleans()))
        found.append(one)
        held_until[desk] = ends if one.let_go is None or one.is_taken_back else one.let_go
    return found


def plainly(day: list[Planned], window: range) -> dict[ReleaseCause, WonBack]:
    """Quarter hour by quarter hour: given back, and of that in the time of somebody who came after."""
    found: dict[ReleaseCause, WonBack] = {}
    for one in day:
        for quarter in one.released:
            if quarter in window:
                again = any(
                    other.desk == one.desk
                    and other is not one
                    and other.begins >= one.released.start
                    and quarter in range(other.begins, other.ends)
                    for other in day
                )
                found[one.cause] = found.get(one.cause, WonBack()) + WonBack(
                    QUARTER, QUARTER if again else timedelta()
                )
    return found


def write(
    session: Session, example: Example, one: Planned, desk: Space, midnight: datetime, number: int
) -> None:
    """The rows of one booking as they stand afterwards."""
    span = TimeSpan(midnight + one.begins * QUARTER, midnight + one.ends * QUARTER)
    booking = Booking(
        reference=f"WB-{number:07d}",
        uid=f"won-back-{number}@labspace",
        location_id=desk.location_id,
        kind=desk.kind,
        booked_by_id=example.booker.id,
        span=span,
        state=BookingState.NO_SHOW if one.cause is ReleaseCause.NO_SHOW else BookingState.USED,
        state_since=span.starts_at,
        created_at=span.starts_at,
        changed_at=span.starts_at,
    )
    session.add(booking)
    session.flush()
    session.add(
        BookedUnit(booking_id=booking.id, space_id=desk.id, starts_at=span.starts_at, ends_at=span.ends_at)
    )
    if one.let_go is not None:
        session.add(
            ReleasedTime(
                booking_id=booking.id,
                cause=one.cause,
                starts_at=midnight + one.let_go * QUARTER,
                ends_at=span.ends_at,
                taken_back_at=span.ends_at if one.is_taken_back else None,
            )
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days(), st.integers(0, QUARTERS), st.integers(0, QUARTERS))
def test_hours_won_back_equal_a_plain_count(
    session: Session, example: Example, day: list[Planned], one_end: int, other_end: int
) -> None:
    desks = (example.d1, example.d2)
    midnight = on_day(MONDAY, FIRST_HOUR, FIRST_HOUR + 1, house=example.house).starts_at
    try:
        for number, one in enumerate(day):
            write(session, example, one, desks[one.desk], midnight, number)
        session.flush()
        window = range(min(one_end, other_end), max(one_end, other_end) + 1)
        asked = TimeSpan(midnight + window.start * QUARTER, midnight + window.stop * QUARTER)
        wanted = plainly(day, window)
        assert won_back_by_cause(session, {example.house.id: asked}, {SpaceKind.DESK}) == wanted
        assert won_back(session, example.house.id, asked) == sum(wanted.values(), WonBack())
    finally:
        session.rollback()
