"""The terms of events as rows with their days, and which events other terms touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.options.term_models import EventTermsRow
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row, first_of, last_of
from labspace.houses.hours.touching import FAR
from labspace.houses.places.rows import read_rows, values_of, write_rows
from labspace.houses.queries import touched_bookings
from labspace.locations.models import Location
from labspace.spaces.event_terms import TERMS, DatedTerms, EventTerms, terms_on
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan


class EventTermsKept:
    """The terms of a house; where it says nothing, the usual ones hold."""

    subject = Subject.EVENT_TERMS
    scope = ""

    def read(self, session: Session, house: Location) -> list[Row]:
        return read_rows(session, EventTermsRow, house, {}, TERMS)

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        write_rows(session, EventTermsRow, house, {}, TERMS, rows)

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """Events asked for on a day whose terms become others; all earlier ones keep theirs."""
        old, new = dated_terms(before), dated_terms(after)
        found = touched_bookings(session, [house.id], TimeSpan(now, now + FAR), now=now)
        return [one for one in found if _is_event(one) and _terms(one, old) != _terms(one, new)]


def dated_terms(rows: Iterable[Row]) -> list[DatedTerms]:
    """The rows as the terms they stand for."""
    return [
        DatedTerms(valid_from=first_of(row), valid_until=last_of(row), terms=terms_of(row)) for row in rows
    ]


def terms_of(row: Row) -> EventTerms:
    """The terms that a row says."""
    values = values_of(EventTermsRow, TERMS, row)
    return EventTerms(**{name: values[name] for name in TERMS})


def _is_event(booking: Booking) -> bool:
    return any(space.kind is SpaceKind.EVENT_AREA for space in booking.spaces)


def _terms(booking: Booking, dated: Iterable[DatedTerms]) -> EventTerms:
    return terms_on(dated, booking.created_at.astimezone(booking.location.zone).date())
