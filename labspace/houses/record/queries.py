"""Questions about the record."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.houses.record.models import HouseRecord


def records_of(session: Session, location_id: int | None, *, limit: int = 100) -> Sequence[HouseRecord]:
    """What was changed about a house, or with None about all at once, the latest first."""
    return session.scalars(
        select(HouseRecord)
        .options(
            joinedload(HouseRecord.actor),
            joinedload(HouseRecord.about_user),
            joinedload(HouseRecord.taken_back_by),
        )
        .where(HouseRecord.location_id.is_not_distinct_from(location_id))
        .order_by(HouseRecord.at.desc(), HouseRecord.id.desc())
        .limit(limit)
    ).all()


def find_record(session: Session, record_id: int) -> HouseRecord | None:
    """The line with this number."""
    return session.get(HouseRecord, record_id) if record_id < 2**62 else None
