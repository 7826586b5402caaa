"""Random days of booking, coming, leaving and not coming against a deliberately simple model.

The model keeps a set of minutes per desk and booking and knows nothing of spans, claims or SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    check_in,
    check_out,
    place_booking,
    settle_all_no_shows,
    take_back_presence,
)
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import BookedUnit, Booking, BookingEvent, BookingSpace
from labspace.bookings.release_models import ReleasedTime
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from labspace.times import TimeSpan, start_of_day
from tests.bookings.awaited import await_check_in
from tests.factories import Cast

TUESDAY = date(2026, 11, 24)
GRACE, EARLY, LATE = 30, 30, 240
CLOSES = 600
"""Minutes from 8:00, when the house opens, to 18:00."""


@dataclass
class Stay:
    """A booking as the model has it, in minutes from 8:00."""

    desk: str
    first: int
    end: int
    deadline: int | None
    state: str = "confirmed"
    left: int | None = None
    holds: set[int] = field(default_factory=set)


class Presence(RuleBasedStateMachine):
    """Set by the test: the session and the cast."""

    session: Session
    cast: Cast

    stays = Bundle("stays")

    def __init__(self) -> None:
        super().__init__()
        for table in (OutboxRow, Claim, ReleasedTime, BookedUnit, BookingSpace, BookingEvent, Booking):
            self.session.execute(delete(table))
        self.session.commit()
        self.desks = {"desk": self.cast.desk, "second": self.cast.second_desk}
        self.names = {space.id: name for name, space in self.desks.items()}
        self.clock, self.known = 0, dict[int, Stay]()

    @property
    def eight(self) -> datetime:
        return start_of_day(TUESDAY, zone=self.cast.house.zone) + timedelta(hours=8)

    @property
    def now(self) -> datetime:
        # Half a minute past: only full minutes may ever count.
        return self.eight + timedelta(minutes=self.clock, seconds=30)

    @rule(minutes=st.integers(1, 50))
    def time_passes(self, minutes: int) -> None:
        self.clock = min(self.clock + minutes, CLOSES + 100)

    @rule()
    def the_minute_job_runs(self) -> None:
        due = self.settle()
        assert settle_all_no_shows(self.session, now=self.now) == due
        self.session.commit()

    @rule(
        target=stays,
        desk=st.sampled_from(["desk", "second"]),
        quarters_ahead=st.integers(0, 12),
        length=st.integers(2, 14),
    )
    def book(self, desk: str, quarters_ahead: int, length: int) -> object:
        first = (self.clock // 15 + quarters_ahead) * 15
        end = first + length * 15
        span = TimeSpan(self.eight + timedelta(minutes=first), self.eight + timedelta(minutes=end))
        fits = end <= CLOSES and self.is_free(desk, first, end, as_if_settled=True)

        def place() -> Booking:
            wish = Wish(span=span, space_ids=(self.desks[desk].id,))
            return place_booking(self.session, wish, booked_by=self.cast.alice, now=self.now)

        if not self.does(place, fits):
            return multiple()
        self.settle(desk)
        booking_id = max(self.session.scalars(select(Booking.id)))
        # Booked at half a minute past: the grace time of what is running ends on the half minute.
        deadline = max(first, self.clock) + GRACE
        self.known[booking_id] = Stay(desk, first, end, deadline, holds=set(range(first, end)))
        return booking_id

    @rule(booking_id=stays)
    def come(self, booking_id: int) -> None:
        stay = self.known[booking_id]
        mine = stay.state == "confirmed" or (
            stay.state == "no_show"
            and self.is_free(stay.desk, stay.first, stay.end, as_if_settled=True, but_not=stay)
        )
        possible = mine and self.clock >= stay.first - EARLY and self.clock < stay.end
        was = stay.state
        if self.does(
            lambda: check_in(self.session, booking_id, by=self.cast.alice, now=self.now, in_person=True),
            possible,
        ):
            if was == "no_show":
                self.settle(stay.desk)
            stay.state, stay.holds = "used", set(range(stay.first, stay.end))

    @rule(booking_id=stays)
    def leave(self, booking_id: int) -> None:
        stay = self.known[booking_id]
        possible = stay.state == "used" and stay.left is None and self.clock < stay.end + LATE
        if self.does(lambda: check_out(self.session, booking_id, by=self.cast.alice, now=self.now), possible):
            stay.left = max(stay.first, self.clock)
            stay.holds = set(range(stay.first, min(stay.left, stay.end)))

    @rule(booking_id=stays)
    def staff_take_it_back(self, booking_id: int) -> None:
        stay = self.known[booking_id]
        gave = stay.state == "no_show" or stay.left is not None
        free = not gave or self.is_free(stay.desk, stay.first, stay.end, as_if_settled=True, but_not=stay)
        possible = stay.state in ("used", "no_show") and free
        if self.does(
            lambda: take_back_presence(self.session, booking_id, by=self.cast.nora, now=self.now), possible
        ):
            if gave:
                self.settle(stay.desk)
            stay.state, stay.left, stay.deadline = "confirmed", None, None
            stay.holds = set(range(stay.first, stay.end))

    def does(self, action: Callable[[], object], possible: bool) -> bool:
        try:
            action()
        except Refused:
            self.session.rollback()
            assert not possible
            return False
        assert possible
        self.session.commit()
        return True

    def is_due(self, stay: Stay) -> bool:
        return stay.state == "confirmed" and stay.deadline is not None and stay.deadline <= self.clock

    def settle(self, desk: str = "") -> int:
        due = [stay for stay in self.known.values() if self.is_due(stay) and desk in ("", stay.desk)]
        for stay in due:
            stay.state, stay.holds = "no_show", set()
        return len(due)

    def is_free(
        self, desk: str, first: int, end: int, *, as_if_settled: bool, but_not: Stay | None = None
    ) -> bool:
        return not any(
            stay.holds & set(range(first, end))
            for stay in self.known.values()
            if stay.desk == desk and stay is not but_not and not (as_if_settled and self.is_due(stay))
        )

    @invariant()
    def claims_and_states_equal_the_model(self) -> None:
        found = {
            (self.names[claim.space_id], claim.booking_id): set(
                range(
                    int((claim.starts_at - self.eight).total_seconds() // 60),
                    int((claim.ends_at - self.eight).total_seconds() // 60),
                )
            )
            for claim in self.session.scalars(select(Claim))
        }
        expected = {(stay.desk, number): stay.holds for number, stay in self.known.items() if stay.holds}
        assert found == expected
        states = {
            booking.id: (booking.state.value, booking.used_until)
            for booking in self.session.scalars(select(Booking))
        }
        assert states == {
            number: (
                stay.state,
                None if stay.left is None else self.eight + timedelta(minutes=stay.left),
            )
            for number, stay in self.known.items()
        }
        self.session.rollback()


def test_claims_and_states_follow_who_comes_and_goes(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    await_check_in(session, cast.house, grace=GRACE, min_minutes=15)
    machine = type("Machine", (Presence,), {"session": session, "cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
