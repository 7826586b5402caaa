"""The worked example and its variants through the database, as every page and file asks for them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.formats import decimal_of
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures, MixOf
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import SpaceClosure
from labspace.visits.kinds import DataGrade
from tests.factories import on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Example, Put

NOVEMBER = Days(date(2026, 11, 1), date(2026, 11, 30))
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def figures(session: Session, example: Example, *kinds: SpaceKind, now: datetime = DECEMBER) -> Figures:
    choice = FigureChoice(houses=(example.house,), period=NOVEMBER, kinds=kinds or tuple(SpaceKind))
    return figures_of(session, choice, now=now)


def shown(found: Figures, indicator: Indicator, part: Part = Part.MAIN) -> str:
    """As it is printed: rates in percent with one decimal."""
    value = found.of(indicator, part).value
    if value is None:
        return "k. A."
    is_share = PARTS[indicator][part].value == "%"
    return str(decimal_of(value * (100 if is_share else 1))).replace(".", ",")


def test_the_worked_example_to_the_digit(session: Session, example: Example) -> None:
    found = figures(session, example)
    assert {
        one.value: shown(found, one)
        for one in (
            Indicator.BOOKABLE,
            Indicator.BOOKED,
            Indicator.USED,
            Indicator.BOOKING_RATE,
            Indicator.FREQUENCY_RATE,
            Indicator.ACTIVATED,
        )
    } == {"K01": "27,0", "K02": "14,0", "K03": "8,0", "K04": "51,9", "K05": "29,6", "K10": "8,0"}
    assert shown(found, Indicator.ACTIVATED, Part.PUBLIC) == "4,0"
    assert (shown(found, Indicator.ACTIVATION_RATE), shown(found, Indicator.ACTIVATION_RATE, Part.DAYS)) == (
        "66,7",
        "100,0",
    )
    assert (shown(found, Indicator.EVENINGS), shown(found, Indicator.EVENINGS, Part.SHARE)) == ("3,0", "3,3")
    assert (shown(found, Indicator.NO_SHOWS), shown(found, Indicator.NO_SHOWS, Part.LATE)) == ("33,3", "0,0")
    assert (shown(found, Indicator.VISITS), shown(found, Indicator.VISIT_HOURS)) == ("41,0", "164,0")
    assert shown(figures(session, example, SpaceKind.EVENT_AREA), Indicator.PLACE_OCCUPANCY) == "50,0"


def test_every_number_of_the_registry_is_there(session: Session, example: Example) -> None:
    found = figures(session, example)
    assert [(one, part) for one, part, _unit, _value in found.all()] == [
        (one, part) for one, parts in PARTS.items() for part in parts
    ]


def test_people_and_outcomes_of_the_example(session: Session, example: Example) -> None:
    found = figures(session, example)
    assert (shown(found, Indicator.EVENTS), shown(found, Indicator.EVENTS, Part.DAYS)) == ("1,0", "1,0")
    assert shown(found, Indicator.EVENTS, Part.MEAN) == "k. A."
    visits = found.of(Indicator.VISITS)
    assert visits.grades == {DataGrade.B: 1, DataGrade.D: 40}
    assert visits.unsure_share == Fraction(40, 41)
    assert (shown(found, Indicator.ORGANISATIONS), shown(found, Indicator.ORGANISATIONS, Part.PRIVATE)) == (
        "0,0",
        "1,0",
    )
    assert (
        shown(found, Indicator.FIRST_USES, Part.RATE),
        shown(found, Indicator.FIRST_USES, Part.RETURN),
    ) == ("k. A.",) * 2
    assert found.is_censored
    assert found.live_since == MONDAY
    (theme,) = found.mixes[MixOf.THEME]
    assert (theme.key, int(theme.hours), int(theme.share)) == ("", 8, 1)
    # One person, two desks open as long as the house.
    assert shown(found, Indicator.PERSONS_PER_DESK) == "0,5"


def test_utilisation_is_frequency_times_occupancy_of_one_kind(session: Session, example: Example) -> None:
    found = figures(session, example, SpaceKind.EVENT_AREA)
    frequency, occupancy = found.of(Indicator.FREQUENCY_RATE).value, found.of(Indicator.PLACE_OCCUPANCY).value
    assert frequency is not None
    assert occupancy is not None
    assert found.of(Indicator.UTILISATION).value == frequency * occupancy == Fraction(4, 9) / 2
    assert figures(session, example).of(Indicator.UTILISATION).value is None


def test_variant_a_a_missed_desk_is_booked_again(session: Session, example: Example, put: Put) -> None:
    put(example.d2, on_day(MONDAY, 13, 16, house=example.house), BookingState.USED, example.booker)
    found = figures(session, example)
    assert [shown(found, one) for one in (Indicator.BOOKED, Indicator.USED, Indicator.FREQUENCY_RATE, Indicator.ACTIVATED, Indicator.NO_SHOWS)] == [
        "14,0", "11,0", "40,7", "11,0", "25,0",
    ]  # fmt: skip


def test_variant_b_the_house_closes_the_second_desk(session: Session, example: Example) -> None:
    span = on_day(MONDAY, 12, 18, house=example.house)
    session.add(SpaceClosure(space_id=example.d2.id, span=span))
    session.commit()
    found = figures(session, example)
    assert [shown(found, one) for one in (Indicator.BOOKABLE, Indicator.BOOKED, Indicator.BOOKING_RATE)] == [
        "21,0",
        "8,0",
        "38,1",
    ]


def test_nothing_of_tomorrow_counts(session: Session, example: Example) -> None:
    before = datetime(2026, 11, 22, 12, tzinfo=UTC)
    found = figures(session, example, now=before)
    assert {value.numerator for _one, _part, _unit, value in found.all()} == {0}
    assert found.is_running


def test_statements_do_not_grow_with_houses_days_or_bookings(
    session: Session, example: Example, put: Put
) -> None:
    def statements(days: Days) -> int:
        asked: list[str] = []

        def note(_c: object, _u: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        choice = FigureChoice(houses=(example.house,), period=days)
        figures_of(session, choice, now=LATER)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    statements(NOVEMBER)  # reads the house again, which the last commit made forget
    few = statements(NOVEMBER)
    for hour in range(9, 17):
        span = on_day(date(2026, 12, 1), hour, hour + 1, house=example.house)
        put(example.d1, span, BookingState.USED, example.booker)
    statements(NOVEMBER)
    assert statements(Days(date(2026, 1, 1), date(2026, 12, 31))) == few
    assert few <= 34


@pytest.mark.parametrize("part", [Part.MAIN, Part.P90])
def test_the_lead_time_of_nobody_is_not_stated(session: Session, example: Example, part: Part) -> None:
    found = figures(session, example, SpaceKind.CAFE_TABLE)
    assert found.of(Indicator.LEAD_TIME, part).value is None
