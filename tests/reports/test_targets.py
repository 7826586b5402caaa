"""The target table of a report: what was wanted, what was reached, the difference, and why."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from labspace.occupancy.days import Days
from labspace.occupancy.figures.aims import aimed_at
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.kinds import TableKind
from labspace.reports.models import Report
from labspace.reports.queries import find_version
from labspace.reports.tables.making import table_of
from labspace.spaces.targets import TargetIndicator
from tests.dashboards.test_pages import rows_of
from tests.occupancy.conftest import Example
from tests.reports.conftest import FIRST, LAST
from tests.support.targets import want


def test_every_target_stands_beside_what_was_reached_of_it(
    session: Session, example: Example, told: Report, december: datetime
) -> None:
    for aim in TargetIndicator:
        want(session, example.house, aim, 5000)
    version = find_version(session, told.id, 1)
    assert version is not None
    rows = {row.indicator: row for row in snapshot_of(session, version, now=december).targets}
    assert list(rows) == [aim.value for aim in TargetIndicator]
    choice = FigureChoice(houses=(example.house,), period=Days(FIRST, LAST))
    found = figures_of(session, choice, now=december)
    reached = {aimed_at(indicator, part): (unit, value) for indicator, part, unit, value in found.all()}
    for aim in TargetIndicator:
        unit, value = reached[aim]
        assert (rows[aim.value].actual, rows[aim.value].unit) == (value.value, unit.value), aim
    assert rows["evenings_per_week"].actual is not None


@pytest.mark.parametrize(
    ("aim", "hundredths", "shown"),
    [
        pytest.param(TargetIndicator.BOOKING_RATE, 5000, ["K04", "Buchungsauslastung", "50,0 %", "51,9 %", "+1,9 Prozentpunkte", "erreicht"], id="rate reached"),
        pytest.param(TargetIndicator.ACTIVATED, 3000, ["K10", "Aktivierte Stunden", "30,0 h", "8,0 h", "−22,0 h", "nicht erreicht"], id="sum missed"),
        pytest.param(TargetIndicator.NO_SHOWS, 2000, ["K22", "No-show-Quote", "höchstens 20,0 %", "33,3 %", "+13,3 Prozentpunkte", "nicht erreicht"], id="less is better"),
        pytest.param(TargetIndicator.EVENINGS_PER_WEEK, 20, ["", "Abende mit Aktivierung je Woche", "0,2", "0,2", "+0,0", "erreicht"], id="evenings a week"),
        pytest.param(TargetIndicator.STAYED, 5000, ["K20", "Verstetigungsquote", "50,0 %", "k. A.", "k. A.", "k. A."], id="nothing ended yet"),
    ],
)  # fmt: skip
def test_a_target_is_told_with_what_was_reached_the_difference_and_the_typed_reason(
    session: Session, example: Example, told: Report, december: datetime, visit, aim: TargetIndicator, hundredths: int, shown: list[str]
) -> None:  # fmt: skip
    want(session, example.house, aim, hundredths)
    nora, address = visit(example.nora), f"/berichte/{told.id}"
    field = f"reason-herne-{aim.value}"
    nora.post(f"{address}/texte", {field: "Ein Laden stand leer.", f"{field}-stand": "0"})
    rows = rows_of(nora.get(address), "Ziele")
    assert rows[f"{shown[1]}Stadtlabor HerneEin Laden stand leer."] == shown[2:]
    version = find_version(session, told.id, 1)
    assert version is not None
    (row,) = table_of(snapshot_of(session, version, now=december), TableKind.TARGETS).rows
    assert [cell.text for cell in row[1:8]] == [*shown, "Ein Laden stand leer."]
