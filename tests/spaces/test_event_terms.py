"""Terms of events: read whole or refused with every finding; in force by date; the usual ones without any."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from labspace.locations.findings import FileRefused
from labspace.spaces.event_terms import CancellationTier, ChecklistItem, EventTerms, terms_on
from labspace.spaces.house_file import FORMAT, parse_houses

HOUSE: dict[str, Any] = {
    "slug": "musterstadt",
    "name": "Haus Musterstadt",
    "city": "Musterstadt",
    "timezone": "Europe/Berlin",
    "hours": [{"days": ["mo"], "opens": "08:00", "closes": "18:00", "valid_from": "2024-01-01"}],
    "spaces": [],
}


def read(*rows: dict[str, Any]):
    house = deepcopy(HOUSE) | {"event_terms": list(rows)}
    return parse_houses(json.dumps({"format": FORMAT, "houses": [house]}).encode()).houses[0].event_terms


def findings(*rows: dict[str, Any]) -> set[tuple[str, str]]:
    with pytest.raises(FileRefused) as refused:
        read(*rows)
    return {(finding.path.removeprefix("$.houses[0]."), finding.code) for finding in refused.value.findings}


def test_what_is_left_out_has_its_usual_answer() -> None:
    (dated,) = read({"valid_from": "2024-01-01", "option_days": 10})
    assert dated.terms == EventTerms(option_days=10)
    assert (dated.terms.challenge_hours, dated.terms.attendance_due_days) == (48, 7)


def test_everything_can_be_said() -> None:
    (dated,) = read(
        {
            "valid_from": "2024-01-01",
            "valid_until": "2026-12-31",
            "option_days": 7,
            "option_reminder_days": [1, 2, 1],
            "challenge_hours": 72,
            "challenge_rest_hours": 0,
            "four_eyes_from_people": 80,
            "cancellation_tiers": [{"days_before": 30, "percent": 0}, {"days_before": 0, "percent": 100}],
            "checklist": [{"id": "keys", "name": {"de": "Schlüssel", "en": "Keys"}, "days_before": 1}],
            "attendance_due_days": 3,
            "house_rules_version": "2027-01",
        }
    )
    terms = dated.terms
    assert terms.option_reminder_days == (2, 1)
    assert terms.cancellation_tiers[0] == CancellationTier(days_before=30, percent=0)
    assert [(item.id, item.name.en, item.days_before) for item in terms.checklist] == [("keys", "Keys", 1)]
    assert (terms.needs_four_eyes(79), terms.needs_four_eyes(80)) == (False, True)


def test_lists_left_empty_say_none() -> None:
    rows: dict[str, Any] = {"option_reminder_days": [], "cancellation_tiers": [], "checklist": []}
    (dated,) = read({"valid_from": "2024-01-01", **rows})
    assert dated.terms.option_reminder_days == dated.terms.cancellation_tiers == dated.terms.checklist == ()


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ({"option_days": 0}, ("event_terms[0].option_days", "out_of_range")),
        ({"challenge_hours": 24}, ("event_terms[0].challenge_hours", "out_of_range")),
        ({"challenge_hours": 73}, ("event_terms[0].challenge_hours", "out_of_range")),
        ({"option_reminder_days": ["x"]}, ("event_terms[0].option_reminder_days[0]", "not_a_whole_number")),
        ({"four_eyes_from_people": True}, ("event_terms[0].four_eyes_from_people", "not_a_whole_number")),
        ({"valid_until": "2023-01-01"}, ("event_terms[0].valid_until", "ends_before_it_begins")),
        ({"penalty": 5}, ("event_terms[0].penalty", "unknown_field")),
        (
            {"checklist": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]},
            ("event_terms[0].checklist[1].id", "doubled_id"),
        ),
        (
            {"cancellation_tiers": [{"days_before": 7, "percent": 50}, {"days_before": 14, "percent": 60}]},
            ("event_terms[0].cancellation_tiers[1]", "tiers_not_in_order"),
        ),
        (
            {"cancellation_tiers": [{"days_before": 14, "percent": 50}, {"days_before": 7, "percent": 40}]},
            ("event_terms[0].cancellation_tiers[1]", "tiers_not_in_order"),
        ),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(row: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in findings({"valid_from": "2024-01-01", **row})


def test_two_never_hold_on_the_same_day() -> None:
    first = {"valid_from": "2024-01-01", "valid_until": "2024-12-31"}
    assert findings(first, {"valid_from": "2024-12-31"}) == {("event_terms[1]", "terms_overlap")}


def test_the_terms_of_a_day_are_those_in_force() -> None:
    dated = read(
        {"valid_from": "2024-01-01", "valid_until": "2024-12-31", "option_days": 7},
        {"valid_from": "2025-01-01", "option_days": 21},
    )
    days = {
        day: terms_on(dated, day).option_days
        for day in (date(2023, 6, 1), date(2024, 12, 31), date(2026, 1, 1))
    }
    assert list(days.values()) == [14, 7, 21]


@pytest.mark.parametrize(
    ("days", "percent"), [(60, 0), (28, 0), (27, 25), (14, 25), (7, 50), (6, 80), (0, 80)]
)
def test_the_earlier_somebody_cancels_the_less_is_proposed(days: int, percent: int) -> None:
    assert EventTerms().cancellation_percent(days) == percent


def test_without_tiers_nothing_is_proposed() -> None:
    assert EventTerms(cancellation_tiers=()).cancellation_percent(0) is None
    assert EventTerms(checklist=(ChecklistItem(id="a", name=EventTerms().checklist[0].name),)).checklist
