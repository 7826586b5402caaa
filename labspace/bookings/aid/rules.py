"""Pure: three rolling years, working days, and what an advantage is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from labspace.locations.hours import is_holiday

REGISTER_WITHIN = 20
"""Working days after the aid was granted."""
CEILING_CENTS = 300_000_00
"""What one undertaking may get in three years by Regulation (EU) 2023/2831; shown for orientation."""
YEARS = 3


def advantage(*, market_cents: int, price_cents: int) -> int:
    """What was saved against the market; never negative."""
    return max(market_cents - price_cents, 0)


def working_day_after(day: date, number: int, *, region: str) -> date:
    """The `number`-th working day after `day`: Monday to Friday without the holidays of the region."""
    left = number
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and not is_holiday(day, region=region):
            left -= 1
    return day


def window_of(last: date) -> date:
    """The first day of the three years that end with `last`, both days included."""
    try:
        return last.replace(year=last.year - YEARS) + timedelta(days=1)
    except ValueError:
        return date(last.year - YEARS, 3, 1)


@dataclass(frozen=True, kw_only=True)
class Use:
    """One subsidised use."""

    booking_id: int
    reference: str
    beneficiary: str
    """`o12` for an organisation, `p7` for a person without one."""
    name: str
    house: str
    space_kind: str
    first: date
    last: date
    granted_on: date
    market_cents: int
    price_cents: int
    register_by: date
    registered_on: date | None
    register_reference: str = ""

    @property
    def advantage_cents(self) -> int:
        return advantage(market_cents=self.market_cents, price_cents=self.price_cents)


@dataclass(frozen=True, kw_only=True)
class Account:
    """All that one beneficiary got in a window."""

    beneficiary: str
    name: str
    uses: int
    market_cents: int
    price_cents: int
    advantage_cents: int
    to_register: int
    register_by: date | None
    """The earliest day by which something is still to be registered."""

    @property
    def share_of_ceiling(self) -> float:
        return self.advantage_cents / CEILING_CENTS


def accounts_of(uses: Iterable[Use], *, first: date, last: date) -> list[Account]:
    """One line for each beneficiary with aid granted from `first` to `last`, the largest first."""
    grouped: dict[str, list[Use]] = {}
    for use in uses:
        if first <= use.granted_on <= last:
            grouped.setdefault(use.beneficiary, []).append(use)
    found = [_account(key, many) for key, many in grouped.items()]
    return sorted(found, key=lambda account: (-account.advantage_cents, account.name, account.beneficiary))


def _account(key: str, uses: list[Use]) -> Account:
    open_until = [use.register_by for use in uses if use.registered_on is None]
    return Account(
        beneficiary=key,
        name=uses[0].name,
        uses=len(uses),
        market_cents=sum(use.market_cents for use in uses),
        price_cents=sum(use.price_cents for use in uses),
        advantage_cents=sum(use.advantage_cents for use in uses),
        to_register=len(open_until),
        register_by=min(open_until, default=None),
    )
