"""The span algebra equals counting minutes one by one, also on days of 23 and 25 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labspace import times
from labspace.times import LocalTimeMissing, TimeSpan

BERLIN = ZoneInfo("Europe/Berlin")
LONDON = ZoneInfo("Europe/London")
MIDNIGHT = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
"""The beginning of 25.10.2026 in Berlin, a day of 25 hours."""
MINUTE = timedelta(minutes=1)

LONG_DAY, SHORT_DAY = date(2026, 10, 25), date(2026, 3, 29)


def at(minute: int) -> datetime:
    """A moment, in minutes after `MIDNIGHT`."""
    return MIDNIGHT + minute * MINUTE


def between(first: int, last: int) -> TimeSpan:
    return TimeSpan(at(first), at(last))


def counted(spans: list[TimeSpan]) -> set[int]:
    """The plain model: which minutes are covered, each looked at."""
    return {
        minute
        for minute in range(-5, 205)
        if any(span.starts_at <= at(minute) < span.ends_at for span in spans)
    }


minutes = st.integers(0, 199)
spans = st.tuples(minutes, st.integers(1, 60)).map(lambda pair: between(pair[0], min(pair[0] + pair[1], 200)))
piles = st.lists(spans, max_size=7)
days = st.one_of(
    st.sampled_from([LONG_DAY, SHORT_DAY, date(2027, 3, 28), date(2027, 10, 31), date(2026, 12, 31)]),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
zones = st.sampled_from([BERLIN, LONDON, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
clocks = st.integers(0, 95).map(lambda quarter: times.clock_of(quarter * 15))


def is_merged(found: list[TimeSpan]) -> bool:
    return all(one.ends_at < other.starts_at for one, other in pairwise(found))


@given(piles)
def test_a_union_covers_what_any_covers_and_is_merged(pile: list[TimeSpan]) -> None:
    assert counted(times.union(pile)) == counted(pile)
    assert is_merged(times.union(pile))


@given(piles, piles)
def test_an_intersection_covers_what_both_cover(left: list[TimeSpan], right: list[TimeSpan]) -> None:
    found = times.intersection(left, right)
    assert counted(found) == counted(left) & counted(right)
    assert is_merged(found)


@given(piles, piles)
def test_a_difference_covers_what_only_the_first_covers(left: list[TimeSpan], right: list[TimeSpan]) -> None:
    found = times.difference(left, right)
    assert counted(found) == counted(left) - counted(right)
    assert is_merged(found)


@given(piles, spans)
def test_clipping_cuts_to_the_window(pile: list[TimeSpan], window: TimeSpan) -> None:
    assert counted(times.clipped(pile, window)) == counted(pile) & counted([window])


@given(piles)
def test_length_counts_every_minute_once(pile: list[TimeSpan]) -> None:
    assert times.length(pile) == len(counted(pile)) * MINUTE
    assert times.hours(pile) * 60 == pytest.approx(len(counted(pile)))


@given(piles, spans)
def test_spans_cover_what_lies_in_them_without_a_gap(pile: list[TimeSpan], span: TimeSpan) -> None:
    assert times.covers(pile, span) == (counted([span]) <= counted(pile))


@given(spans, spans)
def test_two_spans_compare_as_their_minutes_do(one: TimeSpan, other: TimeSpan) -> None:
    shared = counted([one]) & counted([other])
    assert one.overlaps(other) == bool(shared)
    assert one.contains(other) == (counted([other]) <= counted([one]))
    assert counted([both] if (both := one.intersection(other)) else []) == shared
    assert [one.includes(at(minute)) for minute in range(200)] == [
        minute in counted([one]) for minute in range(200)
    ]


@given(spans, st.integers(0, 90), st.integers(0, 90))
def test_widening_adds_on_both_sides(span: TimeSpan, before: int, after: int) -> None:
    wide = span.widened(before=before * MINUTE, after=after * MINUTE)
    assert (wide.starts_at, wide.ends_at) == (span.starts_at - before * MINUTE, span.ends_at + after * MINUTE)
    assert wide.minutes == span.minutes + before + after


def of_local_day(day: date, zone: ZoneInfo) -> list[datetime]:
    """The plain model of a day: every UTC minute whose wall clock shows its date."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    around = (noon + minute * MINUTE for minute in range(-27 * 60, 27 * 60))
    return [moment for moment in around if moment.astimezone(zone).date() == day]


