"""What the worker keeps of random towns is what the plain count says, kept or not, and after changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.locations.models import Closure
from labspace.occupancy.days import Days
from labspace.occupancy.facts.jobs import keep_all
from labspace.occupancy.facts.marks import mark_days, write_marks
from labspace.times import TimeSpan
from tests.occupancy.model.beside import differences
from tests.occupancy.model.dense import question_of, town_of
from tests.occupancy.model.plans import A_DAY, KINDS, AskedPlan
from tests.occupancy.model.rows import Asked
from tests.occupancy.model.writing import Town, write

ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
ALL = frozenset(KINDS)


def questions(town: Town, seed: int) -> list[Asked]:
    """Something at random, all of the time, and whole months of it."""
    any_time = question_of(seed)
    whole = town.asked(replace(any_time, first=-30, long=70, kinds=ALL, houses=0))
    first = town.day(0).replace(day=1)
    month = replace(whole, first=first, last=(first + timedelta(days=32)).replace(day=1) - timedelta(days=1))
    return [town.asked(any_time), whole, month]


def differ(session: Session, town: Town, seed: int) -> list[str]:
    return [one for asked in questions(town, seed) for one in differences(session, asked)]


def keep(session: Session, town: Town, question: AskedPlan) -> None:
    """As the worker does it, without its commits."""
    with patch.object(session, "commit", session.flush):
        keep_all(session, now=town.moment(question.now))


def change(session: Session, town: Town, question: AskedPlan, seed: int) -> None:
    """Some bookings end otherwise and a house was shut one day: as announced, their days are marked."""
    dice = Random(seed)
    for booking in dice.sample(town.bookings, len(town.bookings) // 3):
        booking.state = dice.choice([BookingState.USED, BookingState.CANCELLED_HOUSE, BookingState.NO_SHOW])
        booking.used_from = booking.used_until = None
        booking.is_internal = dice.random() < 0.3
        booking.organisation_id = dice.choice([None, *(one.id for one in town.organisations[:3])])
    house = dice.choice(town.houses)
    noon = town.moment(dice.randrange(24) * A_DAY + 720)
    session.add(Closure(location_id=house.id, span=TimeSpan(noon, noon + timedelta(hours=2))))
    session.flush()
    everything = Days(town.day(-60), date(2029, 1, 1))
    for one in town.houses:
        mark_days(session, one, everything, at=town.moment(question.now))
    write_marks(session)


@settings(max_examples=4, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_kept_facts_equal_the_count_before_and_after_changes(session: Session, seed: int, other: int) -> None:
    question = question_of(other)
    try:
        town = write(session, town_of(seed), now=question.now)
        keep(session, town, question)
        assert differ(session, town, other) == []
        change(session, town, question, seed)
        assert differ(session, town, other) == []
        keep(session, town, question)
        assert differ(session, town, other) == []
    finally:
        session.rollback()
