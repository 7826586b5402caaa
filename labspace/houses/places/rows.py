"""Rows of a table for one place of a house, as they are kept in the record of changes."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Enum, delete, select
from sqlalchemy.orm import Session

from labspace.bookings.listed import Listed
from labspace.db import Base, insert_rows, table_of
from labspace.houses.dated.rows import Row, first_of, last_of
from labspace.locations.models import Location


def read_rows(
    session: Session, model: type[Base], house: Location, place: Mapping[str, Any], answers: Sequence[str]
) -> list[Row]:
    """The rows of a place with their answers as plain JSON, the oldest first."""
    rows = session.scalars(select(model).where(*_of(model, house, place)).order_by(_column(model, "id")))
    return [
        {
            **{name: as_json(_column(model, name), getattr(row, name)) for name in answers},
            "valid_from": row.valid_from.isoformat(),  # type: ignore[attr-defined]
            "valid_until": row.valid_until and row.valid_until.isoformat(),  # type: ignore[attr-defined]
        }
        for row in rows
    ]


def write_rows(
    session: Session,
    model: type[Base],
    house: Location,
    place: Mapping[str, Any],
    answers: Sequence[str],
    rows: Sequence[Row],
) -> None:
    """Put these rows in the place of all that the place has."""
    session.execute(delete(model).where(*_of(model, house, place)))
    insert_rows(
        session,
        model,
        [{"location_id": house.id, **_keyed(model, place), **values_of(model, answers, row)} for row in rows],
    )


def values_of(model: type[Base], answers: Sequence[str], row: Row) -> dict[str, Any]:
    """The answers and days of a row as the values of the model."""
    found = {name: from_json(_column(model, name), row[name]) for name in answers}
    return {**found, "valid_from": first_of(row), "valid_until": last_of(row)}


def _of(model: type[Base], house: Location, place: Mapping[str, Any]) -> list[Any]:
    conditions = [_column(model, "location_id") == house.id]
    for name, value in place.items():
        column = getattr(model, name)
        conditions.append(column.is_(None) if value is None else column == value)
    return conditions


def _keyed(model: type[Base], place: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the keys of their columns, which may be called otherwise than the attributes."""
    return {getattr(model, name).property.columns[0].key: value for name, value in place.items()}


def _column(model: type[Base], name: str) -> Column[Any]:
    return table_of(model).c[name]


def as_json(column: Column[Any], value: Any) -> Any:
    """A value of a column as plain JSON."""
    if isinstance(column.type, Listed) and value is not None:
        return [column.type.write(item) for item in value]
    return value.value if isinstance(value, enum.Enum) else value


def from_json(column: Column[Any], value: Any) -> Any:
    """The value that `as_json` wrote."""
    if value is None:
        return None
    if isinstance(column.type, Listed):
        return tuple(column.type.read(item) for item in value)
    if isinstance(column.type, Enum) and column.type.enum_class:
        return column.type.enum_class(value)
    return value
