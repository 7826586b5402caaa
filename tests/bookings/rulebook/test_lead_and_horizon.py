"""Lead time in staffed hours, the two meanings of the horizon, and products; without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.accounts.kinds import PartnerType
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.breaches import Booker, broken_time_rules, broken_who_rules, ready_at
from labspace.bookings.rulebook.products import product_of, product_span
from labspace.locations.hours import HouseHours, WeeklyWindow
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import HorizonCount, LeadCount, Product
from labspace.times import TimeSpan

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
PLAIN = Rules(raster_minutes=15, min_minutes=30, max_minutes=240)
STAFFED = replace(PLAIN, lead_minutes=240, lead_counts=LeadCount.STAFFED)
HOURS = HouseHours(
    zone=ZONE, weekly=[WeeklyWindow(weekday, 480, 1080, date(2020, 1, 1)) for weekday in range(5)]
)


def moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE).astimezone(UTC)


def span(day: date, starts: str, ends: str) -> TimeSpan:
    return TimeSpan(moment(day, starts), moment(day, ends))


def staffed(now: datetime) -> list[TimeSpan]:
    return HOURS.open_spans(TimeSpan(now, now + timedelta(days=60)))


def codes(
    wished: TimeSpan, rules: Rules, now: datetime, *, opening: list[TimeSpan] | None = None
) -> set[str]:
    found = broken_time_rules(
        wished, rules=rules, open_spans=opening or [wished], zone=ZONE, now=now, staffed=staffed(now)
    )
    return {refusal.code for refusal in found}


FRIDAY = date(2026, 11, 27)
NEXT_MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("asked_at", "ready"),
    [
        pytest.param(moment(MONDAY, "09:00"), moment(MONDAY, "13:00"), id="within one day"),
        pytest.param(moment(MONDAY, "06:00"), moment(MONDAY, "12:00"), id="from the opening on"),
        pytest.param(moment(MONDAY, "14:00"), moment(MONDAY, "18:00"), id="over at closing"),
        pytest.param(moment(MONDAY, "17:00"), moment(date(2026, 11, 24), "11:00"), id="goes on next morning"),
        pytest.param(moment(FRIDAY, "17:00"), moment(NEXT_MONDAY, "11:00"), id="not on the weekend"),
        pytest.param(moment(FRIDAY, "20:00"), moment(NEXT_MONDAY, "12:00"), id="asked on Friday night"),
    ],
)
def test_staffed_hours_run_while_the_house_is_open(asked_at: datetime, ready: datetime) -> None:
    assert ready_at(STAFFED, now=asked_at, staffed=staffed(asked_at)) == ready


def test_an_evening_before_is_soon_enough_by_the_clock_but_not_in_staffed_hours() -> None:
    asked_at, wished = moment(MONDAY, "19:00"), span(date(2026, 11, 24), "09:00", "10:00")
    assert codes(wished, STAFFED, asked_at) == {"too_soon"}
    assert codes(wished, replace(STAFFED, lead_counts=LeadCount.CLOCK), asked_at) == set()


def test_the_earliest_beginning_is_named_on_the_raster() -> None:
    asked_at = moment(MONDAY, "09:07")
    (refusal,) = broken_time_rules(
        span(MONDAY, "10:00", "11:00"), rules=STAFFED, open_spans=[span(MONDAY, "08:00", "18:00")], zone=ZONE,
        now=asked_at, staffed=staffed(asked_at),
    )  # fmt: skip
    assert refusal.values["earliest"] == moment(MONDAY, "13:15")


@given(
    now_quarter=st.integers(0, 14 * 96), wait=st.integers(0, 10 * 96), lead=st.integers(0, 40),
    opens=st.integers(0, 60), length=st.integers(1, 36), week=st.sampled_from(["2026-03-23", "2026-10-19"]),
)  # fmt: skip
def test_it_is_too_soon_while_fewer_open_quarters_than_asked_have_passed(
    now_quarter: int, wait: int, lead: int, opens: int, length: int, week: str
) -> None:
    """Two weeks over either clock change, counted quarter by quarter by the wall clock."""
    begin = datetime.combine(date.fromisoformat(week), time(0), tzinfo=ZONE).astimezone(UTC)
    quarter = timedelta(minutes=15)
    now, start = begin + now_quarter * quarter, begin + (now_quarter + wait) * quarter
    closes = min(96, opens + length)
    hours = HouseHours(
        zone=ZONE,
        weekly=[WeeklyWindow(day, opens * 15, closes * 15, date(2020, 1, 1)) for day in (0, 1, 3, 6)],
    )

    def is_open(at: datetime) -> bool:
        local = at.astimezone(ZONE)
        return local.weekday() in (0, 1, 3, 6) and opens <= (local.hour * 60 + local.minute) // 15 < closes

    passed = sum(is_open(now + step * quarter) for step in range(wait))
    # A doubled hour belongs to a window by its first or its last reading; plain counting sees both.
    if _touches_a_change(now, start) and _border_in_change(opens, closes):
        return
    rules = replace(STAFFED, lead_minutes=lead * 15)
    ready = ready_at(rules, now=now, staffed=hours.open_spans(TimeSpan(now, now + timedelta(days=60))))
    assert (start >= ready) == (passed >= lead)


def _touches_a_change(first: datetime, last: datetime) -> bool:
    return first.astimezone(ZONE).utcoffset() != last.astimezone(ZONE).utcoffset()


def _border_in_change(opens: int, closes: int) -> bool:
    return any(8 <= border <= 12 for border in (opens, closes))


@pytest.mark.parametrize(
    ("start", "calendar", "strict"),
    [
        pytest.param(moment(date(2026, 11, 30), "08:45"), set(), set(), id="a week ahead to the hour"),
        pytest.param(moment(date(2026, 11, 30), "09:15"), set(), {"too_far_ahead"}, id="later that day"),
        pytest.param(
            moment(date(2026, 12, 1), "08:00"), {"too_far_ahead"}, {"too_far_ahead"}, id="a day more"
        ),
    ],
)
def test_the_horizon_has_two_meanings(start: datetime, calendar: set[str], strict: set[str]) -> None:
    wished = TimeSpan(start, start + timedelta(hours=1))
    week = replace(PLAIN, horizon_days=7)
    now = moment(MONDAY, "09:00")
    assert codes(wished, week, now) == calendar
    assert codes(wished, replace(week, horizon_counts=HorizonCount.STRICT_HOURS), now) == strict


def test_strict_hours_are_elapsed_hours_over_the_clock_change() -> None:
    rules = replace(PLAIN, horizon_days=1, horizon_counts=HorizonCount.STRICT_HOURS)
    now = moment(date(2026, 10, 24), "12:00")
    day_of_25_hours = date(2026, 10, 25)
    assert codes(span(day_of_25_hours, "11:00", "12:00"), rules, now) == set()
    assert codes(span(day_of_25_hours, "11:15", "12:00"), rules, now) == {"too_far_ahead"}


MORNING = Product(id="morning", name=Texts("Vormittag", "Morning"), starts_minute=480, ends_minute=780)
WHOLE = Product(id="day", name=Texts("Ganzer Tag", "Whole day"), starts_minute=0, ends_minute=1440)
WEEKDAY = [span(MONDAY, "08:00", "18:00")]
SATURDAY = date(2026, 11, 28)
SHORT_DAY = [span(SATURDAY, "10:00", "16:00")]
IN_PIECES = [span(MONDAY, "08:00", "10:00"), span(MONDAY, "11:00", "18:00")]


@pytest.mark.parametrize(
    ("product", "day", "opening", "expected"),
    [
        (MORNING, MONDAY, WEEKDAY, span(MONDAY, "08:00", "13:00")),
        (MORNING, SATURDAY, SHORT_DAY, span(SATURDAY, "10:00", "13:00")),
        (WHOLE, MONDAY, WEEKDAY, span(MONDAY, "08:00", "18:00")),
        (MORNING, MONDAY, IN_PIECES, None),
        (MORNING, MONDAY, [], None),
    ],
    ids=["as it is named", "what is open of it", "the whole day", "not in pieces", "not when closed"],
)
def test_a_product_is_what_is_open_of_it(product, day, opening, expected) -> None:
    assert product_span(product, day, open_spans=opening, zone=ZONE) == expected


def test_a_product_at_night_over_the_skipped_hour_is_an_hour_shorter() -> None:
    night = replace(MORNING, starts_minute=60, ends_minute=300)
    day = date(2026, 3, 29)
    found = product_span(night, day, open_spans=[TimeSpan.of_days(day, day, zone=ZONE)], zone=ZONE)
    assert found is not None
    assert found.minutes == 180


def test_a_product_is_neither_too_long_nor_off_the_raster_and_other_hours_may_be_refused() -> None:
    rules = replace(PLAIN, raster_minutes=60, max_minutes=120, products=(MORNING,))
    wished, now = span(MONDAY, "08:00", "13:00"), moment(date(2026, 11, 20), "09:00")
    assert codes(wished, rules, now, opening=WEEKDAY) == set()
    assert codes(span(MONDAY, "08:00", "12:00"), rules, now, opening=WEEKDAY) == {"too_long"}
    only = replace(rules, free_hours=False)
    assert codes(wished, only, now, opening=WEEKDAY) == set()
    assert codes(span(MONDAY, "08:00", "10:00"), only, now, opening=WEEKDAY) == {"not_a_product"}


def test_the_first_product_offered_names_the_time() -> None:
    wished = span(MONDAY, "08:00", "13:00")
    assert product_of(wished, products=(WHOLE, MORNING), open_spans=WEEKDAY, zone=ZONE) is MORNING
    assert product_of(wished, products=(WHOLE,), open_spans=WEEKDAY, zone=ZONE) is None


@pytest.mark.parametrize(
    ("rules", "booker", "broken"),
    [
        pytest.param({}, Booker(), set(), id="everybody"),
        pytest.param({"team_only": True}, Booker(), {"team_only"}, id="only the team"),
        pytest.param({"team_only": True}, Booker(is_team=True), set(), id="the team"),
        pytest.param({"members_only": True}, Booker(), {"members_only"}, id="privately"),
        pytest.param({"members_only": True}, Booker(is_chamber_member=True), set(), id="a member"),
        pytest.param({"partner_types": (PartnerType.STARTUP,)}, Booker(), {"partner_types_only"}, id="no startup"),
        pytest.param({"partner_types": (PartnerType.STARTUP, PartnerType.PRIVATE)}, Booker(), set(), id="private"),
        pytest.param(
            {"members_only": True, "partner_types": (PartnerType.BANK,)}, Booker(partner_type=PartnerType.STARTUP),
            {"members_only", "partner_types_only"}, id="all that is broken",
        ),
    ],
)  # fmt: skip
def test_who_may_book(rules: dict[str, object], booker: Booker, broken: set[str]) -> None:
    found = broken_who_rules(booker, rules=replace(PLAIN, **rules))  # type: ignore[arg-type]
    assert {refusal.code for refusal in found} == broken
