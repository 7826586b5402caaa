"""The one door through which facts are kept."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labspace.db import begin_write, insert_rows, table_of
from labspace.occupancy.facts.building import Built
from labspace.occupancy.facts.families import Row, families, whole_months
from labspace.occupancy.facts.models import FactDay, FactMark, FactMonth
from labspace.occupancy.facts.standing import Standing, months_of, standings

TURN = 0x6C616204
"""Name of the lock under which facts of one house are stored, among all locks of the database."""


def store_facts(session: Session, built: Built) -> bool:
    """Keep these facts; False, and nothing is changed, if somebody else stored some of the days meanwhile.

    Marks made since the facts were counted stay, so that their days are counted anew; those seen then
    go where all of their days are stored, and shrink where only some are. A month is kept where all of
    its days are among these; one of which only some are is kept no more, as its sums are others by now.
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
        and then.days == present.days
        and then.months == present.months
        and then.marks.items() <= present.marks.items()
    )


def _replace(session: Session, built: Built) -> None:
    days, house = built.days, {"location_id": built.location_id}
    touched = [month.first for month in months_of(days)]
    for family in families():
        for model, dated in family.tables():
            table = table_of(model)
            these = (
                table.c.day.between(days.first, days.last) if dated == "day" else table.c.month.in_(touched)
            )
            session.execute(delete(table).where(table.c.location_id == built.location_id, these))
            insert_rows(session, model, [house | row for row in built.rows.get(model, ())])
    _note(session, built)


def _note(session: Session, built: Built) -> None:
    """Say what is kept by now, and on what it rests."""
    days, house = built.days, built.location_id
    touched = [month.first for month in months_of(days)]
    session.execute(
        delete(FactDay).where(FactDay.location_id == house, FactDay.day.between(days.first, days.last))
    )
    session.execute(delete(FactMonth).where(FactMonth.location_id == house, FactMonth.month.in_(touched)))
    now = {
        month: {"location_id": house, "ground": made.ground, "made_by": made.by}
        for month, made in built.standing.now.items()
    }
    kept: list[Row] = [now[day.replace(day=1)] | {"day": day, "month": day.replace(day=1)} for day in days]
    insert_rows(session, FactDay, kept)
    whole: list[Row] = [
        now[month.first] | {"month": month.first, "last_on": month.last} for month in whole_months(days)
    ]
    insert_rows(session, FactMonth, whole)


def _use_up(session: Session, built: Built) -> None:
    """Take away the marks these facts answer, and write their other days as new marks."""
    seen = built.standing.marks
    if not seen:
        return
    session.execute(delete(FactMark).where(FactMark.id.in_(seen)))
    rest = [left for marked in seen.values() for left in marked.without(built.days)]
    rows = [{"location_id": built.location_id, "first_on": one.first, "last_on": one.last} for one in rest]
    insert_rows(session, FactMark, rows)
