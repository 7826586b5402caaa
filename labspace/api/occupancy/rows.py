"""Rows for the team of the houses: everything, unrounded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from labspace.api.occupancy.answers import OccupancyRow
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.grouped.keys import Dimension, GroupKey
from labspace.occupancy.grouped.reading import grouped
from labspace.occupancy.grouped.sums import Sums, row_of
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now


def full_rows(
    session: Session,
    houses: Sequence[Location],
    kinds: Collection[SpaceKind],
    days: Days,
    by: Sequence[Dimension],
) -> tuple[list[OccupancyRow], OccupancyRow]:
    """A row for each group of which anything was on offer or happened, and all of it together."""
    found = grouped(session, houses, frozenset(kinds) or frozenset(SpaceKind), days, by, now=utc_now())
    is_on_offer = Dimension.THEME not in by
    rows = [_row(key, sums, by, is_on_offer=is_on_offer) for key, sums in found.groups.items()]
    return rows, OccupancyRow(**asdict(row_of(found.total)), suppressed=[])


def _row(key: GroupKey, sums: Sums, by: Sequence[Dimension], *, is_on_offer: bool) -> OccupancyRow:
    names: dict[str, Any] = {one.value: key.of(one) for one in by}
    weekday = int(names.pop("weekday")) if "weekday" in names else None
    kind = SpaceKind(names.pop("kind")) if "kind" in names else None
    return OccupancyRow(
        **names,
        kind=kind,
        weekday=weekday,
        **asdict(row_of(sums, is_on_offer=is_on_offer)),
        suppressed=[],
    )
