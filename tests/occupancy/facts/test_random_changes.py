"""Random sequences of all that happens to bookings and houses: facts read equal what bookings come to, all the time.

The steps are those of the machine of bookings; beside them nights pass, days are kept, and a house is
edited afterwards. `LABSPACE_TEST_EXAMPLES` says how many sequences are tried.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from labspace.locations.models import Closure, Location, SpecialOpening
from labspace.occupancy.days import Days
from labspace.occupancy.facts.jobs import keep_all
from labspace.occupancy.facts.verifying import verify_facts
from labspace.spaces.models import Space, SpaceClosure
from labspace.times import TimeSpan
from tests.bookings.machine_bookings import Bookings
from tests.bookings.machine_house import LENGTHS, TUESDAY, WHICH, furnish
from tests.bookings.machine_presence import Presence
from tests.bookings.simple_model import DAY, OPENS
from tests.factories import Cast, make_space
from tests.occupancy.facts.told import check

EXAMPLES = int(os.environ.get("LABSPACE_TEST_EXAMPLES", "20"))
NIGHTS = st.integers(1, 10)
"""More than enough for November to be over: then it is kept as a month."""


class FactsMachine(Bookings, Presence):
    """All steps of bookings and presence, and what facts are made of beside them."""

    steps = 0

    @property
    def house(self) -> Location:
        return self.session.get_one(Location, self.ids.house)

    @rule(nights=NIGHTS)
    def nights_pass(self, nights: int) -> None:
        self.model.clock = (self.model.clock // DAY + nights) * DAY + OPENS - 2

    @rule()
    def the_job_keeps_what_is_over(self) -> None:
        keep_all(self.session, now=self.now)
        self.session.commit()

    @rule(nights=NIGHTS)
    def nights_pass_and_the_job_keeps_what_is_over(self, nights: int) -> None:
        self.nights_pass(nights)
        self.the_job_keeps_what_is_over()

    @rule(back=st.integers(1, 6), quarter=st.integers(0, 80), length=LENGTHS, which=WHICH)
    def staff_note_afterwards_that_a_space_was_shut(
        self, back: int, quarter: int, length: int, which: int
    ) -> None:
        names = sorted(self.ids.spaces)
        space_id = self.ids.spaces[names[which % len(names)]]
        self.session.add(SpaceClosure(space_id=space_id, span=self.past(back, quarter, length)))
        self.session.commit()

    @rule(back=st.integers(1, 6), quarter=st.integers(0, 80), length=LENGTHS, opened=st.booleans())
    def staff_note_afterwards_when_the_house_was_open(
        self, back: int, quarter: int, length: int, opened: bool
    ) -> None:
        made = SpecialOpening if opened else Closure
        self.session.add(made(location_id=self.ids.house, span=self.past(back, quarter, length)))
        self.session.commit()

    @rule(back=st.integers(1, 6), days=st.integers(0, 3))
    def staff_enter_afterwards_that_there_was_another_desk(self, back: int, days: int) -> None:
        first = self.today_on() - timedelta(days=back)
        last = min(first + timedelta(days=days), self.today_on() - timedelta(days=1))
        number = 100 + len(self.session.query(Space).all())
        make_space(self.session, self.house, number=number, valid_from=first, valid_until=last)
        self.session.commit()

    def past(self, back: int, quarter: int, length: int) -> TimeSpan:
        first = (self.model.clock // DAY - back) * DAY + quarter
        return self.span(first, first + length)

    def today_on(self) -> date:
        return TUESDAY + timedelta(days=self.model.clock // DAY)

    @invariant()
    def facts_equal_bookings(self) -> None:
        today = self.today_on()
        self.steps += 1
        days = (
            Days(date(2026, 11, 1), max(today, date(2026, 11, 30))),
            Days(today - timedelta(days=4), today + timedelta(days=1)),
            Days(date(2026, 11, 23), date(2026, 12, 2)),
        )[self.steps % 3]
        check(self.session, [self.house], days, now=self.now, by_day=self.steps % 2 == 0)
        self.session.rollback()

    def teardown(self) -> None:
        keep_all(self.session, now=self.now)
        days = [Days(date(2026, 11, 1), self.today_on())]
        assert verify_facts(self.session, [self.house], days, now=self.now).differences == []
        self.session.rollback()


def test_facts_always_equal_bookings(app: Flask, session: Session, cast: Cast, now: datetime) -> None:
    ids = furnish(session, cast)
    machine = type("FactsMachine", (FactsMachine,), {"session": session, "ids": ids})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
