"""Working days, three rolling years and sums, as the register asks for them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.aid.rules import Use, accounts_of, advantage, window_of, working_day_after

NRW = "DE-NW"


@pytest.mark.parametrize(
    ("granted", "due"),
    [
        pytest.param(date(2026, 11, 23), date(2026, 12, 21), id="four weeks without a holiday"),
        pytest.param(date(2026, 12, 10), date(2027, 1, 11), id="over Christmas and New Year's Day"),
        pytest.param(
            date(2026, 5, 8), date(2026, 6, 10), id="over Ascension, Whit Monday and Corpus Christi"
        ),
        pytest.param(date(2026, 11, 28), date(2026, 12, 28), id="granted on a Saturday"),
    ],
)
def test_twenty_working_days_later(granted: date, due: date) -> None:
    assert working_day_after(granted, 20, region=NRW) == due


def test_without_a_region_only_weekends_are_left_out() -> None:
    assert working_day_after(date(2026, 12, 24), 1, region="") == date(2026, 12, 25)
    assert working_day_after(date(2026, 12, 24), 1, region=NRW) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (date(2026, 11, 23), date(2023, 11, 24)),
        (date(2028, 2, 29), date(2025, 3, 1)),
        (date(2027, 2, 28), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2024, 1, 1)),
    ],
)
def test_three_years_end_with_the_day_itself(last: date, first: date) -> None:
    assert window_of(last) == first


def use(key: str = "o1", *, granted: date, market: int = 100, price: int = 40, done: bool = False) -> Use:
    return Use(
        booking_id=1, reference="BO-1", beneficiary=key, name=key, house="Bochum", space_kind="Pop-up-Fläche",
        first=granted, last=granted, granted_on=granted, market_cents=market, price_cents=price,
        register_by=granted + timedelta(days=28), registered_on=granted if done else None,
    )  # fmt: skip


def test_accounts_sum_what_was_granted_in_the_window() -> None:
    last = date(2026, 11, 23)
    first = window_of(last)
    uses = [
        use(granted=last),
        use(granted=first, market=50, price=0, done=True),
        use(granted=first - timedelta(days=1), market=10_000),
        use("p2", granted=last, market=500),
    ]
    found = accounts_of(uses, first=first, last=last)
    assert [(one.beneficiary, one.uses, one.advantage_cents, one.to_register) for one in found] == [
        ("p2", 1, 460, 1),
        ("o1", 2, 110, 1),
    ]


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_an_advantage_is_never_negative(market: int, price: int) -> None:
    assert advantage(market_cents=market, price_cents=price) == (market - price if market > price else 0)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 30))
def test_working_days_are_never_weekends_and_grow(day: date, number: int) -> None:
    found = working_day_after(day, number, region=NRW)
    assert found.weekday() < 5
    assert found > working_day_after(day, number - 1, region=NRW) if number > 1 else found > day
