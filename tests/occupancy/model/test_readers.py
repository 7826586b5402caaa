"""Pages, reports and the API tell the same numbers of a town: those of the plainest count of its rows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

import pytest
import time_machine
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.api.tokens.kinds import Scope
from labspace.dashboards.numbers import text
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator
from labspace.reports.actions import begin_report
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.queries import find_version
from tests.api.conftest import Program, program
from tests.factories import make_user
from tests.occupancy.model import measured
from tests.occupancy.model.dense import town_of
from tests.occupancy.model.figures import Answer, Answers, figures, hours
from tests.occupancy.model.opening import town
from tests.occupancy.model.plans import A_DAY, KINDS, AskedPlan
from tests.occupancy.model.rows import Asked, World, read
from tests.occupancy.model.writing import write
from tests.support.visit import XHTML, Page

__all__ = ["program"]

SEEDS = [3, 2026]
SET_UP = "R6", "set-up"
LATER = 200 * A_DAY
TABLES = (
    "uebersicht", "besuche", "organisationen", "mix", "veranstaltungen", "pop-up", "vorlauf", "ausfaelle",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A town in the database, the month that is asked for, and who may see everything."""

    world: World
    asked: Asked
    leader: User

    @property
    def period(self) -> tuple[date, date]:
        return self.asked.first, self.asked.last

    def count(self, *, house_id: int | None = None) -> Answers:
        """What the model counts in all houses, or in one."""
        asked = self.asked if house_id is None else replace(self.asked, house_ids=frozenset({house_id}))
        return figures(self.world, asked)

    def count_beside(self, *, house_id: int | None = None) -> Answers:
        """The same with the set-up hours, which are shown beside the figures (R6)."""
        asked = self.asked if house_id is None else replace(self.asked, house_ids=frozenset({house_id}))
        set_up = hours(measured.set_up(town(self.world, asked)))
        return {**self.count(house_id=house_id), SET_UP: Answer(set_up)}


@pytest.fixture(params=SEEDS, ids=lambda seed: f"town {seed}")
def written(request: pytest.FixtureRequest, session: Session) -> Iterator[Written]:
    """A full town half a year later."""
    plan = town_of(request.param)
    monday = plan.monday
    days = monthrange(monday.year, monday.month)[1]
    question = AskedPlan(first=1 - monday.day, long=days, now=LATER, kinds=frozenset(KINDS), houses=0)
    town = write(session, plan, now=LATER)
    leader = make_user(
        session, "Leitung", now=datetime.fromisoformat("2026-01-01T00:00+00:00"), is_administrator=True
    )
    session.commit()
    asked = town.asked(question)
    with time_machine.travel(asked.now, tick=False):
        yield Written(read(session), asked, leader)


def test_the_api_tells_the_count(written: Written, program: Callable[..., Program]) -> None:
    first, last = written.period
    told = (
        program(written.leader, Scope.STAFF).get(f"/occupancy/indicators?from={first}&to={last}").get_json()
    )
    found = {(one["id"], one["part"]): one["value"] for one in told["indicators"]}
    assert found == {
        key: None if answer.value is None else float(answer.value) for key, answer in written.count().items()
    }


def test_the_pages_show_the_count(written: Written, visit) -> None:
    leader, month = visit(written.leader), f"{written.asked.first:%Y-%m}"
    shown: dict[str, str] = {}
    for name in TABLES:
        shown |= numbers_on(leader.get(f"/auslastung/{name}?zeitraum={month}"))
    count = written.count_beside()
    wanted = {
        heading(indicator, part): one_line(text(count[indicator.value, part.value].value, unit))
        for indicator, parts in PARTS.items()
        for part, unit in parts.items()
    }
    of_hours = PARTS[Indicator.BOOKED][Part.MAIN]
    wanted["Rüststunden"] = one_line(text(count[SET_UP].value, of_hours))
    assert wanted.keys() & shown.keys() >= {"Rüststunden"}
    assert len(shown) > len(wanted) / 2
    assert shown == {name: wanted[name] for name in shown}


def test_the_report_holds_the_count(written: Written, session: Session) -> None:
    first, last = written.period
    report = begin_report(
        session,
        written.world.houses,
        programme="Innenstadt-Belebung",
        first=first,
        last=last,
        language="de",
        by=written.leader,
        now=written.asked.now,
    )
    session.commit()
    version = find_version(session, report.id, 1)
    assert version is not None
    # Mixes (K24) have a key for each theme; their hours and shares are held to the count in test_figures.
    held = {
        (one.indicator, one.part or "main", one.house): one.value
        for one in snapshot_of(session, version, now=written.asked.now).figures
        if not one.kind and ":" not in one.part
    }
    for house in written.world.houses:
        alone = {key[:2]: value for key, value in held.items() if key[2] == house.slug}
        wanted = dict(values_of(written.count_beside(house_id=house.id)))
        assert alone == {key: wanted[key] for key in alone}
    whole = {key[:2]: value for key, value in held.items() if not key[2]}
    wanted = dict(values_of(written.count_beside()))
    assert bool(whole) == (len(written.world.houses) > 1)
    assert whole == {key: wanted[key] for key in whole}


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


def numbers_on(page: Page) -> dict[str, str]:
    """The numbers of a page's table, by their names."""
    found: dict[str, str] = {}
    for table in page.all("table"):
        (said,) = [element for element in table if element.tag.endswith("caption")]
        if "".join(said.itertext()).strip() != "Kennzahlen des Zeitraums":
            continue
        for row in table.iter(f"{XHTML}tr"):
            cells = [one_line("".join(cell.itertext())) for cell in row]
            if cells[0] != "Kennzahl":
                found[cells[0]] = cells[1]
    return found
