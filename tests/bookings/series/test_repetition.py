"""The rule of a series says exactly its dates to readers that are not ours, or is not used at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

import pytest

from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.repetition import Fit, Pattern, fit_of
from labspace.ical import CalendarEvent, download_bytes
from labspace.times import TimeSpan
from tests.calendars.readers import EXPANDERS

BERLIN = ZoneInfo("Europe/Berlin")
FALL_BACK, SPRING_FORWARD = date(2026, 10, 25), date(2027, 3, 28)
MOMENT = datetime(2026, 9, 1, tzinfo=UTC)


def sundays(first: date, *, starts: int, ends: int, count: int = 6) -> Pattern:
    rule = Recurrence(frequency=Frequency.WEEKLY, weekdays=(6,), count=count)
    return Pattern(rule=rule, first_on=first, starts_minute=starts, ends_minute=ends, zone=BERLIN)


def days_of(pattern: Pattern) -> list[date]:
    return list(pattern.rule.days(first=pattern.first_on))


def events(uid: str, fit: Fit) -> list[CalendarEvent]:
    """The fit as events: the rule, and an instance for each day that ends unevenly."""

    def event(span: TimeSpan, **more: object) -> CalendarEvent:
        return CalendarEvent(
            uid=uid,
            sequence=0,
            created_at=MOMENT,
            changed_at=MOMENT,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            zone=BERLIN,
            whole_days=False,
            summary="Chor",
            location="",
            description="",
            url="https://example.org/",
            status="CONFIRMED",
            takes_time=True,
            **more,  # type: ignore[arg-type]
        )

    whole = event(fit.first, repeats=fit.repeats)
    return [whole] + [
        event(fit.named[day], instead_of=fit.named[day].starts_at) for day in sorted(fit.uneven)
    ]


def some_patterns() -> list[tuple[Pattern, list[date]]]:
    """Two hundred series of all kinds around both clock changes, each with some of its dates left out."""
    dice = Random(5545)
    found = []
    for _ in range(200):
        frequency = dice.choice(list(Frequency))
        weekdays = tuple(sorted(dice.sample(range(7), dice.randint(1, 3))))
        nth = dice.choice([1, 2, 3, 4, -1])
        monthly = frequency is Frequency.MONTHLY
        by_day = monthly and dice.random() < 0.5
        rule = Recurrence(
            frequency=frequency,
            interval=dice.randint(1, 3),
            weekdays=weekdays if frequency is Frequency.WEEKLY else (weekdays[0],) if by_day else (),
            month_day=dice.choice([1, 15, 29, 31]) if monthly and not by_day else None,
            nth=nth if by_day else None,
            count=dice.randint(2, 14),
        )
        starts = dice.choice([0, 30, 90, 540, 1080])
        ends = dice.choice([minute for minute in (60, 150, 360, 720, 1140, 1440) if minute > starts])
        first = dice.choice([date(2026, 9, 28), date(2026, 10, 24), date(2027, 2, 20)])
        pattern = Pattern(rule=rule, first_on=first, starts_minute=starts, ends_minute=ends, zone=BERLIN)
        days = list(islice(rule.days(first=first), 14))
        if days:
            found.append((pattern, sorted(dice.sample(days, dice.randint(1, len(days))))))
    return found


@pytest.mark.parametrize("program", EXPANDERS)
def test_every_reader_makes_the_same_dates_of_it(program: str) -> None:
    expected, written = [], []
    for number, (pattern, held) in enumerate(some_patterns()):
        fit = fit_of(pattern, held)
        if fit is None:
            continue
        assert sorted(fit.named) == held
        written += events(f"{number}@x", fit)
        expected += [(f"{number}@x", span.starts_at, span.ends_at) for span in fit.named.values()]
    assert len({uid for uid, *_ in expected}) > 150
    found = EXPANDERS[program](download_bytes(*written))
    assert sorted((one.uid, one.starts, one.ends) for one in found) == sorted(expected)


def test_left_out_dates_are_named_and_the_end_is_the_last_one_held() -> None:
    pattern = sundays(date(2026, 10, 4), starts=600, ends=720)
    days = days_of(pattern)
    fit = fit_of(pattern, [days[1], days[2], days[4]])
    assert fit is not None
    assert fit.first.starts_at == datetime(2026, 10, 11, 8, tzinfo=UTC)
    assert fit.repeats.without == (datetime(2026, 10, 25, 9, tzinfo=UTC),)
    assert fit.repeats.last_at == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert fit.repeats.rule == "FREQ=WEEKLY;BYDAY=SU"


@pytest.mark.parametrize(
    ("first", "starts"),
    [
        pytest.param(date(2026, 10, 11), 150, id="02:30 comes twice on one of them"),
        pytest.param(date(2027, 3, 14), 150, id="02:30 is missing on one of them"),
    ],
)
def test_no_rule_where_a_start_is_ambiguous(first: date, starts: int) -> None:
    pattern = sundays(first, starts=starts, ends=300, count=4)
    assert fit_of(pattern, days_of(pattern)) is None
    # Before that night it would be unambiguous, but readers expand a rule as they like.
    assert fit_of(pattern, days_of(pattern)[:2]) is not None


def test_a_night_that_lasts_longer_is_an_instance_of_its_own() -> None:
    pattern = sundays(date(2026, 10, 18), starts=60, ends=300, count=3)
    fit = fit_of(pattern, days_of(pattern))
    assert fit is not None
    assert fit.uneven == {FALL_BACK}
    assert fit.named[FALL_BACK].duration == timedelta(hours=5)


def test_a_rule_begins_before_an_uneven_first_date_which_is_left_out() -> None:
    pattern = sundays(date(2026, 10, 18), starts=60, ends=300, count=3)
    held = days_of(pattern)[1:]
    fit = fit_of(pattern, held)
    assert fit is not None
    assert fit.first.starts_at == datetime(2026, 10, 17, 23, tzinfo=UTC)
    assert fit.first.starts_at in fit.repeats.without
    assert fit_of(sundays(FALL_BACK, starts=60, ends=300), [FALL_BACK]) is None


def test_no_rule_for_a_day_it_does_not_name_nor_in_a_zone_without_a_definition() -> None:
    pattern = sundays(date(2026, 10, 4), starts=600, ends=720)
    assert fit_of(pattern, [date(2026, 10, 5)]) is None
    assert fit_of(pattern, []) is None
    elsewhere = Pattern(
        rule=pattern.rule,
        first_on=pattern.first_on,
        starts_minute=600,
        ends_minute=720,
        zone=ZoneInfo("America/New_York"),
    )
    assert fit_of(elsewhere, [date(2026, 10, 4)]) is None
