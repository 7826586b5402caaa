"""Which event somebody may look at or change, for all pages of a decision."""

from __future__ import annotations

from flask import abort

from labspace.access import me, must_run
from labspace.bookings.models import Booking
from labspace.bookings.queries import find_booking, history_of
from labspace.bookings.rights import may_see
from labspace.bookings.states import UNDECIDED, BookingState
from labspace.db import db
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.spaces.kinds import SpaceKind


def run_house(slug: str) -> Location:
    """The house, if the signed-in person is of its team."""
    house = (find_location(db.session(), slug) if slug.isprintable() else None) or abort(404)
    must_run(house.id)
    return house


def asked_booking(house: Location, reference: str) -> Booking:
    """What the house decides on, or has decided."""
    booking = find_booking(db.session(), reference) if reference.isprintable() else None
    if booking is None or booking.location_id != house.id or not _was_asked_for(booking):
        abort(404)
    return booking


def house_event(house: Location, reference: str) -> Booking:
    """An event of the house."""
    booking = asked_booking(house, reference)
    if booking.kind is not SpaceKind.EVENT_AREA:
        abort(404)
    return booking


def visible_event(reference: str) -> Booking:
    """An event the signed-in person may see; everybody else learns nothing about it."""
    booking = find_booking(db.session(), reference) if reference.isprintable() else None
    if (
        booking is None
        or booking.kind is not SpaceKind.EVENT_AREA
        or not may_see(db.session(), booking, me())
    ):
        abort(404)
    return booking


def own_event(reference: str) -> Booking:
    """An event of whoever is signed in: nobody accepts or answers for somebody else."""
    booking = visible_event(reference)
    if booking.booked_by_id != me().id:
        abort(403)
    return booking


def _was_asked_for(booking: Booking) -> bool:
    """Whether the house decides, or has decided: by its kind, or because the house approves this space."""
    if not booking.kind.is_booked_at_once or booking.state in UNDECIDED:
        return True
    placed = next(iter(history_of(db.session(), booking.id)), None)
    return placed is not None and (placed.after or {}).get("state") == BookingState.REQUESTED.value
