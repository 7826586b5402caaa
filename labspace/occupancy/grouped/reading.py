"""The rows of any grouping: from kept facts where groups are made of days, else counted from bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import plan_for
from labspace.occupancy.facts.time.reading import count_stretches, time_read
from labspace.occupancy.grouped.counted import counted_groups
from labspace.occupancy.grouped.keys import OF_BOOKINGS, OF_DAYS, Dimension, Grouping, GroupKey
from labspace.occupancy.grouped.sums import Sums
from labspace.occupancy.people.pieces import tallies_by_piece
from labspace.spaces.kinds import SpaceKind

NOTHING: GroupKey = GroupKey()
TOTAL = Grouping(frozenset())


@dataclass(frozen=True, slots=True)
class Grouped:
    """The sums of each group that is not empty, and of all together, counted as a group of its own."""

    groups: Mapping[GroupKey, Sums]
    total: Sums


def grouped(
    session: Session,
    houses: Sequence[Location],
    kinds: Collection[SpaceKind],
    days: Days,
    by: Collection[Dimension],
    *,
    now: datetime,
) -> Grouped:
    """What these spaces came to in the part of `days` that has happened.

    The number of statements grows neither with houses, days and bookings nor with the groups.
    """
    wanted = frozenset(by)
    if wanted & OF_BOOKINGS:
        found = counted_groups(session, houses, kinds, days, Grouping(wanted), now=now)
        total = _of_pieces(session, houses, kinds, days, [TOTAL], now=now)[0]
    else:
        found, total = _of_pieces(session, houses, kinds, days, [Grouping(wanted), TOTAL], now=now)
    groups = {key: sums for key, sums in sorted(found.items()) if not sums.is_empty}
    return Grouped(groups, total.get(NOTHING, Sums()))


def _of_pieces(
    session: Session,
    houses: Sequence[Location],
    kinds: Collection[SpaceKind],
    days: Days,
    groupings: Sequence[Grouping],
    *,
    now: datetime,
) -> list[dict[GroupKey, Sums]]:
    """The groups of each grouping from months and days; read once for all of them."""
    by_day = any(grouping.by & OF_DAYS for grouping in groupings)
    plan = plan_for(session, houses, days, now=now, by_day=by_day)
    counted = count_stretches(session, plan, with_set_up=True)
    whole = frozenset(kinds)
    sets = {whole, *(frozenset({kind}) for kind in kinds)}
    times = time_read(session, plan, sets=sets, counted=counted)
    people = tallies_by_piece(session, plan, kinds=kinds, records=counted.records)
    slugs = {house.id: house.slug for house in houses}
    found: list[dict[GroupKey, Sums]] = []
    for grouping in groupings:
        groups: defaultdict[GroupKey, Sums] = defaultdict(Sums)
        splits = Dimension.KIND in grouping.by
        for (house_id, first), total in times.pieces.items():
            slug = slugs[house_id]
            for kind in whole:
                key = grouping.key(slug, kind, first)
                if kind in total.kinds:
                    groups[key].add_units(total.kinds[kind])
                if splits:
                    groups[key].add_life(total.union({kind}))
                    groups[key].opened += total.opened
            if not splits:
                key = grouping.key(slug, None, first)
                groups[key].add_life(total.union(whole))
                groups[key].opened += total.opened
        for (house_id, first, kind), tally in people.items():
            groups[grouping.key(slugs[house_id], kind, first)].add_people(tally)
        found.append(dict(groups))
    return found
