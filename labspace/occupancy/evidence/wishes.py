"""The wishes on the waiting list behind K23."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.waiting.models import WaitingWish
from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.unresolved import wishes_read
from labspace.times import start_of_day


def wish_rows(session: Session, choice: FigureChoice, *, now: datetime) -> Iterator[Row]:
    """Each wish once, with one where it was never served."""
    read = wishes_read(session, list(choice.houses), choice.period, now=now)
    houses = {house.id: house for house in choice.houses}
    found = {
        wish: (house_id, never) for wish, house_id, kind, never in reversed(read.rows) if kind in choice.kinds
    }
    days = dict(
        iter(session.execute(select(WaitingWish.id, WaitingWish.first_on).where(WaitingWish.id.in_(found))))
    )
    for wish, (house_id, never) in found.items():
        yield Row(
            thing=Thing.WISH,
            key=wish,
            house_id=house_id,
            at=start_of_day(days[wish], zone=houses[house_id].zone),
            amount=Fraction(never),
            of=Fraction(1),
        )
