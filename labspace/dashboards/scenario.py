"""Pure: what the rates of one house would have been with other spaces or longer hours.

Nobody is invented: new spaces and hours bring no bookings of their own, and whoever had a space that
falls away is put on another of its kind if one was free.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time, timedelta

from labspace.bookings.states import BOOKED
from labspace.dashboards.times import Times
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import Stay, UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, difference, intersection, length, moment_from, start_of_day, union

A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would have been different; nothing, unless said."""

    fewer: Mapping[SpaceKind, int] = field(default_factory=dict)
    more: Mapping[SpaceKind, int] = field(default_factory=dict)
    open_until: int | None = None
    """Minute of the day until which every day with opening would have gone on at least."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Both sides, in seconds; of life in the house they say nothing."""

    before: Times
    after: Times
    displaced: int
    """How many stays on spaces that fell away would have found no other."""
    displaced_time: int
    moved: int
    removed: Mapping[SpaceKind, int]
    """How many units really fell away: never more than there were."""

    @property
    def missing(self) -> int:
        """How much more would have had to be booked for the same booking rate; negative: how much less."""
        rate = self.before.booking_rate
        return 0 if rate is None else round(rate * self.after.bookable) - self.after.booked


def scenario(record: HouseRecord, change: Change, kinds: Collection[SpaceKind]) -> Outcome:
    """What these kinds of spaces came to in the record's period, and what they would have come to."""
    chosen = [unit for unit in record.units if unit.kind in kinds]
    before = _times(_lived(chosen, record.period))
    units = [_open_longer(unit, record, change.open_until) for unit in chosen]
    kept, shift = _without(units, change.fewer, record.period)
    lived = _lived(kept, record.period)
    # As long as an existing one of its kind; where there is none, as long as the house was open.
    offered = {kind: _average(units, kind, record) for kind in change.more if kind in kinds}
    more = sum((offered[kind] * number for kind, number in change.more.items() if kind in kinds), timedelta())
    after = _times(lived) + Times(bookable=more // A_SECOND)
    return Outcome(
        before=before,
        after=after,
        displaced=len(shift.displaced),
        displaced_time=sum(one.duration // A_SECOND for one in shift.displaced),
        moved=shift.moved,
        removed=shift.removed,
    )


def _lived(units: Sequence[UnitRecord], period: TimeSpan) -> list[UnitTime]:
    return [time for unit in units if (time := unit.during(period))]


def _times(units: Sequence[UnitTime]) -> Times:
    def total(name: str) -> int:
        return sum(length(getattr(unit, name)) // A_SECOND for unit in units)

    return Times(bookable=total("bookable"), booked=total("booked"), used=total("used"))


def _average(units: Sequence[UnitRecord], kind: SpaceKind, record: HouseRecord) -> timedelta:
    of_kind = [unit for unit in units if unit.kind is kind and unit.existed.intersection(record.period)]
    if not of_kind:
        return length(intersection(record.hours, [record.period]))
    open_for = (length(_offered(unit, record.period)) for unit in of_kind)
    return sum(open_for, timedelta()) / len(of_kind)


def _offered(unit: UnitRecord, period: TimeSpan) -> list[TimeSpan]:
    lived = unit.existed.intersection(period)
    return difference(intersection(unit.opening, [lived]), unit.closed) if lived else []


def _open_longer(unit: UnitRecord, record: HouseRecord, minute: int | None) -> UnitRecord:
    if minute is None:
        return unit
    more = []
    for span in intersection(unit.opening, [record.period]):
        day = span.starts_at.astimezone(record.zone).date()
        until = (
            start_of_day(day + timedelta(days=1), zone=record.zone)
            if minute >= 1440
            else moment_from(day, time(minute // 60, minute % 60), zone=record.zone)
        )
        if span.ends_at < until:
            more.append(TimeSpan(span.ends_at, until))
    return replace(unit, opening=union([*unit.opening, *more])) if more else unit


@dataclass(slots=True)
class _Shift:
    moved: int = 0
    displaced: list[TimeSpan] = field(default_factory=list)
    removed: dict[SpaceKind, int] = field(default_factory=dict)


def _without(
    units: Sequence[UnitRecord], fewer: Mapping[SpaceKind, int], period: TimeSpan
) -> tuple[list[UnitRecord], _Shift]:
    """The units that stay, with the stays they take over."""
    shift, kept = _Shift(), list(units)
    for kind, number in fewer.items():
        of_kind = sorted((unit for unit in kept if unit.kind is kind), key=lambda unit: _booked(unit, period))
        gone, staying = of_kind[:number], [replace(unit, stays=list(unit.stays)) for unit in of_kind[number:]]
        shift.removed[kind] = len(gone)
        for some in sorted((one for unit in gone for one in _together(unit, period)), key=_begin):
            home = next((unit for unit in staying if _is_free(unit, some)), None)
            if home is None:
                shift.displaced += intersection(union(stay.booked for stay in some), [period])
            else:
                home.stays.extend(some)
                shift.moved += 1
        kept = [*(unit for unit in kept if unit.kind is not kind), *staying]
    return kept, shift


def _booked(unit: UnitRecord, period: TimeSpan) -> timedelta:
    return length(union(stay.booked for stay in unit.stays if _counts(stay, period)))


def _counts(stay: Stay, period: TimeSpan) -> bool:
    return stay.state in BOOKED and stay.booked.overlaps(period)


def _together(unit: UnitRecord, period: TimeSpan) -> list[list[Stay]]:
    """The unit's stays; those that overlap, as a no-show and who came instead, are one and move as one.

    What lay under a closure counted for nothing and is left out.
    """
    found: list[list[Stay]] = []
    ends_at = period.starts_at
    for stay in sorted(unit.stays, key=lambda stay: stay.booked):
        if not _counts(stay, period) or any(closed.overlaps(stay.booked) for closed in unit.closed):
            continue
        if found and stay.booked.starts_at < ends_at:
            found[-1].append(stay)
        else:
            found.append([stay])
        ends_at = max(ends_at, stay.booked.ends_at)
    return found


def _begin(stays: Sequence[Stay]) -> TimeSpan:
    return stays[0].booked


def _is_free(unit: UnitRecord, stays: Sequence[Stay]) -> bool:
    taken = [stay.booked for stay in unit.stays if stay.state in BOOKED]
    return all(
        unit.existed.contains(stay.booked)
        and not any(span.overlaps(stay.booked) for span in (*unit.closed, *taken))
        for stay in stays
    )
