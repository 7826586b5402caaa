"""Series of the town with their sources, the files they were read from, and their values."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.context.kinds import SeriesKind, Stamp, TargetStep
from labspace.db import Base, BigId, IntPk
from labspace.locations.house_file import Texts
from labspace.locations.models import Location
from labspace.spaces.targets import Target, TargetIndicator, TargetPer


class ContextSeries(Base):
    """One source of one kind beside the figures of a house; never part of a figure."""

    __tablename__ = "context_series"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed"),
        Index(None, "location_id"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[SeriesKind]
    name: Mapped[str] = mapped_column(String(80))
    """What is counted or measured where, such as the name of the street."""
    source: Mapped[str] = mapped_column(String(200))
    """Who says so."""
    licence: Mapped[str] = mapped_column(String(200))
    """Under what terms it may be shown."""
    note: Mapped[str] = mapped_column(String(300), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Since when it is not shown; its values are gone, who entered what and when stays."""
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    location: Mapped[Location] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])


class ContextImport(Base):
    """A file somebody brought: a preview until it is taken over, then the trace of it."""

    __tablename__ = "context_import"
    __table_args__ = (
        CheckConstraint("(body IS NULL) = (accepted_at IS NOT NULL)", name="draft"),
        Index(None, "series_id"),
    )

    id: Mapped[IntPk]
    series_id: Mapped[int] = mapped_column(ForeignKey(ContextSeries.id))
    file_name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the file, in hex: the same file is known again."""
    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The file itself, packed, until it is taken over."""
    stamp: Mapped[Stamp]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    """NULL: a preview; nothing of it counts."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    """Local days, both included."""
    rows: Mapped[int]
    missing: Mapped[int]
    """Hours or days in between of which the file says nothing."""
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)

    series: Mapped[ContextSeries] = relationship()
    entered_by: Mapped[User] = relationship()


class PassersByHour(Base):
    """How many passed a counter in the hour that begins then; hours nobody counted have no row."""

    __tablename__ = "passers_by_hour"
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    series_id: Mapped[int] = mapped_column(BigId, ForeignKey(ContextSeries.id), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class WeatherDay(Base):
    """One local day at a station, in tenths; NULL: not measured."""

    __tablename__ = "weather_day"

    series_id: Mapped[int] = mapped_column(BigId, ForeignKey(ContextSeries.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    mean_tenths_c: Mapped[int | None]
    max_tenths_c: Mapped[int | None]
    min_tenths_c: Mapped[int | None]
    rain_tenths_mm: Mapped[int | None]
    sun_tenths_h: Mapped[int | None]


class CityEvent(Base):
    """Something that took place in the city."""

    __tablename__ = "city_event"
    __table_args__ = (
        UniqueConstraint("series_id", "first_on", "last_on", "name"),
        CheckConstraint("first_on <= last_on", name="ends_after_start"),
    )

    id: Mapped[IntPk]
    series_id: Mapped[int] = mapped_column(ForeignKey(ContextSeries.id))
    first_on: Mapped[date]
    last_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(300), default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime]

    entered_by: Mapped[User] = relationship()


class VacancyRate(Base):
    """The share of empty shops on one day, with what counts as empty."""

    __tablename__ = "vacancy_rate"
    __table_args__ = (
        UniqueConstraint("series_id", "day"),
        CheckConstraint("permille BETWEEN 0 AND 1000", name="permille"),
    )

    id: Mapped[IntPk]
    series_id: Mapped[int] = mapped_column(ForeignKey(ContextSeries.id))
    day: Mapped[date]
    """The day the count was made for."""
    permille: Mapped[int]
    """Tenths of a percent."""
    definition: Mapped[str] = mapped_column(String(300))
    """Which area, which shops, from when on a shop counts as empty."""
    source: Mapped[str] = mapped_column(String(200))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime]

    entered_by: Mapped[User] = relationship()


class IndicatorTarget(Base):
    """What a house wants to reach, from its houses file or entered by its team. Rows are ended and followed, never changed."""

    __tablename__ = "indicator_target"
    __table_args__ = (
        CheckConstraint("hundredths >= 0", name="hundredths"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    indicator: Mapped[TargetIndicator]
    hundredths: Mapped[int] = mapped_column(BigInteger)
    per: Mapped[TargetPer | None]
    """For how long a sum is to be reached; NULL for rates."""
    reason: Mapped[str] = mapped_column(String(300))
    reason_en: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    @property
    def target(self) -> Target:
        """The target as the rules know it."""
        return Target(
            indicator=self.indicator,
            hundredths=self.hundredths,
            per=self.per,
            reason=Texts(self.reason, self.reason_en),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


class TargetChange(Base):
    """Somebody of a team set, ended or took back a target; the target as it was afterwards."""

    __tablename__ = "target_change"

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    step: Mapped[TargetStep]
    indicator: Mapped[TargetIndicator]
    hundredths: Mapped[int] = mapped_column(BigInteger)
    per: Mapped[TargetPer | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    @property
    def target(self) -> Target:
        """The target as it was afterwards; the log keeps no reason."""
        return Target(
            indicator=self.indicator,
            hundredths=self.hundredths,
            per=self.per,
            reason=Texts("", ""),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )
