"""Which units were in use at the peak, and when it was full (K08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.figures.answers import high_quarters_of_choice, peak_of_choice
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.moments import moment_of
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.peaks import A_QUARTER


def peak_rows(
    session: Session, choice: FigureChoice, _indicator: Indicator, _part: Part, now: datetime
) -> Iterator[Row]:
    """What was in use in the first quarter hour of the highest rate, each unit as a share of the open ones."""
    peak = peak_of_choice(session, choice, now=now)
    if peak.at is None or not peak.rate:
        return
    found = moment_of(session, choice.houses, choice.kinds, peak.at, period=choice.period, now=now)
    for one in found.used:
        yield Row(
            thing=Thing.BOOKING,
            key=one.booking_id,
            house_id=one.house_id,
            at=one.starts_at,
            amount=Fraction(1, found.opened),
        )


def high_rows(
    session: Session, choice: FigureChoice, _indicator: Indicator, _part: Part, now: datetime
) -> Iterator[Row]:
    """Every time at least 80 % were in use, in quarter hours; of several houses walked through at once."""
    (house_id,) = choice.house_ids if len(choice.houses) == 1 else (0,)
    for begins, quarters in high_quarters_of_choice(session, choice, now=now):
        yield Row(
            thing=Thing.FULL_TIME,
            key=begins // A_QUARTER,
            house_id=house_id,
            at=datetime.fromtimestamp(begins, UTC),
            amount=Fraction(quarters),
        )
