"""The blueprint all booking pages hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, abort

from labspace.access import me
from labspace.bookings.models import Booking
from labspace.bookings.queries import find_booking
from labspace.bookings.rights import may_change, may_see
from labspace.db import db
from labspace.errors import Refused

bp = Blueprint("bookings", __name__)

TAKEN = frozenset({"space_taken", "none_free", "changed_meanwhile", "not_possible_in_state", "offer_gone"})


def visible_booking(reference: str) -> Booking:
    """The booking, if the signed-in person may see it; everybody else learns nothing about it."""
    booking = find_booking(db.session(), reference)
    if booking is None or not may_see(db.session(), booking, me()):
        abort(404)
    return booking


def own_booking(reference: str) -> Booking:
    """The booking, if the signed-in person may change it."""
    booking = visible_booking(reference)
    if not may_change(booking, me()):
        abort(403)
    return booking


def status_of(refused: Refused) -> int:
    """409 where others were quicker, 422 where the wish itself is at fault."""
    return 409 if refused.codes & TAKEN else 422
