"""Bookings around a stretch of time as figures of people need them; a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from labspace.accounts.models import Organisation
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking, BookingSpace
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.states import CANCELLED, BookingState
from labspace.bookings.waiting.models import WaitingWish
from labspace.events.models import EventRequest
from labspace.occupancy.people.told import Told
from labspace.occupancy.queries import A_DAY, OVERRUN
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import OpenedDay
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpaceLayout
from labspace.times import TimeSpan
from labspace.visits.models import VisitCount
from labspace.visits.rules import Count, Visited, winning

LONGEST = timedelta(days=372)
"""No booking lasts longer: a pop-up 52 weeks at most. It keeps the search off what is long over."""
FULL = frozenset({CancelReason.GIVEN_AWAY, CancelReason.TOO_MANY_PEOPLE})
"""Reasons of the house that mean: there was no space for it."""


def told_bookings(
    session: Session, house_ids: Collection[int], window: TimeSpan
) -> defaultdict[int, list[Told]]:
    """All bookings of these houses that touch `window`, by house, in the order of their start; five statements."""
    around = around_window(session, house_ids, window)
    counted = _counted(session, around)
    opened = _shop_hours(session, around)
    asked = _first_requests(session, around)
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for row in session.execute(_question(around)):
        found[row.location_id].append(
            Told(
                id=row.id,
                location_id=row.location_id,
                kind=row.kind,
                state=row.state,
                span=TimeSpan(row.starts_at, row.ends_at),
                used=_used(row, opened.get(row.id)),
                person=row.booked_by_id,
                organisation=row.organisation_id,
                is_internal=row.is_internal,
                people=row.people,
                seats=int(row.seats or 0),
                counted=counted.get(row.id),
                is_public=row.is_public,
                is_checked_in=row.checked_in_at is not None,
                theme=row.theme,
                sector=row.sector,
                sector_version=row.sector_version,
                partner=row.partner_type,
                asked_at=min([row.created_at, *asked[row.id]]),
                is_first=bool(row.is_first),
                is_one=bool(row.is_one),
                is_full=row.state is BookingState.REJECTED and row.cancel_code in FULL,
                advantage_cents=max(0, (row.market_cents or 0) - (row.price_cents or 0))
                if row.price_cents is not None
                else 0,
            )
        )
    return found


def around_window(session: Session, house_ids: Collection[int], window: TimeSpan) -> ColumnElement[bool]:
    """Bookings of these houses that may touch `window`.

    Said in two parts, so that neither goes through a year of bookings: what began shortly before the
    window or in it, and what is longer than a day, of which there is little.
    """
    since = window.starts_at - OVERRUN - A_DAY
    is_long: ColumnElement[bool] = literal_column(LONG_BOOKINGS[session.get_bind().dialect.name])
    here, ends_late = Booking.location_id.in_(house_ids), Booking.ends_at > window.starts_at - OVERRUN
    return or_(
        and_(here, Booking.starts_at > since, Booking.starts_at < window.ends_at + OVERRUN, ends_late),
        and_(
            here,
            is_long,
            Booking.starts_at <= since,
            Booking.starts_at > window.starts_at - LONGEST,
            ends_late,
        ),
    )


LONG_BOOKINGS = {
    "sqlite": "booking.ends_at - booking.starts_at > 86400",
    "postgresql": "booking.ends_at - booking.starts_at > interval '24 hours'",
}
"""As `ix_booking_long` has it."""


def _used(row: Row[Any], opened: tuple[TimeSpan, ...] | None) -> tuple[TimeSpan, ...]:
    if row.state is not BookingState.USED:
        return ()
    if opened is not None:
        return opened
    if row.kind is SpaceKind.POPUP_SLOT and not (row.used_from or row.used_until):
        return ()
    first: datetime = row.used_from or row.starts_at
    last: datetime = row.used_until or row.ends_at
    return (TimeSpan(first, last),) if first < last else ()


def _question(around: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    seats = (
        select(func.sum(func.coalesce(SpaceLayout.capacity, Space.capacity)))
        .select_from(BookingSpace)
        .join(Space, Space.id == BookingSpace.space_id)
        .outerjoin(SpaceLayout, and_(SpaceLayout.space_id == Space.id, SpaceLayout.layout == Booking.layout))
        .where(BookingSpace.booking_id == Booking.id)
        .correlate(Booking)
        .scalar_subquery()
    )
    return (
        select(
            Booking.id,
            Booking.location_id,
            Booking.kind,
            Booking.state,
            Booking.starts_at,
            Booking.ends_at,
            Booking.used_from,
            Booking.used_until,
            Booking.booked_by_id,
            func.coalesce(Organisation.merged_into_id, Booking.organisation_id).label("organisation_id"),
            Booking.is_internal,
            Booking.people,
            Booking.is_public,
            Booking.checked_in_at,
            Booking.theme,
            Booking.sector,
            Booking.sector_version,
            Booking.partner_type,
            Booking.created_at,
            Booking.cancel_code,
            Booking.market_cents,
            Booking.price_cents,
            case((Booking.state == BookingState.USED, seats), else_=0).label("seats"),
            _is_first().label("is_first"),
            _is_one().label("is_one"),
        )
        .outerjoin(Organisation, Organisation.id == Booking.organisation_id)
        .outerjoin(SeriesDate, SeriesDate.booking_id == Booking.id)
        .outerjoin(Series, Series.id == SeriesDate.series_id)
        .outerjoin(EventRequest, EventRequest.booking_id == Booking.id)
        .where(around)
        .order_by(Booking.starts_at, Booking.id)
    )


def _is_first() -> ColumnElement[bool]:
    """The first date that was booked of a series from its beginning on, and of a request its first date."""
    earlier = aliased(SeriesDate)
    is_first_child = and_(
        Series.predecessor_id.is_(None),
        ~exists().where(
            earlier.series_id == SeriesDate.series_id,
            earlier.day < SeriesDate.day,
            earlier.booking_id.is_not(None),
        ),
    )
    return case(
        (EventRequest.first_booking_id.is_not(None), EventRequest.first_booking_id == Booking.id),
        (SeriesDate.id.is_(None), True),
        else_=is_first_child,
    )


def _is_one() -> ColumnElement[bool]:
    """False for all but the earliest date of those that were called off with their whole series."""
    date, other = aliased(SeriesDate), aliased(Booking)
    is_earliest = ~(
        select(other.id)
        .join(date, date.booking_id == other.id)
        .where(
            date.series_id == SeriesDate.series_id,
            other.state.in_(CANCELLED),
            other.state_since == Booking.state_since,
            or_(
                other.starts_at < Booking.starts_at,
                and_(other.starts_at == Booking.starts_at, other.id < Booking.id),
            ),
        )
        .exists()
    )
    return case(
        (and_(Booking.state.in_(CANCELLED), Series.cancelled_at == Booking.state_since), is_earliest),
        else_=True,
    )


def _counted(session: Session, around: ColumnElement[bool]) -> dict[int, Visited]:
    rows = session.execute(
        select(
            Booking.id,
            VisitCount.id,
            VisitCount.day,
            VisitCount.count,
            VisitCount.source,
            VisitCount.entered_at,
        )
        .join(Booking, Booking.id == VisitCount.booking_id)
        .where(around, VisitCount.ended_at.is_(None))
    )
    found: defaultdict[int, list[Count]] = defaultdict(list)
    for booking_id, count_id, day, count, source, entered_at in rows:
        found[booking_id].append(
            Count(day=day, count=count, source=source, entered_at=entered_at, id=count_id)
        )
    return {booking_id: winning(counts) for booking_id, counts in found.items()}


def _shop_hours(session: Session, around: ColumnElement[bool]) -> dict[int, tuple[TimeSpan, ...]]:
    rows = session.execute(
        select(Tenancy.booking_id, OpenedDay.starts_at, OpenedDay.ends_at)
        .join(Tenancy, Tenancy.id == OpenedDay.tenancy_id)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(around)
        .order_by(OpenedDay.starts_at)
    )
    found: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    for booking_id, starts_at, ends_at in rows:
        found[booking_id].append(TimeSpan(starts_at, ends_at))
    return {booking_id: tuple(spans) for booking_id, spans in found.items()}


def _first_requests(session: Session, around: ColumnElement[bool]) -> defaultdict[int, list[datetime]]:
    """When a booking was first asked for, where that was before it was booked."""
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    for booking_id, at in _earlier(session, around):
        found[booking_id].append(at)
    return found


def _earlier(session: Session, around: ColumnElement[bool]) -> Iterator[tuple[int, datetime]]:
    wished = select(Booking.id, WaitingWish.created_at).join(
        WaitingWish, WaitingWish.booking_id == Booking.id
    )
    applied = (
        select(Booking.id, PopupApplication.submitted_at)
        .join(Tenancy, Tenancy.booking_id == Booking.id)
        .join(PopupApplication, PopupApplication.id == Tenancy.application_id)
        .where(PopupApplication.submitted_at.is_not(None))
    )
    yield from session.execute(wished.where(around))
    for booking_id, at in session.execute(applied.where(around)):
        if at is not None:
            yield booking_id, at
