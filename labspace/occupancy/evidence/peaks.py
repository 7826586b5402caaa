"""Which units were in use at the peak (K08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.figures.answers import peak_of_choice
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.moments import moment_of
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator


def peak_rows(
    session: Session, choice: FigureChoice, _indicator: Indicator, _part: Part, now: datetime
) -> Iterator[Row]:
    """What was in use in the first quarter hour of the highest rate, each unit as a share of the open ones."""
    peak = peak_of_choice(session, choice, now=now)
    if peak.at is None or not peak.rate:
        return
    found = moment_of(session, list(choice.houses), choice.kinds, peak.at, now=now)
    for one in found.used:
        yield Row(
            thing=Thing.BOOKING,
            key=one.booking_id,
            house_id=one.house_id,
            at=one.starts_at,
            amount=Fraction(1, found.opened),
        )
