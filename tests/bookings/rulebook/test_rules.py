"""House rules, without a database: worked examples, and properties against plain counting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.rulebook.book import DEFAULTS, RuleEntry, Rules, rules_for
from labspace.bookings.rulebook.breaches import broken_capacity_rules, broken_time_rules
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, 7, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
RULES = Rules(raster_minutes=15, min_minutes=30, max_minutes=240, lead_minutes=60, horizon_days=10)


def span(starts: str, ends: str, *, day: date = date(2026, 11, 24)) -> TimeSpan:
    return TimeSpan.on_day(day, time.fromisoformat(starts), time.fromisoformat(ends), zone=ZONE)


def opening(day: date = date(2026, 11, 24)) -> list[TimeSpan]:
    return [span("08:00", "12:00", day=day), span("12:00", "18:00", day=day)]


def codes(wished: TimeSpan, *, rules: Rules = RULES, now: datetime = NOW, **more: object) -> set[str]:
    open_spans = more.get("open_spans", opening(wished.starts_at.astimezone(ZONE).date()))
    found = broken_time_rules(wished, rules=rules, open_spans=open_spans, zone=ZONE, now=now)  # type: ignore[arg-type]
    return {refusal.code for refusal in found}


@pytest.mark.parametrize(
    ("wished", "broken"),
    [
        pytest.param(span("09:00", "11:00"), set(), id="fits"),
        pytest.param(span("11:00", "13:00"), set(), id="over two openings that touch"),
        pytest.param(span("08:00", "08:30"), set(), id="shortest, from the opening on"),
        pytest.param(span("14:00", "18:00"), set(), id="longest, up to the closing"),
        pytest.param(span("07:45", "09:00"), {"closed"}, id="before the opening"),
        pytest.param(span("17:00", "18:15"), {"closed"}, id="after the closing"),
        pytest.param(span("09:00", "09:15"), {"too_short"}, id="too short"),
        pytest.param(span("09:00", "13:15"), {"too_long"}, id="too long"),
        pytest.param(span("09:05", "10:00"), {"off_raster"}, id="start off the raster"),
        pytest.param(span("09:00", "10:01"), {"off_raster"}, id="end off the raster"),
        pytest.param(span("09:00", "10:00", day=date(2026, 12, 3)), set(), id="last day of the horizon"),
        pytest.param(span("09:00", "10:00", day=date(2026, 12, 4)), {"too_far_ahead"}, id="a day beyond it"),
        pytest.param(span("10:00", "11:00", day=MONDAY), {"too_soon"}, id="within the lead time"),
        pytest.param(span("10:15", "11:00", day=MONDAY), set(), id="after the lead time"),
        pytest.param(span("09:00", "10:00", day=MONDAY), {"too_soon"}, id="the quarter that is running"),
        pytest.param(span("08:45", "09:45", day=MONDAY), {"in_the_past"}, id="an earlier quarter"),
        pytest.param(
            span("05:05", "05:10", day=date(2026, 11, 22)), {"in_the_past", "off_raster", "too_short", "closed"},
            id="every broken rule is named",
        ),
    ],
)  # fmt: skip
def test_time_rules(wished: TimeSpan, broken: set[str]) -> None:
    assert codes(wished) == broken


WEEKS = DEFAULTS[SpaceKind.POPUP_SLOT]


@pytest.mark.parametrize(
    ("first", "days", "broken"),
    [
        (date(2026, 12, 1), 14, set()),
        (MONDAY, 14, set()),
        (date(2026, 12, 1), 13, {"too_short"}),
        (date(2026, 12, 1), 85, {"too_long"}),
        (date(2026, 11, 22), 14, {"in_the_past"}),
        (date(2027, 3, 20), 14, set()),
    ],
    ids=[
        "two weeks",
        "from today on",
        "a day less",
        "too many weeks",
        "since yesterday",
        "over the clock change",
    ],
)
def test_whole_days_are_counted_by_dates(first: date, days: int, broken: set[str]) -> None:
    wished = TimeSpan.of_days(first, first + timedelta(days=days - 1), zone=ZONE)
    assert codes(wished, rules=WEEKS, open_spans=[]) == broken


def test_whole_days_begin_at_midnight() -> None:
    wished = TimeSpan.of_days(date(2026, 12, 1), date(2026, 12, 20), zone=ZONE)
    shifted = wished.widened(before=timedelta(hours=1), after=timedelta())
    assert "off_raster" in codes(shifted, rules=WEEKS, open_spans=[])


@given(
    starts=st.integers(0, 95), quarters=st.integers(1, 40), least=st.integers(1, 8), most=st.integers(8, 20),
    opens=st.integers(20, 40), open_for=st.integers(1, 50),
)  # fmt: skip
def test_they_say_what_plain_counting_of_quarters_says(
    starts: int, quarters: int, least: int, most: int, opens: int, open_for: int
) -> None:
    midnight = datetime(2026, 11, 25, 0, 0, tzinfo=ZONE)
    quarter = timedelta(minutes=15)
    wished = TimeSpan(midnight + starts * quarter, midnight + (starts + quarters) * quarter)
    is_open = TimeSpan(midnight + opens * quarter, midnight + (opens + open_for) * quarter)
    rules = replace(RULES, min_minutes=least * 15, max_minutes=most * 15)
    asked = set(range(starts, starts + quarters))
    plain = {
        "too_short": quarters < least,
        "too_long": quarters > most,
        "closed": not asked <= set(range(opens, opens + open_for)),
    }
    assert codes(wished, rules=rules, open_spans=[is_open]) == {
        code for code, is_broken in plain.items() if is_broken
    }


@pytest.mark.parametrize(
    ("people", "layout", "broken"),
    [
        (50, None, set()),
        (99, None, set()),
        (100, None, {"over_capacity"}),
        (60, Layout.PARLIAMENT, set()),
        (61, Layout.PARLIAMENT, {"over_capacity"}),
        (5, Layout.BANQUET, {"layout_unknown"}),
    ],
)
def test_approved_capacity_is_a_hard_limit(people: int, layout: Layout | None, broken: set[str]) -> None:
    layouts = {Layout.ROWS: 99, Layout.PARLIAMENT: 60}
    found = broken_capacity_rules(people, capacity=80, layout=layout, layouts=layouts)
    assert {refusal.code for refusal in found} == broken


def entry(**more: object) -> RuleEntry:
    return RuleEntry(**{"valid_from": date(2026, 1, 1), **more})  # type: ignore[arg-type]


def rules_on(day: date, *entries: RuleEntry, space_id: int = 1) -> Rules:
    return rules_for(entries, kind=SpaceKind.DESK, space_id=space_id, day=day)


def test_without_entries_the_kind_decides() -> None:
    assert rules_on(MONDAY) == DEFAULTS[SpaceKind.DESK]


def test_the_most_special_entry_wins_whatever_their_order() -> None:
    house = entry(min_minutes=60, horizon_days=30)
    kind = entry(kind=SpaceKind.DESK, min_minutes=90)
    space = entry(kind=SpaceKind.DESK, space_id=1, min_minutes=120)
    for entries in ((house, kind, space), (space, kind, house)):
        assert rules_on(MONDAY, *entries).min_minutes == 120
        assert rules_on(MONDAY, *entries, space_id=2).min_minutes == 90
        assert rules_on(MONDAY, *entries).horizon_days == 30


def test_an_entry_holds_on_its_days_only_and_the_newer_one_wins() -> None:
    old = entry(min_minutes=60, valid_until=date(2026, 11, 23))
    new = entry(min_minutes=45, valid_from=date(2026, 11, 20))
    assert rules_on(date(2026, 11, 19), old, new).min_minutes == 60
    assert rules_on(MONDAY, old, new).min_minutes == 45
    assert rules_on(date(2025, 12, 31), old, new).min_minutes == DEFAULTS[SpaceKind.DESK].min_minutes


def test_an_entry_of_another_kind_says_nothing() -> None:
    assert rules_on(MONDAY, entry(kind=SpaceKind.MEETING_ROOM, min_minutes=5)) == DEFAULTS[SpaceKind.DESK]


def test_zero_and_no_are_answers_too() -> None:
    strict = entry(lead_minutes=120, check_in=True)
    loose = entry(kind=SpaceKind.DESK, lead_minutes=0, check_in=False)
    rules = rules_on(MONDAY, strict, loose)
    assert (rules.lead_minutes, rules.check_in) == (0, False)
