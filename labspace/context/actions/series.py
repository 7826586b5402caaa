"""Opening a series with its source, and removing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from labspace.accounts.models import User
from labspace.context.kinds import SeriesKind
from labspace.context.models import ContextImport, ContextSeries
from labspace.context.values import erase_values
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location

MOST_OF_A_HOUSE = 50


@dataclass(frozen=True, kw_only=True)
class NewSeries:
    """What is said of a series before it has values."""

    kind: SeriesKind
    name: str
    source: str
    licence: str
    note: str = ""


def open_series(
    session: Session, location_id: int, new: NewSeries, *, by: User, now: datetime
) -> ContextSeries:
    """A series without values. Raises `Refused` when the house has one of that kind and name, or very many."""
    actor_id = by.id
    begin_write(session)
    session.execute(select(Location.id).where(Location.id == location_id).with_for_update())
    mine = (ContextSeries.location_id == location_id, ContextSeries.removed_at.is_(None))
    same = select(ContextSeries.id).where(
        *mine, ContextSeries.kind == new.kind, func.lower(ContextSeries.name) == new.name.lower()
    )
    if session.scalars(same.limit(1)).first() is not None:
        raise Refused(Refusal("series_exists", {"name": new.name}))
    if (session.scalar(select(func.count(ContextSeries.id)).where(*mine)) or 0) >= MOST_OF_A_HOUSE:
        raise Refused(Refusal("too_many_series", {"most": MOST_OF_A_HOUSE}))
    series = ContextSeries(
        location_id=location_id,
        kind=new.kind,
        name=new.name,
        source=new.source,
        licence=new.licence,
        note=new.note,
        created_by_id=actor_id,
        created_at=now,
    )
    session.add(series)
    session.flush()
    return series


def remove_series(session: Session, series_id: int, *, by: User, now: datetime) -> ContextSeries:
    """Show it no more and delete its values; who entered what and when stays."""
    actor_id = by.id
    series = lock_series(session, series_id)
    erase_values(session, series)
    session.execute(
        delete(ContextImport).where(ContextImport.series_id == series.id, ContextImport.accepted_at.is_(None))
    )
    series.removed_at, series.removed_by_id = now, actor_id
    session.flush()
    return series


def lock_series(session: Session, series_id: int) -> ContextSeries:
    """The series, kept from others until the commit. Raises `Refused` with `series_gone` once it was removed."""
    begin_write(session)
    series = session.scalars(
        select(ContextSeries)
        .where(ContextSeries.id == series_id, ContextSeries.removed_at.is_(None))
        .options(joinedload(ContextSeries.location, innerjoin=True))
        .with_for_update(of=ContextSeries)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if series is None:
        raise Refused(Refusal("series_gone"))
    return series
