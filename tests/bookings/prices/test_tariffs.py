"""Prices to the cent: worked examples, and what holds for every tariff."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations_with_replacement
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.accounts.kinds import PartnerType
from labspace.accounts.tariff_groups import TariffGroup, group_of
from labspace.bookings.prices.quotes import Asked, Quote, kept, quote, read_kept
from labspace.bookings.prices.tariffs import Part, Tariff, Unit, half_up, minutes_by_day, parts_of, tariff_for
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = date(2024, 1, 1)
LIST = Tariff(
    kind=SpaceKind.DESK,
    valid_from=LONG_AGO,
    hour_cents=400,
    half_day_cents=1200,
    day_cents=2000,
    week_cents=7500,
)
DESK = Asked(1, "bochum-desk-01", SpaceKind.DESK)
SECOND = Asked(2, "bochum-desk-02", SpaceKind.DESK)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def span(starts: str, ends: str) -> TimeSpan:
    return TimeSpan(local(starts), local(ends))


def priced(*tariffs: Tariff, over: TimeSpan, group: TariffGroup = TariffGroup.NON_MEMBER) -> Quote:
    found = quote([DESK], over, zone=BERLIN, group=group, tariffs=tariffs)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("starts", "ends", "cents", "units"),
    [
        pytest.param("2026-11-24T09:00", "2026-11-24T10:00", 400, {Unit.HOUR: 60}, id="an hour"),
        pytest.param("2026-11-24T09:00", "2026-11-24T09:15", 100, {Unit.HOUR: 15}, id="a quarter"),
        pytest.param(
            "2026-11-24T09:00", "2026-11-24T12:00", 1200, {Unit.HALF_DAY: 1}, id="three hours are a half day"
        ),
        pytest.param(
            "2026-11-24T09:00", "2026-11-24T14:00", 1200, {Unit.HALF_DAY: 1}, id="half day to the minute"
        ),
        pytest.param(
            "2026-11-24T09:00",
            "2026-11-24T15:30",
            1800,
            {Unit.HALF_DAY: 1, Unit.HOUR: 90},
            id="half day and a bit",
        ),
        pytest.param("2026-11-24T08:00", "2026-11-24T18:00", 2000, {Unit.DAY: 1}, id="capped by the day"),
        pytest.param("2026-11-24T08:00", "2026-11-26T18:00", 6000, {Unit.DAY: 3}, id="three days"),
        pytest.param("2026-11-24T08:00", "2026-11-28T18:00", 7500, {Unit.WEEK: 1}, id="five days are a week"),
        pytest.param(
            "2026-11-02T08:00",
            "2026-11-09T02:00",
            8300,
            {Unit.WEEK: 1, Unit.HOUR: 120},
            id="a week and two hours",
        ),
        pytest.param("2026-11-24T22:00", "2026-11-25T01:00", 1200, {Unit.HOUR: 180}, id="over midnight"),
        pytest.param("2026-03-29T01:00", "2026-03-29T04:00", 800, {Unit.HOUR: 120}, id="an hour is missing"),
        pytest.param("2026-10-25T02:00", "2026-10-25T03:00", 800, {Unit.HOUR: 120}, id="an hour comes twice"),
        pytest.param(
            "2026-10-24T00:00", "2026-10-26T00:00", 4000, {Unit.DAY: 2}, id="a day of 25 hours is one day"
        ),
    ],
)
def test_worked_examples(starts: str, ends: str, cents: int, units: dict[Unit, int]) -> None:
    found = priced(LIST, over=span(starts, ends))
    assert found.price_cents == cents
    assert {line.part.unit: line.part.quantity for line in found.lines} == units


def test_hours_are_rounded_half_up_once_a_day() -> None:
    tariff = Tariff(valid_from=LONG_AGO, hour_cents=333)
    # 20 minutes are 111 cents, 10 are 55.5.
    assert priced(tariff, over=span("2026-11-24T09:00", "2026-11-24T09:20")).price_cents == 111
    assert priced(tariff, over=span("2026-11-24T09:00", "2026-11-24T09:10")).price_cents == 56
    assert priced(tariff, over=span("2026-11-24T23:50", "2026-11-25T00:10")).price_cents == 112


def test_seatings_are_begun_and_paid() -> None:
    tariff = Tariff(valid_from=LONG_AGO, seating_cents=500)
    for ends, cents in (("12:00", 500), ("13:00", 500), ("13:15", 1000)):
        assert priced(tariff, over=span("2026-11-24T11:00", f"2026-11-24T{ends}")).price_cents == cents


def test_weeks_alone_are_begun_and_paid() -> None:
    tariff = Tariff(valid_from=LONG_AGO, week_cents=30_000)
    for days, cents in ((1, 30_000), (14, 60_000), (15, 90_000)):
        first = date(2026, 12, 1)
        over = TimeSpan.of_days(first, first + timedelta(days=days - 1), zone=BERLIN)
        assert priced(tariff, over=over).price_cents == cents


@pytest.mark.parametrize(
    ("includes_tax", "permille", "expected"),
    [
        pytest.param(True, 190, (1681, 319, 2000), id="gross"),
        pytest.param(False, 190, (2000, 380, 2380), id="net"),
        pytest.param(False, 70, (2000, 140, 2140), id="reduced"),
        pytest.param(True, 0, (2000, 0, 2000), id="exempt"),
    ],
)
def test_taxes_to_the_cent(includes_tax: bool, permille: int, expected: tuple[int, int, int]) -> None:
    tariff = replace(LIST, includes_tax=includes_tax, tax_permille=permille)
    (tax,) = priced(tariff, over=span("2026-11-24T08:00", "2026-11-24T18:00")).taxes
    assert (tax.net_cents, tax.tax_cents, tax.gross_cents) == expected


def test_several_spaces_add_up_and_are_taxed_once() -> None:
    over = span("2026-11-24T09:00", "2026-11-24T09:15")
    tariff = replace(LIST, hour_cents=402, includes_tax=False)
    found = quote([DESK, SECOND], over, zone=BERLIN, group=TariffGroup.MEMBER, tariffs=[tariff])
    assert found is not None
    # 100.5 rounds up for each; 202 with 19 percent is 240.38.
    assert ([line.part.cents for line in found.lines], found.price_cents) == ([101, 101], 240)


def test_the_group_has_its_own_price_and_keeps_what_it_saves() -> None:
    startup = replace(LIST, group=TariffGroup.STARTUP, hour_cents=None, half_day_cents=None, day_cents=0)
    over = span("2026-11-24T09:00", "2026-11-24T11:00")
    found = priced(LIST, startup, over=over, group=TariffGroup.STARTUP)
    assert (found.price_cents, found.market_cents, found.advantage_cents) == (0, 800, 800)
    assert priced(LIST, startup, over=over, group=TariffGroup.MEMBER).advantage_cents == 0


def test_no_price_is_none_and_not_nothing() -> None:
    over = span("2026-11-24T09:00", "2026-11-24T11:00")
    room = Asked(3, "room", SpaceKind.MEETING_ROOM)
    for asked in ([room], [DESK, room]):
        assert quote(asked, over, zone=BERLIN, group=TariffGroup.MEMBER, tariffs=[LIST]) is None
    only_ended = replace(LIST, valid_until=date(2026, 11, 23))
    assert quote([DESK], over, zone=BERLIN, group=TariffGroup.MEMBER, tariffs=[only_ended]) is None


def test_the_tariff_of_the_first_day_holds_for_all_of_it() -> None:
    old = replace(LIST, valid_until=date(2026, 12, 31))
    new = replace(LIST, valid_from=date(2027, 1, 1), day_cents=2400)
    over = span("2026-12-31T08:00", "2027-01-01T18:00")
    assert priced(old, new, over=over).price_cents == 4000
    assert priced(old, new, over=span("2027-01-01T08:00", "2027-01-01T18:00")).price_cents == 2400


def test_the_groups_price_beats_the_place_and_the_nearer_place_the_wider() -> None:
    house = Tariff(valid_from=LONG_AGO, day_cents=1)
    kind = replace(house, kind=SpaceKind.DESK, day_cents=2)
    space = replace(house, space_id=1, day_cents=3)
    internal = replace(house, group=TariffGroup.INTERNAL, day_cents=4)
    newer = replace(kind, valid_from=date(2025, 1, 1), day_cents=5)

    def day_price(*tariffs: Tariff, group: TariffGroup | None = None) -> int | None:
        found = tariff_for(tariffs, kind=SpaceKind.DESK, space_id=1, group=group, day=date(2026, 11, 24))
        return found.day_cents if found else None

    assert day_price(house, kind) == 2
    assert day_price(space, house, kind) == 3
    assert day_price(space, internal, kind, group=TariffGroup.INTERNAL) == 4
    assert day_price(newer, kind) == 5
    assert day_price(internal) is None


@pytest.mark.parametrize(
    ("partner", "is_member", "group"),
    [
        (PartnerType.STARTUP, True, TariffGroup.STARTUP),
        (PartnerType.ASSOCIATION, False, TariffGroup.NON_PROFIT),
        (PartnerType.UNIVERSITY, False, TariffGroup.COOPERATION),
        (PartnerType.MEMBER_COMPANY, False, TariffGroup.MEMBER),
        (PartnerType.OTHER_COMPANY, False, TariffGroup.NON_MEMBER),
        (PartnerType.OTHER_COMPANY, True, TariffGroup.MEMBER),
        (PartnerType.PRIVATE, False, TariffGroup.NON_MEMBER),
        (PartnerType.INTERNAL, False, TariffGroup.INTERNAL),
    ],
)
def test_who_belongs_to_which_group(partner: PartnerType, is_member: bool, group: TariffGroup) -> None:
    assert group_of(partner, is_member=is_member) is group


def test_a_kept_quote_is_the_same_quote_again() -> None:
    over = span("2026-11-24T09:00", "2026-11-26T10:00")
    found = priced(LIST, over=over, group=TariffGroup.MEMBER)
    assert read_kept(kept(found), group=found.group, market_cents=found.market_cents) == found


# What holds for every tariff, against a model that tries everything.

cents = st.one_of(st.none(), st.integers(0, 5000))
tariffs = st.builds(
    Tariff,
    valid_from=st.just(LONG_AGO),
    hour_cents=cents,
    half_day_cents=cents,
    seating_cents=cents,
    day_cents=cents,
    week_cents=cents,
)
some_day = st.integers(1, 1500)
some_days = st.lists(some_day, min_size=1, max_size=9)


def total(minutes: list[int], tariff: Tariff) -> int | None:
    parts = parts_of(minutes, tariff)
    return None if parts is None else sum(part.cents for part in parts)


def plain_day(minutes: int, tariff: Tariff) -> int | None:
    """Every combination of half days and seatings up to what covers the day, the rest by the hour."""
    found = [] if tariff.day_cents is None else [tariff.day_cents]
    for halves in range(6 if tariff.half_day_cents is not None else 1):
        for seatings in range(14 if tariff.seating_cents is not None else 1):
            rest = max(0, minutes - halves * 300 - seatings * 120)
            if rest and (tariff.hour_cents is None or seatings):
                continue
            paid = halves * (tariff.half_day_cents or 0) + seatings * (tariff.seating_cents or 0)
            found.append(paid + half_up(rest * (tariff.hour_cents or 0), 60))
    return min(found, default=None)


def plain_total(minutes: list[int], tariff: Tariff) -> int | None:
    """Every way to lay weeks over the days."""
    days = [plain_day(one, tariff) for one in minutes]
    found = []
    most = 0 if tariff.week_cents is None else -(-len(days) // 7)
    for count in range(most + 1):
        for starts in combinations_with_replacement(range(len(days)), count):
            bare = [cost for i, cost in enumerate(days) if not any(s <= i < s + 7 for s in starts)]
            if None not in bare:
                found.append(count * (tariff.week_cents or 0) + sum(cost or 0 for cost in bare))
    return min(found, default=None)


@given(some_days, tariffs)
def test_the_price_is_the_least_a_plain_model_finds(minutes: list[int], tariff: Tariff) -> None:
    assert total(minutes, tariff) == plain_total(minutes, tariff)


@given(some_days, tariffs, st.integers(0, 300), st.data())
def test_more_time_is_never_cheaper(
    minutes: list[int], tariff: Tariff, more: int, data: st.DataObject
) -> None:
    where = data.draw(st.integers(0, len(minutes) - 1))
    longer = [min(one + more, 1500) if i == where else one for i, one in enumerate(minutes)]
    before = total(minutes, tariff)
    for grown in (longer, [*minutes, 60], [60, *minutes]):
        after = total(grown, tariff)
        if before is not None and after is not None:
            assert after >= before


@given(some_day, tariffs)
def test_a_day_costs_never_more_than_the_day_price(minutes: int, tariff: Tariff) -> None:
    if tariff.day_cents is not None:
        assert (total([minutes], tariff) or 0) <= tariff.day_cents


@given(st.integers(1, 750), st.integers(1, 750), tariffs)
def test_two_bookings_of_a_day_are_never_cheaper_than_one_but_for_the_rounding(
    first: int, second: int, tariff: Tariff
) -> None:
    apart, together = (total([first], tariff), total([second], tariff)), total([first + second], tariff)
    if together is not None:
        assert sum(one or 0 for one in apart) >= together - 1


@given(
    st.integers(0, 226 * 1440),
    st.timedeltas(timedelta(minutes=1), timedelta(days=9)),
)
def test_the_minutes_of_the_days_are_those_of_the_span(minute: int, length: timedelta) -> None:
    first = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minute)
    whole = timedelta(minutes=length // timedelta(minutes=1))
    over = TimeSpan(first, first + whole)
    assert sum(minutes_by_day(over, zone=BERLIN)) == over.minutes


def test_a_part_of_nothing_is_nothing() -> None:
    assert parts_of([], LIST) == ()
    assert Part(Unit.HOUR, 0, 400, 0).cents == 0
