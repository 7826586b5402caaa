"""Guests of a café without a reservation are visits beside the reservations; the number at the house's door is none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.occupancy.days import Days
from labspace.occupancy.facts.jobs import keep_all
from labspace.occupancy.facts.models import FactMark
from labspace.occupancy.facts.verifying import verify_facts
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.kinds import Indicator
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.visits.actions import Counted, enter_count
from labspace.visits.kinds import DataGrade, VisitSource
from labspace.visits.models import VisitStay
from tests.occupancy.people.conftest import FIRST, LAST, Fill, Town

DECEMBER = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = date(2026, 11, 9)


def count(session: Session, town: Town, number: int, *, kind: SpaceKind | None, source: VisitSource) -> None:
    house = town.houses[0]
    counted = Counted(
        location_id=house.id,
        day=DAY,
        span=TimeSpan.of_days(DAY, DAY, zone=house.zone),
        count=number,
        source=source,
        kind=kind,
    )
    enter_count(session, counted, by=town.people[0], now=DECEMBER)
    session.commit()


def visits(session: Session, town: Town) -> tuple[Fraction, Fraction, dict[DataGrade, Fraction]]:
    """Visits and their hours in November, with the visits of each grade."""
    found = figures_of(
        session, FigureChoice(houses=town.houses, period=Days(date(2026, 11, 1), LAST)), now=DECEMBER
    )
    of_visits = found.of(Indicator.VISITS)
    grades = {grade: Fraction(of_visits.grades.get(grade, 0)) for grade in DataGrade}
    return of_visits.numerator, found.of(Indicator.VISIT_HOURS).numerator, grades


def test_they_add_up_with_reservations_by_their_grade(session: Session, town: Town, fill: Fill) -> None:
    fill(60)
    keep_all(session, now=DECEMBER)
    people, hours, grades = visits(session, town)
    count(session, town, 12, kind=SpaceKind.CAFE_TABLE, source=VisitSource.TALLY)
    after = visits(session, town)
    assert (after[0], after[1]) == (people + 12, hours + 12 * Fraction(3, 4))
    assert after[2][DataGrade.B] == grades[DataGrade.B] + 12
    assert after[2][DataGrade.D] == grades[DataGrade.D]
    keep_all(session, now=DECEMBER)
    assert visits(session, town) == after
    found = verify_facts(session, town.houses, [Days(FIRST, LAST)], now=DECEMBER)
    assert [str(one) for one in found.differences] == []


def test_the_door_of_the_house_is_nobodys_visit(session: Session, town: Town, fill: Fill) -> None:
    fill(30)
    keep_all(session, now=DECEMBER)
    before = visits(session, town)
    count(session, town, 90, kind=None, source=VisitSource.TALLY)
    assert session.scalar(select(func.count(FactMark.id))) == 0
    assert visits(session, town) == before


def test_a_visit_lasts_as_the_house_reckons_on_its_day(session: Session, town: Town, fill: Fill) -> None:
    fill(60)
    stays = [(40, FIRST, date(2026, 11, 8)), (60, date(2026, 11, 9), None)]
    session.add_all(
        VisitStay(
            location_id=town.houses[0].id,
            kind=SpaceKind.CAFE_TABLE,
            minutes=minutes,
            valid_from=first,
            valid_until=last,
        )
        for minutes, first, last in stays
    )
    session.commit()
    before = visits(session, town)
    count(session, town, 12, kind=SpaceKind.CAFE_TABLE, source=VisitSource.TALLY)
    after = visits(session, town)
    assert (after[0], after[1]) == (before[0] + 12, before[1] + 12)
    keep_all(session, now=DECEMBER)
    assert visits(session, town) == after
    found = verify_facts(session, town.houses, [Days(FIRST, LAST)], now=DECEMBER)
    assert [str(one) for one in found.differences] == []
