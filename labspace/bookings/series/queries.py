"""Questions about series and their dates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.uids import is_of_series, named_by
from labspace.bookings.states import OPEN
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan

MOST_SKIPPED = 200

# Word for word as the index has it: SQLite takes a partial index for nothing less.
WAITING = text("series_date.state = 'skipped'")
BOOKED = text("series_date.state = 'booked'")
MOVED_BY = timedelta(days=31)
"""How far from the day its rule names a booking may have been moved to be thought of at its end."""
REFERENCE_LENGTH = 12


def find_series(session: Session, reference: str) -> Series | None:
    """The series with this reference, with what its page shows."""
    if len(reference) > REFERENCE_LENGTH or not reference.isprintable():
        return None
    return session.scalars(
        select(Series)
        .where(Series.reference == reference.upper())
        .options(joinedload(Series.location), joinedload(Series.booked_by), selectinload(Series.spaces))
    ).one_or_none()


def successor_of(session: Session, series_id: int) -> Series | None:
    """The series that continues this one since a change from a date on."""
    return session.scalars(select(Series).where(Series.predecessor_id == series_id)).one_or_none()


def dates_of(session: Session, series_id: int) -> Sequence[SeriesDate]:
    """All dates of a series with their bookings, in order; three statements."""
    return session.scalars(
        select(SeriesDate)
        .where(SeriesDate.series_id == series_id)
        .options(
            joinedload(SeriesDate.booking).selectinload(Booking.spaces),
            joinedload(SeriesDate.booking).joinedload(Booking.location),
        )
        .order_by(SeriesDate.day)
        .execution_options(populate_existing=True)
    ).all()


def date_of_booking(session: Session, booking: Booking) -> SeriesDate | None:
    """The date of a series this booking is for; None without asking for a booking of its own."""
    if not is_of_series(booking.uid):
        return None
    return session.scalars(
        select(SeriesDate).where(SeriesDate.booking_id == booking.id).options(joinedload(SeriesDate.series))
    ).one_or_none()


def skipped_date_of(session: Session, booking: Booking) -> SeriesDate | None:
    """The skipped date this new booking of a series takes up."""
    uid, day = named_by(booking.uid)
    return session.scalars(
        select(SeriesDate)
        .join(SeriesDate.series)
        .where(Series.uid == uid, SeriesDate.day == day, SeriesDate.state == DateState.SKIPPED)
        .options(joinedload(SeriesDate.series))
        .order_by(SeriesDate.id.desc())
        .limit(1)
    ).one_or_none()


@dataclass(frozen=True)
class SeriesCount:
    """How a series stands: dates ahead that are booked, all its dates, skipped ones to take up."""

    series: Series
    ahead: int
    booked: int
    skipped: int
    next_at: datetime | None


def running_series_of(session: Session, user_id: int, *, now: datetime) -> list[SeriesCount]:
    """A person's series with dates ahead, the one that is due first first; one statement."""
    is_ahead = and_(Booking.state.in_(OPEN), Booking.ends_at > now)
    rows = session.execute(
        select(
            Series,
            func.count().filter(is_ahead),
            func.count(SeriesDate.booking_id),
            func.count().filter(SeriesDate.state == DateState.SKIPPED, SeriesDate.starts_at > now),
            func.min(Booking.starts_at).filter(is_ahead),
        )
        .join(SeriesDate, SeriesDate.series_id == Series.id)
        .outerjoin(Booking, Booking.id == SeriesDate.booking_id)
        .where(Series.booked_by_id == user_id)
        .group_by(Series.id)
        .having(func.count().filter(is_ahead) > 0)
        .order_by(func.min(Booking.starts_at).filter(is_ahead), Series.id)
    )
    return [SeriesCount(*row) for row in rows]


def skipped_dates_of(session: Session, user_id: int, *, now: datetime) -> Sequence[SeriesDate]:
    """A person's skipped dates that can still be taken up, earliest first."""
    return session.scalars(
        select(SeriesDate)
        .join(SeriesDate.series)
        .where(
            Series.booked_by_id == user_id, SeriesDate.state == DateState.SKIPPED, SeriesDate.starts_at > now
        )
        .options(
            joinedload(SeriesDate.series).joinedload(Series.location),
            joinedload(SeriesDate.series).joinedload(Series.booked_by),
            joinedload(SeriesDate.series).selectinload(Series.spaces),
        )
        .order_by(SeriesDate.starts_at, SeriesDate.id)
        .limit(MOST_SKIPPED)
    ).all()


