"""Questions about what the team of a house is to do for its pop-ups now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.records import Handover
from labspace.popups.tenancies.states import HAPPENING, Direction, OfferState
from labspace.spaces.models import Space
from labspace.times import start_of_day
from labspace.visits.rules import settled_at

LOOK_BACK = timedelta(days=60)
"""How long after the end somebody still asks for the slot's return."""
LATELY = timedelta(days=14)
MOST = 20


@dataclass(frozen=True, kw_only=True)
class DueHandover:
    """A protocol that both should have signed by the end of `day`."""

    tenancy: Tenancy
    direction: Direction
    day: date


def due_handovers(session: Session, house: Location, *, now: datetime) -> list[DueHandover]:
    """Handovers of today and before without both names, the longest overdue first. One statement.

    Whoever has left needs no protocol of moving in any more.
    """
    today = now.astimezone(house.zone).date()
    midnight = start_of_day(today + timedelta(days=1), zone=house.zone)
    moves_in = and_(Booking.starts_at < midnight, Booking.ends_at > now, ~_is_signed(Direction.IN))
    moves_out = and_(
        Booking.ends_at <= midnight, Booking.ends_at > now - LOOK_BACK, ~_is_signed(Direction.OUT)
    )
    rows = session.execute(
        select(Tenancy, case((moves_in, 1), else_=0), case((moves_out, 1), else_=0))
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(Tenancy.location_id == house.id, Tenancy.state.in_(HAPPENING), or_(moves_in, moves_out))
        .options(
            joinedload(Tenancy.booking),
            joinedload(Tenancy.application),
            joinedload(Tenancy.space).joinedload(Space.location),
        )
        .order_by(Booking.ends_at, Tenancy.id)
        .limit(MOST)
    ).all()
    found = []
    for tenancy, is_in, is_out in rows:
        first, last = tenancy.first_and_last
        if is_in:
            found.append(DueHandover(tenancy=tenancy, direction=Direction.IN, day=first))
        if is_out:
            found.append(DueHandover(tenancy=tenancy, direction=Direction.OUT, day=last))
    return sorted(found, key=lambda due: (due.day, due.tenancy.id))


def _is_signed(direction: Direction) -> ColumnElement[bool]:
    return (
        select(Handover.id)
        .where(
            Handover.tenancy_id == Tenancy.id,
            Handover.direction == direction,
            Handover.signed_at.is_not(None),
        )
        .exists()
    )


def unrecorded_tenancies(session: Session, location_id: int, *, now: datetime) -> Sequence[Tenancy]:
    """Tenancies that are over and of which nobody recorded an opened day or decided anything; the longest over first."""
    return session.scalars(
        select(Tenancy)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(
            Tenancy.location_id == location_id,
            Tenancy.state.in_(HAPPENING),
            Booking.state == BookingState.CONFIRMED,
            Booking.ends_at <= now,
            Booking.ends_at > now - LOOK_BACK,
        )
        .options(
            joinedload(Tenancy.booking),
            joinedload(Tenancy.application),
            joinedload(Tenancy.space).joinedload(Space.location),
        )
        .order_by(Booking.ends_at, Tenancy.id)
        .limit(MOST)
    ).all()


def hours_due_on(tenancy: Tenancy) -> date:
    """The last day on which the hours of a tenancy that is over are in time (R5); its booking must be loaded."""
    booking = tenancy.booking
    until = settled_at(ends_at=booking.ends_at, state_since=booking.state_since)
    # A tenancy ends at midnight: what is due by then is due on the day before.
    return (until - timedelta(minutes=1)).astimezone(tenancy.space.location.zone).date()


def lapsed_offers(session: Session, location_id: int, *, now: datetime) -> Sequence[PopupOffer]:
    """Offers nobody answered in the last two weeks whose applicants wait in reserve, the newest first."""
    return session.scalars(
        select(PopupOffer)
        .join(Space, Space.id == PopupOffer.space_id)
        .join(PopupApplication, PopupApplication.id == PopupOffer.application_id)
        .where(
            Space.location_id == location_id,
            PopupOffer.state == OfferState.LAPSED,
            PopupOffer.state_since > now - LATELY,
            PopupApplication.state == ApplicationState.RESERVE,
        )
        .options(joinedload(PopupOffer.application), joinedload(PopupOffer.space).joinedload(Space.location))
        .order_by(PopupOffer.state_since.desc(), PopupOffer.id.desc())
        .limit(MOST)
    ).all()
