"""Whether what is kept of each day and month is what its bookings come to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.db import Base, table_of
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.building import Built, build_facts
from labspace.occupancy.facts.families import Row, families, key_columns, value_columns, whole_months
from labspace.occupancy.facts.standing import months_of, standings

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is kept otherwise than counted; None: it is missing there."""

    house: str
    table: type[Base]
    dated: str
    """"day" or "month"."""
    key: Mapping[str, Any]
    kept: Row | None
    counted: Row | None

    def __str__(self) -> str:
        place = " ".join(f"{name}={value}" for name, value in self.key.items() if name != self.dated)
        return (
            f"{self.house} {self.key[self.dated].isoformat()} {self.table.__tablename__} {place}: "
            f"kept {self._said(self.kept)}, counted {self._said(self.counted)}"
        )

    def _said(self, row: Row | None) -> str:
        if row is None:
            return "nothing"
        other = (self.counted if row is self.kept else self.kept) or {}
        return " ".join(
            f"{name}={value.hex() if isinstance(value, bytes) else value}"
            for name in value_columns(self.table)
            if (value := row[name]) != other.get(name)
        )


@dataclass(slots=True)
class Verified:
    """What a comparison found."""

    compared: int = 0
    """Days of houses."""
    passed_over: int = 0
    differences: list[Difference] = field(default_factory=list)


def verify_facts(
    session: Session,
    houses: Sequence[Location],
    stretches: Iterable[Days],
    *,
    now: datetime,
    found: Verified | None = None,
) -> Verified:
    """Compare the kept facts of these days, where they hold, with a count from bookings; writes nothing.

    Months of which all days are among them are compared as well. `found`: what is added to.
    """
    found = Verified() if found is None else found
    for days in stretches:
        for month in months_of(days):
            part = Days(month.first, month.last).common(days)
            assert part is not None
            _compare(session, houses, part, found, now=now)
    return found


def _compare(
    session: Session, houses: Sequence[Location], days: Days, found: Verified, *, now: datetime
) -> None:
    slugs = {house.id: house.slug for house in houses}
    for built in build_facts(session, houses, days, now=now):
        holding = built.standing.holding
        found.compared += len(holding)
        found.passed_over += len(days) - len(holding)
        whole = {month.first for month in whole_months(days)}
        dates = {"day": holding, "month": whole & built.standing.holding_months}
        differing = list(_differences(session, built, dates, slugs[built.location_id]))
        if differing:
            # What changed while it was counted has a mark by now, and is no fault.
            still = standings(session, [built.location_id], days)[built.location_id]
            dates = {"day": still.holding, "month": whole & still.holding_months}
            found.differences += [one for one in differing if one.key[one.dated] in dates[one.dated]]


def _differences(
    session: Session, built: Built, dates: Mapping[str, Collection[date]], slug: str
) -> Iterator[Difference]:
    for family in families():
        for table, dated in family.tables():
            names = key_columns(table, dated)
            kept = _by_key(names, _kept(session, table, dated, built))
            counted = _by_key(names, built.rows.get(table, ()))
            for key in sorted(kept.keys() | counted.keys()):
                ours, theirs = kept.get(key), counted.get(key)
                if key[0] in dates[dated] and ours != theirs:
                    yield Difference(slug, table, dated, dict(zip(names, key, strict=True)), ours, theirs)


def _by_key(names: Sequence[str], rows: Iterable[Row]) -> dict[Key, Row]:
    return {tuple(row[name] for name in names): row for row in rows}


def _kept(session: Session, table: type[Base], dated: str, built: Built) -> list[Row]:
    """The rows of a house as they are stored, whether or not they hold."""
    columns = [column for column in table_of(table).columns if column.name != "location_id"]
    where = table_of(table).c[dated].between(built.days.first, built.days.last)
    rows = session.execute(select(*columns).where(table_of(table).c.location_id == built.location_id, where))
    return [dict(row._mapping) for row in rows]
