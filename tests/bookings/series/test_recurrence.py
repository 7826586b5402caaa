"""Which dates a rule names, and what a clock time means on them: worked examples, and a plain day-by-day model."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.series.recurrence import (
    MOST_DATES,
    Frequency,
    Recurrence,
    bounded_days,
    nth_of_month,
    occurrence_on,
    recurrence_from,
)

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 11, 24)
DAILY, WEEKLY, MONTHLY = Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY


def days(first: date, **rule: object) -> list[str]:
    return [day.isoformat()[5:] for day in Recurrence(**rule).days(first=first)]  # type: ignore[arg-type]


def test_every_day_until_a_day_that_is_included() -> None:
    assert days(TUESDAY, frequency=DAILY, until=date(2026, 11, 27)) == ["11-24", "11-25", "11-26", "11-27"]


def test_every_third_day_so_many_times() -> None:
    assert days(TUESDAY, frequency=DAILY, interval=3, count=3) == ["11-24", "11-27", "11-30"]


def test_several_weekdays_every_other_week() -> None:
    found = days(TUESDAY, frequency=WEEKLY, interval=2, weekdays=(0, 3), count=4)
    assert found == ["11-26", "12-07", "12-10", "12-21"]


def test_a_day_of_the_month_leaves_out_months_without_it() -> None:
    found = days(date(2027, 1, 31), frequency=MONTHLY, month_day=31, count=4)
    assert found == ["01-31", "03-31", "05-31", "07-31"]


def test_the_last_friday_and_the_second_tuesday_of_a_month() -> None:
    assert days(date(2026, 11, 1), frequency=MONTHLY, nth=-1, weekdays=(4,), count=3) == [
        "11-27", "12-25", "01-29",
    ]  # fmt: skip
    assert days(date(2026, 11, 1), frequency=MONTHLY, nth=2, weekdays=(1,), count=2) == ["11-10", "12-08"]


def test_the_fifth_of_a_weekday_counts_as_the_last() -> None:
    assert [nth_of_month(date(2026, 12, day)) for day in (1, 7, 8, 28, 29)] == [1, 1, 2, 4, -1]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"frequency": DAILY}, id="never ends"),
        pytest.param({"frequency": DAILY, "count": 3, "until": TUESDAY}, id="ends twice"),
        pytest.param({"frequency": WEEKLY, "count": 3}, id="no weekday"),
        pytest.param({"frequency": MONTHLY, "count": 3}, id="no day of the month"),
        pytest.param({"frequency": DAILY, "count": 3, "interval": 0}, id="no interval"),
    ],
)
def test_a_rule_that_says_nothing_definite_is_no_rule(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"series|interval"):
        Recurrence(**wrong)  # type: ignore[arg-type]


def test_no_more_than_two_hundred_dates_and_never_none() -> None:
    found, broken = bounded_days(Recurrence(frequency=DAILY, count=MOST_DATES + 1), first=TUESDAY)
    assert (len(found), [refusal.code for refusal in broken]) == (MOST_DATES, ["series_too_long"])
    over = Recurrence(frequency=DAILY, until=TUESDAY - timedelta(days=1))
    found, broken = bounded_days(over, first=TUESDAY)
    assert (found, [refusal.code for refusal in broken]) == ([], ["series_without_dates"])


def test_ten_stays_ten_when_the_clocks_change() -> None:
    starts = [
        occurrence_on(day, 600, 720, zone=BERLIN).span.starts_at  # type: ignore[union-attr]
        for day in (date(2026, 3, 22), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25))
    ]
    assert [moment.hour for moment in starts] == [9, 8, 8, 9]


def test_a_time_its_day_skips_is_refused_by_name() -> None:
    one = occurrence_on(date(2026, 3, 29), 150, 240, zone=BERLIN)
    assert one.span is None
    assert one.missing is not None
    assert one.missing.code == "local_time_missing_on"
    assert one.missing.values == {"day": date(2026, 3, 29), "clock": "02:30"}


def test_of_a_time_that_comes_twice_the_first_is_meant_and_said() -> None:
    one = occurrence_on(date(2026, 10, 25), 150, 240, zone=BERLIN)
    assert one.is_doubled
    assert one.span is not None
    assert one.span.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert one.span.duration == timedelta(hours=2, minutes=30)
    assert not occurrence_on(date(2026, 10, 25), 600, 720, zone=BERLIN).is_doubled


firsts = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    """Any rule of any kind, ended either way."""
    frequency = draw(st.sampled_from(Frequency))
    end = draw(st.one_of(st.integers(1, 40), st.dates(date(2026, 1, 1), date(2028, 6, 30))))
    weekdays: tuple[int, ...] = ()
    month_day = nth = None
    if frequency is WEEKLY:
        weekdays = tuple(draw(st.sets(st.integers(0, 6), min_size=1)))
    if frequency is MONTHLY and draw(st.booleans()):
        month_day = draw(st.integers(1, 31))
    elif frequency is MONTHLY:
        weekdays, nth = (draw(st.integers(0, 6)),), draw(st.sampled_from([1, 2, 3, 4, -1]))
    return Recurrence(
        frequency=frequency,
        interval=draw(st.integers(1, 5)),
        weekdays=weekdays,
        month_day=month_day,
        nth=nth,
        until=None if isinstance(end, int) else end,
        count=end if isinstance(end, int) else None,
    )


def named_by(rule: Recurrence, day: date, *, first: date) -> bool:
    """The model: whether the rule names `day`, decided by looking at this one day."""
    if rule.frequency is DAILY:
        return (day - first).days % rule.interval == 0
    if rule.frequency is WEEKLY:
        weeks = ((day - timedelta(days=day.weekday())) - (first - timedelta(days=first.weekday()))).days // 7
        return weeks % rule.interval == 0 and day.weekday() in rule.weekdays
    months = (day.year - first.year) * 12 + day.month - first.month
    if months % rule.interval:
        return False
    if rule.month_day is not None:
        return day.day == rule.month_day
    number = (day.day - 1) // 7 + 1
    is_last = (day + timedelta(days=7)).month != day.month
    return day.weekday() in rule.weekdays and (is_last if rule.nth == -1 else number == rule.nth)


@given(rule=rules(), first=firsts)
def test_the_dates_are_those_a_walk_through_the_days_finds(rule: Recurrence, first: date) -> None:
    expected = []
    for offset in range(366 * 5 + 1):
        day = first + timedelta(days=offset)
        if rule.until is not None and day > rule.until:
            break
        if named_by(rule, day, first=first):
            expected.append(day)
        if len(expected) == (rule.count or MOST_DATES + 1):
            break
    assert bounded_days(rule, first=first)[0] == expected[:MOST_DATES]


@given(rule=rules())
def test_a_rule_is_read_back_from_its_text(rule: Recurrence) -> None:
    again = recurrence_from(rule.text)
    assert again.text == rule.text
    assert list(again.days(first=date(2026, 6, 1))) == list(rule.days(first=date(2026, 6, 1)))


@given(rule=rules(), first=firsts, days=st.integers(-6, 6))
def test_a_shifted_rule_names_the_shifted_days_or_does_not_exist(
    rule: Recurrence, first: date, days: int
) -> None:
    shifted = rule.shifted(days)
    if shifted is None:
        return
    by = timedelta(days=days)
    if (first + by).isocalendar()[:2] != first.isocalendar()[:2]:
        return  # the count of weeks begins in another week; callers begin at a date of the series
    assert list(shifted.days(first=first + by)) == [day + by for day in rule.days(first=first)]
