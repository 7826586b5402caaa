"""Questions about event areas and what stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.actions.claims import core_span, in_the_way, unit_rules_of_booking, units_of
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.states import BookingState
from labspace.events.models import EventRequest
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import TimeSpan


def event_areas(session: Session, location_id: int, *, on: date) -> Sequence[Space]:
    """The event areas of a house on a day, wholes and parts."""
    return spaces_of(session, [location_id], on=on, kind=SpaceKind.EVENT_AREA)


def houses_with_event_areas(session: Session, *, on: date) -> Sequence[Location]:
    """The houses one can ask for an event area, in listed order."""
    return session.scalars(
        select(Location)
        .where(
            Location.id.in_(
                select(Space.location_id).where(
                    Space.kind == SpaceKind.EVENT_AREA,
                    Space.valid_from <= on,
                    Space.valid_until.is_(None) | (Space.valid_until >= on),
                )
            )
        )
        .order_by(Location.position, Location.name)
    ).all()


def find_request(session: Session, booking_id: int) -> EventRequest | None:
    """What the organiser told about the event of this booking."""
    return session.get(EventRequest, booking_id)


def dates_of(session: Session, booking_id: int) -> Sequence[Booking]:
    """Every date of the request that this booking is a date of, in order; of a single one just that."""
    request = session.get(EventRequest, booking_id)
    if request is None or request.first_booking_id is None:
        return session.scalars(select(Booking).where(Booking.id == booking_id)).all()
    return session.scalars(
        select(Booking)
        .join(EventRequest, EventRequest.booking_id == Booking.id)
        .where(EventRequest.first_booking_id == request.first_booking_id)
        .options(joinedload(Booking.location), selectinload(Booking.spaces))
        .order_by(Booking.starts_at, Booking.id)
    ).all()


def is_given_away(session: Session, booking: Booking) -> bool:
    """Whether part of an option's time has been confirmed to somebody else, or blocked."""
    unit_ids = units_of(session, booking.id)
    rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
    core = core_span(
        booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
    )
    claims = in_the_way(session, core, unit_ids=unit_ids, rules=rules)
    return any(claim.booking_id != booking.id and claim.state is not BookingState.OPTION for claim in claims)


ALIVE = (BookingState.REQUESTED, BookingState.OPTION, BookingState.CONFIRMED, BookingState.USED)


def bookings_around(
    session: Session, booking: Booking, *, within: timedelta = timedelta(days=2)
) -> Sequence[Booking]:
    """Other bookings that live on the same units up to `within` before and after, earliest first."""
    window = booking.span.widened(before=within, after=within)
    units = select(BookedUnit.space_id).where(BookedUnit.booking_id == booking.id)
    there = select(BookedUnit.booking_id).where(
        BookedUnit.space_id.in_(units),
        BookedUnit.starts_at < window.ends_at,
        BookedUnit.ends_at > window.starts_at,
    )
    return session.scalars(
        select(Booking)
        .where(Booking.id.in_(there), Booking.id != booking.id, Booking.state.in_(ALIVE))
        .options(
            joinedload(Booking.location),
            joinedload(Booking.booked_by),
            joinedload(Booking.organisation),
            selectinload(Booking.spaces),
        )
        .order_by(Booking.starts_at, Booking.option_rank, Booking.id)
    ).all()


def meets(booking: Booking, other: Booking) -> bool:
    """Whether the two cannot both have their time, set-up and tear-down included."""
    return _core(booking).overlaps(_core(other))


def _core(booking: Booking) -> TimeSpan:
    return core_span(
        booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
    )
