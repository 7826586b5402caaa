"""Questions about doors."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from labspace.houses.doors.models import DoorNote


def notes_of_house(session: Session, location_id: int) -> Sequence[DoorNote]:
    """That of the house first, then those of its spaces in their listed order."""
    rows = session.scalars(
        select(DoorNote).options(joinedload(DoorNote.space)).where(DoorNote.location_id == location_id)
    ).all()
    return sorted(rows, key=lambda row: (row.space.kind.value, row.space.position) if row.space else ("", 0))


def notes_for(session: Session, location_id: int, space_ids: Collection[int]) -> Sequence[DoorNote]:
    """What holds for these spaces: that of the house first."""
    rows = session.scalars(
        select(DoorNote).where(
            DoorNote.location_id == location_id,
            or_(DoorNote.space_id.is_(None), DoorNote.space_id.in_(space_ids)),
        )
    ).all()
    return sorted(rows, key=lambda row: row.space_id or 0)


def find_note(session: Session, location_id: int, space_id: int | None) -> DoorNote | None:
    """The note of a house, or of one of its spaces."""
    return session.scalars(
        select(DoorNote).where(
            DoorNote.location_id == location_id, DoorNote.space_id.is_not_distinct_from(space_id)
        )
    ).first()
