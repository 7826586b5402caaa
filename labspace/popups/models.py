"""Applications for pop-up slots."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.kinds import Theme
from labspace.accounts.models import Organisation, User
from labspace.bookings.models import Booking
from labspace.db import Base, IntPk
from labspace.errors import Refusal, Refused
from labspace.popups.states import ApplicationState
from labspace.spaces.models import Space


class PopupApplication(Base):
    """Someone asks for a pop-up slot with a concept; the wished weeks stand in its booking too."""

    __tablename__ = "popup_application"
    __table_args__ = (
        CheckConstraint("weeks >= 1", name="weeks"),
        CheckConstraint("seed_money_cents >= 0", name="seed_money"),
        CheckConstraint("state = 'draft' OR booking_id IS NOT NULL", name="submitted_with_booking"),
        Index(None, "applicant_id", "created_at"),
    )

    id: Mapped[IntPk]
    applicant_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """For whom; NULL: the person alone, for instance before the company is founded."""
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    """The slot wished for."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), unique=True)
    """The requested, later confirmed time; NULL while a draft."""
    state: Mapped[ApplicationState]
    state_since: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    concept: Mapped[str] = mapped_column(Text)
    sector: Mapped[str] = mapped_column(String(1), default="-")
    """Section of the classification in `sector_version`; `-`: no trade yet."""
    sector_version: Mapped[str] = mapped_column(String(10), default="WZ 2025")
    theme: Mapped[Theme | None]
    first_on: Mapped[date]
    """Monday of the first wished week."""
    weeks: Mapped[int]
    alternatives: Mapped[str] = mapped_column(Text, default="")
    """Other weeks or slots, in the applicant's words."""
    opening_hours: Mapped[str] = mapped_column(Text, default="")
    team: Mapped[str] = mapped_column(Text, default="")
    seed_money_cents: Mapped[int] = mapped_column(default=0)
    """Seed money wished for (K25)."""
    created_at: Mapped[datetime]

    applicant: Mapped[User] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    space: Mapped[Space] = relationship()
    booking: Mapped[Booking | None] = relationship()

    def become(self, state: ApplicationState, *, now: datetime) -> None:
        """Pass into `state`; raises `Refused` with `not_possible_in_state` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("not_possible_in_state", {"state": self.state, "wanted": state}))
        self.state, self.state_since = state, now
