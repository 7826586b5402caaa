"""Telling people that a series of theirs ends soon, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from labspace.announcements import announce
from labspace.bookings.models import Booking
from labspace.bookings.series.changes import SeriesEnding
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.queries import ending_series
from labspace.bookings.states import OPEN
from labspace.db import begin_write

SOON = timedelta(days=14)


def tell_of_endings(session: Session, *, now: datetime) -> int:
    """Announce `SeriesEnding` for each series whose last date is at most `SOON` ahead; return how many.

    Not for one that was shorter than that from the beginning: whoever booked it has its end in mind.
    Safe to run every minute in several processes; looks without a lock first.
    """
    ids = [series.id for series in ending_series(session, now=now, within=SOON)]
    if not ids or not _ripe(session, ids):
        return 0
    begin_write(session)
    told = 0
    for series, last in _ripe(session, ids, lock=True):
        series.end_told_at = now
        announce(session, SeriesEnding(series, last, now))
        told += 1
    return told


def _ripe(session: Session, ids: Collection[int], *, lock: bool = False) -> list[tuple[Series, Booking]]:
    """These series, with the last booking of each, unless told of meanwhile; three statements."""
    question = (
        select(Series)
        .where(Series.id.in_(ids), Series.end_told_at.is_(None))
        .options(joinedload(Series.location), joinedload(Series.booked_by), selectinload(Series.spaces))
        .order_by(Series.id)
    )
    if lock:
        question = question.with_for_update(skip_locked=True, of=Series).execution_options(
            populate_existing=True
        )
    found = session.scalars(question).unique().all()
    rows = session.execute(
        select(SeriesDate.series_id, Booking)
        .join(Booking, Booking.id == SeriesDate.booking_id)
        .where(SeriesDate.series_id.in_([series.id for series in found]), Booking.state.in_(OPEN))
        .options(lazyload("*"))
        .order_by(Booking.starts_at, Booking.id)
    )
    last = {row[0]: row[1] for row in rows}
    return [
        (series, last[series.id])
        for series in found
        if series.id in last and series.created_at < last[series.id].starts_at - SOON
    ]
