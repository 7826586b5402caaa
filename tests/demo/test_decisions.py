"""The demonstration shows what needs somebody: options with a clock, a half prepared event, a partner."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.options.models import OptionClock
from labspace.bookings.options.queries import partners_of
from labspace.bookings.options.states import ClockState
from labspace.bookings.states import BookingState
from labspace.demo.agreements import load_agreements
from labspace.demo.decisions import load_decisions
from labspace.demo.loading import load_houses
from labspace.demo.people import load_people
from labspace.events.decision.queries import checklist_of
from labspace.partners.models import AllotmentDate
from labspace.partners.states import DateState


@pytest.fixture
def demo(session: Session, now: datetime) -> None:
    """The invented houses and people."""
    load_people(session, load_houses(session), now=now)
    session.commit()


def test_there_is_a_challenged_option_a_shared_one_and_a_half_prepared_event(
    session: Session, demo: None, now: datetime
) -> None:
    first, second, shared, event = load_decisions(session, now=now)
    clocks = {one: session.get_one(OptionClock, one.id).state for one in (first, second, shared)}
    assert list(clocks.values()) == [ClockState.CHALLENGED, ClockState.WAITING, ClockState.RUNNING]
    assert [first.option_rank, second.option_rank] == [1, 2]
    assert [one.joined_at is not None for one in partners_of(session, shared.id)] == [True]
    assert event.state is BookingState.CONFIRMED
    settled = Counter(item.done_at is not None for item in checklist_of(session, event.id))
    assert settled[True] >= 1
    assert settled[False] >= 1


def test_there_is_a_partner_with_times_kept_used_and_returned(
    session: Session, demo: None, now: datetime
) -> None:
    assert load_agreements(session, now=now) is not None
    states = Counter(session.scalars(select(AllotmentDate.state)))
    assert states[DateState.HELD] >= 5
    assert (states[DateState.USED], states[DateState.RETURNED]) == (1, 1)


def test_without_people_there_is_neither(session: Session, now: datetime) -> None:
    load_houses(session)
    session.commit()
    assert load_decisions(session, now=now) == []
    assert load_agreements(session, now=now) is None
