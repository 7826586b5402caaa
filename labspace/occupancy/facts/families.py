"""Which facts there are: each family of them is counted, kept, marked, verified and rolled up alike.

A family brings tables whose rows belong to a house and a `day`, or to a house and a `month` (its
first day), and one function that counts all of them from what they rest on. Everything else – which
days hold, who stores, what is compared at night – is the same for all and knows no family.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zlib import crc32

from sqlalchemy.orm import Session

from labspace.db import Base, table_of
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.months import Month

Row = dict[str, Any]
"""One row of a table, all columns but the house's."""
Rows = Mapping[type[Base], Sequence[Row]]
"""By table; tables without a row may be missing."""


class Count(Protocol):
    """Counts the facts of some houses in some days; a handful of statements, nothing is written."""

    def __call__(
        self, session: Session, houses: Sequence[Location], days: Days, *, now: datetime
    ) -> Mapping[int, Rows]:
        """Rows by house: for day tables of each of `days`, for month tables of each `whole_months(days)`.

        A day must come to the same alone and among others, and nothing may depend on `now` but what is
        still to come.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Facts that are counted together."""

    name: str
    version: int
    """Another number whenever the same bookings come to other rows: all days are counted anew then."""
    day_tables: tuple[type[Base], ...]
    month_tables: tuple[type[Base], ...] = ()
    count: Count

    def tables(self) -> Iterator[tuple[type[Base], str]]:
        """All tables, with the column that dates their rows."""
        yield from ((table, "day") for table in self.day_tables)
        yield from ((table, "month") for table in self.month_tables)


_families: dict[str, Family] = {}


def keep_facts(family: Family) -> Family:
    """From now on days are kept with these facts, too."""
    _families[family.name] = family
    return family


def families() -> Sequence[Family]:
    """All there are, in the order of their names."""
    return [_families[name] for name in sorted(_families)]


def made_by() -> int:
    """A number that changes with the families and their versions; facts made by others do not hold."""
    return crc32(" ".join(f"{family.name}:{family.version}" for family in families()).encode())


def whole_months(days: Days) -> Iterator[Month]:
    """The months of which every day is among `days`."""
    month = Month(days.first.year, days.first.month)
    while month.first <= days.last:
        if days.first <= month.first and month.last <= days.last:
            yield month
        month = month.following


def key_columns(table: type[Base], dated: str) -> list[str]:
    """What tells the rows of one house apart, the date first."""
    names = [column.name for column in table_of(table).primary_key if column.name != "location_id"]
    return [dated, *(name for name in names if name != dated)]


def value_columns(table: type[Base]) -> list[str]:
    """What is counted."""
    return [column.name for column in table_of(table).columns if not column.primary_key]
