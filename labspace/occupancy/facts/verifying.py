"""Whether what is kept of each day is what its bookings come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.building import Built, build_facts
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.facts.measured import DayFacts, HouseCell, UnitCell
from labspace.occupancy.facts.models import HouseFact, SpaceFact
from labspace.occupancy.facts.standing import standings

HANDFUL = 31


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is kept otherwise than counted; None: it is missing there."""

    house: str
    kept: UnitCell | HouseCell | None
    counted: UnitCell | HouseCell | None

    def __str__(self) -> str:
        cell = self.kept or self.counted
        assert cell is not None
        what = f"space {cell.space_id}" if isinstance(cell, UnitCell) else cell.subset
        return (
            f"{self.house} {cell.day.isoformat()} {cell.part:02d}h {what}: "
            f"kept {_values(self.kept)}, counted {_values(self.counted)}"
        )


def _values(cell: UnitCell | HouseCell | None) -> str:
    if cell is None:
        return "nothing"
    names = [name for name in type(cell).__slots__ if name not in {"day", "part", "space_id", "subset"}]
    return " ".join(f"{name}={getattr(cell, name)}" for name in names if getattr(cell, name))


@dataclass(slots=True)
class Verified:
    """What a comparison found."""

    compared: int = 0
    passed_over: int = 0
    differences: list[Difference] = field(default_factory=list)


def verify_facts(
    session: Session, houses: Sequence[Location], stretches: Iterable[Days], *, now: datetime
) -> Verified:
    """Compare the kept facts of these days, where they hold, with a count from bookings; writes nothing."""
    found = Verified()
    for days in stretches:
        for handful in days.pieces(HANDFUL):
            _compare(session, houses, handful, found, now=now)
    return found


def _compare(
    session: Session, houses: Sequence[Location], days: Days, found: Verified, *, now: datetime
) -> None:
    slugs = {house.id: house.slug for house in houses}
    for built in build_facts(session, houses, days, now=now):
        holding = built.standing.holding
        found.compared += len(holding)
        found.passed_over += len(days) - len(holding)
        differing = list(_differences(session, built, holding, slugs[built.location_id]))
        if differing:
            # What changed while it was counted has a mark by now, and is no fault.
            still = standings(session, [built.location_id], days)[built.location_id].holding
            found.differences += [one for one in differing if _day_of(one) in still]


def _differences(session: Session, built: Built, holding: set[date], slug: str) -> Iterator[Difference]:
    kept = kept_facts(session, built.location_id, built.days)
    pairs = (
        (_by_place(kept.units), _by_place(built.facts.units)),
        (_by_place(kept.houses), _by_place(built.facts.houses)),
    )
    for ours, counted in pairs:
        for key in sorted(ours.keys() | counted.keys()):
            if key[0] in holding and ours.get(key) != counted.get(key):
                yield Difference(slug, ours.get(key), counted.get(key))


Place = tuple[date, Daypart, str]


def _by_place(cells: Iterable[UnitCell] | Iterable[HouseCell]) -> dict[Place, UnitCell | HouseCell]:
    return {
        (cell.day, cell.part, str(cell.space_id) if isinstance(cell, UnitCell) else cell.subset): cell
        for cell in cells
    }


def _day_of(difference: Difference) -> date:
    cell = difference.kept or difference.counted
    assert cell is not None
    return cell.day


def kept_facts(session: Session, location_id: int, days: Days) -> DayFacts:
    """The facts of a house as they are stored, whether or not they hold; two statements."""
    units = session.execute(
        select(
            SpaceFact.day,
            SpaceFact.space_id,
            SpaceFact.part,
            SpaceFact.bookable,
            SpaceFact.booked,
            SpaceFact.used,
            SpaceFact.booked_internally,
            SpaceFact.used_internally,
            SpaceFact.set_up,
        ).where(SpaceFact.location_id == location_id, SpaceFact.day.between(days.first, days.last))
    )
    houses = session.execute(
        select(HouseFact.day, HouseFact.subset, HouseFact.part, HouseFact.activated, HouseFact.opened).where(
            HouseFact.location_id == location_id, HouseFact.day.between(days.first, days.last)
        )
    )
    return DayFacts(
        units=sorted(UnitCell(**_part_of(row._mapping)) for row in units),
        houses=sorted(HouseCell(**_part_of(row._mapping)) for row in houses),
    )


def _part_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "part": Daypart(row["part"])}
