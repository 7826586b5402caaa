"""Pure: the price of a whole booking with its taxes, and as it is kept with the booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.prices.tariffs import (
    Part,
    Tariff,
    Unit,
    half_up,
    minutes_by_day,
    parts_of,
    tariff_for,
)
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan


@dataclass(frozen=True)
class Asked:
    """A space to be priced."""

    space_id: int
    public_id: str
    kind: SpaceKind


@dataclass(frozen=True)
class Line:
    """What one space costs in one unit; net or gross as its tariff says."""

    space: str
    """Public id."""
    part: Part


@dataclass(frozen=True)
class Tax:
    """All that is taxed alike."""

    code: str
    permille: int
    net_cents: int
    tax_cents: int

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.tax_cents


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What a booking costs its group, and what it would cost by the list."""

    group: TariffGroup
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    market_cents: int
    """The list price with tax; where a space has none, what the group pays."""

    @property
    def price_cents(self) -> int:
        """What is to be paid, with tax."""
        return sum(tax.gross_cents for tax in self.taxes)

    @property
    def advantage_cents(self) -> int:
        """What the group saves, for the De-minimis list."""
        return max(self.market_cents - self.price_cents, 0)


def quote(
    asked: Sequence[Asked],
    span: TimeSpan,
    *,
    zone: ZoneInfo,
    group: TariffGroup,
    tariffs: Collection[Tariff],
) -> Quote | None:
    """The price by the tariffs in force on the first local day; None where a space has no price."""
    day = span.starts_at.astimezone(zone).date()
    minutes = minutes_by_day(span, zone=zone)
    own: list[tuple[Line, Tariff]] = []
    listed: list[tuple[Line, Tariff]] = []
    for one in asked:
        mine = _priced(one, minutes, tariff_for(tariffs, **_where(one), group=group, day=day))
        if mine is None:
            return None
        own += mine
        usual = _priced(one, minutes, tariff_for(tariffs, **_where(one), group=None, day=day))
        listed += mine if usual is None else usual
    return Quote(
        group=group,
        lines=tuple(line for line, _tariff in own),
        taxes=_taxes(own),
        market_cents=sum(tax.gross_cents for tax in _taxes(listed)),
    )


def _where(asked: Asked) -> dict[str, Any]:
    return {"kind": asked.kind, "space_id": asked.space_id}


def _priced(asked: Asked, minutes: Sequence[int], tariff: Tariff | None) -> list[tuple[Line, Tariff]] | None:
    parts = parts_of(minutes, tariff) if tariff else None
    if tariff is None or parts is None:
        return None
    return [(Line(asked.public_id, part), tariff) for part in parts]


def _taxes(priced: Sequence[tuple[Line, Tariff]]) -> tuple[Tax, ...]:
    sums: dict[tuple[str, int, bool], int] = defaultdict(int)
    for line, tariff in priced:
        sums[tariff.tax_code, tariff.tax_permille, tariff.includes_tax] += line.part.cents
    return tuple(
        _taxed(code, permille, cents, includes_tax=gross) for (code, permille, gross), cents in sums.items()
    )


def _taxed(code: str, permille: int, cents: int, *, includes_tax: bool) -> Tax:
    tax = half_up(cents * permille, 1000 + permille if includes_tax else 1000)
    return Tax(code, permille, cents - tax if includes_tax else cents, tax)


def kept(found: Quote) -> dict[str, Any]:
    """The lines and taxes as JSON values; later tariffs change nothing about them."""
    return {
        "lines": [
            {"space": line.space, **asdict(line.part), "unit": line.part.unit.value} for line in found.lines
        ],
        "taxes": [asdict(tax) for tax in found.taxes],
    }


def read_kept(breakdown: dict[str, Any], *, group: TariffGroup | None, market_cents: int | None) -> Quote:
    """The quote a booking keeps."""
    return Quote(
        group=group or TariffGroup.NON_MEMBER,
        lines=tuple(
            Line(
                row["space"],
                Part(Unit(row["unit"]), row["quantity"], row["unit_cents"], row["cents"]),
            )
            for row in breakdown["lines"]
        ),
        taxes=tuple(Tax(**row) for row in breakdown["taxes"]),
        market_cents=market_cents or 0,
    )
