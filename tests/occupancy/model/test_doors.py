"""What people read – page of a month and both its table files – is what the plain count says, for full towns."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from labspace.formats import decimal_of
from labspace.spaces.kinds import SpaceKind
from tests.occupancy.model.dense import town_of
from tests.occupancy.model.figures import Answer, Answers, figures
from tests.occupancy.model.plans import A_DAY, KINDS
from tests.occupancy.model.rows import Asked, World, read
from tests.occupancy.model.writing import Town, write
from tests.occupancy.test_pages import table_of

ALL = frozenset(KINDS)
COLUMNS = {
    "K01": ("K01", "main"),
    "K02": ("K02", "main"),
    "K03": ("K03", "main"),
    "K04": ("K04", "main"),
    "K05": ("K05", "main"),
    "K10": ("K10", "main"),
    "K10-public": ("K10", "public"),
}


def german(answer: Answer) -> str:
    if answer.value is None:
        return "k. A."
    if answer.denominator is None:
        return str(decimal_of(Fraction(answer.numerator))).replace(".", ",")
    return str(decimal_of(answer.value * 100)).replace(".", ",") + " %"


def plain(word: str) -> str:
    """Without the narrow spaces between thousands and before signs."""
    return "".join(word.split())


def exact(answer: Answer) -> tuple[Fraction, Fraction]:
    """Seconds by seconds, of hours the seconds of one."""
    if answer.denominator is None:
        return Fraction(answer.numerator) * 3600, Fraction(3600)
    return Fraction(answer.numerator) * 3600, Fraction(answer.denominator) * 3600


def november(town: Town, world: World, houses: frozenset[int], kinds: frozenset[SpaceKind]) -> Answers:
    """The month of the town's first day."""
    first = town.day(0).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    now = town.moment(200 * A_DAY)
    return figures(world, Asked(house_ids=houses, kinds=kinds, first=first, last=last, now=now))


@pytest.mark.parametrize("seed", [4, 12, 31])
def test_the_page_and_both_files_say_what_the_count_says(visit: Any, session: Session, seed: int) -> None:
    plan = replace(town_of(seed), monday=date(2026, 10, 19))
    town = write(session, plan, now=200 * A_DAY)
    session.commit()
    world = read(session)
    with time_machine.travel(town.moment(200 * A_DAY), tick=False):
        visitor = visit()
        page = visitor.get("/auslastung?monat=2026-10")
        machine = visitor.get("/auslastung.csv?monat=2026-10&form=maschine").data.decode("utf-8")
        excel = visitor.get("/auslastung.csv?monat=2026-10").data.decode("utf-8")
    lines = list(csv.DictReader(io.StringIO(machine)))
    printed = list(csv.reader(io.StringIO(excel.removeprefix("\ufeff")), delimiter=";"))
    for house in town.houses:
        found = november(town, world, frozenset({house.id}), ALL)
        words = [german(found[name]) for name in COLUMNS.values()]
        assert [plain(one) for one in table_of(page, house.name)["Gesamt"][1:]] == [
            plain(one) for one in words
        ]
        row = next(row for row in printed if row[:2] == [house.name, "Gesamt"])
        assert row[3:] == [word.removesuffix(" %") for word in words]
        for kind in {space.kind for space in town.spaces if space.location_id == house.id and space.is_unit}:
            found = november(town, world, frozenset({house.id}), frozenset({kind}))
            mine = [one for one in lines if (one["location"], one["kind"]) == (house.slug, kind.value)]
            said = {one["indicator"]: one for one in mine if one["scope"] == "all"}
            for column, name in COLUMNS.items():
                told = said[column]
                quotient = Fraction(told["numerator_seconds"]), Fraction(told["denominator_seconds"])
                assert quotient == exact(found[name])
