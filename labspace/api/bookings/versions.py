"""ETags of bookings: the version first, which a change may name in `If-Match`, then what is told of it."""

from __future__ import annotations

import hashlib
import json

from flask import request

from labspace.api.bookings.answers import BookingAnswer
from labspace.api.ground.problems import Problem
from labspace.bookings.models import Booking

LONGEST = 12


def etag_of(told: BookingAnswer) -> str:
    """Changes with the booking and with whatever else is told beside it.

    Of a series the dates have a part of their own: it is the same in every language.
    """
    return f"{told.version}-{_dates_in(told)}-{_sha(told.model_dump_json())}"


def seen_version(booking: Booking) -> int | None:
    """The version the caller says it saw; None where it says nothing, or that any will do.

    Raises `Problem` (412) where the booking is another by now.
    """
    if not (tags := _named_tags()):
        return None
    if booking.version not in {_version_in(tag) for tag in tags}:
        raise Problem("changed_meanwhile")
    return booking.version


def check_dates(told: BookingAnswer) -> None:
    """Raise `Problem` (412) where the caller names an ETag and the booking or a date of its series is another by now.

    For a date without a booking: it has no version, only its place among the dates of the series.
    """
    tags = _named_tags()
    if tags and (str(told.version), _dates_in(told)) not in {tuple(tag.split("-")[:2]) for tag in tags}:
        raise Problem("changed_meanwhile")


def is_guarded() -> bool:
    """Whether the caller names what it saw, so that anything else is to stay as it is."""
    return bool(_named_tags())


def _named_tags() -> set[str]:
    if "If-Match" not in request.headers or request.if_match.star_tag:
        return set()
    # Whoever compresses an answer on its way makes its ETag a weak one; the version in it is the same.
    return {tag or "" for tag in request.if_match.as_set(include_weak=True)} or {""}


def _dates_in(told: BookingAnswer) -> str:
    dates = told.series.dates if told.series is not None else None
    facts = [
        one.model_dump(mode="json", exclude={"why"}) | {"why": [why.rule for why in one.why]}
        for one in dates or ()
    ]
    return _sha(json.dumps(facts, sort_keys=True))[:8] if facts else "0"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _version_in(tag: str) -> int:
    text = tag.partition("-")[0]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST else 0
