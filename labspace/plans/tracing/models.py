"""Pictures laid under drafts, and drawings of other programs on their way into one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.plans.models import PlanDraft
from labspace.plans.tracing.underlay import Laid

LYING = text("removed_at IS NULL")


class PlanUnderlay(Base):
    """A picture to trace, laid under a draft; made anew from pixels, of one draft only, never published."""

    __tablename__ = "plan_underlay"
    __table_args__ = (
        CheckConstraint("width_px > 0 AND height_px > 0", name="measures"),
        CheckConstraint("metres_per_pixel > 0", name="scale"),
        CheckConstraint("version >= 1", name="version"),
        Index("uq_plan_underlay_lying", "draft_id", unique=True, sqlite_where=LYING, postgresql_where=LYING),
        Index(None, "draft_id"),
    )

    id: Mapped[IntPk]
    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"))
    file_name: Mapped[str] = mapped_column(String(120))
    width_px: Mapped[int]
    height_px: Mapped[int]
    digest: Mapped[str] = mapped_column(String(32))
    """SHA-256 of the bytes, shortened; the address carries it."""
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    metres_per_pixel: Mapped[float]
    rotation: Mapped[float]
    """Degrees clockwise about the picture's upper left corner."""
    at_x: Mapped[float]
    """Where that corner lies on the sheet, in metres."""
    at_y: Mapped[float]
    is_scaled: Mapped[bool] = mapped_column(default=False)
    """Whether somebody said how far two points are apart; until then the scale is a guess."""
    laid_before: Mapped[list[float] | None] = mapped_column(JSON(none_as_null=True))
    """Scale, turn and corner before it was moved last, and 1 where they were scaled, so that it can be taken back."""
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every change."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    updated_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Taken away, or another laid in its place; it can come back."""

    draft: Mapped[PlanDraft] = relationship()
    updated_by: Mapped[User] = relationship(foreign_keys=updated_by_id)

    @property
    def laid(self) -> Laid:
        """Where it lies."""
        return Laid(metres_per_pixel=self.metres_per_pixel, rotation=self.rotation, at=(self.at_x, self.at_y))


class ForeignDrawing(Base):
    """A drawing of another program, read and not yet taken over into a draft."""

    __tablename__ = "foreign_drawing"
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (body IS NOT NULL)", name="body_until_accepted"),
        Index(None, "draft_id"),
    )

    id: Mapped[IntPk]
    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"))
    file_name: Mapped[str] = mapped_column(String(120))
    is_on_paper: Mapped[bool]
    """Its lengths are those of a sheet of paper, as in an SVG, and not of the house."""
    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The lines read from it (`tracing.sheets`), packed; the file itself is never kept. NULL once taken over."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    accepted_at: Mapped[datetime | None]
    accepted_version: Mapped[int | None]
    """The version of the draft that it made."""

    draft: Mapped[PlanDraft] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=created_by_id)
