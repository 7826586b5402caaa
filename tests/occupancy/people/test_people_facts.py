"""What is read from kept facts is what bookings come to, for any houses, kinds and days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.actions.merge import merge_organisations
from labspace.occupancy.days import Days
from labspace.occupancy.facts.jobs import keep_all
from labspace.occupancy.facts.models import FactMark
from labspace.occupancy.facts.verifying import verify_facts
from labspace.occupancy.figures.answers import figures_of, figures_of_each
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.people.models import UseFact
from labspace.spaces.kinds import SpaceKind
from labspace.visits.actions import Counted, enter_count
from labspace.visits.kinds import VisitSource
from tests.occupancy.people.conftest import FIRST, LAST, Fill, Town
from tests.support.statements import counted

DECEMBER = datetime(2026, 12, 1, 12, tzinfo=UTC)
MID_NOVEMBER = datetime(2026, 11, 14, 11, 5, tzinfo=UTC)
PERIODS = [
    Days(date(2026, 9, 1), date(2026, 9, 30)),
    Days(date(2026, 8, 17), date(2026, 11, 15)),
    Days(date(2026, 1, 1), date(2026, 12, 31)),
]
KINDS = [tuple(SpaceKind), (SpaceKind.DESK,), (SpaceKind.EVENT_AREA, SpaceKind.POPUP_SLOT)]


def choices(town: Town) -> list[FigureChoice]:
    """Each period, each set of kinds and each number of houses at least once."""
    return [
        FigureChoice(houses=town.houses[:number], period=period, kinds=kinds)
        for number, period, kinds in (
            (2, PERIODS[0], KINDS[0]),
            (1, PERIODS[0], KINDS[2]),
            (2, PERIODS[1], KINDS[1]),
            (1, PERIODS[1], KINDS[0]),
            (2, PERIODS[2], KINDS[2]),
            (2, PERIODS[2], KINDS[0]),
        )
    ]


def told(found: Figures) -> dict[str, Any]:
    """Everything the figures say."""
    values = {f"{one.value} {part.value}": value for one, part, _unit, value in found.all()}
    more = ("mixes", "persons", "organisations", "live_since", "is_censored", "is_running")
    return values | {name: getattr(found, name) for name in more}


@pytest.mark.parametrize("now", [DECEMBER, MID_NOVEMBER], ids=["all is over", "a month is running"])
def test_figures_from_facts_equal_figures_from_bookings(
    session: Session, town: Town, fill: Fill, now: datetime
) -> None:
    fill(100)
    plain = [told(figures_of(session, choice, now=now)) for choice in choices(town)]
    keep_all(session, now=now)
    kept = [told(figures_of(session, choice, now=now)) for choice in choices(town)]
    for choice, before, after in zip(choices(town), plain, kept, strict=True):
        assert after == before, choice
    found = verify_facts(session, town.houses, [Days(FIRST, LAST)], now=now)
    assert [str(one) for one in found.differences] == []


def test_kept_months_read_no_booking(session: Session, town: Town, fill: Fill) -> None:
    fill(30)
    keep_all(session, now=DECEMBER)
    choice = FigureChoice(houses=town.houses, period=PERIODS[0])
    figures_of(session, choice, now=DECEMBER)
    with counted(session) as statements:
        figures_of(session, choice, now=DECEMBER)
    assert not [one for one in statements if "booked_unit" in one or "booking_space" in one]
    assert len(statements) <= 30


def test_many_choices_are_read_at_once_and_say_what_each_says_alone(
    session: Session, town: Town, fill: Fill
) -> None:
    fill(60)
    keep_all(session, now=DECEMBER)
    asked = [
        FigureChoice(houses=houses, period=PERIODS[1], kinds=kinds)
        for houses in (town.houses, town.houses[:1], town.houses[1:])
        for kinds in KINDS
    ]
    alone = [told(figures_of(session, choice, now=DECEMBER)) for choice in asked]
    with counted(session) as one:
        figures_of_each(session, asked[:1], now=DECEMBER)
    with counted(session) as all_of_them:
        together = figures_of_each(session, asked, now=DECEMBER)
    assert [told(found) for found in together] == alone
    assert len(all_of_them) == len(one)
    with pytest.raises(ValueError, match="one period"):
        figures_of_each(session, [asked[0], choices(town)[0]], now=DECEMBER)


def test_a_number_of_visits_told_late_is_counted(session: Session, town: Town, fill: Fill) -> None:
    booking = next(one for one in fill(60) if one.kind is SpaceKind.POPUP_SLOT)
    keep_all(session, now=DECEMBER)
    choice = FigureChoice(houses=town.houses, period=PERIODS[2])
    before = figures_of(session, choice, now=DECEMBER).of(Indicator.VISITS).numerator
    day = booking.starts_at.astimezone(town.houses[0].zone).date() + timedelta(days=4)
    booking.state = type(booking.state).USED
    booking.used_from, booking.used_until = booking.starts_at, booking.ends_at
    session.commit()
    enter_count(
        session,
        Counted(
            location_id=booking.location_id,
            booking_id=booking.id,
            day=day,
            span=booking.span,
            count=7,
            source=VisitSource.COUNTER,
        ),
        by=town.people[0],
        now=DECEMBER,
    )
    session.commit()
    assert session.scalar(select(func.count(FactMark.id)))
    assert figures_of(session, choice, now=DECEMBER).of(Indicator.VISITS).numerator >= before + 7
    keep_all(session, now=DECEMBER)
    found = verify_facts(session, town.houses, [Days(FIRST, LAST)], now=DECEMBER)
    assert [str(one) for one in found.differences] == []


def test_merged_organisations_are_one_from_then_on(session: Session, town: Town, fill: Fill) -> None:
    fill(60)
    keep_all(session, now=DECEMBER)
    choice = FigureChoice(houses=town.houses, period=PERIODS[2])
    assert figures_of(session, choice, now=DECEMBER).of(Indicator.ORGANISATIONS).value == 2
    first, second = town.bodies[:2]
    merge_organisations(
        session, source_id=first.id, target_id=second.id, by_id=town.people[0].id, now=DECEMBER
    )
    session.commit()
    assert figures_of(session, choice, now=DECEMBER).of(Indicator.ORGANISATIONS).value == 1
    keep_all(session, now=DECEMBER)
    assert figures_of(session, choice, now=DECEMBER).of(Indicator.ORGANISATIONS).value == 1
    assert not session.scalar(select(func.count()).where(UseFact.organisation == first.id))
