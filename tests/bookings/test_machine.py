"""Random sequences of bookings, moves, cancellations and blockings against a deliberately simple model.

The model keeps lists of quarter-hours per undivided unit and knows nothing of spans or SQL.
After each step the claims in the database equal the model's, and a refused step changed nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    lift_blocking,
    mark_no_show,
    move_booking,
    place_booking,
)
from labspace.bookings.models import (
    Blocking,
    BlockingReason,
    BookedUnit,
    Booking,
    BookingEvent,
    BookingSpace,
    Claim,
)
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, start_of_day
from tests.factories import Cast

TUESDAY = date(2026, 11, 24)
QUARTERS = 40
"""From 8:00, when the house opens, to 18:00."""


@dataclass
class Model:
    """Who has which quarter-hours: unit -> list of (first, last + 1, is_core, owner)."""

    units: dict[str, tuple[str, ...]]
    buffer_after: dict[str, int]
    rows: dict[str, list[tuple[int, int, bool, str]]] = field(default_factory=dict)

    def would_take(self, space: str, first: int, end: int) -> list[tuple[str, int, int, bool]]:
        taken = [(unit, first, end, True) for unit in self.units[space]]
        gap = self.buffer_after.get(space, 0)
        return taken + ([(unit, end, end + gap, False) for unit in self.units[space]] if gap else [])

    def fits(self, space: str, first: int, end: int, *, but_not: str = "") -> bool:
        for unit, start, stop, core in self.would_take(space, first, end):
            for other_start, other_stop, other_core, owner in self.rows.get(unit, []):
                meets = any(quarter in range(other_start, other_stop) for quarter in range(start, stop))
                if owner != but_not and meets and (core or other_core):
                    return False
        return True

    def take(self, space: str, first: int, end: int, owner: str) -> None:
        for unit, start, stop, core in self.would_take(space, first, end):
            self.rows.setdefault(unit, []).append((start, stop, core, owner))

    def drop(self, owner: str) -> None:
        for unit, rows in self.rows.items():
            self.rows[unit] = [row for row in rows if row[3] != owner]


class Bookings(RuleBasedStateMachine):
    """Set by the test: the session, the cast and the present moment."""

    session: Session
    cast: Cast
    now: datetime

    booked = Bundle("booked")
    blocked = Bundle("blocked")

    def __init__(self) -> None:
        super().__init__()
        cast = self.cast
        for table in (Claim, BookedUnit, BookingSpace, BookingEvent, Booking, Blocking):
            self.session.execute(delete(table))
        self.session.commit()
        self.spaces = {
            "desk": cast.desk,
            "second": cast.second_desk,
            "room": cast.room,
            "area": cast.area,
            "a": cast.half_a,
            "b": cast.half_b,
        }
        self.names = {space.id: name for name, space in self.spaces.items()}
        units: dict[str, tuple[str, ...]] = {name: (name,) for name in self.spaces}
        units["area"] = ("a", "b")
        self.model = Model(units=units, buffer_after={"room": 1})

    def span(self, first: int, end: int) -> TimeSpan:
        eight = start_of_day(TUESDAY, zone=self.cast.house.zone) + timedelta(hours=8)
        return TimeSpan(eight + first * timedelta(minutes=15), eight + end * timedelta(minutes=15))

    def wish(self, space: str, first: int, end: int) -> Wish:
        return Wish(span=self.span(first, end), space_ids=(self.spaces[space].id,))

    @rule(
        target=booked,
        space=st.sampled_from(["desk", "second", "room", "area", "a", "b"]),
        first=st.integers(0, QUARTERS - 4),
        length=st.integers(2, 12),
    )
    def book(self, space: str, first: int, length: int) -> object:
        end = min(first + length, QUARTERS)
        fits = self.model.fits(space, first, end)
        try:
            booking = place_booking(
                self.session, self.wish(space, first, end), booked_by=self.cast.alice, now=self.now
            )
        except Refused:
            self.session.rollback()
            assert not fits
            return multiple()
        assert fits
        self.session.commit()
        self.model.take(space, first, end, f"booking {booking.id}")
        return (booking.id, space)

    @rule(target=booked, first=st.integers(0, QUARTERS - 4), length=st.integers(2, 12))
    def book_any_desk(self, first: int, length: int) -> object:
        end = min(first + length, QUARTERS)
        free = [space for space in ("desk", "second") if self.model.fits(space, first, end)]
        house = self.cast.house
        wish = Wish(span=self.span(first, end), pool_location_id=house.id, pool_kind=SpaceKind.DESK)
        try:
            booking = place_booking(self.session, wish, booked_by=self.cast.bob, now=self.now)
        except Refused:
            self.session.rollback()
            assert not free
            return multiple()
        name = self.names[booking.spaces[0].id]
        assert name in free
        self.session.commit()
        self.model.take(name, first, end, f"booking {booking.id}")
        return (booking.id, name)

    @rule(booking=booked, other=st.booleans(), first=st.integers(0, QUARTERS - 4), length=st.integers(2, 12))
    def move(self, booking: tuple[int, str], other: bool, first: int, length: int) -> None:
        booking_id, space = booking
        target = {"desk": "second", "second": "desk", "a": "area", "area": "b", "b": "a"}.get(space, space)
        target = target if other else space
        end = min(first + length, QUARTERS)
        owner = f"booking {booking_id}"
        is_open = self.is_open(booking_id)
        fits = is_open and self.model.fits(target, first, end, but_not=owner)
        try:
            move_booking(
                self.session, booking_id, self.wish(target, first, end), by=self.cast.alice, now=self.now
            )
        except Refused:
            self.session.rollback()
            assert not fits
            return
        assert fits
        self.session.commit()
        self.model.drop(owner)
        self.model.take(target, first, end, owner)

    @rule(booking=consumes(booked))
    def cancel(self, booking: tuple[int, str]) -> None:
        self.end(
            booking[0], lambda: cancel_booking(self.session, booking[0], by=self.cast.alice, now=self.now)
        )

    @rule(booking=consumes(booked))
    def nobody_comes(self, booking: tuple[int, str]) -> None:
        evening = self.span(QUARTERS - 1, QUARTERS).ends_at
        self.end(booking[0], lambda: mark_no_show(self.session, booking[0], by=self.cast.nora, now=evening))

    @rule(
        target=blocked,
        space=st.sampled_from(["desk", "room", "area", "a"]),
        first=st.integers(0, QUARTERS - 2),
        length=st.integers(1, 8),
    )
    def block(self, space: str, first: int, length: int) -> object:
        end = first + length
        gap = self.model.buffer_after
        self.model.buffer_after = {}
        fits = self.model.fits(space, first, end)
        try:
            blocking = block_space(
                self.session,
                self.spaces[space].id,
                span=self.span(first, end),
                reason=BlockingReason.OTHER,
                by=self.cast.nora,
                now=self.now,
            )
        except Refused:
            self.session.rollback()
            assert not fits
            return multiple()
        else:
            assert fits
            self.session.commit()
            self.model.take(space, first, end, f"blocking {blocking.id}")
            return blocking.id
        finally:
            self.model.buffer_after = gap

    @rule(blocking_id=consumes(blocked))
    def lift(self, blocking_id: int) -> None:
        lift_blocking(self.session, blocking_id, by=self.cast.nora, now=self.now)
        self.session.commit()
        self.model.drop(f"blocking {blocking_id}")

    def is_open(self, booking_id: int) -> bool:
        return any(row[3] == f"booking {booking_id}" for rows in self.model.rows.values() for row in rows)

    def end(self, booking_id: int, action: object) -> None:
        action()  # type: ignore[operator]
        self.session.commit()
        self.model.drop(f"booking {booking_id}")

    @invariant()
    def claims_equal_the_model(self) -> None:
        eight = self.span(0, 1).starts_at
        found = {
            (
                self.names[claim.space_id],
                (claim.starts_at - eight) // timedelta(minutes=15),
                (claim.ends_at - eight) // timedelta(minutes=15),
                claim.is_core,
                f"booking {claim.booking_id}" if claim.booking_id else f"blocking {claim.blocking_id}",
            )
            for claim in self.session.scalars(select(Claim))
        }
        expected = {(unit, *row) for unit, rows in self.model.rows.items() for row in rows}
        assert found == expected
        self.session.rollback()


def test_claims_always_equal_a_simple_model(app: Flask, session: Session, cast: Cast, now: datetime) -> None:
    machine = type("Machine", (Bookings,), {"session": session, "cast": cast, "now": now})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("clash", [(0, 4, 3, 5), (0, 4, 4, 6)], ids=["overlapping", "touching"])
def test_the_model_itself_knows_half_open_spans(clash: tuple[int, int, int, int]) -> None:
    model = Model(units={"desk": ("desk",)}, buffer_after={})
    model.take("desk", clash[0], clash[1], "x")
    assert model.fits("desk", clash[2], clash[3]) == (clash[2] >= clash[1])
