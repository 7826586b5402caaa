"""ETags of bookings: the version first, which a change may name in `If-Match`, then what is told of it."""

from __future__ import annotations

import hashlib

from flask import request

from labspace.api.bookings.answers import BookingAnswer
from labspace.api.ground.problems import Problem
from labspace.bookings.models import Booking

LONGEST = 12


def etag_of(told: BookingAnswer) -> str:
    """Changes with the booking and with whatever else is told beside it, such as the dates of its series."""
    return f"{told.version}-{hashlib.sha256(told.model_dump_json().encode()).hexdigest()[:16]}"


def seen_version(booking: Booking) -> int | None:
    """The version the caller says it saw; None where it says nothing, or that any will do.

    Raises `Problem` (412) where the booking is another by now.
    """
    if "If-Match" not in request.headers or request.if_match.star_tag:
        return None
    # Whoever compresses an answer on its way makes its ETag a weak one; the version in it is the same.
    versions = {_version_in(tag or "") for tag in request.if_match.as_set(include_weak=True)}
    if booking.version not in versions:
        raise Problem("changed_meanwhile")
    return booking.version


def _version_in(tag: str) -> int:
    text = tag.partition("-")[0]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST else 0
