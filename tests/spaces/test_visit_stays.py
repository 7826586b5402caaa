"""How long a visit lasts where nobody checks out: usual lengths, and what a houses file says instead."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from labspace.locations.findings import FileRefused
from labspace.spaces.house_file import FORMAT, parse_houses
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import DatedStay, stay_on
from tests.spaces.test_house_file import HOUSE

CAFE, POPUP = SpaceKind.CAFE_TABLE, SpaceKind.POPUP_SLOT
ROW = {"kind": "cafe_table", "minutes": 40, "valid_from": "2026-01-01"}


def parsed(*rows: dict[str, Any]) -> tuple[DatedStay, ...]:
    house = {**deepcopy(HOUSE), "visit_stays": list(rows)}
    return parse_houses(json.dumps({"format": FORMAT, "houses": [house]}).encode()).houses[0].visit_stays


def findings(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(FileRefused) as refused:
        parsed(*rows)
    return [(one.path, one.code) for one in refused.value.findings]


def test_the_usual_lengths_hold_where_a_house_says_nothing() -> None:
    assert stay_on((), CAFE, date(2026, 11, 23)) == timedelta(hours=0.75)
    assert stay_on((), POPUP, date(2026, 11, 23)) == timedelta(hours=0.25)


def test_kinds_with_real_lengths_have_no_stay() -> None:
    with pytest.raises(KeyError):
        stay_on((), SpaceKind.EVENT_AREA, date(2026, 11, 23))


def test_a_length_holds_from_its_first_to_its_last_day() -> None:
    stays = parsed({**ROW, "valid_until": "2026-06-30"}, {**ROW, "minutes": 50, "valid_from": "2026-07-01"})
    days = {date(2025, 12, 31): 45, date(2026, 1, 1): 40, date(2026, 6, 30): 40, date(2026, 7, 1): 50}
    assert {day: stay_on(stays, CAFE, day) // timedelta(minutes=1) for day in days} == days
    assert stay_on(stays, POPUP, date(2026, 7, 1)) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        pytest.param([ROW, {**ROW, "minutes": 50}], ("$.houses[0].visit_stays[1]", "stays_overlap"), id="two at once"),
        pytest.param([{**ROW, "kind": "desk"}], ("$.houses[0].visit_stays[0].kind", "stay_is_measured"), id="a desk"),
        pytest.param([{**ROW, "kind": "kiosk"}], ("$.houses[0].visit_stays[0].kind", "unknown_word"), id="no kind"),
        pytest.param([{**ROW, "minutes": 0}], ("$.houses[0].visit_stays[0].minutes", "out_of_range"), id="no time"),
        pytest.param([{**ROW, "minutes": 1441}], ("$.houses[0].visit_stays[0].minutes", "out_of_range"), id="over a day"),
        pytest.param([{"kind": "cafe_table", "minutes": 40}], ("$.houses[0].visit_stays[0].valid_from", "missing"), id="since when"),
    ],
)  # fmt: skip
def test_what_a_file_may_not_say_is_named_with_its_place(
    rows: list[dict[str, Any]], finding: tuple[str, str]
) -> None:
    assert finding in findings(*rows)
