"""Counts of bookings piece by piece: by house, kind, and kept month, kept day or counted day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.people.kept import cells_of, tables_of
from labspace.occupancy.people.tally import NUMBERS, Tally
from labspace.occupancy.records import HouseRecord
from labspace.spaces.kinds import SpaceKind

Piece = tuple[int, date, SpaceKind]
"""A house, the first day of a month or the day itself, and a kind."""


def tallies_by_piece(
    session: Session,
    plan: Plan,
    *,
    kinds: Collection[SpaceKind],
    records: Collection[tuple[Days, HouseRecord]],
) -> dict[Piece, Tally]:
    """All of the plan's period up to its `now`, without lead times; two statements beside the counted stretches."""
    found: defaultdict[Piece, Tally] = defaultdict(Tally)
    words = [kind.value for kind in kinds]
    for table, dated, held in tables_of(plan):
        columns = [getattr(table, name) for name in NUMBERS]
        rows = session.execute(
            select(table.location_id, dated, table.kind, *columns).where(
                held, table.kind.in_(words), table.is_internal.is_(False)
            )
        )
        for house_id, first, kind, *numbers in rows:
            found[house_id, first, SpaceKind(kind)].add(Tally(**dict(zip(NUMBERS, numbers, strict=True))))
    for house_id, cells in cells_of(session, plan, records):
        for (day, kind, is_internal), tally in cells.counts.items():
            if kind in kinds and not is_internal:
                found[house_id, day, kind].add(tally)
    return dict(found)
