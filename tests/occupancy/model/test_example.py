"""The worked example and its variants to the digit: the judge, the program and the page say the same, kept or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.formats import decimal_of
from labspace.occupancy.facts.jobs import keep_all
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import SpaceClosure, SpaceHours
from tests.factories import make_space, on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Example, Put
from tests.occupancy.model import measured
from tests.occupancy.model.beside import differences
from tests.occupancy.model.figures import Answers, figures
from tests.occupancy.model.opening import town
from tests.occupancy.model.rows import Asked, read
from tests.occupancy.test_pages import NOVEMBER, table_of

ALL = frozenset(SpaceKind)
EVENTS = frozenset({SpaceKind.EVENT_AREA})


def asked_of(example: Example, kinds: frozenset[SpaceKind] = ALL, day: date = MONDAY) -> Asked:
    return Asked(frozenset({example.house.id}), kinds, day, day, DECEMBER)


def told(found: Answers, *names: str) -> list[str]:
    """As figures.md prints them: hours whole, rates with one decimal."""
    words = []
    for name in names:
        answer = found[name, "main"]
        assert answer.value is not None
        is_rate = answer.denominator is not None
        words.append(f"{decimal_of(answer.value * 100)} %" if is_rate else f"{answer.value} h")
    return words


def agree(session: Session, example: Example, day: date = MONDAY) -> None:
    """Program and judge agree before and after the worker kept the day, of all kinds and of each."""
    questions = [asked_of(example, day=day), *(asked_of(example, frozenset({one}), day) for one in SpaceKind)]
    month = replace(questions[0], first=day.replace(day=1), last=day.replace(day=28))
    for _kept in range(2):
        assert [one for asked in (*questions, month) for one in differences(session, asked)] == []
        keep_all(session, now=DECEMBER)


def test_the_example(session: Session, example: Example) -> None:
    found = figures(read(session), asked_of(example))
    assert told(found, "K01", "K02", "K03", "K10", "K12", "K15") == [
        "27 h", "14 h", "8 h", "8 h", "3 h", "164 h"
    ]  # fmt: skip
    assert told(found, "K04", "K05", "K11", "K22") == ["51.9 %", "29.6 %", "66.7 %", "33.3 %"]
    assert told(figures(read(session), asked_of(example, EVENTS)), "K06") == ["50.0 %"]
    agree(session, example)


def test_the_example_has_two_hours_of_setting_up(session: Session, example: Example) -> None:
    houses = town(read(session), asked_of(example))
    assert measured.set_up(houses) == 120
    assert sum(len(unit.set_up - unit.bookable) for house in houses for unit in house.units) == 60


def test_variant_a(session: Session, example: Example, put: Put) -> None:
    put(example.d2, on_day(MONDAY, 13, 16, house=example.house), BookingState.USED, example.booker)
    found = figures(read(session), asked_of(example))
    assert told(found, "K02", "K03", "K10") == ["14 h", "11 h", "11 h"]
    assert told(found, "K05", "K22") == ["40.7 %", "25.0 %"]
    agree(session, example)


@pytest.mark.parametrize("how", ["the house cancels", "the house closes the desk"])
def test_variant_b(session: Session, example: Example, how: str) -> None:
    if how == "the house cancels":
        missed = update(Booking).where(Booking.reference == "BO-MISSED")
        session.execute(missed.values(state=BookingState.CANCELLED_HOUSE))
    else:
        closed = on_day(MONDAY, 12, 18, house=example.house)
        session.add(SpaceClosure(space_id=example.d2.id, span=closed))
    session.commit()
    found = figures(read(session), asked_of(example))
    assert told(found, "K01", "K02", "K04") == ["21 h", "8 h", "38.1 %"]
    agree(session, example)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(MONDAY, 24, id="an ordinary day"),
        pytest.param(date(2026, 10, 25), 25, id="25.10.2026"),
        pytest.param(date(2026, 3, 29), 23, id="29.03.2026"),
    ],
)
def test_variant_c(session: Session, example: Example, day: date, hours: int) -> None:
    before = figures(read(session), asked_of(example, day=day))["K01", "main"].numerator
    slot = make_space(session, example.house, SpaceKind.POPUP_SLOT)
    for weekday in range(7):
        session.add(
            SpaceHours(
                space_id=slot.id,
                weekday=weekday,
                opens_minute=0,
                closes_minute=1440,
                valid_from=day - timedelta(days=1),
            )
        )
    session.commit()
    assert figures(read(session), asked_of(example, day=day))["K01", "main"].numerator - before == hours
    agree(session, example, day)


def test_the_page_of_the_month_prints_what_the_judge_counts(
    visit: Callable[..., object], session: Session, example: Example, december: object
) -> None:
    month = replace(asked_of(example), first=date(2026, 11, 1), last=date(2026, 11, 30))
    page = visit().get(NOVEMBER)  # type: ignore[attr-defined]
    rows = table_of(page)
    for label, kinds in (("Gesamt", ALL), ("Eventflächen", EVENTS)):
        found = figures(read(session), replace(month, kinds=kinds))
        assert rows[label][1:] == [printed(found, *name) for name in PRINTED]


PRINTED = (
    ("K01", "main"), ("K02", "main"), ("K03", "main"), ("K04", "main"), ("K05", "main"),
    ("K10", "main"), ("K10", "public"),
)  # fmt: skip


def printed(found: Answers, name: str, part: str) -> str:
    answer = found[name, part]
    if answer.denominator is None:
        return str(decimal_of(Fraction(answer.numerator))).replace(".", ",")
    if answer.value is None:
        return "k. A."
    return str(decimal_of(answer.value * 100)).replace(".", ",") + " %"
