"""What stands beside the figures of a period and is no sum of days: what is open, and what may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED, BookingState
from labspace.locations.models import Location
from labspace.occupancy.days import Period
from labspace.occupancy.suppression.tables import is_few
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
    """The houses whose own use may be shown to anybody (R12); a second statement where there is any.

    It rests on enough persons and organisations, and so does what is left of the public total without it.
    """
    enough = {
        house_id for house_id, few in _few(session, houses, period, is_internal=True).items() if not few
    }
    if not enough:
        return set()
    others = _few(session, [one for one in houses if one.id in enough], period, is_internal=False)
    return {house_id for house_id in enough if not others.get(house_id, False)}


def _few(
    session: Session, houses: Sequence[Location], period: Period, *, is_internal: bool
) -> dict[int, bool]:
    """By house whether too few booked; houses in which nobody did are left out."""
    rows = session.execute(
        select(
            Booking.location_id,
            func.count(Booking.booked_by_id.distinct()),
            func.count(Booking.organisation_id.distinct()),
        )
        .where(
            Booking.is_internal.is_(is_internal),
            Booking.state.in_(BOOKED),
            or_(*(and_(Booking.location_id == house.id, _during(house, period)) for house in houses)),
        )
        .group_by(Booking.location_id)
    )
    return {house_id: is_few(persons, organisations) for house_id, persons, organisations in rows}


def _during(house: Location, period: Period) -> ColumnElement[bool]:
    span = period.span(zone=house.zone)
    return and_(Booking.starts_at < span.ends_at, Booking.ends_at > span.starts_at)


def _number(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Booking.id)).where(*conditions)) or 0
