"""Reports, their versions and texts, their printed copies, and who gets the figures of a month by mail."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, BigId, IntPk
from labspace.locations.models import Location
from labspace.reports.canonical import read
from labspace.reports.snapshot import Snapshot
from labspace.reports.states import PrintState, VersionState

_IS_DRAFT = text("state = 'draft'")
_UNDER_WAY = text("state IN ('waiting', 'counting', 'setting')")


class Report(Base):
    """What some houses tell about one programme and one grant period; its words and numbers stand in its versions."""

    __tablename__ = "report"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="ends_after_start"),)

    id: Mapped[IntPk]
    programme: Mapped[str] = mapped_column(String(120))
    grant_reference: Mapped[str] = mapped_column(String(80), default="")
    """Of the grant notice, such as its file number."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    """The grant period, both days included; by the clocks of the houses."""
    language: Mapped[str] = mapped_column(String(2))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]

    houses: Mapped[list[Location]] = relationship(
        secondary="report_house", order_by="Location.position, Location.id", viewonly=True
    )
    versions: Mapped[list[ReportVersion]] = relationship(
        back_populates="report", order_by="ReportVersion.number", viewonly=True
    )


class ReportHouse(Base):
    """A house a report is about."""

    __tablename__ = "report_house"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, autoincrement=False)
    location_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False, index=True
    )


class ReportVersion(Base):
    """One version: a draft that is counted anew whenever it is looked at, or frozen for ever.

    The database refuses to change or delete a frozen one (`reports.guards`).
    """

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        Index(
            "uq_report_version_draft",
            "report_id",
            unique=True,
            sqlite_where=_IS_DRAFT,
            postgresql_where=_IS_DRAFT,
        ),
        CheckConstraint(
            "(state = 'final') = (content IS NOT NULL) AND (state = 'final') = (final_at IS NOT NULL)"
            " AND (state = 'final') = (digest <> '')",
            name="frozen",
        ),
    )

    id: Mapped[IntPk]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    """From 1; a later one corrects those before."""
    state: Mapped[VersionState]
    correction: Mapped[str] = mapped_column(String(500), default="")
    """Why the version before is corrected; empty for the first."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    edits: Mapped[int] = mapped_column(default=0)
    """Rises with every saved text: what is frozen is what was last seen."""
    final_at: Mapped[datetime | None]
    final_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    content: Mapped[str | None] = mapped_column(Text, deferred=True)
    """The snapshot as canonical JSON; NULL: a draft."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of `content` in hex."""

    report: Mapped[Report] = relationship(back_populates="versions")
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    final_by: Mapped[User | None] = relationship(foreign_keys=[final_by_id])

    @property
    def is_final(self) -> bool:
        return self.state is VersionState.FINAL

    @property
    def snapshot(self) -> Snapshot:
        """What was frozen. Only of a final version."""
        assert self.content is not None
        return read(Snapshot, self.content)


class ReportText(Base):
    """One field of a version: a narrative, or the reason of one deviation."""

    __tablename__ = "report_text"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("report_version.id"), primary_key=True, autoincrement=False
    )
    field: Mapped[str] = mapped_column(String(120), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    """Rises with every change: whoever changes a text says which one they had before them."""
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[User] = relationship()


class ReportPrint(Base):
    """The PDF of a version, or how far its making has come. Anybody may ask for it anew; of a frozen version it stays the same."""

    __tablename__ = "report_print"
    __table_args__ = (
        CheckConstraint("(state = 'done') = (body IS NOT NULL)", name="body"),
        Index("ix_report_print_under_way", "asked_at", sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
    )

    version_id: Mapped[int] = mapped_column(
        ForeignKey("report_version.id"), primary_key=True, autoincrement=False
    )
    state: Mapped[PrintState]
    asked_at: Mapped[datetime]
    taken_until: Mapped[datetime | None]
    """Until when the process that makes it may work on it; afterwards others may."""
    made_at: Mapped[datetime | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    version: Mapped[ReportVersion] = relationship()


class MonthlyReader(Base):
    """Somebody of the team gets the figures of a house by mail, once a month."""

    __tablename__ = "monthly_reader"

    location_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("user_account.id"), primary_key=True, autoincrement=False, index=True
    )
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]

    location: Mapped[Location] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class MonthlyMail(Base):
    """Somebody got the mail about a month; written together with the mail, so that there is only one."""

    __tablename__ = "monthly_mail"

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("user_account.id"), primary_key=True, autoincrement=False
    )
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    sent_at: Mapped[datetime]
