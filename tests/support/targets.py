"""What a house wants to reach, as a row."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from labspace.context.models import IndicatorTarget
from labspace.locations.models import Location
from labspace.spaces.targets import TargetIndicator, TargetPer


def want(session: Session, house: Location, indicator: TargetIndicator, hundredths: int) -> IndicatorTarget:
    """The house wants this of 2026, sums by the month."""
    row = IndicatorTarget(
        location_id=house.id,
        indicator=indicator,
        hundredths=hundredths,
        per=TargetPer.MONTH if indicator.is_sum else None,
        reason="Förderbescheid",
        reason_en="Grant notice",
        valid_from=date(2026, 1, 1),
        valid_until=None,
    )
    session.add(row)
    session.commit()
    return row
