"""Ordering what the café serves at a date of an event."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labspace.bookings.actions.settle import core_of
from labspace.bookings.models import Booking
from labspace.errors import Refusal, Refused, refuse_any
from labspace.events.catering import BookedCatering, Served, catering_choices, dish_name
from labspace.times import clock_of, moment_from


def order_catering(session: Session, booking: Booking, served: Sequence[Served]) -> None:
    """Note what is served when, at the prices of that day; raises `Refused` for what the café does not serve."""
    if not served:
        return
    zone = booking.location.zone
    day = booking.starts_at.astimezone(zone).date()
    choices = {choice.code: choice for choice in catering_choices(session, booking.location_id, on=day)}
    refusals = []
    for one in served:
        if (choice := choices.get(one.code)) is None:
            raise Refused(Refusal("not_allowed"))
        served_at = moment_from(day, clock_of(one.minute), zone=zone)
        if not core_of(booking).includes(served_at):
            refusals.append(Refusal("catering_outside", {"dish": dish_name(choice), "day": day}))
            continue
        session.add(
            BookedCatering(
                booking_id=booking.id,
                code=one.code,
                name=choice.name,
                name_en=choice.name_en,
                people=one.people,
                served_at=served_at,
                per_person_cents=choice.per_person_cents,
            )
        )
    refuse_any(refusals)
    session.flush()
