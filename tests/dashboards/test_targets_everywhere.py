"""Every target a house may set stands beside the number it is set on, wherever that number is shown."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from labspace.dashboards.comparing import Group
from labspace.occupancy.figures.aims import aimed_at
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator, Unit
from labspace.spaces.targets import TargetIndicator, TargetUnit
from tests.dashboards.test_comparing import HOUSES, PERIODS
from tests.dashboards.test_pages import NOVEMBER, rows_of
from tests.occupancy.conftest import Example
from tests.support.targets import want

NUMBERS = [(indicator, part, unit) for indicator, parts in PARTS.items() for part, unit in parts.items()]


def test_each_target_is_of_exactly_one_number_and_counts_as_it_does() -> None:
    aimed = [(aim, unit) for indicator, part, unit in NUMBERS if (aim := aimed_at(indicator, part))]
    assert sorted(aim.value for aim, _unit in aimed) == sorted(aim.value for aim in TargetIndicator)
    for aim, unit in aimed:
        assert (aim.unit is TargetUnit.PERCENT) == (unit is Unit.SHARE), aim


@pytest.fixture
def wanted(session: Session, example: Example) -> None:
    """The house of the example wants half of everything there is a target for."""
    for aim in TargetIndicator:
        want(session, example.house, aim, 5000)


@pytest.mark.parametrize("group", list(Group), ids=lambda group: group.value)
def test_each_target_stands_in_both_comparisons(
    visit, example: Example, wanted: None, december, group: Group
) -> None:
    shown = [one for one in NUMBERS if one[0] in group.indicators]
    beside = {_name(indicator, part) for indicator, part, _unit in shown if aimed_at(indicator, part)}
    page = visit(example.nora).get(f"/auslastung/haeuser?{NOVEMBER}&gruppe={group.value}")
    told = {name for name, cells in rows_of(page, HOUSES).items() if any("Ziel: " in cell for cell in cells)}
    assert told == beside
    # On a phone a cell is a line with its label at one end: number and target stay together at the other.
    assert all(len(cell) == 1 for cell in page.all("td") if "Ziel: " in "".join(cell.itertext()))
    page = visit(example.nora).get(f"/auslastung/zeitraeume?{NOVEMBER}&haus=herne&gruppe={group.value}")
    told = {name for name, cells in rows_of(page, PERIODS).items() if cells[-1].startswith("50")}
    assert told == beside


@pytest.mark.parametrize(
    ("path", "row", "target"),
    [
        pytest.param("uebersicht", "Abendaktivierung: Abende je Woche", "50", id="evenings a week"),
        pytest.param("pop-up", "Pop-up-Tage und -Öffnungsstunden: vermietete Wochen", "50,0 %", id="weeks let"),
    ],
)  # fmt: skip
def test_targets_with_a_name_of_their_own_stand_beside_their_number(
    visit, example: Example, wanted: None, december, path: str, row: str, target: str
) -> None:
    rows = rows_of(visit(example.nora).get(f"/auslastung/{path}?{NOVEMBER}"), "Kennzahlen des Zeitraums")
    assert rows[row][rows["Kennzahl"].index("Ziel")] == target


def test_evenings_say_both_their_targets(visit, example: Example, wanted: None, december) -> None:
    words = visit(example.nora).get(f"/auslastung/abende?{NOVEMBER}").words()
    assert "Ziel für Abendaktivierung: 50,0 h" in words
    assert "Ziel für Abende je Woche: 50" in words


def _name(indicator: Indicator, part: Part) -> str:
    """As the heading of its row says it."""
    return str(indicator.label) if part is Part.MAIN else f"{indicator.label}: {part.label}"
