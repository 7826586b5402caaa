"""Time kept for somebody for minutes or hours: no booking, and never part of any figure."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.spaces.models import Space
from labspace.times import TimeSpan


class HoldPurpose(enum.Enum):
    """What time is held for."""

    WAITING_OFFER = "waiting_offer"
    """Somebody on the waiting list is asked whether they still want it."""
    POPUP_OFFER = "popup_offer"
    """Weeks on a slot are offered to an application until a deadline of days."""


class HoldOutcome(enum.Enum):
    """What became of a hold."""

    TAKEN = "taken"
    """Its holder booked."""
    LAPSED = "lapsed"
    GIVEN_UP = "given_up"


class Hold(Base):
    """A space kept for one person until a deadline; its claims keep all others off (design.md).

    It stands while now < until; the row stays as a fact when its claims are gone.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_with_outcome"),
        Index(
            "ix_hold_standing",
            "until",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(None, "space_id", "starts_at"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    purpose: Mapped[HoldPurpose]
    space_id: Mapped[int] = mapped_column(ForeignKey(Space.id))
    """The space as it will be booked; the whole area, where parts are claimed."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    until: Mapped[datetime]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[HoldOutcome | None]
    """NULL while it stands, or lapsed and nobody has looked since."""

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")

    def stands(self, now: datetime) -> bool:
        """Whether it keeps others off at this moment."""
        return self.outcome is None and now < self.until
