"""Which dates of a series a change from one of them on concerns, and locking them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.actions.move import check_version
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.queries import bookings_by_id, dates_of
from labspace.bookings.states import OPEN
from labspace.errors import Refusal, Refused
from labspace.spaces.models import Space


@dataclass(frozen=True)
class Reach:
    """The series, the first day that changes, and its dates before and from that day on."""

    series: Series
    start: date
    before: list[SeriesDate]
    dates: list[SeriesDate]

    def booked(self, *, now: datetime) -> list[SeriesDate]:
        """Of the dates those with a booking that has not begun and still stands."""
        return [one for one in self.dates if is_ahead(one, now=now)]

    def skipped(self, *, now: datetime) -> list[SeriesDate]:
        """Of the dates those that were skipped and lie ahead."""
        return [one for one in self.dates if is_open_skip(one, now=now)]


def is_ahead(one: SeriesDate, *, now: datetime) -> bool:
    """Whether its booking stands and has not begun: what is over or under way is never touched."""
    booking = one.booking
    return (
        one.state is DateState.BOOKED
        and booking is not None
        and booking.state in OPEN
        and booking.starts_at > now
    )


def is_open_skip(one: SeriesDate, *, now: datetime) -> bool:
    """Whether it was skipped and could still happen."""
    if one.state is not DateState.SKIPPED:
        return False
    return one.day > now.date() if one.starts_at is None else one.starts_at > now


def reach_of(
    session: Session, booking_id: int, *, everything: bool, now: datetime, expected_version: int | None = None
) -> Reach:
    """The dates from that of this booking on, or with `everything` all that lie ahead; the series is locked.

    Raises LookupError for a booking of no series, `Refused` if nothing of it lies ahead any more.
    """
    series_id = session.scalar(select(SeriesDate.series_id).where(SeriesDate.booking_id == booking_id))
    if series_id is None:
        raise LookupError(booking_id)
    # The series first, then its spaces, then its dates: whoever takes up a date locks the last two only.
    series = session.scalars(
        select(Series)
        .where(Series.id == series_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    rows = dates_of(session, series_id)
    here = next((one for one in rows if one.booking_id == booking_id), None)
    if here is None or here.booking is None:
        raise Refused(Refusal("changed_meanwhile"))
    check_version(here.booking, expected_version)
    coming = [one for one in rows if is_ahead(one, now=now) or is_open_skip(one, now=now)]
    start = min((one.day for one in coming), default=None) if everything else here.day
    if start is None or not any(one.day >= start for one in coming):
        raise Refused(Refusal("series_over"))
    return Reach(
        series, start, [one for one in rows if one.day < start], [one for one in rows if one.day >= start]
    )


def lock_with_bookings(
    session: Session, booking_ids: Collection[int], space_ids: Collection[int] = ()
) -> tuple[dict[int, Space], dict[int, frozenset[int]], Sequence[Booking]]:
    """All units of these bookings and the other spaces, locked in one statement; the bookings as they are now.

    Raises `Refused` if one was moved to other units while the lock was waited for.
    """
    units = units_of_all(session, booking_ids)
    locked = lock_spaces(session, frozenset(space_ids).union(*units.values()))
    bookings = bookings_by_id(session, booking_ids)
    if units_of_all(session, booking_ids) != units:
        raise Refused(Refusal("changed_meanwhile"))
    return {space.id: space for space in locked}, units, bookings


def units_of_all(session: Session, booking_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The undivided units each booking is planned on; one statement."""
    found: dict[int, set[int]] = defaultdict(set)
    planned = select(BookedUnit.booking_id, BookedUnit.space_id).where(BookedUnit.booking_id.in_(booking_ids))
    for booking_id, space_id in session.execute(planned):
        found[booking_id].add(space_id)
    return {booking_id: frozenset(space_ids) for booking_id, space_ids in found.items()}
