"""What a house notes while it decides on an event, agrees with its organiser, and hands over the space."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.db import Base, IntPk
from labspace.errors import Refusal, Refused
from labspace.events.decision.stages import Stage
from labspace.spaces.event_terms import ChecklistWho

USER = "user_account.id"
BOOKING = "booking.id"


class Review(Base):
    """How far the decision on one event has come; there is none as long as nobody did anything."""

    __tablename__ = "event_review"
    __table_args__ = (
        CheckConstraint(
            "stage <> 'recommended' OR recommended_by_id IS NOT NULL", name="somebody_recommended"
        ),
        CheckConstraint(
            "recommended_by_id IS NULL OR decided_by_id IS NULL OR recommended_by_id <> decided_by_id",
            name="two_people",
        ),
        CheckConstraint("accepted_version <= conditions_version", name="accepted_what_there_is"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING), primary_key=True, autoincrement=False)
    stage: Mapped[Stage] = mapped_column(default=Stage.OPEN)
    since: Mapped[datetime]
    recommended_by_id: Mapped[int | None] = mapped_column(ForeignKey(USER))
    """The first of four eyes; NULL where one person decides, and after a change of the request."""
    recommended_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(USER))
    conditions_version: Mapped[int] = mapped_column(default=0)
    """Rises with each change of the conditions; 0: there never were any."""
    accepted_version: Mapped[int] = mapped_column(default=0)
    """Up to which version the organiser accepted them."""
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey(USER))

    booking: Mapped[Booking] = relationship()
    recommended_by: Mapped[User | None] = relationship(foreign_keys=[recommended_by_id])

    def become(self, stage: Stage, *, now: datetime) -> None:
        """Pass into `stage`; raises `Refused` with `decision_is_over` if that does not follow."""
        if not self.stage.may_become(stage):
            raise Refused(Refusal("decision_is_over", {"stage": self.stage}))
        self.stage, self.since = stage, now
        if stage in {Stage.OPEN, Stage.ASKED}:
            self.recommended_by_id = self.recommended_at = None


class Message(Base):
    """A question of the team, or the organiser's answer."""

    __tablename__ = "event_message"

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey(USER))
    is_answer: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)

    by: Mapped[User] = relationship()


class Condition(Base):
    """Something an event must keep, in the words its organiser accepts."""

    __tablename__ = "event_condition"

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING), index=True)
    version: Mapped[int]
    """With which version of the conditions it came."""
    text: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int] = mapped_column(ForeignKey(USER))
    set_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class HouseRulesAccepted(Base):
    """An organiser accepted a version of the house rules that came after the request."""

    __tablename__ = "house_rules_accepted"

    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING), primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    accepted_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey(USER))


class EventTraits(Base):
    """What the organiser answered about music, alcohol and selling; no row: not answered yet."""

    __tablename__ = "event_traits"

    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING), primary_key=True, autoincrement=False)
    music: Mapped[bool]
    alcohol: Mapped[bool]
    sells: Mapped[bool]
    answered_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey(USER))


class EventCheck(Base):
    """One thing to settle for one event: who, until when, and how it was settled."""

    __tablename__ = "event_check"
    __table_args__ = (
        UniqueConstraint("booking_id", "code"),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        CheckConstraint("waived_reason = '' OR done_at IS NOT NULL", name="waived_is_done"),
        Index(
            "ix_event_check_due",
            "due_on",
            sqlite_where=text("done_at IS NULL AND reminded_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND reminded_at IS NULL"),
        ),
    )

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING))
    code: Mapped[str] = mapped_column(String(40))
    """As the terms of the house have it, or `own-…` for what the team added by hand."""
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    hint: Mapped[str] = mapped_column(String(300), default="")
    hint_en: Mapped[str] = mapped_column(String(300), default="")
    who: Mapped[ChecklistWho]
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey(USER))
    document: Mapped[str] = mapped_column(String(200), default="")
    """Where the proof is kept: a number, a name; never the document itself."""
    waived_reason: Mapped[str] = mapped_column(String(300), default="")
    """Why the team does not ask for it; empty: it was settled."""
    dropped_at: Mapped[datetime | None]
    """It does not apply any more after other answers."""
    reminded_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()
    done_by: Mapped[User | None] = relationship()


class CancellationShare(Base):
    """What was proposed to be paid for a cancelled event, and what the house asks for. No invoice."""

    __tablename__ = "event_cancellation"
    __table_args__ = (
        CheckConstraint("proposed_percent BETWEEN 0 AND 100", name="proposed"),
        CheckConstraint("applied_percent BETWEEN 0 AND 100", name="applied"),
        CheckConstraint("applied_percent = proposed_percent OR reason <> ''", name="change_has_a_reason"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING), primary_key=True, autoincrement=False)
    days_before: Mapped[int]
    proposed_percent: Mapped[int]
    applied_percent: Mapped[int]
    price_cents: Mapped[int | None]
    """Of what the shares are; NULL: the event had no price."""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why the house asks for another share than proposed."""
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey(USER))
    """Who changed the share; NULL: as proposed."""
    at: Mapped[datetime]


class Direction(enum.Enum):
    """Which way the space is handed over."""

    IN = "in"
    OUT = "out"


class Handover(Base):
    """The protocol of one handover; a correction is a further edition, the earlier ones stay."""

    __tablename__ = "event_handover"
    __table_args__ = (UniqueConstraint("booking_id", "direction", "edition"),)

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey(BOOKING))
    direction: Mapped[Direction]
    edition: Mapped[int]
    handed_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey(USER))
    """Who of the team was there."""
    noted_at: Mapped[datetime]
    keys: Mapped[str] = mapped_column(String(200), default="")
    condition: Mapped[str] = mapped_column(Text, default="")
    meter: Mapped[str] = mapped_column(String(100), default="")
    defects: Mapped[str] = mapped_column(Text, default="")
    """Empty: none were found."""
    signed_name: Mapped[str] = mapped_column(String(200))
    """Who signed for the organiser."""

    by: Mapped[User] = relationship()
