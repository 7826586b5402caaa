"""Areas and seating of an event beside what is approved for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labspace.bookings.models import Booking
from labspace.events.models import EventRequest
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class Seats:
    """One area of an event: how many it holds as it is to be seated."""

    area: str
    layout: str
    approved: int | None
    """None: this seating is not approved here."""


@dataclass(frozen=True, kw_only=True)
class Seating:
    """All areas of an event, and what they come to."""

    areas: Sequence[Seats]
    verdict: str
    fits: bool
    wheelchairs: str = ""
    """How many places for wheelchairs are wished for, and how many approved if fewer; empty: none."""
    has_wheelchair_places: bool = True
    """False: more are wished for than are approved."""


def seating_of(booking: Booking, request: EventRequest | None) -> Seating:
    """How the number of people stands to the approved capacity."""
    areas = [
        Seats(
            area=space_name(space),
            layout=str(booking.layout.label) if booking.layout else "",
            approved=next(
                (row.capacity for row in space.layouts if row.layout is booking.layout),
                None if booking.layout else space.capacity,
            ),
        )
        for space in booking.spaces
    ]
    missing = [one for one in areas if one.approved is None]
    if missing:
        return Seating(areas=areas, verdict=_("Diese Bestuhlung ist hier nicht zugelassen."), fits=False)
    left = sum(one.approved or 0 for one in areas) - booking.people
    if left < 0:
        text = ngettext("%(num)d Person zu viel", "%(num)d Personen zu viel", -left)
        return Seating(areas=areas, verdict=text, fits=False)
    text = ngettext("%(num)d Platz bleibt", "%(num)d Plätze bleiben", left)
    wished = request.wheelchair_places if request is not None else 0
    places = _approved_wheelchairs(booking)
    return Seating(
        areas=areas,
        verdict=text,
        wheelchairs=_wheelchairs(wished, places),
        has_wheelchair_places=places is None or wished <= places,
        fits=True,
    )


def _approved_wheelchairs(booking: Booking) -> int | None:
    """As approved for its areas in its seating; None where one of them says nothing."""
    total = 0
    for space in booking.spaces:
        seating = next((row for row in space.layouts if row.layout is booking.layout), None)
        places = seating.wheelchair_places if seating is not None else None
        if places is None and (places := space.wheelchair_places) is None:
            return None
        total += places
    return total


def _wheelchairs(wished: int, approved: int | None) -> str:
    if not wished:
        return ""
    if approved is not None and wished > approved:
        return ngettext(
            "%(num)d Platz für einen Rollstuhl gewünscht, genehmigt sind %(approved)d",
            "%(num)d Plätze für Rollstühle gewünscht, genehmigt sind %(approved)d",
            wished,
            approved=approved,
        )
    return ngettext(
        "%(num)d Platz für einen Rollstuhl gewünscht",
        "%(num)d Plätze für Rollstühle gewünscht",
        wished,
    )
