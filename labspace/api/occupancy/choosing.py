"""Whose occupancy a call may read: the team of houses in full, everybody else what was published."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from labspace.api.ground.caller import caller_or_none
from labspace.api.ground.problems import Problem
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.occupancy.days import Days
from labspace.occupancy.grouped.keys import Dimension
from labspace.occupancy.months import Month

PUBLIC = frozenset({Dimension.LOCATION, Dimension.KIND, Dimension.MONTH})


@dataclass(frozen=True)
class Chosen:
    """Houses, and whether the caller is of the team of all of them."""

    houses: list[Location]
    in_full: bool

    @property
    def is_demo(self) -> bool:
        return any(house.is_demo for house in self.houses)


def chosen(session: Session, slugs: list[str]) -> Chosen:
    """The named houses; with none named all, or those the caller runs. Raises `Problem` for an unknown one."""
    every = list(locations(session))
    known = {house.slug: house for house in every}
    if not set(slugs) <= set(known):
        raise Problem("not_found")
    who = caller_or_none()
    named = [known[slug] for slug in dict.fromkeys(slugs)]
    run = [house for house in every if who is not None and who.runs(house.id)]
    houses = named or run or every
    return Chosen(houses, bool(run) and all(house in run for house in houses))


def public_months(days: Days, by: list[Dimension]) -> list[Month]:
    """The months of what anybody may ask for. Raises `Problem` with `not_public` for anything finer (R12)."""
    first, last = Month(days.first.year, days.first.month), Month(days.last.year, days.last.month)
    if (days.first, days.last) != (first.first, last.last) or not set(by) <= PUBLIC:
        raise Problem("not_public")
    found = [first]
    while found[-1] < last:
        found.append(found[-1].following)
    return found