def count_skipped(session: Session, user_id: int, *, now: datetime) -> int:
    """How many skipped dates a person can still take up or give up."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SeriesDate)
            .join(SeriesDate.series)
            .where(
                Series.booked_by_id == user_id,
                SeriesDate.state == DateState.SKIPPED,
                SeriesDate.starts_at > now,
            )
        )
        or 0
    )


def skipped_during(
    session: Session, location_id: int, kind: SpaceKind, span: TimeSpan, *, now: datetime, limit: int = 20
) -> Sequence[SeriesDate]:
    """Skipped dates of a house and kind around `span` whose owners do not know yet, longest waiting first."""
    near = timedelta(hours=3)
    return session.scalars(
        select(SeriesDate)
        .join(SeriesDate.series)
        .where(
            WAITING,
            SeriesDate.free_since.is_(None),
            SeriesDate.starts_at > now,
            SeriesDate.starts_at < span.ends_at + near,
            SeriesDate.ends_at > span.starts_at - near,
            Series.location_id == location_id,
            Series.kind == kind,
        )
        .options(
            joinedload(SeriesDate.series).selectinload(Series.spaces),
            joinedload(SeriesDate.series).joinedload(Series.booked_by),
        )
        .order_by(SeriesDate.skipped_at, SeriesDate.id)
        .limit(limit)
    ).all()


def untold_dates(
    session: Session, *, now: datetime, among: Collection[int] | None = None, limit: int = 500
) -> Sequence[SeriesDate]:
    """Skipped dates ahead whose owners were not told that they are free, earliest first.

    `among` these ids only, locked, without those somebody else is telling of.
    """
    question = (
        select(SeriesDate)
        .where(WAITING, SeriesDate.free_since.is_(None), SeriesDate.starts_at > now)
        .options(
            joinedload(SeriesDate.series).selectinload(Series.spaces),
            joinedload(SeriesDate.series).joinedload(Series.booked_by),
            joinedload(SeriesDate.series).joinedload(Series.location),
        )
        .order_by(SeriesDate.starts_at, SeriesDate.id)
        .limit(limit)
    )
    if among is not None:
        question = question.where(SeriesDate.id.in_(among)).execution_options(populate_existing=True)
        question = question.with_for_update(skip_locked=True, of=SeriesDate)
    return session.scalars(question).all()


def ending_series(session: Session, *, now: datetime, within: timedelta) -> Sequence[Series]:
    """Series whose last booked date begins within that time and whose owner was not told, by owner.

    A series that was continued by another or called off does not end, it was ended. Looks at series
    with a date around now only: those that ended long ago cost nothing.
    """
    around = select(SeriesDate.series_id).where(
        BOOKED, SeriesDate.starts_at > now - MOVED_BY, SeriesDate.starts_at <= now + within
    )
    stands = (
        select(SeriesDate.id)
        .join(Booking, Booking.id == SeriesDate.booking_id)
        .where(SeriesDate.series_id == Series.id, Booking.state.in_(OPEN))
    )
    later = aliased(Series)
    return session.scalars(
        select(Series)
        .where(
            Series.id.in_(around),
            Series.end_told_at.is_(None),
            Series.cancelled_at.is_(None),
            stands.where(Booking.starts_at > now).exists(),
            ~stands.where(Booking.starts_at > now + within).exists(),
            ~select(later.id).where(later.predecessor_id == Series.id).exists(),
        )
        .order_by(Series.booked_by_id, Series.id)
    ).all()


def bookings_by_id(session: Session, ids: Collection[int]) -> Sequence[Booking]:
    """These bookings as they are now, with places; by start."""
    return session.scalars(
        select(Booking)
        .where(Booking.id.in_(ids))
        .options(joinedload(Booking.location), selectinload(Booking.spaces))
        .order_by(Booking.starts_at, Booking.id)
        .execution_options(populate_existing=True)
    ).all()
