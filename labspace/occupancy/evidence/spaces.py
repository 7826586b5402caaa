"""The spaces behind bookable hours (K01)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.facts.plans import plan_for
from labspace.occupancy.facts.time.reading import count_stretches
from labspace.occupancy.facts.time.spaces import spaces_read
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.spaces.models import Space
from labspace.times import start_of_day


def space_rows(
    session: Session, choice: FigureChoice, _indicator: Indicator, _part: Part, now: datetime
) -> Iterator[Row]:
    """Every unit that was on offer, and for how long."""
    plan = plan_for(session, list(choice.houses), choice.period, now=now)
    found = spaces_read(session, plan, count_stretches(session, plan))
    zones = {house.id: house.zone for house in choice.houses}
    for space_id, house_id, kind in session.execute(
        select(Space.id, Space.location_id, Space.kind).where(Space.id.in_(found)).order_by(Space.id)
    ):
        if kind in choice.kinds and found[space_id].bookable:
            yield Row(
                thing=Thing.SPACE,
                key=space_id,
                house_id=house_id,
                at=start_of_day(choice.period.first, zone=zones[house_id]),
                amount=Fraction(found[space_id].bookable, 3600),
            )
