"""Reports of defects and what became of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.defects.states import DefectState
from labspace.locations.models import Location
from labspace.pictures.models import Picture
from labspace.spaces.models import Space

IS_OPEN = text("state IN ('reported', 'in_work')")


class DefectReport(Base):
    """One thing that is broken."""

    __tablename__ = "defect_report"
    __table_args__ = (
        Index("ix_defect_report_open", "location_id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index(None, "location_id", "at"),
        Index(None, "reporter_id", "at"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(1000))
    state: Mapped[DefectState]
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every step; forms carry it."""
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"), index=True)

    location: Mapped[Location] = relationship()
    space: Mapped[Space] = relationship()
    reporter: Mapped[User] = relationship()
    picture: Mapped[Picture | None] = relationship()
    steps: Mapped[list[DefectStep]] = relationship(back_populates="report", order_by="DefectStep.id")


class DefectStep(Base):
    """Who took a report from one state into another, and what they said to it. Never altered."""

    __tablename__ = "defect_step"

    id: Mapped[IntPk]
    report_id: Mapped[int] = mapped_column(ForeignKey("defect_report.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[DefectState]
    words: Mapped[str] = mapped_column(String(500), default="")

    report: Mapped[DefectReport] = relationship(back_populates="steps")
    by: Mapped[User] = relationship()
