"""Pure: the figures of a month by house and kind, as page, table file and later the API show them."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from labspace.occupancy import rates
from labspace.occupancy.months import Month, past_of, rest_of
from labspace.occupancy.rates import Figures
from labspace.occupancy.records import HouseRecord
from labspace.occupancy.spans import UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, clipped, length

SetUpSpans = Mapping[int, Sequence[TimeSpan]]
"""Set-up, tear-down and buffers by unit."""
NO_SET_UP: SetUpSpans = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Figures by kind of space, and of all kinds together as a group of their own."""

    by_kind: dict[SpaceKind, Figures]
    total: Figures
    internal: Figures | None
    """The chamber's own use ("davon intern"); None: not shown to the public (R12)."""
    opened: timedelta
    """The hours of the house or houses ∪ special openings, the denominator of K11."""
    set_up: Mapping[SpaceKind, timedelta] | None = None
    """Rüststunden by kind, beside the figures and in none (R6); None: not counted ahead, nor shown to the public,
    to whom buffers of a fixed length would tell the number of bookings."""

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
    records: Collection[HouseRecord],
    month: Month,
    *,
    now: datetime,
    run: Container[str] = (),
    set_up: SetUpSpans = NO_SET_UP,
) -> MonthFigures:
    """The figures of these houses; `run` are the slugs of those whose staff looks, who see all (R12).

    `set_up` are the spans around bookings by unit (`setup_spans`); asked for where somebody may see them.
    """
    past = [(record, past_of(record.period, now=now)) for record in records]
    rest = [(record, rest_of(record.period, now=now)) for record in records]
    return MonthFigures(
        month=month,
        actual=_overview(past, run=run, set_up=set_up),
        preview=_overview(rest, run=run, set_up=None),
        unresolved=sum(len(record.unresolved) for record in records),
        unrecorded=sum(len(record.unrecorded) for record in records),
        is_demo=any(record.is_demo for record in records),
    )


def _overview(
    parts: Iterable[tuple[HouseRecord, TimeSpan | None]], *, run: Container[str], set_up: SetUpSpans | None
) -> Overview | None:
    return overview_of(
        [
            HouseFigures(
                name=record.name,
                slug=record.slug,
                group=house_group(
                    record,
                    part,
                    shows_internal=record.slug in run or record.shows_internal,
                    set_up=set_up if record.slug in run else None,
                ),
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


def house_group(
    record: HouseRecord, period: TimeSpan, *, shows_internal: bool, set_up: SetUpSpans | None = None
) -> Group:
    """The figures of one house in `period`, counted from what is known of it; without `set_up` none is told."""
    units = record.during(period)
    return Group(
        by_kind={kind: rates.house_figures(some) for kind, some in _by_kind(units).items()},
        total=rates.house_figures(units),
        internal=rates.internal_figures(units) if shows_internal else None,
        opened=length(rates.house_opening(record.hours, units, window=period)),
        set_up=None if set_up is None else _set_up_by_kind(record, period, set_up),
    )


def _set_up_by_kind(
    record: HouseRecord, period: TimeSpan, set_up: SetUpSpans
) -> Mapping[SpaceKind, timedelta]:
    """Cut to the life of each unit, as kept facts are; kinds without a unit in `period` are left out."""
    found: dict[SpaceKind, timedelta] = {}
    for unit in record.units:
        if lived := unit.existed.intersection(period):
            spans = clipped(set_up.get(unit.space_id, ()), lived)
            found[unit.kind] = found.get(unit.kind, timedelta()) + length(spans)
    return found


def _by_kind(units: Collection[UnitTime]) -> dict[SpaceKind, list[UnitTime]]:
    by_kind = {kind: [unit for unit in units if unit.kind is kind] for kind in SpaceKind}
    return {kind: some for kind, some in by_kind.items() if some}


def _together(groups: Sequence[Group]) -> Group:
    kinds = [kind for kind in SpaceKind if any(kind in group.by_kind for group in groups)]
    internal = [group.internal for group in groups if group.internal is not None]
    set_up = [group.set_up for group in groups if group.set_up is not None]
    return Group(
        by_kind={
            kind: rates.of_all_houses(group.by_kind[kind] for group in groups if kind in group.by_kind)
            for kind in kinds
        },
        total=rates.of_all_houses(group.total for group in groups),
        # Hidden as soon as one house is: else it could be had by subtraction.
        internal=rates.of_all_houses(internal) if len(internal) == len(groups) else None,
        opened=sum((group.opened for group in groups), timedelta()),
        set_up={kind: sum((some.get(kind, timedelta()) for some in set_up), timedelta()) for kind in kinds}
        if len(set_up) == len(groups)
        else None,
    )
