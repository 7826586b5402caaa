"""Reading the programme's feeds: the one row that answers 304, and the events to join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import case, exists, func, select, true
from sqlalchemy.orm import Session

from labspace.calendars.entries import FORMAT_VERSION
from labspace.calendars.programme.models import ProgrammeEntry, ProgrammeFeed
from labspace.locations.models import Location


@dataclass(frozen=True, kw_only=True)
class ProgrammeState:
    """All that decides on the bytes of a feed on one day."""

    feed_id: int
    locale: str
    revision: int
    modified_at: datetime
    format_version: int
    basis: str
    name: str
    is_demo: bool
    left: int
    ahead: int
    rolled_on: date | None

    @property
    def key(self) -> str:
        """The same exactly for the same bytes, in every process and after every restart."""
        place = f"programme-{self.feed_id}-{self.revision}-{self.left}-{self.ahead}"
        return f"{place}-{self.locale}{'-demo' if self.is_demo else ''}-{FORMAT_VERSION}"

    def rests_on(self, basis: str) -> bool:
        """Whether its events are written in the manner and with the names of now."""
        return (self.format_version, self.basis) == (FORMAT_VERSION, basis)

    @property
    def last_modified(self) -> datetime:
        """When the bytes last changed, be it by an event or because a day went by."""
        if self.rolled_on is None:
            return self.modified_at
        return max(self.modified_at, datetime.combine(self.rolled_on, time(0), tzinfo=UTC))


def programme_state(session: Session, scope: str, locale: str, *, today: date) -> ProgrammeState | None:
    """The state of a feed on a UTC day; one statement. None if nobody ever asked for it."""
    left, entered = ProgrammeEntry.shown_until <= today, ProgrammeEntry.shown_from <= today
    rolls = (
        select(
            func.count(case((left, 1))).label("left"),
            func.count(case((ProgrammeEntry.shown_from > today, 1))).label("ahead"),
            func.max(case((left, ProgrammeEntry.shown_until))).label("left_on"),
            func.max(case((entered, ProgrammeEntry.shown_from))).label("entered_on"),
        )
        .join(ProgrammeFeed, ProgrammeFeed.id == ProgrammeEntry.feed_id)
        .where(ProgrammeFeed.scope == scope, ProgrammeFeed.locale == locale)
        .subquery()
    )
    row = session.execute(
        select(
            ProgrammeFeed.id,
            ProgrammeFeed.revision,
            ProgrammeFeed.modified_at,
            ProgrammeFeed.format_version,
            ProgrammeFeed.basis,
            ProgrammeFeed.name,
            exists(select(Location.id).where(Location.is_demo)).label("is_demo"),
            rolls,
        )
        .join(rolls, true())
        .where(ProgrammeFeed.scope == scope, ProgrammeFeed.locale == locale)
    ).one_or_none()
    if row is None:
        return None
    rolled = [day for day in (row.left_on, row.entered_on) if day is not None]
    return ProgrammeState(
        feed_id=row.id,
        locale=locale,
        revision=row.revision,
        modified_at=row.modified_at,
        format_version=row.format_version,
        basis=row.basis,
        name=row.name,
        is_demo=row.is_demo,
        left=row.left,
        ahead=row.ahead,
        rolled_on=max(rolled, default=None),
    )


def programme_events(session: Session, feed_id: int, *, today: date) -> bytes:
    """The events a feed shows on a UTC day, earliest first, as they are stored."""
    rows = session.scalars(
        select(ProgrammeEntry.ics)
        .where(
            ProgrammeEntry.feed_id == feed_id,
            ProgrammeEntry.shown_from <= today,
            ProgrammeEntry.shown_until > today,
        )
        .order_by(ProgrammeEntry.starts_at, ProgrammeEntry.booking_id)
    )
    return b"".join(rows)
