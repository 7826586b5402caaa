"""Questions about what is traced; none reads bytes but those that say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from labspace.plans.tracing.models import ForeignDrawing, PlanUnderlay

BACK_WITHIN = timedelta(days=1)
"""How long a picture that was taken away may come back."""
WAITING_FOR = timedelta(days=7)
"""How long a drawing waits to be taken over."""


def underlay_of(session: Session, draft_id: int) -> PlanUnderlay | None:
    """The picture that lies under a draft."""
    return session.scalars(
        select(PlanUnderlay)
        .options(joinedload(PlanUnderlay.updated_by))
        .where(PlanUnderlay.draft_id == draft_id, PlanUnderlay.removed_at.is_(None))
    ).one_or_none()


def removed_underlay(session: Session, draft_id: int, *, now: datetime) -> PlanUnderlay | None:
    """The picture that was taken away last and may come back."""
    return session.scalars(
        select(PlanUnderlay)
        .where(PlanUnderlay.draft_id == draft_id, PlanUnderlay.removed_at > now - BACK_WITHIN)
        .order_by(PlanUnderlay.removed_at.desc(), PlanUnderlay.id.desc())
        .limit(1)
    ).first()


def underlay_bytes(session: Session, underlay_id: int) -> bytes | None:
    """What is shown of a picture."""
    return session.scalar(select(PlanUnderlay.data).where(PlanUnderlay.id == underlay_id))


def outdated_underlays(session: Session, *, now: datetime) -> Sequence[int]:
    """The ids of pictures that were taken away too long ago to come back."""
    return session.scalars(
        select(PlanUnderlay.id).where(PlanUnderlay.removed_at <= now - BACK_WITHIN).order_by(PlanUnderlay.id)
    ).all()


def outdated_drawings(session: Session, *, now: datetime) -> Sequence[int]:
    """The ids of drawings that nobody took over in time."""
    return session.scalars(
        select(ForeignDrawing.id)
        .where(ForeignDrawing.accepted_at.is_(None), ForeignDrawing.created_at <= now - WAITING_FOR)
        .order_by(ForeignDrawing.id)
    ).all()


def drawings_of(session: Session, draft_id: int) -> Sequence[ForeignDrawing]:
    """The drawings brought to a draft, the newest first."""
    return session.scalars(
        select(ForeignDrawing)
        .options(joinedload(ForeignDrawing.created_by))
        .where(ForeignDrawing.draft_id == draft_id)
        .order_by(ForeignDrawing.id.desc())
    ).all()


def find_drawing(session: Session, draft_id: int, drawing_id: int) -> ForeignDrawing | None:
    """A drawing that waits to be taken over into this draft, with what is in it."""
    return session.scalars(
        select(ForeignDrawing)
        .options(undefer(ForeignDrawing.body))
        .where(
            ForeignDrawing.id == drawing_id,
            ForeignDrawing.draft_id == draft_id,
            ForeignDrawing.accepted_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
