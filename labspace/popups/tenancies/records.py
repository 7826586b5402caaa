"""What happened in a tenancy: handovers, opened days, and what became of the idea."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, BigId, IntPk
from labspace.pictures.models import Picture
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.states import Condition, Direction, Meter, Outcome
from labspace.times import TimeSpan


class Handover(Base):
    """The slot as it was found when it was handed over or back; locked once both have signed."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("tenancy_id", "direction"),
        CheckConstraint("keys >= 0", name="keys"),
        CheckConstraint(
            "(signed_at IS NULL) = (tenant_name = '') AND (signed_at IS NULL) = (house_name = '')",
            name="signed_by_both",
        ),
    )

    id: Mapped[IntPk]
    tenancy_id: Mapped[int] = mapped_column(ForeignKey("tenancy.id"))
    direction: Mapped[Direction]
    keys: Mapped[int] = mapped_column(default=0)
    defects: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    tenant_name: Mapped[str] = mapped_column(String(120), default="")
    house_name: Mapped[str] = mapped_column(String(120), default="")
    signed_at: Mapped[datetime | None]
    """From then on nothing of it changes."""
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    tenancy: Mapped[Tenancy] = relationship()
    items: Mapped[list[HandoverItem]] = relationship(
        order_by="HandoverItem.position", cascade="all, delete-orphan"
    )
    readings: Mapped[list[MeterReading]] = relationship(
        order_by="MeterReading.meter", cascade="all, delete-orphan"
    )
    pictures: Mapped[list[Picture]] = relationship(
        secondary="handover_picture", order_by="Picture.id", viewonly=True
    )


class HandoverItem(Base):
    """One thing of the slot and how it was found."""

    __tablename__ = "handover_item"

    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    condition: Mapped[Condition]
    remark: Mapped[str] = mapped_column(String(300), default="")


class MeterReading(Base):
    """What a meter showed."""

    __tablename__ = "meter_reading"
    __table_args__ = (CheckConstraint("thousandths >= 0", name="value"),)

    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    meter: Mapped[Meter] = mapped_column(primary_key=True)
    thousandths: Mapped[int]
    """The reading times 1000: meters show up to three decimals."""
    number: Mapped[str] = mapped_column(String(40), default="")
    """Of the meter itself."""


class HandoverPicture(Base):
    """A picture belongs to a handover protocol; erased, it is gone from it too."""

    __tablename__ = "handover_picture"

    picture_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), index=True)


class OpenedDay(Base):
    """The hours of one local day on which the pop-up was open; used time of figures (K03, K18)."""

    __tablename__ = "opened_day"
    __table_args__ = (
        UniqueConstraint("tenancy_id", "day"),
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(None, "starts_at"),
    )

    id: Mapped[IntPk]
    tenancy_id: Mapped[int] = mapped_column(ForeignKey("tenancy.id"))
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")


class FollowUp(Base):
    """The question what became of the idea, so many months after the end, and its answer."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("tenancy_id", "months"),
        CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name="answered_with_outcome"),
    )

    id: Mapped[IntPk]
    tenancy_id: Mapped[int] = mapped_column(ForeignKey("tenancy.id"))
    months: Mapped[int]
    """0: the report at the end."""
    due_on: Mapped[date]
    asked_at: Mapped[datetime | None]
    """When it was asked by mail, or passed over because a later one was due too."""
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    report: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """NULL with an answer: by the link of the mail."""

    tenancy: Mapped[Tenancy] = relationship()
    answered_by: Mapped[User | None] = relationship()
