"""What the chosen houses want to reach in the days that are over, where that can be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.context.models import IndicatorTarget
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.figures.aims import aimed_at
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.spaces.targets import Target, TargetUnit, is_met, target_for

Targets = Mapping[int, Sequence[Target]]
"""By house."""


def targets_of_houses(session: Session, houses: Sequence[Location]) -> Targets:
    """Everything these houses ever wanted to reach; one statement."""
    found: defaultdict[int, list[Target]] = defaultdict(list)
    rows = session.scalars(
        select(IndicatorTarget)
        .where(IndicatorTarget.location_id.in_([house.id for house in houses]))
        .order_by(IndicatorTarget.location_id, IndicatorTarget.valid_from)
    )
    for row in rows:
        found[row.location_id].append(row.target)
    return found


def goal(
    targets: Targets, houses: Sequence[Location], indicator: Indicator, part: Part, days: Days
) -> Fraction | None:
    """The target of all these houses together, a rate as a share of one; None where it cannot be said.

    Sums add up where every house has one. A rate is the target of several houses only if it is the same
    for all: rates are never averaged. A count of what is distinct has none for several.
    """
    aim = aimed_at(indicator, part)
    if aim is None:
        return None
    each = [target_for(targets.get(house.id, ()), aim, days.first, days.last) for house in houses]
    values = [one for one in each if one is not None]
    if not values or len(values) < len(houses):
        return None
    if aim.adds_up:
        return sum(values, Fraction())
    if len(set(values)) > 1 or (aim.is_sum and len(values) > 1):
        return None
    return values[0] / 100 if aim.unit is TargetUnit.PERCENT else values[0]


def is_reached(indicator: Indicator, part: Part, value: Fraction | None, aim: Fraction) -> bool | None:
    """Whether the figure is as high as wanted, or as low; None where there is none."""
    wanted = aimed_at(indicator, part)
    return is_met(wanted, value, aim) if wanted else None
