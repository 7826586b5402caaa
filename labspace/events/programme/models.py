"""What of an event is public, and every text ever proposed for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.db import Base, IntPk
from labspace.errors import Refusal, Refused
from labspace.events.programme.states import TextState
from labspace.pictures.models import Picture

_RELEASED, _PROPOSED = text("state = 'released'"), text("state = 'proposed'")


class PublicEvent(Base):
    """An event that may be spoken of in public; its address and calendar id tell nothing of the booking."""

    __tablename__ = "public_event"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    """Part of the page's address."""
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    """iCalendar UID of the public feed, another than the booking's: the two feeds cannot be joined."""
    published_at: Mapped[datetime | None]
    """When the public could see it first; NULL: never yet."""

    booking: Mapped[Booking] = relationship()


class PublicText(Base):
    """One text for an event, as somebody proposed it. The public sees the released one of a confirmed event."""

    __tablename__ = "public_text"
    __table_args__ = (
        CheckConstraint("entry_fee_cents >= 0", name="entry_fee"),
        CheckConstraint("title <> ''", name="title"),
        Index(None, "booking_id"),
        Index(
            "uq_public_text_released",
            "booking_id",
            unique=True,
            sqlite_where=_RELEASED,
            postgresql_where=_RELEASED,
        ),
        Index(
            "uq_public_text_proposed",
            "booking_id",
            unique=True,
            sqlite_where=_PROPOSED,
            postgresql_where=_PROPOSED,
        ),
    )

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey("public_event.booking_id"))
    state: Mapped[TextState]
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    organiser_name: Mapped[str] = mapped_column(String(120))
    entry_fee_cents: Mapped[int] = mapped_column(default=0)
    registration_url: Mapped[str] = mapped_column(String(500), default="")
    """Always https; empty: one simply comes."""
    language: Mapped[str] = mapped_column(String(5), default="de")
    access: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Values of `Access`."""
    access_note: Mapped[str] = mapped_column(String(500), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"), index=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    """When it was released, returned or withdrawn, by staff."""
    decision_note: Mapped[str] = mapped_column(String(500), default="")
    """What to change, told to whoever proposed it."""

    event: Mapped[PublicEvent] = relationship()
    picture: Mapped[Picture | None] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def become(self, state: TextState) -> None:
        """Pass into `state`; raises `Refused` with `text_not_possible` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("text_not_possible", {"state": self.state, "wanted": state}))
        self.state = state
