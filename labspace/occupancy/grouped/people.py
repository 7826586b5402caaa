"""Pure: visits, seats and no-shows by daypart and theme.

A group is a world of its own (R9): a visit at a desk is one person on one day within the group, and a
booking belongs to the daypart in which it starts; only the time people sit is cut between dayparts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, MutableMapping
from dataclasses import replace
from datetime import datetime

from labspace.accounts.kinds import Theme
from labspace.occupancy.days import Days
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.grouped.keys import Dimension, Grouping, GroupKey
from labspace.occupancy.grouped.sums import Sums
from labspace.occupancy.people.counting import WalkIns, tallies
from labspace.occupancy.people.told import Told
from labspace.occupancy.rates import within_daypart
from labspace.occupancy.records import HouseRecord
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan

_ENDS = dict(zip(Daypart, [*[part.value for part in Daypart][1:], 24], strict=True))


def people_groups(
    found: MutableMapping[GroupKey, Sums],
    grouping: Grouping,
    record: HouseRecord,
    days: Days,
    past: TimeSpan,
    *,
    bookings: Collection[Told],
    walk_ins: Collection[WalkIns],
) -> None:
    """Add what these bookings and walk-ins of one house come to, group by group."""
    by_theme, by_part = (one in grouping.by for one in (Dimension.THEME, Dimension.DAYPART))
    themes: Iterable[Theme | None] = (*Theme, None) if by_theme else (None,)
    for theme in themes:
        some = [told for told in bookings if not by_theme or told.theme is theme]
        walked = walk_ins if theme is None else ()
        if not by_part:
            _add(found, grouping, record, days, past, some, walked, theme=theme)
            continue
        for part in Daypart:
            here = [told for told in some if _part_of(told.span.starts_at, record) is part]
            _add(found, grouping, record, days, past, here, (), theme=theme, part=part, seats=False)
            cut = [one for told in some for one in _cut(told, part, record)]
            _add(found, grouping, record, days, past, cut, (), theme=theme, part=part, visits=False)
        _add(found, grouping, record, days, past, [], walked, theme=theme)


def _add(
    found: MutableMapping[GroupKey, Sums],
    grouping: Grouping,
    record: HouseRecord,
    days: Days,
    past: TimeSpan,
    bookings: Collection[Told],
    walk_ins: Iterable[WalkIns],
    *,
    theme: Theme | None,
    part: Daypart | None = None,
    seats: bool = True,
    visits: bool = True,
) -> None:
    counts = tallies(bookings, days, zone=record.zone, past=past, walk_ins=walk_ins)
    for (day, kind, is_internal), tally in counts.items():
        if is_internal:
            continue
        sums = found[grouping.key(record.slug, kind, day, part=part, theme=theme)]
        if seats:
            sums.seated += tally.of("seated")
            sums.seats += tally.seats
        if visits:
            sums.visits += tally.of("visits")
            sums.came += tally.came
            sums.missed += tally.missed


def _part_of(moment: datetime, record: HouseRecord) -> Daypart:
    return Daypart.at(moment.astimezone(record.zone).hour)


def _cut(told: Told, part: Daypart, record: HouseRecord) -> Iterator[Told]:
    """The booking with the part of its use that lies in the daypart, if any does."""
    used = within_daypart(told.used, (part.value, _ENDS[part]), zone=record.zone)
    if used and told.kind is not SpaceKind.POPUP_SLOT:
        yield replace(told, used=tuple(used))
