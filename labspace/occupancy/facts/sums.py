"""Kept facts as figures of a house: sums in the database, one statement for units and one for unions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days, Period
from labspace.occupancy.facts.measured import Subset
from labspace.occupancy.facts.models import HouseFact, SpaceFact
from labspace.occupancy.overview import Group
from labspace.occupancy.rates import PUBLIC_KINDS, Figures, of_all_houses
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

MEASURES = ("bookable", "booked", "used", "booked_internally", "used_internally")


@dataclass(slots=True)
class Sums:
    """Seconds of one house in some days: by kind and measure, and by subset."""

    units: dict[SpaceKind, dict[str, int]] = field(default_factory=dict)
    activated: dict[str, int] = field(default_factory=dict)
    opened: int = 0

    def group(self, kinds: Collection[SpaceKind]) -> Group:
        """The figures of these kinds; how many units there are of each is not a matter of facts."""
        by_kind = {kind: self._of_kind(kind) for kind in kinds}
        together = of_all_houses(by_kind.values())
        return Group(
            by_kind=by_kind,
            total=Figures(
                bookable=together.bookable,
                booked=together.booked,
                used=together.used,
                activated=self._activated(Subset.ALL),
                activated_publicly=self._activated(Subset.PUBLIC),
            ),
            internal=Figures(
                bookable=together.bookable,
                booked=self._measured("booked_internally", kinds),
                used=self._measured("used_internally", kinds),
                activated=self._activated(Subset.INTERNAL),
                activated_publicly=self._activated(Subset.INTERNAL_PUBLIC),
            ),
            opened=timedelta(seconds=self.opened),
        )

    def _of_kind(self, kind: SpaceKind) -> Figures:
        activated = self._activated(kind.value)
        return Figures(
            bookable=self._measured("bookable", [kind]),
            booked=self._measured("booked", [kind]),
            used=self._measured("used", [kind]),
            activated=activated,
            activated_publicly=activated if kind in PUBLIC_KINDS else timedelta(),
        )

    def _measured(self, measure: str, kinds: Iterable[SpaceKind]) -> timedelta:
        return timedelta(seconds=sum(self.units.get(kind, {}).get(measure, 0) for kind in kinds))

    def _activated(self, subset: str) -> timedelta:
        return timedelta(seconds=self.activated.get(subset, 0))


def kept_sums(session: Session, location_ids: Collection[int], stretches: Sequence[Days]) -> dict[int, Sums]:
    """What the facts of these houses add up to in these days, which all hold; two statements."""
    found = {location_id: Sums() for location_id in location_ids}
    if not stretches:
        return found
    for location_id, kind, *sums in session.execute(
        select(
            SpaceFact.location_id,
            Space.kind,
            *(func.sum(getattr(SpaceFact, measure)) for measure in MEASURES),
        )
        .join(Space, Space.id == SpaceFact.space_id)
        .where(SpaceFact.location_id.in_(location_ids), _within(SpaceFact.day, stretches))
        .group_by(SpaceFact.location_id, Space.kind)
    ):
        found[location_id].units[kind] = dict(zip(MEASURES, map(int, sums), strict=True))
    for location_id, subset, activated, opened in session.execute(
        select(
            HouseFact.location_id, HouseFact.subset, func.sum(HouseFact.activated), func.sum(HouseFact.opened)
        )
        .where(HouseFact.location_id.in_(location_ids), _within(HouseFact.day, stretches))
        .group_by(HouseFact.location_id, HouseFact.subset)
    ):
        found[location_id].activated[subset] = int(activated)
        found[location_id].opened += int(opened)
    return found


def _within(day: InstrumentedAttribute[date], stretches: Sequence[Days]) -> ColumnElement[bool]:
    return or_(*(day.between(days.first, days.last) for days in stretches))


@dataclass(frozen=True, slots=True)
class Lives:
    """Which units of one house there are, and when."""

    rows: list[tuple[SpaceKind, date, date | None]]

    def number(self, days: Days) -> dict[SpaceKind, int]:
        """How many units of each kind live on any of these days; kinds without one are left out."""
        living = [
            kind
            for kind, first, last in self.rows
            if first <= days.last and (last is None or days.first <= last)
        ]
        return {kind: living.count(kind) for kind in SpaceKind if kind in living}


def lives(session: Session, houses: Collection[Location], period: Period) -> dict[int, Lives]:
    """The units of these houses that live on any day of `period`; one statement."""
    found = {house.id: Lives([]) for house in houses}
    rows = session.execute(
        select(Space.location_id, Space.kind, Space.valid_from, Space.valid_until).where(
            Space.location_id.in_(found),
            Space.is_unit,
            Space.valid_from <= period.last,
            or_(Space.valid_until.is_(None), Space.valid_until >= period.first),
        )
    )
    for location_id, kind, first, last in rows:
        found[location_id].rows.append((kind, first, last))
    return found
