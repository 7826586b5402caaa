"""The terms in force for a house's events, kept with the house."""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.options.term_models import EventTermsRow
from labspace.db import BigId
from labspace.spaces.event_terms import TERMS, DatedTerms, EventTerms, terms_on
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named

_TERMS = select(
    EventTermsRow.valid_from, EventTermsRow.valid_until, *(getattr(EventTermsRow, name) for name in TERMS)
).where(EventTermsRow.location_id == bindparam("location_id", type_=BigId))


def event_terms(session: Session, location_id: int, *, on: date) -> EventTerms:
    """The terms of a house on a local day; one statement while nothing of the house changes."""
    return kept_event_terms(session, houses_named(session, {location_id})[location_id], on=on)


def event_terms_of(session: Session, booking: Booking) -> EventTerms:
    """The terms in force when the event was asked for: later ones change nothing about it."""
    asked_on = booking.created_at.astimezone(booking.location.zone).date()
    return event_terms(session, booking.location_id, on=asked_on)


def kept_event_terms(session: Session, house: House, *, on: date) -> EventTerms:
    """The terms of a house at its revision on a local day."""
    return terms_on(house.remember("event terms", partial(_dated, session, house.id)), on)


def _dated(session: Session, location_id: int) -> tuple[DatedTerms, ...]:
    return tuple(
        DatedTerms(
            valid_from=valid_from,
            valid_until=valid_until,
            terms=EventTerms(**dict(zip(TERMS, answers, strict=True))),
        )
        for valid_from, valid_until, *answers in session.execute(_TERMS, {"location_id": location_id})
    )
