"""Counts and uses of a period from kept facts, and from bookings where no facts hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.months import past_of
from labspace.occupancy.people.cells import Cells, count_cells
from labspace.occupancy.people.leads import unpacked
from labspace.occupancy.people.models import WHO, PeopleFact, PeopleMonth, UseFact, UseMonth
from labspace.occupancy.people.reading import told_bookings
from labspace.occupancy.people.tally import NUMBERS
from labspace.occupancy.people.totals import PeopleRead
from labspace.occupancy.people.users import User
from labspace.occupancy.people.walk_ins import walk_ins
from labspace.occupancy.queries import around
from labspace.occupancy.records import HouseRecord
from labspace.spaces.kinds import SpaceKind
from labspace.visits.queries import stays_of


def people_read(
    session: Session,
    plan: Plan,
    *,
    kinds: Collection[SpaceKind],
    records: Collection[tuple[Days, HouseRecord]],
    with_users: bool = True,
    with_desks: bool = True,
    with_leads: bool = True,
) -> PeopleRead:
    """All of the plan's period up to its `now`; `records` are of the stretches that are counted.

    At most ten statements beside seven for each counted stretch; kept days and months read no booking.
    """
    found = PeopleRead()
    words = [kind.value for kind in kinds]
    has_desks = SpaceKind.DESK in kinds
    for table, dated, held in tables_of(plan):
        _read_counts(session, found, table, held, words)
        if has_desks:
            _read_desks(session, found, table, dated, held)
        if with_leads:
            _read_leads(session, found, table, held, words)
    for uses, dated, held in _use_tables(plan) if with_users else ():
        _read_users(session, found, uses, held, words)
        if has_desks and with_desks:
            _read_at_desks(session, found, uses, dated, held)
    _count(session, found, plan, records)
    return found


CountTable = type[PeopleFact] | type[PeopleMonth]
UseTable = type[UseFact] | type[UseMonth]
Dated = InstrumentedAttribute[date]


def tables_of(plan: Plan) -> Iterator[tuple[CountTable, Dated, ColumnElement[bool]]]:
    """The tables of counts that hold some of the plan: months, days, and which rows to read."""
    if any(plan.months.values()):
        yield PeopleMonth, PeopleMonth.month, plan.in_months(PeopleMonth.location_id, PeopleMonth.month)
    if any(plan.kept.values()):
        yield PeopleFact, PeopleFact.day, plan.in_days(PeopleFact.location_id, PeopleFact.day)


def _use_tables(plan: Plan) -> Iterator[tuple[UseTable, Dated, ColumnElement[bool]]]:
    if any(plan.months.values()):
        yield UseMonth, UseMonth.month, plan.in_months(UseMonth.location_id, UseMonth.month)
    if any(plan.kept.values()):
        yield UseFact, UseFact.day, plan.in_days(UseFact.location_id, UseFact.day)


def _read_counts(
    session: Session, found: PeopleRead, table: CountTable, held: ColumnElement[bool], words: list[str]
) -> None:
    sums = [func.sum(getattr(table, name)) for name in NUMBERS]
    place = (table.location_id, table.kind, table.is_internal)
    rows = session.execute(select(*place, *sums).where(held, table.kind.in_(words)).group_by(*place))
    for house_id, kind, is_internal, *numbers in rows:
        tally = found.tally(house_id, SpaceKind(kind), is_internal=is_internal)
        for name, number in zip(NUMBERS, numbers, strict=True):
            setattr(tally, name, getattr(tally, name) + int(number))


def _read_desks(
    session: Session, found: PeopleRead, table: CountTable, dated: Dated, held: ColumnElement[bool]
) -> None:
    is_desk = (table.kind == SpaceKind.DESK.value, table.is_internal.is_(False))
    rows = session.execute(
        select(table.location_id, dated, table.bookable, table.open_for).where(held, *is_desk)
    )
    for house_id, first, bookable, open_for in rows:
        found.add_desks(house_id, first, bookable, open_for)


def _read_leads(
    session: Session, found: PeopleRead, table: CountTable, held: ColumnElement[bool], words: list[str]
) -> None:
    rows = session.execute(
        select(table.location_id, table.kind, table.leads).where(
            held, table.kind.in_(words), table.is_internal.is_(False), table.leads != b""
        )
    )
    for house_id, kind, leads in rows:
        found.tally(house_id, SpaceKind(kind), is_internal=False).leads.append(unpacked(leads))


def _read_users(
    session: Session, found: PeopleRead, table: UseTable, held: ColumnElement[bool], words: list[str]
) -> None:
    who = [table.location_id, *(getattr(table, name) for name in WHO)]
    rows = session.execute(
        select(*who, func.sum(table.seconds)).where(held, table.kind.in_(words)).group_by(*who)
    )
    for house_id, *names, seconds in rows:
        found.users[house_id, User._make(names)] += int(seconds)


def _read_at_desks(
    session: Session, found: PeopleRead, table: UseTable, dated: Dated, held: ColumnElement[bool]
) -> None:
    rows = session.execute(
        select(table.location_id, dated, table.person, table.is_internal)
        .where(held, table.kind == SpaceKind.DESK.value)
        .distinct()
    )
    for house_id, first, person, is_internal in rows:
        found.add_at_desk(house_id, first, person, is_internal=is_internal)


def _count(
    session: Session, found: PeopleRead, plan: Plan, records: Collection[tuple[Days, HouseRecord]]
) -> None:
    for house_id, cells in cells_of(session, plan, records):
        found.add_cells(house_id, cells)


def cells_of(
    session: Session, plan: Plan, records: Collection[tuple[Days, HouseRecord]]
) -> Iterator[tuple[int, Cells]]:
    """What the stretches to be counted come to, house by house; seven statements for each stretch."""
    by_stretch: dict[Days, list[HouseRecord]] = {}
    for days, record in records:
        if past_of(record.period, now=plan.now) is not None:
            by_stretch.setdefault(days, []).append(record)
    for days, some in by_stretch.items():
        ids = [record.location_id for record in some]
        told = told_bookings(session, ids, around(record.period for record in some))
        walked, stays = walk_ins(session, ids, days), stays_of(session, ids)
        for record in some:
            past = past_of(record.period, now=plan.now)
            assert past is not None
            house_id = record.location_id
            cells = count_cells(
                record,
                told[house_id],
                days,
                past=past,
                walk_ins=walked[house_id],
                stays=stays[house_id],
            )
            yield house_id, cells
