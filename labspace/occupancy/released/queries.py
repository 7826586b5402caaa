"""Questions about published months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from labspace.occupancy.months import Month
from labspace.occupancy.released.models import PublicMonth


def versions_of(session: Session, location_id: int, month: Month) -> Sequence[PublicMonth]:
    """All versions of a month, oldest first."""
    return session.scalars(
        select(PublicMonth)
        .where(PublicMonth.location_id == location_id, PublicMonth.month == month.first)
        .order_by(PublicMonth.version)
    ).all()


def find_released(session: Session, location_id: int, month: Month) -> PublicMonth | None:
    """What is public of a month now."""
    return session.scalars(
        select(PublicMonth)
        .where(PublicMonth.location_id == location_id, PublicMonth.month == month.first)
        .order_by(PublicMonth.version.desc())
        .limit(1)
    ).first()


def released_months(session: Session, location_id: int) -> list[Month]:
    """The published months of a house, latest first."""
    days: Sequence[date] = session.scalars(
        select(PublicMonth.month)
        .where(PublicMonth.location_id == location_id, PublicMonth.version == 1)
        .order_by(PublicMonth.month.desc())
    ).all()
    return [Month(day.year, day.month) for day in days]


def months_until(
    session: Session, location_id: int, month: Month, *, number: int = 12
) -> Sequence[PublicMonth]:
    """What is public of so many months up to this one, earliest first."""
    later = aliased(PublicMonth)
    return session.scalars(
        select(PublicMonth)
        .where(
            PublicMonth.location_id == location_id,
            PublicMonth.month.between(month.moved(1 - number).first, month.first),
            ~exists().where(
                later.location_id == PublicMonth.location_id,
                later.month == PublicMonth.month,
                later.version > PublicMonth.version,
            ),
        )
        .order_by(PublicMonth.month)
    ).all()
