"""The one door through which facts are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labspace.db import begin_write, insert_rows, table_of
from labspace.occupancy.facts.building import Built
from labspace.occupancy.facts.measured import HouseCell, UnitCell
from labspace.occupancy.facts.models import FactDay, FactMark, HouseFact, SpaceFact
from labspace.occupancy.facts.standing import Standing, standings

TURN = 0x6C616204
"""Name of the lock under which facts of one house are stored, among all locks of the database."""


def store_facts(session: Session, built: Built) -> bool:
    """Keep these facts; False, and nothing is changed, if somebody else stored some of the days meanwhile.

    Marks made since the facts were counted stay, so that their days are counted anew; those seen then
    go where all of their days are stored, and shrink where only some are.
    """
    begin_write(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(TURN, built.location_id)))
    present = standings(session, [built.location_id], built.days)[built.location_id]
    if not _is_as_it_was(built.standing, present):
        return False
    _replace(session, built)
    _use_up(session, built)
    session.flush()
    return True


def _is_as_it_was(then: Standing, present: Standing) -> bool:
    # An older look must never be written over a newer one: then a mark it saw is gone,
    # or a day was stored that was not, or rests on another state of the house.
    return (
        then.revision == present.revision
        and then.kept == present.kept
        and then.marks.items() <= present.marks.items()
    )


def _replace(session: Session, built: Built) -> None:
    days, house = built.days, {"location_id": built.location_id}
    for table in map(table_of, (SpaceFact, HouseFact, FactDay)):
        of_house = table.c.location_id == built.location_id
        session.execute(delete(table).where(of_house, table.c.day.between(days.first, days.last)))
    insert_rows(session, SpaceFact, [house | _values(cell) for cell in built.facts.units])
    insert_rows(session, HouseFact, [house | _values(cell) for cell in built.facts.houses])
    kept: list[Mapping[str, Any]] = [
        house | {"day": day, "revision": built.standing.revision} for day in days
    ]
    insert_rows(session, FactDay, kept)


def _values(cell: UnitCell | HouseCell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in cell.__slots__} | {"part": int(cell.part)}


def _use_up(session: Session, built: Built) -> None:
    """Take away the marks these facts answer, and write their other days as new marks."""
    seen = built.standing.marks
    if not seen:
        return
    session.execute(delete(FactMark).where(FactMark.id.in_(seen)))
    rest = [left for marked in seen.values() for left in marked.without(built.days)]
    rows = [{"location_id": built.location_id, "first_on": one.first, "last_on": one.last} for one in rest]
    insert_rows(session, FactMark, rows)
