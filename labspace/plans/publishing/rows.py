"""Rows of a published plan: spaces that begin, end and are called otherwise, and the drawing itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from labspace.bookings.prices.models import TariffRow
from labspace.bookings.rulebook.models import BookingRule
from labspace.db import Base, insert_rows, table_of
from labspace.plans.document import PlanDocument
from labspace.plans.publishing.queries import NEVER
from labspace.spaces.models import (
    FloorPlan,
    Space,
    SpaceClosure,
    SpaceHours,
    SpaceLayout,
    SpacePart,
)
from labspace.spaces.plan_file import as_json
from labspace.spaces.plan_rows import placements_of
from labspace.spaces.plans import SpaceSpec
from labspace.times import start_of_day

ONE_DAY = timedelta(days=1)


def end_spaces(
    session: Session, spaces: Collection[Space], *, before: date
) -> tuple[list[list[Any]], list[list[Any]]]:
    """Let these spaces end on the eve of a day, with what they are part of.

    What `spaces` and their parts said until now, as `[id, valid_until]`, for taking it back.
    """
    ids = [space.id for space in spaces]
    parts = session.scalars(
        select(SpacePart).where(
            or_(SpacePart.whole_id.in_(ids), SpacePart.part_id.in_(ids)),
            SpacePart.valid_from < before,
            or_(SpacePart.valid_until.is_(None), SpacePart.valid_until >= before),
        )
    ).all()
    told = [[space.id, _text(space.valid_until)] for space in spaces]
    told_parts = [[part.id, _text(part.valid_until)] for part in parts]
    for space in spaces:
        space.valid_until = before - ONE_DAY
    for part in parts:
        part.valid_until = before - ONE_DAY
    session.flush()
    return told, told_parts


def begin_spaces(
    session: Session, specs: Iterable[SpaceSpec], *, location_id: int, starts_on: date
) -> dict[str, Space]:
    """New spaces from a day on, by public id; one that was published and taken back before begins after all."""
    wanted = list(specs)
    taken_back = {
        space.public_id: space
        for space in session.scalars(
            select(Space).where(
                Space.public_id.in_([spec.public_id for spec in wanted]),
                Space.location_id == location_id,
                Space.valid_from == NEVER,
            )
        )
    }
    last = session.scalar(select(func.max(Space.position)).where(Space.location_id == location_id)) or 0
    begun: dict[str, Space] = {}
    for number, spec in enumerate(wanted, start=1):
        space = taken_back.get(spec.public_id) or Space(
            public_id=spec.public_id, location_id=location_id, position=last + number
        )
        space.kind, space.capacity, space.is_unit = spec.kind, spec.capacity, not spec.parts
        space.valid_from, space.valid_until = starts_on, None
        _call(space, spec)
        session.add(space)
        begun[spec.public_id] = space
    session.flush()
    ids = [space.id for space in begun.values()]
    session.execute(delete(SpaceLayout).where(SpaceLayout.space_id.in_(ids)))
    session.execute(delete(SpacePart).where(SpacePart.whole_id.in_(ids)))
    session.add_all(
        SpaceLayout(
            space_id=begun[spec.public_id].id,
            layout=row.layout,
            capacity=row.capacity,
            wheelchair_places=row.wheelchair_places,
            position=position,
        )
        for spec in wanted
        for position, row in enumerate(spec.layouts)
    )
    session.flush()
    for space in begun.values():
        session.expire(space, ["layouts"])
    return begun


def begin_parts(
    session: Session,
    specs: Iterable[SpaceSpec],
    spaces: Mapping[str, Space],
    *,
    starts_on: date,
) -> None:
    """The new wholes consist of these units."""
    session.add_all(
        SpacePart(whole_id=spaces[spec.public_id].id, part_id=spaces[part].id, valid_from=starts_on)
        for spec in specs
        for part in spec.parts
    )
    session.flush()


def hand_on(session: Session, old: Space, new: Space, *, starts_on: date) -> None:
    """The successor keeps place in lists, rules, prices, hours and closures of the space it follows."""
    new.position = old.position
    new.booking_turn = 0
    for model in (BookingRule, TariffRow, SpaceHours, SpaceClosure):
        table = table_of(model)
        dated = "valid_until" in table.c
        still = (
            or_(table.c.valid_until.is_(None), table.c.valid_until >= starts_on)
            if dated
            else table.c.ends_at > start_of_day(starts_on, zone=old.location.zone)
        )
        session.execute(delete(table).where(table.c.space_id == new.id))
        rows = session.execute(select(table).where(table.c.space_id == old.id, still)).mappings()
        insert_rows(session, model, [_copied(dict(row), new.id) for row in rows])
    session.flush()


def _copied(row: Mapping[str, Any], space_id: int) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"} | {"space_id": space_id}


def put_plan(
    session: Session,
    document: PlanDocument,
    spaces: Mapping[str, Space],
    *,
    location_id: int,
    starts_on: date,
) -> FloorPlan:
    """The drawing, in force from a day on until further notice."""
    plan = FloorPlan(
        location_id=location_id,
        level=document.level,
        name=document.name.de,
        name_en=document.name.en,
        width_m=document.width_m,
        height_m=document.height_m,
        north_degrees=document.north_degrees,
        drawing=as_json(document.drawing),
        valid_from=starts_on,
        placements=placements_of(document.placements, spaces),
    )
    session.add(plan)
    session.flush()
    return plan


def told_values(spec: SpaceSpec) -> dict[str, Any]:
    """What a space is called and has, as values of its columns; no figure rests on it."""
    return {
        "name": spec.name.de,
        "name_en": spec.name.en,
        "label": spec.label,
        "description": spec.description.de,
        "description_en": spec.description.en,
        "wheelchair_places": spec.wheelchair_places,
        "area_m2": spec.area_m2,
        "features": [feature.value for feature in spec.features],
        "seatings": [[row.layout.value, row.wheelchair_places] for row in spec.layouts],
    }


def tell(space: Space, values: Mapping[str, Any]) -> None:
    """Call a space as `told_values` said; its seatings keep their numbers, and get the order of the document."""
    for name, value in values.items():
        if name not in ("space", "seatings"):
            setattr(space, name, value)
    wanted = {layout: (position, places) for position, (layout, places) in enumerate(values["seatings"])}
    for row in space.layouts:
        if row.layout.value in wanted:
            row.position, row.wheelchair_places = wanted[row.layout.value]


def _call(space: Space, spec: SpaceSpec) -> None:
    for name, value in told_values(spec).items():
        if name != "seatings":
            setattr(space, name, value)


def withdraw(session: Session, spaces: Iterable[Space]) -> None:
    """These spaces never came into force: they exist on no day that is reached."""
    for space in spaces:
        space.valid_from = space.valid_until = NEVER
    session.flush()


def restore_until(session: Session, model: type[Base], told: Iterable[Iterable[Any]]) -> None:
    """Give rows the last day back that they had, from `[id, valid_until]`."""
    table = table_of(model)
    for row_id, until in told:
        session.execute(
            table.update()
            .where(table.c.id == row_id)
            .values(valid_until=date.fromisoformat(until) if until else None)
        )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
