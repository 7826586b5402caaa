"""Drafts of floor plans, and every step of drawing them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.spaces.models import FloorPlan


class PlanDraft(Base):
    """A floor plan that is being drawn; nothing of it is in force."""

    __tablename__ = "plan_draft"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        Index(None, "location_id", "updated_at"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    level: Mapped[int]
    base_plan_id: Mapped[int | None] = mapped_column(ForeignKey("floor_plan.id"))
    """The plan it was begun from; NULL: from an empty sheet."""
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`labspace-plan/1`, sound but perhaps unfinished (`plans.document`)."""
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every change, also with one that takes a step back."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    published_plan_id: Mapped[int | None] = mapped_column(ForeignKey("floor_plan.id"))
    """The plan it became; from then on it does not change."""
    discarded_at: Mapped[datetime | None]
    """When it was put away; it can be brought back."""

    base_plan: Mapped[FloorPlan | None] = relationship(foreign_keys=base_plan_id)
    published_plan: Mapped[FloorPlan | None] = relationship(foreign_keys=published_plan_id)
    created_by: Mapped[User] = relationship(foreign_keys=created_by_id)
    updated_by: Mapped[User] = relationship(foreign_keys=updated_by_id)

    @property
    def is_open(self) -> bool:
        """Whether it may still be drawn on."""
        return self.published_plan_id is None and self.discarded_at is None


class StepState(enum.Enum):
    """What became of a step."""

    DONE = "done"
    UNDONE = "undone"
    """Taken back; it may be done again."""
    DROPPED = "dropped"
    """Taken back, and something else was drawn since."""


class PlanDraftStep(Base):
    """One saved change of a draft: who, when, and how to take it back."""

    __tablename__ = "plan_draft_step"
    __table_args__ = (UniqueConstraint("draft_id", "version"),)

    id: Mapped[IntPk]
    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"))
    version: Mapped[int]
    """The version of the draft that it made when it was done first."""
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[StepState]
    back: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The patch that takes it back (`plans.edits`)."""
    forth: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The patch that does it."""

    actor: Mapped[User] = relationship()
