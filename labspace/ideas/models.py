"""Ideas from the town, what the house did with them, and the money that came with them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.kinds import Theme
from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.db import Base, IntPk
from labspace.errors import Refusal, Refused
from labspace.ideas.kinds import IdeaDeed, MoneySource, MoneyStep
from labspace.ideas.states import IdeaState, Visibility
from labspace.locations.models import Location


class Idea(Base):
    """What somebody would like to see in a town centre; nobody needs an account to say it.

    The words of whoever had the idea stay as they came; the public reads `public_title` and
    `public_text`, which the house releases.
    """

    __tablename__ = "idea"
    __table_args__ = (
        CheckConstraint("visibility <> 'released' OR released_at IS NOT NULL", name="released"),
        Index(None, "location_id", "state", "created_at"),
        Index(None, "visibility", "released_at"),
    )

    id: Mapped[IntPk]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    """Readable and immutable, such as `ID-7K2M9QX`."""
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    """The house whose town it is for."""
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200), default="")
    """Where in town, in their words."""
    theme: Mapped[Theme | None]
    contact: Mapped[str] = mapped_column(String(200), default="")
    """How to reach them, if they like; for the team only, and gone a year after the idea is closed."""
    created_at: Mapped[datetime]
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Names the filled-in form: sent twice, it is one idea."""
    is_suspected: Mapped[bool] = mapped_column(default=False)
    """Looks like a robot's; kept aside until the team says otherwise."""

    visibility: Mapped[Visibility]
    public_title: Mapped[str] = mapped_column(String(120), default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime | None]
    """When it was first released."""

    state: Mapped[IdeaState]
    state_since: Mapped[datetime]

    location: Mapped[Location] = relationship()

    def become(self, state: IdeaState, *, now: datetime) -> None:
        """Pass into `state`; raises `Refused` with `not_possible_in_state` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("not_possible_in_state", {"state": self.state, "wanted": state}))
        self.state, self.state_since = state, now


class IdeaEntry(Base):
    """One thing the house did with an idea, on a day, in its words; never changed."""

    __tablename__ = "idea_entry"
    __table_args__ = (Index(None, "idea_id", "on"),)

    id: Mapped[IntPk]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    deed: Mapped[IdeaDeed]
    state: Mapped[IdeaState | None]
    """The state it passed into; NULL: the state stayed."""
    on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    """Whether the public reads the note too."""
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    idea: Mapped[Idea] = relationship()
    by: Mapped[User] = relationship()


class IdeaTrial(Base):
    """An idea was tried in an event or a pop-up of the house."""

    __tablename__ = "idea_trial"
    __table_args__ = (UniqueConstraint("idea_id", "booking_id"),)

    id: Mapped[IntPk]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    booking: Mapped[Booking] = relationship()


class IdeaMoney(Base):
    """An amount that came one step further on a day, with the document that shows it (K25).

    Rows are never changed: a wrong one is withdrawn and another entered.
    """

    __tablename__ = "idea_money"
    __table_args__ = (CheckConstraint("cents > 0", name="cents"), Index(None, "idea_id"), Index(None, "on"))

    id: Mapped[IntPk]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    source: Mapped[MoneySource]
    step: Mapped[MoneyStep]
    cents: Mapped[int]
    on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120), default="")
    """Reference of the decision or receipt; what is granted or paid has one."""
    note: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    idea: Mapped[Idea] = relationship()
    by: Mapped[User] = relationship(foreign_keys=[by_id])
