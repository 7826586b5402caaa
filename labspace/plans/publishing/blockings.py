"""What keeps a space free goes on doing so on the space that begins in its place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.block import block_space, lift_blocking
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.spaces.models import Space
from labspace.times import TimeSpan


def carry_over(
    session: Session, old: Space, new: Space, *, begins: datetime, by: User, now: datetime
) -> None:
    """Block the unit `new` from `begins` on as `old` is; what calendars block they block themselves."""
    rows = session.scalars(
        select(Blocking)
        .join(Claim, Claim.blocking_id == Blocking.id)
        .where(
            Claim.space_id == old.id,
            Blocking.ends_at > begins,
            Blocking.lifted_at.is_(None),
            Blocking.reason != BlockingReason.CALENDAR,
        )
        .order_by(Blocking.starts_at, Blocking.id)
    ).all()
    for one in rows:
        span = TimeSpan(max(one.starts_at, begins), one.ends_at)
        block_space(session, new.id, span=span, reason=one.reason, note_text=one.note, by=by, now=now)


def lift_all(session: Session, space_ids: Collection[int], *, by: User, now: datetime) -> None:
    """Give back whatever is blocked on spaces that never begin."""
    ids = session.scalars(
        select(Blocking.id)
        .where(Blocking.space_id.in_(space_ids), Blocking.lifted_at.is_(None))
        .order_by(Blocking.id)
    ).all()
    for blocking_id in ids:
        lift_blocking(session, blocking_id, by=by, now=now)
