"""Quotas, without a database: worked examples, and properties against counting day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.rulebook.quotas import Counted, broken_quotas, periods, reach
from labspace.spaces.house_rules import Quota, QuotaOwner, QuotaPeriod
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ALICE, BOB, ACME = 1, 2, 9
DAY, WEEK, MONTH, AHEAD = QuotaPeriod.DAY, QuotaPeriod.WEEK, QuotaPeriod.MONTH, QuotaPeriod.AHEAD


def at(day: str, starts: int, ends: int) -> TimeSpan:
    midnight = datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=ZONE)
    return TimeSpan(midnight.replace(hour=starts), midnight.replace(hour=ends))


def row(
    span: TimeSpan, *, by: int = ALICE, organisation: int | None = None, kind: SpaceKind = SpaceKind.DESK,
    space: int = 1,
) -> Counted:  # fmt: skip
    return Counted(kind=kind, space_id=space, span=span, booked_by_id=by, organisation_id=organisation)


def told(quota: Quota, wished: list[Counted], known: list[Counted], replaced: list[Counted] | None = None):
    found = broken_quotas([quota], wished=wished, known=known, replaced=replaced or [], zone=ZONE, now=NOW)
    return [(refusal.values["unit"], refusal.values["used"]) for refusal in found]


def per(period: QuotaPeriod, *, bookings: int | None = None, minutes: int | None = None, **more) -> Quota:
    owner = more.pop("owner", QuotaOwner.PERSON)
    return Quota(owner=owner, period=period, most_bookings=bookings, most_minutes=minutes, **more)


TUESDAY = [row(at("2026-11-24", 9, 12))]
FRIDAY = [row(at("2026-11-27", 9, 12))]
NEXT_MONDAY = [row(at("2026-11-30", 9, 12))]
FIRST = [row(at("2026-12-01", 9, 12))]


@pytest.mark.parametrize(
    ("quota", "wished", "known", "expected"),
    [
        pytest.param(per(DAY, bookings=1), TUESDAY, TUESDAY, [("bookings", 1)], id="two on one day"),
        pytest.param(per(DAY, bookings=1), TUESDAY, FRIDAY, [], id="another day"),
        pytest.param(per(WEEK, bookings=1), TUESDAY, FRIDAY, [("bookings", 1)], id="two in one week"),
        pytest.param(per(WEEK, bookings=1), FRIDAY, NEXT_MONDAY, [], id="the week ends on Sunday"),
        pytest.param(per(MONTH, bookings=1), FRIDAY, NEXT_MONDAY, [("bookings", 1)], id="two in one month"),
        pytest.param(per(MONTH, bookings=1), NEXT_MONDAY, FIRST, [], id="the month ends"),
        pytest.param(per(AHEAD, bookings=1), FIRST, TUESDAY, [("bookings", 1)], id="two ahead"),
        pytest.param(per(AHEAD, bookings=1), FIRST, [row(at("2026-11-20", 9, 12))], [], id="past is past"),
        pytest.param(per(AHEAD, bookings=1), FIRST, [row(at("2026-11-23", 8, 10))], [("bookings", 1)], id="runs"),
        pytest.param(per(DAY, minutes=360), TUESDAY, TUESDAY, [], id="just as much as allowed"),
        pytest.param(per(DAY, minutes=359), TUESDAY, TUESDAY, [("minutes", 180)], id="a minute too much"),
        pytest.param(
            per(DAY, bookings=1, minutes=60), TUESDAY, TUESDAY, [("bookings", 1), ("minutes", 180)], id="both"
        ),
        pytest.param(per(DAY, bookings=1), TUESDAY, [row(at("2026-11-24", 13, 14), by=BOB)], [], id="another's"),
        pytest.param(per(DAY, bookings=2), TUESDAY * 3, [], [("bookings", 0)], id="each space counts"),
        pytest.param(
            per(DAY, bookings=1, kind=SpaceKind.DESK), TUESDAY,
            [row(at("2026-11-24", 13, 14), kind=SpaceKind.CAFE_TABLE)], [], id="another kind",
        ),
        pytest.param(
            per(DAY, bookings=1), TUESDAY, [row(at("2026-11-24", 13, 14), kind=SpaceKind.CAFE_TABLE)],
            [("bookings", 1)], id="any kind where the house rules",
        ),
        pytest.param(
            per(DAY, bookings=1, space_id=1), TUESDAY, [row(at("2026-11-24", 13, 14), space=2)], [],
            id="another space",
        ),
        pytest.param(
            per(DAY, bookings=1, owner=QuotaOwner.ORGANISATION), [row(at("2026-11-24", 9, 12), organisation=ACME)],
            [row(at("2026-11-24", 9, 12), by=BOB, organisation=ACME)], [("bookings", 1)], id="a colleague's",
        ),
        pytest.param(
            per(DAY, bookings=1, owner=QuotaOwner.ORGANISATION), TUESDAY, TUESDAY, [],
            id="private bookings have no organisation",
        ),
        pytest.param(
            per(DAY, minutes=120), [row(TimeSpan(datetime(2026, 11, 24, 21, tzinfo=UTC), datetime(2026, 11, 25, 1, tzinfo=UTC)))],
            [], [], id="over midnight two hours lie on either day",
        ),
        pytest.param(
            per(DAY, minutes=24 * 60), [row(TimeSpan(datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)))],
            [], [("minutes", 0)], id="the day of 25 hours has 25",
        ),
    ],
)  # fmt: skip
def test_worked_examples(quota, wished, known, expected) -> None:
    assert told(quota, wished, known) == expected


def test_a_change_that_asks_for_no_more_passes_though_the_quota_is_exceeded_already() -> None:
    quota = per(WEEK, bookings=1, minutes=60)
    own = [row(at("2026-11-26", 9, 12))]
    later, longer = [row(at("2026-11-26", 10, 13))], [row(at("2026-11-26", 9, 13))]
    assert told(quota, later, TUESDAY, own) == []
    assert told(quota, longer, TUESDAY, own) == [("minutes", 180)]
    assert told(quota, NEXT_MONDAY, FIRST, own) == [("bookings", 1), ("minutes", 180)]


spans = st.builds(
    lambda quarter, length: TimeSpan(
        datetime(2026, 10, 20, tzinfo=UTC) + quarter * timedelta(minutes=15),
        datetime(2026, 10, 20, tzinfo=UTC) + (quarter + length) * timedelta(minutes=15),
    ),
    st.integers(0, 40 * 96), st.integers(1, 3 * 96),
)  # fmt: skip


def label(period: QuotaPeriod, moment: datetime) -> tuple[int, ...]:
    local = moment.astimezone(ZONE)
    if period is DAY:
        return local.year, local.month, local.day
    return tuple(local.isocalendar())[:2] if period is WEEK else (local.year, local.month)


@given(
    wished=spans, known=st.lists(spans, max_size=8), period=st.sampled_from([DAY, WEEK, MONTH]),
    bookings=st.integers(1, 4), quarters=st.integers(1, 400),
)  # fmt: skip
def test_they_say_what_counting_quarter_by_quarter_says(
    wished: TimeSpan, known: list[TimeSpan], period: QuotaPeriod, bookings: int, quarters: int
) -> None:
    def tally(of: list[TimeSpan]) -> tuple[dict[tuple[int, ...], int], dict[tuple[int, ...], int]]:
        begun: dict[tuple[int, ...], int] = {}
        minutes: dict[tuple[int, ...], int] = {}
        for span in of:
            first = label(period, span.starts_at)
            begun[first] = begun.get(first, 0) + 1
            moment = span.starts_at
            while moment < span.ends_at:
                minutes[label(period, moment)] = minutes.get(label(period, moment), 0) + 15
                moment += timedelta(minutes=15)
        return begun, minutes

    new, all_of = tally([wished]), tally([wished, *known])
    plain = {
        unit
        for unit, mine, total, most in (
            ("bookings", new[0], all_of[0], bookings),
            ("minutes", new[1], all_of[1], quarters * 15),
        )
        if any(total[name] > most for name in mine)
    }
    quota = per(period, bookings=bookings, minutes=quarters * 15)
    assert {unit for unit, _used in told(quota, [row(wished)], [row(span) for span in known])} == plain


@given(span=spans, period=st.sampled_from(QuotaPeriod))
def test_what_is_asked_of_the_database_reaches_over_every_period(span: TimeSpan, period: QuotaPeriod) -> None:
    quota = per(period, bookings=1)
    asked = reach([quota], span, zone=ZONE, now=NOW)
    assert all(asked.contains(window) for window in periods(quota, span, zone=ZONE, now=NOW))
