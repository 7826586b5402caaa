"""What stands beside the figures of a period and is no sum of days: what is open, and what may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED, BookingState
from labspace.locations.models import Location
from labspace.occupancy.days import Period
from labspace.occupancy.records import MIN_ORGANISATIONS, MIN_PERSONS
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import OpenedDay
from labspace.spaces.kinds import SpaceKind


def unresolved_number(session: Session, houses: Sequence[Location], period: Period, *, now: datetime) -> int:
    """Bookings that began in the period, are over and still only confirmed: booked, not used (R5)."""
    spans = {house.id: period.span(zone=house.zone) for house in houses}
    began = [
        and_(
            Booking.location_id == location_id,
            Booking.starts_at >= span.starts_at,
            Booking.starts_at < span.ends_at,
        )
        for location_id, span in spans.items()
    ]
    return _number(session, or_(*began), Booking.state == BookingState.CONFIRMED, Booking.ends_at <= now)


def unrecorded_number(session: Session, houses: Sequence[Location], period: Period) -> int:
    """Used tenancies without a recorded shop hour in the period: no use is counted for them (K03)."""
    open_meanwhile = [
        and_(
            Booking.location_id == house.id,
            ~select(OpenedDay.id)
            .join(Tenancy, Tenancy.id == OpenedDay.tenancy_id)
            .where(
                Tenancy.booking_id == Booking.id,
                OpenedDay.starts_at < (span := period.span(zone=house.zone)).ends_at,
                OpenedDay.ends_at > span.starts_at,
            )
            .exists(),
            _during(house, period),
        )
        for house in houses
    ]
    return _number(
        session,
        or_(*open_meanwhile),
        Booking.kind == SpaceKind.POPUP_SLOT,
        Booking.state == BookingState.USED,
        Booking.used_from.is_(None),
        Booking.used_until.is_(None),
    )


def internal_houses(session: Session, houses: Sequence[Location], period: Period) -> set[int]:
    """The houses whose own use rests on enough persons and organisations to be shown to anybody (R12)."""
    rows = session.execute(
        select(Booking.location_id, Booking.booked_by_id, Booking.organisation_id)
        .distinct()
        .where(
            Booking.is_internal,
            Booking.state.in_(BOOKED),
            or_(*(and_(Booking.location_id == house.id, _during(house, period)) for house in houses)),
        )
    )
    persons: defaultdict[int, set[int]] = defaultdict(set)
    organisations: defaultdict[int, set[int]] = defaultdict(set)
    for location_id, person, organisation in rows:
        persons[location_id].add(person)
        if organisation is not None:
            organisations[location_id].add(organisation)
    return {
        location_id
        for location_id, found in persons.items()
        if len(found) >= MIN_PERSONS and len(organisations[location_id]) >= MIN_ORGANISATIONS
    }


def _during(house: Location, period: Period) -> ColumnElement[bool]:
    span = period.span(zone=house.zone)
    return and_(Booking.starts_at < span.ends_at, Booking.ends_at > span.starts_at)


def _number(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Booking.id)).where(*conditions)) or 0
