"""Subsidised uses with who got them, in two statements however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.bookings.aid.models import AidRegisteredUse, AidRegistration
from labspace.bookings.aid.rules import REGISTER_WITHIN, Use, working_day_after
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.states import BOOKED
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.times import first_and_last_day


def uses_since(
    session: Session, first: date, *, beneficiary: str = "", location_id: int | None = None
) -> list[Use]:
    """Uses below the list price granted from `first` on, the newest first; the chamber's own stay out.

    Aid is granted when the booking is confirmed. Organisations count for every kind of space, a
    person without one for a pop-up slot, where a business is tried before it is founded.
    """
    confirmed_at = (
        select(func.max(BookingEvent.at))
        .where(BookingEvent.booking_id == Booking.id, BookingEvent.what == "confirmed")
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Booking,
            func.coalesce(confirmed_at, Booking.created_at),
            Organisation.name,
            User.name,
            Location,
            AidRegistration.registered_on,
            AidRegistration.reference,
        )
        .join(User, User.id == Booking.booked_by_id)
        .join(Location, Location.id == Booking.location_id)
        .outerjoin(Organisation, Organisation.id == Booking.organisation_id)
        .outerjoin(AidRegisteredUse, AidRegisteredUse.booking_id == Booking.id)
        .outerjoin(AidRegistration, AidRegistration.id == AidRegisteredUse.registration_id)
        .where(
            Booking.market_cents > Booking.price_cents,
            Booking.state.in_(BOOKED),
            Booking.is_internal.is_(False),
            or_(Booking.organisation_id.is_not(None), Booking.kind == SpaceKind.POPUP_SLOT),
            *_only(beneficiary, location_id),
        )
        .order_by(Booking.created_at.desc(), Booking.id.desc())
    )
    found = [_use(row) for row in rows]
    return [use for use in found if use.granted_on >= first]


def _only(beneficiary: str, location_id: int | None) -> Sequence[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = []
    if location_id is not None:
        kept.append(Booking.location_id == location_id)
    kind, number = beneficiary[:1], beneficiary[1:]
    if kind == "o":
        kept.append(Booking.organisation_id == int(number))
    elif kind == "p":
        kept += [Booking.booked_by_id == int(number), Booking.organisation_id.is_(None)]
    return kept


def _use(row: Row[Booking, object, str, str, Location, date, str]) -> Use:
    booking, granted_at, organisation, person, house, registered_on, reference = row
    zone = house.zone
    first, last = first_and_last_day(booking.span, zone=zone)
    granted_on = granted_at.astimezone(zone).date()  # type: ignore[attr-defined]
    return Use(
        booking_id=booking.id,
        reference=booking.reference,
        beneficiary=f"o{booking.organisation_id}" if booking.organisation_id else f"p{booking.booked_by_id}",
        name=organisation or person,
        house=house.name,
        space_kind=str(booking.kind.label),
        first=first,
        last=last,
        granted_on=granted_on,
        market_cents=booking.market_cents or 0,
        price_cents=booking.price_cents or 0,
        register_by=working_day_after(granted_on, REGISTER_WITHIN, region=house.region_on(granted_on)),
        registered_on=registered_on,
        register_reference=reference or "",
    )


def is_beneficiary(key: str) -> bool:
    """Whether `key` could name one: `o12` or `p7`."""
    return key[:1] in {"o", "p"} and key[1:].isascii() and key[1:].isdecimal() and len(key) < 18
