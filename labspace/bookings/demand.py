"""What people wanted and did not get, counted without anybody's name: where supply is missing.

Counters, not lists: a row says how often in one week, kind and house, and nothing of who or when.
They are kept by the edge after a refused action was undone, in a transaction of their own.
"""

from __future__ import annotations

import enum
import logging
from collections.abc import Sequence, Set
from datetime import date, timedelta

from flask_babel import LazyString
from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from labspace.db import Base, begin_write, table_of
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.words import lazy_gettext as _l

log = logging.getLogger(__name__)


class Shortage(enum.Enum):
    """In what way somebody did not get what they wanted."""

    NOTHING_FREE = "nothing_free"
    """A search for any space of a kind that found none."""
    TAKEN = "taken"
    """A booking refused because somebody else was first."""
    CAPACITY = "capacity"
    """A booking refused because the space is too small."""
    WAITING = "waiting"
    """A wish put on the waiting list."""

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    Shortage.NOTHING_FREE: _l("Suche ohne Ergebnis"),
    Shortage.TAKEN: _l("Abgewiesen: belegt"),
    Shortage.CAPACITY: _l("Abgewiesen: zu klein"),
    Shortage.WAITING: _l("Wünsche auf der Warteliste"),
}


class UnmetDemand(Base):
    """How often and for how long a kind of space was missing in a house in one week."""

    __tablename__ = "unmet_demand"
    __table_args__ = (CheckConstraint("number >= 1 AND minutes >= 0", name="counted"),)

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    kind: Mapped[SpaceKind] = mapped_column(primary_key=True)
    week_on: Mapped[date] = mapped_column(primary_key=True)
    """Monday of the week the wanted time lies in."""
    shortage: Mapped[Shortage] = mapped_column(primary_key=True)
    number: Mapped[int]
    minutes: Mapped[int]
    """The wanted lengths together."""


def shortage_in(codes: Set[str], *, any_space: bool) -> Shortage | None:
    """What these refusals say about missing spaces; None if something else was wrong."""
    if "over_capacity" in codes:
        return Shortage.CAPACITY
    if any_space:
        return Shortage.NOTHING_FREE if codes & {"space_taken", "none_free"} else None
    return Shortage.TAKEN if "space_taken" in codes else None


def count_unmet(
    session: Session, shortage: Shortage, *, house: Location | House, kind: SpaceKind, span: TimeSpan
) -> None:
    """Count one more and commit; called when nothing else is under way.

    One statement. A database too busy to count costs the count, never the answer.
    """
    day = span.starts_at.astimezone(house.zone).date()
    values = {
        "location_id": house.id,
        "kind": kind,
        "week_on": day - timedelta(days=day.weekday()),
        "shortage": shortage,
        "number": 1,
        "minutes": int(span.minutes),
    }
    statement = _COUNT[session.get_bind().dialect.name]
    try:
        begin_write(session)
        session.connection().execute(statement, values)
        session.commit()
    except OperationalError as problem:
        session.rollback()
        log.warning("unmet demand was not counted: %s", type(problem).__name__)


def _count_with(insert: type[sqlite.Insert] | type[postgresql.Insert]) -> sqlite.Insert | postgresql.Insert:
    new = insert(table_of(UnmetDemand))
    return new.on_conflict_do_update(
        index_elements=[column.name for column in UnmetDemand.__table__.primary_key],
        set_={
            "number": UnmetDemand.number + 1,
            "minutes": UnmetDemand.minutes + new.excluded.minutes,
        },
    )


_COUNT = {"sqlite": _count_with(sqlite.Insert), "postgresql": _count_with(postgresql.Insert)}


def unmet_demand(session: Session, location_id: int, *, since: date, until: date) -> Sequence[UnmetDemand]:
    """What was missing in a house in the weeks that begin in this time, newest first."""
    return session.scalars(
        select(UnmetDemand)
        .where(
            UnmetDemand.location_id == location_id,
            UnmetDemand.week_on >= since,
            UnmetDemand.week_on <= until,
        )
        .order_by(UnmetDemand.week_on.desc(), UnmetDemand.kind, UnmetDemand.shortage)
    ).all()
