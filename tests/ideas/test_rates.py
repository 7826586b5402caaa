"""What the chamber's seed money moved (figures.md K25)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.ideas.rates import Amount, Leverage, leverage

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def amount(source: MoneySource, step: MoneyStep, euros: int, on: date = date(2026, 6, 1)) -> Amount:
    return Amount(source=source, step=step, cents=euros * 100, on=on)


def test_others_money_is_divided_by_the_seed_money_that_was_spent() -> None:
    lever = leverage(
        [
            amount(MoneySource.OWN, MoneyStep.REQUESTED, 9_000),
            amount(MoneySource.OWN, MoneyStep.GRANTED, 6_000),
            amount(MoneySource.OWN, MoneyStep.PAID, 4_000),
            amount(MoneySource.PUBLIC_GRANT, MoneyStep.GRANTED, 10_000),
            amount(MoneySource.PUBLIC_GRANT, MoneyStep.PAID, 5_000),
            amount(MoneySource.INVESTOR, MoneyStep.GRANTED, 2_000),
            amount(MoneySource.PARTNER, MoneyStep.PAID, 1_000),
        ],
        **YEAR,
    )
    assert lever == Leverage(
        own_spent_cents=400_000, others_granted_cents=1_200_000, others_paid_cents=600_000
    )
    assert (lever.granted, lever.paid) == (Fraction(3), Fraction(3, 2))


def test_nothing_spent_gives_no_rate() -> None:
    lever = leverage([amount(MoneySource.PUBLIC_GRANT, MoneyStep.GRANTED, 100)], **YEAR)
    assert lever.granted is None
    assert lever.paid is None


def test_each_step_counts_on_its_own_day() -> None:
    amounts = [
        amount(MoneySource.PARTNER, MoneyStep.GRANTED, 100, date(2025, 12, 31)),
        amount(MoneySource.PARTNER, MoneyStep.PAID, 100, date(2026, 1, 1)),
    ]
    assert leverage(amounts, **YEAR).others_granted_cents == 0
    assert leverage(amounts, **YEAR).others_paid_cents == 10_000


AMOUNTS = st.lists(
    st.builds(
        Amount,
        source=st.sampled_from(MoneySource),
        step=st.sampled_from(MoneyStep),
        cents=st.integers(1, 10**9),
        on=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    ),
    max_size=40,
)


@given(AMOUNTS, st.dates(date(2024, 1, 2), date(2028, 12, 31)))
def test_two_periods_add_up_to_the_whole(amounts: list[Amount], border: date) -> None:
    first, last = date(2024, 1, 1), date(2028, 12, 31)
    whole = leverage(amounts, first=first, last=last)
    before = leverage(amounts, first=first, last=border - timedelta(days=1))
    after = leverage(amounts, first=border, last=last)
    assert whole.own_spent_cents == before.own_spent_cents + after.own_spent_cents
    assert whole.others_granted_cents == before.others_granted_cents + after.others_granted_cents
    assert whole.others_paid_cents == before.others_paid_cents + after.others_paid_cents
