"""The record of what was published, and all that is needed to take it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.plans.models import PlanDraft
from labspace.spaces.models import FloorPlan


class PlanPublication(Base):
    """One draft became the plan of its floor from a day on; goes only with a house nobody ever used."""

    __tablename__ = "plan_publication"
    __table_args__ = (
        CheckConstraint("(plan_id IS NULL) = (taken_back_at IS NOT NULL)", name="plan_until_taken_back"),
        CheckConstraint("(taken_back_by_id IS NULL) = (taken_back_at IS NULL)", name="taken_back_by"),
        Index(None, "location_id", "starts_on"),
        Index(
            "ix_plan_publication_due",
            "starts_on",
            sqlite_where=text("applied_at IS NULL AND taken_back_at IS NULL"),
            postgresql_where=text("applied_at IS NULL AND taken_back_at IS NULL"),
        ),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    level: Mapped[int]
    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("floor_plan.id"), index=True)
    """The plan in force; NULL: it was taken back."""
    starts_on: Mapped[date]
    """First local day of the plan."""
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """How the rows were that it changed: `plan` and `spaces`, `parts` as `[[id, valid_until], …]`."""
    began: Mapped[list[int]] = mapped_column(JSON)
    """Ids of the spaces that begin with it."""
    told: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What is called otherwise from its first day on: `{"space": id, …values of the space's columns}`."""
    moved: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Bookings that were moved: `{"booking": id, "from": [space ids], "to": [space ids]}`."""
    asked: Mapped[list[int]] = mapped_column(JSON)
    """Ids of bookings whose bookers were asked."""
    kept: Mapped[int] = mapped_column(default=0)
    """How many touched bookings stay as they are."""
    applied_at: Mapped[datetime | None]
    """When `told` came into force."""
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    draft: Mapped[PlanDraft] = relationship()
    plan: Mapped[FloorPlan | None] = relationship()
    published_by: Mapped[User] = relationship(foreign_keys=[published_by_id])
    taken_back_by: Mapped[User | None] = relationship(foreign_keys=[taken_back_by_id])
