"""Questions about the people of a house."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.accounts.models import StaffRole, User


def team_roles(session: Session, location_id: int) -> Sequence[StaffRole]:
    """Everybody of a house's team with what they may do, by name."""
    return session.scalars(
        select(StaffRole)
        .join(StaffRole.user)
        .options(joinedload(StaffRole.user))
        .where(StaffRole.location_id == location_id)
        .order_by(User.name, User.id)
    ).all()
