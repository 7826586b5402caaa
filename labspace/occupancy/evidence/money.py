"""The amounts behind K25."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.ideas.models import Idea, IdeaMoney
from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.times import start_of_day

STEPS = {Part.MAIN: MoneyStep.GRANTED, Part.PAID: MoneyStep.PAID}
"""Of others' money; of the house's own only what was spent counts."""


def money_rows(
    session: Session, choice: FigureChoice, _indicator: Indicator, part: Part, _now: datetime
) -> Iterator[Row]:
    """What others gave, of what the house itself spent; of the cost of an hour only the latter, above the line."""
    zones = {house.id: house.zone for house in choice.houses}
    for key, house_id, source, step, cents, on in session.execute(
        select(
            IdeaMoney.id, Idea.location_id, IdeaMoney.source, IdeaMoney.step, IdeaMoney.cents, IdeaMoney.on
        )
        .join(Idea, Idea.id == IdeaMoney.idea_id)
        .where(
            Idea.location_id.in_(zones),
            IdeaMoney.withdrawn_at.is_(None),
            IdeaMoney.on.between(choice.period.first, choice.period.last),
        )
        .order_by(IdeaMoney.on, IdeaMoney.id)
    ):
        euro, nothing = Fraction(cents, 100), Fraction()
        is_own = source is MoneySource.OWN and step is MoneyStep.PAID
        adds: tuple[Fraction, Fraction | None] | None
        if part is Part.COST:
            adds = (euro, None) if is_own else None
        elif is_own:
            adds = (nothing, euro)
        else:
            is_others = source is not MoneySource.OWN and step is STEPS[part]
            adds = (euro, nothing) if is_others else None
        if adds is not None:
            yield Row(
                thing=Thing.MONEY,
                key=key,
                house_id=house_id,
                at=start_of_day(on, zone=zones[house_id]),
                amount=adds[0],
                of=adds[1],
            )
