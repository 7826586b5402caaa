"""The blueprint the staff's booking pages hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for

from labspace.access import must_keep, must_run
from labspace.bookings.models import Booking
from labspace.bookings.queries import find_booking
from labspace.db import db
from labspace.locations.models import Location
from labspace.locations.queries import find_location

bp = Blueprint("bookings_staff", __name__)


def run_house(slug: str) -> Location:
    """The house, if the signed-in person is staff of it."""
    house = find_location(db.session(), slug) if slug.isprintable() else None
    if house is None:
        abort(404)
    must_run(house.id)
    return house


def keep_house(slug: str) -> Location:
    """The house, if the signed-in person decides what it is: its people, texts, hours and spaces."""
    house = run_house(slug)
    must_keep(house.id)
    return house


def house_booking(house: Location, reference: str) -> Booking:
    """A booking of this house; those of other houses are not found here."""
    booking = find_booking(db.session(), reference)
    if booking is None or booking.location_id != house.id:
        abort(404)
    return booking


def day_url(house: Location) -> str:
    """Back to the day of the house that the form was sent from."""
    day = request.form.get("tag", "")
    return url_for("today.show", slug=house.slug, tag=day if day.isprintable() and len(day) == 10 else None)
