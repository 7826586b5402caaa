"""When a house is open: weekly hours, then holidays, then special openings, then closures."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.locations.hours import HouseHours, WeeklyWindow, holiday_name, is_holiday
from labspace.times import TimeSpan, length

BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = date(2020, 1, 1)
NRW = "DE-NW"
MONDAY, CHRISTMAS = date(2026, 11, 23), date(2026, 12, 25)

HOLIDAYS = {
    2026: ["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "06-04", "10-03", "11-01", "12-25", "12-26"],
    2027: ["01-01", "03-26", "03-29", "05-01", "05-06", "05-17", "05-27", "10-03", "11-01", "12-25", "12-26"],
}


def daily(opens: int, closes: int, *, valid_from: date = ALWAYS, valid_until: date | None = None):
    """The same window on every weekday, in minutes of the day."""
    return [WeeklyWindow(weekday, opens, closes, valid_from, valid_until) for weekday in range(7)]


def house(*weekly: WeeklyWindow, **more) -> HouseHours:
    return HouseHours(zone=BERLIN, weekly=weekly or daily(8 * 60, 18 * 60), **more)


def on(day: date, opens: int, closes: int) -> TimeSpan:
    return TimeSpan.on_day(day, time(opens), time(closes % 24), zone=BERLIN)


def whole(day: date) -> TimeSpan:
    return TimeSpan.of_days(day, day, zone=BERLIN)


@pytest.mark.parametrize("year", HOLIDAYS)
def test_north_rhine_westphalia_has_eleven_holidays(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    assert [f"{day:%m-%d}" for day in days if is_holiday(day, region=NRW)] == HOLIDAYS[year]


def test_holidays_have_german_names_and_only_where_there_is_a_region() -> None:
    assert holiday_name(date(2026, 11, 1), region=NRW) == "Allerheiligen"
    assert holiday_name(date(2026, 11, 1), region="") is None
    assert not is_holiday(date(2026, 11, 1), region="")
    assert not is_holiday(date(2026, 11, 1), region="DE-BE")


def test_a_house_is_open_in_its_weekly_hours() -> None:
    assert house().open_spans(whole(MONDAY)) == [on(MONDAY, 8, 18)]


def test_hours_hold_from_their_first_to_their_last_day() -> None:
    tuesday = MONDAY + timedelta(days=1)
    winter = daily(10 * 60, 16 * 60, valid_from=tuesday)
    hours = house(*daily(8 * 60, 18 * 60, valid_until=MONDAY), *winter)
    assert hours.open_spans(whole(MONDAY)) == [on(MONDAY, 8, 18)]
    assert hours.open_spans(whole(tuesday)) == [on(tuesday, 10, 16)]


def test_holidays_close_a_house_that_keeps_them() -> None:
    assert house(holiday_region=NRW).open_spans(whole(CHRISTMAS)) == []
    open_always = house(holiday_region=NRW, closed_on_holidays=False)
    assert open_always.open_spans(whole(CHRISTMAS)) == [on(CHRISTMAS, 8, 18)]


def test_a_special_opening_beats_the_holiday_and_the_weekly_hours() -> None:
    fair, evening = on(CHRISTMAS, 11, 15), on(MONDAY, 18, 22)
    hours = house(holiday_region=NRW, special=[fair, evening])
    assert hours.open_spans(whole(CHRISTMAS)) == [fair]
    assert hours.open_spans(whole(MONDAY)) == [on(MONDAY, 8, 22)]


def test_a_closure_beats_everything() -> None:
    hours = house(special=[on(MONDAY, 18, 22)], closed=[on(MONDAY, 12, 20)])
    assert hours.open_spans(whole(MONDAY)) == [on(MONDAY, 8, 12), on(MONDAY, 20, 22)]


def test_a_window_may_begin_inside_the_hours() -> None:
    assert house().open_spans(on(MONDAY, 17, 20)) == [on(MONDAY, 17, 18)]
    assert house().open_spans(on(MONDAY, 18, 20)) == []


@pytest.mark.parametrize(
    ("day", "opens", "closes", "minutes"),
    [
        pytest.param(date(2026, 3, 29), 0, 1440, 23 * 60, id="round the clock on a day of 23 hours"),
        pytest.param(date(2026, 10, 25), 0, 1440, 25 * 60, id="round the clock on a day of 25 hours"),
        pytest.param(date(2026, 3, 29), 480, 1080, 600, id="by day when an hour is skipped"),
        pytest.param(date(2026, 10, 25), 480, 1080, 600, id="by day when an hour is doubled"),
        pytest.param(date(2026, 3, 29), 150, 240, 60, id="from inside the skipped hour"),
        pytest.param(date(2026, 3, 29), 60, 150, 60, id="into the skipped hour"),
        pytest.param(date(2026, 3, 29), 120, 180, 0, id="only the skipped hour"),
        pytest.param(date(2026, 3, 29), 130, 170, 0, id="inside the skipped hour"),
        pytest.param(date(2026, 10, 25), 120, 180, 120, id="the doubled hour"),
        pytest.param(date(2026, 10, 25), 60, 150, 90, id="to the first half past two"),
    ],
)
def test_windows_on_days_when_the_clocks_change(day: date, opens: int, closes: int, minutes: int) -> None:
    spans = house(*daily(opens, closes)).open_spans(whole(day))
    assert length(spans) == timedelta(minutes=minutes)


spans_in_november = st.tuples(st.integers(0, 4 * 96), st.integers(1, 96)).map(
    lambda pair: TimeSpan(
        datetime(2026, 10, 30, tzinfo=UTC) + timedelta(minutes=15 * pair[0]),
        datetime(2026, 10, 30, tzinfo=UTC) + timedelta(minutes=15 * (pair[0] + pair[1])),
    )
)
windows = st.builds(
    lambda weekday, opens, long: WeeklyWindow(weekday, opens * 15, min(1440, (opens + long) * 15), ALWAYS),
    st.integers(0, 6),
    st.integers(0, 95),
    st.integers(1, 60),
)


@given(
    st.lists(windows, max_size=6),
    st.lists(spans_in_november, max_size=3),
    st.lists(spans_in_november, max_size=3),
    st.booleans(),
    spans_in_november,
)
def test_a_house_is_open_exactly_in_the_minutes_that_the_rules_name(
    weekly: list[WeeklyWindow],
    special: list[TimeSpan],
    closed: list[TimeSpan],
    closed_on_holidays: bool,
    window: TimeSpan,
) -> None:
    hours = HouseHours(
        zone=BERLIN,
        weekly=weekly,
        holiday_region=NRW,
        closed_on_holidays=closed_on_holidays,
        special=special,
        closed=closed,
    )
    found = hours.open_spans(window)
    moment = window.starts_at
    while moment < window.ends_at:
        assert any(span.includes(moment) for span in found) == is_open(hours, moment), moment
        moment += timedelta(minutes=5)


def is_open(hours: HouseHours, moment: datetime) -> bool:
    """The plain model: what a person at the door would say (All Saints' Day is 01.11.)."""
    local = moment.astimezone(BERLIN)
    if any(span.includes(moment) for span in hours.closed):
        return False
    if any(span.includes(moment) for span in hours.special):
        return True
    if hours.closed_on_holidays and (local.month, local.day) == (11, 1):
        return False
    minute = local.hour * 60 + local.minute
    return any(
        weekly.weekday == local.weekday() and weekly.opens_minute <= minute < weekly.closes_minute
        for weekly in hours.weekly
    )


SUMMER = {"valid_from": date(2026, 4, 1), "valid_until": date(2026, 9, 30)}


def test_own_hours_of_a_space_count_on_their_days_and_those_of_the_house_on_all_others() -> None:
    terrace = house(own=daily(11 * 60, 22 * 60, **SUMMER))
    for day, opens, closes in (
        (date(2026, 3, 31), 8, 18), (date(2026, 4, 1), 11, 22), (date(2026, 9, 30), 11, 22), (date(2026, 10, 1), 8, 18),
    ):  # fmt: skip
        assert terrace.open_spans(whole(day)) == [on(day, opens, closes)]


def test_a_weekday_left_out_of_own_hours_is_closed() -> None:
    tuesdays = house(own=[WeeklyWindow(1, 600, 720, ALWAYS)])
    assert tuesdays.open_spans(whole(MONDAY)) == []
    assert tuesdays.open_spans(whole(date(2026, 11, 24))) == [on(date(2026, 11, 24), 10, 12)]


def test_a_special_opening_of_the_house_opens_a_space_only_on_days_without_own_hours() -> None:
    first, second = date(2026, 9, 30), date(2026, 10, 1)
    night = TimeSpan(on(first, 18, 24).starts_at, on(second, 0, 2).ends_at)
    terrace = house(own=daily(11 * 60, 12 * 60, **SUMMER), special=[night])
    assert terrace.open_spans(whole(first)) == [on(first, 11, 12)]
    assert terrace.open_spans(whole(second)) == [on(second, 0, 2), on(second, 8, 18)]


def test_own_hours_end_on_holidays_and_in_closures_of_the_house() -> None:
    own = daily(10 * 60, 20 * 60)
    assert house(own=own, holiday_region=NRW).open_spans(whole(CHRISTMAS)) == []
    closed = house(own=own, closed=[on(MONDAY, 12, 24)])
    assert closed.open_spans(whole(MONDAY)) == [on(MONDAY, 10, 12)]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20), st.integers(0, 6)), max_size=4),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), max_size=3),
)
def test_each_day_follows_either_the_space_or_the_house(
    given_windows: list[tuple[int, int, int]], given_special: list[tuple[int, int]]
) -> None:
    """Against a plain model: day by day, own hours alone where any is valid, else the house with all it says."""
    own = [
        WeeklyWindow(
            weekday, 660, 1320, MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + length)
        )
        for first, length, weekday in given_windows
    ]
    special = [
        TimeSpan(begins := whole(MONDAY + timedelta(days=day)).starts_at, begins + timedelta(hours=hours))
        for day, hours in given_special
    ]
    space = house(own=own, special=special, holiday_region=NRW)
    only_own, only_house = house(*own, holiday_region=NRW), house(special=special, holiday_region=NRW)
    for number in range(45):
        day = MONDAY + timedelta(days=number)
        expected = only_own if any(one.is_valid_on(day) for one in own) else only_house
        assert space.open_spans(whole(day)) == expected.open_spans(whole(day))
