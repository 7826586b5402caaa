"""K25 of several houses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.ideas.models import Idea, IdeaMoney
from labspace.ideas.rates import Amount, Leverage, leverage
from labspace.locations.models import Location
from labspace.occupancy.days import Days


@dataclass(frozen=True, slots=True)
class MoneyRead:
    """Amounts by house."""

    days: Days
    rows: Sequence[tuple[int, Amount]]

    def of(self, house_ids: Collection[int]) -> Leverage:
        """What others gave for each euro of these houses' own seed money."""
        amounts = (amount for house_id, amount in self.rows if house_id in house_ids)
        return leverage(amounts, first=self.days.first, last=self.days.last)


def money_read(session: Session, houses: Sequence[Location], days: Days) -> MoneyRead:
    """What was entered for the ideas of these houses and holds; one statement."""
    rows = session.execute(
        select(Idea.location_id, IdeaMoney.source, IdeaMoney.step, IdeaMoney.cents, IdeaMoney.on)
        .join(Idea, Idea.id == IdeaMoney.idea_id)
        .where(
            Idea.location_id.in_([house.id for house in houses]),
            IdeaMoney.withdrawn_at.is_(None),
            IdeaMoney.on.between(days.first, days.last),
        )
    )
    return MoneyRead(
        days,
        [
            (house_id, Amount(source=source, step=step, cents=cents, on=on))
            for house_id, source, step, cents, on in rows
        ],
    )