@settings(max_examples=40)
@given(days, zones)
def test_a_whole_day_has_the_minutes_that_show_its_date(day: date, zone: ZoneInfo) -> None:
    whole, plain = TimeSpan.of_days(day, day, zone=zone), of_local_day(day, zone)
    assert (whole.starts_at, whole.ends_at) == (plain[0], plain[-1] + MINUTE)
    assert whole.minutes == len(plain)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(SHORT_DAY, 23, id="29.03.2026"),
        pytest.param(LONG_DAY, 25, id="25.10.2026"),
        pytest.param(date(2027, 3, 28), 23, id="28.03.2027"),
        pytest.param(date(2027, 10, 31), 25, id="31.10.2027"),
        pytest.param(date(2026, 11, 23), 24, id="an ordinary Monday"),
    ],
)
def test_days_have_the_hours_the_clock_gives_them(day: date, hours: int) -> None:
    assert TimeSpan.of_days(day, day, zone=BERLIN).duration == timedelta(hours=hours)
    assert TimeSpan.on_day(day, time(0), time(0), zone=BERLIN).duration == timedelta(hours=hours)
    assert TimeSpan.on_day(day, time(8), time(18), zone=BERLIN).duration == timedelta(hours=10)


@settings(max_examples=40)
@given(days, clocks, clocks, zones)
def test_times_on_a_day_are_the_first_moments_that_show_them(
    day: date, opens: time, closes: time, zone: ZoneInfo
) -> None:
    plain: dict[time, datetime] = {}
    for moment in of_local_day(day, zone):
        plain.setdefault(moment.astimezone(zone).time(), moment)
    ends = times.start_of_day(day + timedelta(days=1), zone=zone) if closes == time(0) else plain.get(closes)
    starts = plain.get(opens)
    if starts is None or ends is None:
        with pytest.raises(LocalTimeMissing):
            TimeSpan.on_day(day, opens, closes, zone=zone)
    elif ends <= starts:
        with pytest.raises(ValueError, match="ends after it begins"):
            TimeSpan.on_day(day, opens, closes, zone=zone)
    else:
        assert TimeSpan.on_day(day, opens, closes, zone=zone) == TimeSpan(starts, ends)


@settings(max_examples=40)
@given(days, clocks, zones)
def test_a_skipped_time_is_reached_when_the_skip_is_over(day: date, clock: time, zone: ZoneInfo) -> None:
    plain = of_local_day(day, zone)
    showing = [moment for moment in plain if moment.astimezone(zone).time() == clock]
    later = [moment for moment in plain if moment.astimezone(zone).time() >= clock]
    assert times.moment_from(day, clock, zone=zone) == (showing or later)[0]


def test_a_doubled_time_is_the_first_unless_told_otherwise() -> None:
    first = times.local_moment(LONG_DAY, time(2, 30), zone=BERLIN)
    assert times.local_moment(LONG_DAY, time(2, 30, fold=1), zone=BERLIN) - first == timedelta(hours=1)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_skipped_time_is_no_moment() -> None:
    with pytest.raises(LocalTimeMissing, match="02:30 does not exist on 2026-03-29"):
        times.local_moment(SHORT_DAY, time(2, 30), zone=BERLIN)


@given(days, st.integers(0, 3 * 1440), st.integers(1, 3 * 1440), zones)
def test_local_days_are_the_dates_the_wall_clock_shows(
    day: date, first: int, minutes_long: int, zone: ZoneInfo
) -> None:
    starts_at = times.start_of_day(day, zone=zone) + first * MINUTE
    span = TimeSpan(starts_at, starts_at + minutes_long * MINUTE)
    shown = {(starts_at + minute * MINUTE).astimezone(zone).date() for minute in range(minutes_long)}
    assert list(times.local_days(span, zone=zone)) == sorted(shown)


def test_spans_are_aware_and_kept_in_utc() -> None:
    local = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
    span = TimeSpan(local, local + timedelta(hours=1))
    assert span.starts_at.tzinfo is UTC
    assert span == TimeSpan(datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        pytest.param(at(5), at(5), id="empty"),
        pytest.param(at(5), at(4), id="backwards"),
        pytest.param(at(0).replace(tzinfo=None), at(1), id="naive start"),
        pytest.param(at(0), at(1).replace(tzinfo=None), id="naive end"),
    ],
)
def test_what_is_no_span_is_refused(starts_at: datetime, ends_at: datetime) -> None:
    with pytest.raises(ValueError, match="span"):
        TimeSpan(starts_at, ends_at)


def test_the_clock_is_aware_and_shows_whole_seconds() -> None:
    now = times.utc_now()
    assert (now.tzinfo, now.microsecond) == (UTC, 0)
