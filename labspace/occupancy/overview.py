"""Pure: the figures of a month by house and kind, as page, table file and later the API show them."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from labspace.occupancy import rates
from labspace.occupancy.months import Month, past_of, rest_of
from labspace.occupancy.rates import Figures
from labspace.occupancy.records import HouseRecord
from labspace.occupancy.spans import UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, length


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Figures by kind of space, and of all kinds together as a group of their own."""

    by_kind: dict[SpaceKind, Figures]
    total: Figures
    internal: Figures | None
    """The chamber's own use ("davon intern"); None: not shown to the public (R12)."""
    opened: timedelta
    """The hours of the house or houses ∪ special openings, the denominator of K11."""

    @property
    def activation_rate(self) -> Fraction | None:
        return rates.share(self.total.activated, self.opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseFigures:
    """One house's figures."""

    name: str
    slug: str
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The figures of some houses in (a part of) a month."""

    houses: Sequence[HouseFigures]
    together: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """What happened in a month and what is promised for the rest of it (R11)."""

    month: Month
    actual: Overview | None
    """None if the month has not begun."""
    preview: Overview | None
    """None if the month is over."""
    unresolved: int
    unrecorded: int
    is_demo: bool


def month_figures(
    records: Collection[HouseRecord], month: Month, *, now: datetime, run: Container[str] = ()
) -> MonthFigures:
    """The figures of these houses; `run` are the slugs of those whose staff looks, who see all (R12)."""
    past = [(record, past_of(record.period, now=now)) for record in records]
    rest = [(record, rest_of(record.period, now=now)) for record in records]
    return MonthFigures(
        month=month,
        actual=_overview(past, run=run),
        preview=_overview(rest, run=run),
        unresolved=sum(len(record.unresolved) for record in records),
        unrecorded=sum(len(record.unrecorded) for record in records),
        is_demo=any(record.is_demo for record in records),
    )


def _overview(
    parts: Iterable[tuple[HouseRecord, TimeSpan | None]], *, run: Container[str]
) -> Overview | None:
    return overview_of(
        [
            HouseFigures(
                name=record.name,
                slug=record.slug,
                group=house_group(record, part, shows_internal=record.slug in run or record.shows_internal),
            )
            for record, part in parts
            if part is not None
        ]
    )


def overview_of(houses: Sequence[HouseFigures]) -> Overview | None:
    """These houses and all of them together; None without one."""
    if not houses:
        return None
    return Overview(houses=houses, together=_together([house.group for house in houses]))


def house_group(record: HouseRecord, period: TimeSpan, *, shows_internal: bool) -> Group:
    """The figures of one house in `period`, counted from what is known of it."""
    units = record.during(period)
    return Group(
        by_kind={kind: rates.house_figures(some) for kind, some in _by_kind(units).items()},
        total=rates.house_figures(units),
        internal=rates.internal_figures(units) if shows_internal else None,
        opened=length(rates.house_opening(record.hours, units, window=period)),
    )


def _by_kind(units: Collection[UnitTime]) -> dict[SpaceKind, list[UnitTime]]:
    by_kind = {kind: [unit for unit in units if unit.kind is kind] for kind in SpaceKind}
    return {kind: some for kind, some in by_kind.items() if some}


def _together(groups: Sequence[Group]) -> Group:
    kinds = [kind for kind in SpaceKind if any(kind in group.by_kind for group in groups)]
    internal = [group.internal for group in groups if group.internal is not None]
    return Group(
        by_kind={
            kind: rates.of_all_houses(group.by_kind[kind] for group in groups if kind in group.by_kind)
            for kind in kinds
        },
        total=rates.of_all_houses(group.total for group in groups),
        # Hidden as soon as one house is: else it could be had by subtraction.
        internal=rates.of_all_houses(internal) if len(internal) == len(groups) else None,
        opened=sum((group.opened for group in groups), timedelta()),
    )
