"""Pages, reports and the API tell the same numbers of a town: those of the plainest count of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
import time_machine
from hypothesis import settings
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.api.tokens.kinds import Scope
from labspace.dashboards.numbers import text
from labspace.dashboards.periods import Asked as Period
from labspace.dashboards.periods import Grain, around
from labspace.formats import percent_text
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator
from labspace.reports.actions import begin_report
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.queries import find_version
from labspace.reports.snapshot import Figure
from labspace.spaces.kinds import SpaceKind
from tests.api.conftest import Program, program
from tests.factories import make_user
from tests.occupancy.model import measured
from tests.occupancy.model.beside import coverage
from tests.occupancy.model.dense import town_of
from tests.occupancy.model.figures import Answer, Answers, figures, hours
from tests.occupancy.model.opening import town
from tests.occupancy.model.plans import A_DAY, KINDS, AskedPlan
from tests.occupancy.model.rows import Asked, World, read
from tests.occupancy.model.writing import write
from tests.support.visit import XHTML, Page

__all__ = ["program"]

TOWNS: list[int | str] = [3, 2353021639, "any", "another"]
"""Seeds – in the second a space is younger than its first booking – and towns that are others each time,
except in CI."""
SET_UP = "R6", "set-up"
LATER = 200 * A_DAY
TABLES = (
    "uebersicht", "besuche", "organisationen", "mix", "veranstaltungen", "pop-up", "vorlauf", "ausfaelle",
)  # fmt: skip
IN_ROWS = {
    "bookable_hours": ("K01", "main"),
    "booked_hours": ("K02", "main"),
    "used_hours": ("K03", "main"),
    "booking_rate": ("K04", "main"),
    "frequency_rate": ("K05", "main"),
    "occupancy_rate": ("K06", "main"),
    "activated_hours": ("K10", "main"),
    "activation_rate": ("K11", "main"),
    "evening_hours": ("K12", "main"),
    "weekend_hours": ("K13", "main"),
    "visits": ("K14", "main"),
    "no_show_rate": ("K22", "main"),
    "setup_hours": SET_UP,
}
"""What the rows of the API say."""
UNSURE = ("C", "D")


@dataclass(frozen=True)
class Written:
    """A town in the database, the period that is asked for, and who may see everything."""

    seed: int
    period: Period
    world: World
    asked: Asked
    leader: User

    def count(self, *, house_id: int | None = None, kind: SpaceKind | None = None) -> Answers:
        """What the model counts in all houses and kinds, or in one; set-up hours beside the figures (R6)."""
        asked = self.asked
        if house_id is not None:
            asked = replace(asked, house_ids=frozenset({house_id}))
        if kind is not None:
            asked = replace(asked, kinds=frozenset({kind}))
        set_up = hours(measured.set_up(town(self.world, asked)))
        return {**figures(self.world, asked), SET_UP: Answer(set_up)}


def seed_of(name: int | str) -> int:
    """The number a town is made of: of any town another one each time, unless examples are to stay the same."""
    if isinstance(name, int):
        return name
    return Random(name if settings().derandomize else None).randrange(2**32)


@pytest.fixture(params=TOWNS, ids=lambda name: f"town {name}")
def written(request: pytest.FixtureRequest, session: Session) -> Iterator[Written]:
    """A full town half a year later, asked for a week, a month or a quarter of it."""
    seed = seed_of(request.param)
    plan = town_of(seed)
    dice = Random(seed)
    grain = dice.choice([Grain.WEEK, Grain.MONTH, Grain.MONTH, Grain.QUARTER])
    period = around(plan.monday + dice.randrange(14) * timedelta(days=1), grain)
    question = AskedPlan(
        first=(period.first - plan.monday).days,
        long=(period.last - period.first).days + 1,
        now=LATER,
        kinds=frozenset(KINDS),
        houses=0,
    )
    town = write(session, plan, now=LATER)
    leader = make_user(
        session, "Leitung", now=datetime.fromisoformat("2026-01-01T00:00+00:00"), is_administrator=True
    )
    session.commit()
    asked = town.asked(question)
    with time_machine.travel(asked.now, tick=False):
        yield Written(seed, period, read(session), asked, leader)


# --- the API --------------------------------------------------------------------------------------


def test_the_api_tells_the_count(written: Written, program: Callable[..., Program]) -> None:
    team = program(written.leader, Scope.STAFF)
    period = f"from={written.period.first}&to={written.period.last}"
    for house in (None, *written.world.houses):
        one_house = f"&location={house.slug}" if house else ""
        told = team.get(f"/occupancy/indicators?{period}{one_house}").get_json()["indicators"]
        count = written.count(house_id=house.id if house else None)
        found = {(one["id"], one["part"]): one["value"] for one in told}
        assert found == {key: number(answer.value) for key, answer in count.items() if key != SET_UP}
        for one in told:
            answer = count[one["id"], one["part"]]
            if answer.grades:
                assert {row["grade"]: row["share"] for row in one["grades"]} == shares_of(answer)
                assert one["data_grade"] == max(shares_of(answer), default=None)
            if answer.known is not None:
                assert one["coverage"] == number(coverage(answer))
            assert one["estimated"] == is_estimated((one["id"], one["part"]), answer)


def test_the_rows_of_the_api_tell_the_count(written: Written, program: Callable[..., Program]) -> None:
    period = f"from={written.period.first}&to={written.period.last}"
    told = program(written.leader, Scope.STAFF).get(f"/occupancy?{period}&group_by=location,kind").get_json()
    assert row(told["total"]) == counted(written.count())
    ids = {house.slug: house.id for house in written.world.houses}
    for one in told["rows"]:
        count = written.count(house_id=ids[one["location"]], kind=SpaceKind(one["kind"]))
        assert row(one) == counted(count)


def row(told: dict[str, Any]) -> dict[str, float | None]:
    return {name: told[name] for name in IN_ROWS}


def counted(count: Answers) -> dict[str, float | None]:
    return {name: number(count[key].value) for name, key in IN_ROWS.items()}


def number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


# --- the pages ------------------------------------------------------------------------------------


def test_the_pages_show_the_count(written: Written, visit) -> None:
    leader = visit(written.leader)
    shown: dict[str, dict[str, str]] = {}
    for name in TABLES:
        shown |= numbers_on(leader.get(f"/auslastung/{name}?zeitraum={written.period}"))
    count = written.count()
    wanted = {
        heading(indicator, part): (count[indicator.value, part.value], unit)
        for indicator, parts in PARTS.items()
        for part, unit in parts.items()
    }
    wanted["Rüststunden"] = count[SET_UP], PARTS[Indicator.BOOKED][Part.MAIN]
    assert len(shown) > len(wanted) / 2
    assert shown.keys() >= {"Rüststunden", "Besuchsstunden"}
    for name, cells in shown.items():
        answer, unit = wanted[name]
        assert (name, cells["Wert"]) == (name, one_line(text(answer.value, unit)))
        if answer.grades:
            # A column nothing stands in is left out.
            assert (name, cells.get("Wie sicher", "–")) == (name, sure(name, answer))


def sure(name: str, answer: Answer) -> str:
    """What stands beside a number that rests on visits."""
    said = ["geschätzt"] if name == "Besuchsstunden" and shares_of(answer).keys() - {"A"} else []
    known = coverage(answer)
    if known is not None and known < 1:
        said.append(f"bekannt: {percent_text(known)}")
    if answer.numerator:
        said.append(f"C + D: {percent_text(unsure_share(answer))}")
    return one_line(", ".join(said)) or "–"


# --- the report -----------------------------------------------------------------------------------


def test_the_report_holds_the_count(written: Written, session: Session) -> None:
    houses = {house.slug: house.id for house in written.world.houses}
    held = report_of(written, session)
    assert {one.house for one in held} == {*houses, *([""] if len(houses) > 1 else [])}
    for slug, kind in {(one.house, one.kind) for one in held}:
        count = written.count(house_id=houses.get(slug), kind=SpaceKind(kind) if kind else None)
        values = dict(values_of(count))
        found = {
            (one.indicator, one.part or "main"): one for one in held if (one.house, one.kind) == (slug, kind)
        }
        assert {key: one.value for key, one in found.items()} == {key: values[key] for key in found}
        assert kind or {SET_UP, ("K15", "main")} <= found.keys()
        for key, one in found.items():
            answer = count.get(key)
            if answer is not None and answer.grades and one.unsure is not None:
                assert (key, one.unsure) == (key, unsure_share(answer))
            if answer is not None:
                assert (key, one.is_estimated) == (key, is_estimated(key, answer))


def report_of(written: Written, session: Session) -> list[Figure]:
    """The figures of a draft. Mixes (K24) have a key for each theme; their hours are held to the count in test_figures."""
    report = begin_report(
        session,
        written.world.houses,
        programme="Innenstadt-Belebung",
        first=written.period.first,
        last=written.period.last,
        language="de",
        by=written.leader,
        now=written.asked.now,
    )
    session.commit()
    version = find_version(session, report.id, 1)
    assert version is not None
    found = snapshot_of(session, version, now=written.asked.now).figures
    return [one for one in found if ":" not in one.part]


# --- what the model says of its answers -----------------------------------------------------------


def shares_of(answer: Answer) -> dict[str, float]:
    """How much of it rests on each data grade (R13)."""
    whole = sum(map(Fraction, answer.grades.values()), Fraction())
    return {grade: float(part / whole) for grade, part in answer.grades.items() if part}


def unsure_share(answer: Answer) -> Fraction | None:
    unsure = sum((Fraction(answer.grades.get(grade, 0)) for grade in UNSURE), Fraction())
    return unsure / answer.numerator if answer.numerator else None


def is_estimated(key: tuple[str, str], answer: Answer) -> bool:
    """K15 is marked unless it is of grade A."""
    return key[0] == "K15" and bool(shares_of(answer).keys() - {"A"})


def values_of(answers: Answers) -> Iterator[tuple[tuple[str, str], Fraction | None]]:
    """Every number by indicator and part, and what of it was internal."""
    for (indicator, part), answer in answers.items():
        yield (indicator, part), answer.value
        if answer.internal is not None:
            name = "internal" if part == "main" else f"{part}-internal"
            yield (indicator, name), Answer(answer.internal, answer.denominator).value


def one_line(words: str) -> str:
    """With plain spaces only."""
    return " ".join(words.split())


def heading(indicator: Indicator, part: Part) -> str:
    """How a number is called in a table."""
    return str(indicator.label) if part is Part.MAIN else f"{indicator.label}: {part.label}"


def numbers_on(page: Page) -> dict[str, dict[str, str]]:
    """The cells of a page's table by the names of their rows and columns."""
    found: dict[str, dict[str, str]] = {}
    for table in page.all("table"):
        (said,) = [element for element in table if element.tag.endswith("caption")]
        if "".join(said.itertext()).strip() != "Kennzahlen des Zeitraums":
            continue
        head, *rows = [
            [one_line("".join(cell.itertext())) for cell in row] for row in table.iter(f"{XHTML}tr")
        ]
        found |= {cells[0]: dict(zip(head, cells, strict=True)) for cells in rows}
    return found
