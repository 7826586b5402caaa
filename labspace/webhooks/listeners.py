"""Calls are written in the transaction that makes them true: all of it at once, right before its commit.

A house nobody listens to costs no statement: its row says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import event, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, Session

from labspace.announcements import listen
from labspace.bookings.changes import BOOKING_CHANGES, BookingChange, BookingPlaced, PresenceNoted
from labspace.bookings.models import Booking, BookingSpace
from labspace.bookings.states import CALLED_OFF, BookingState
from labspace.locations.models import Location
from labspace.notices.outbox import enqueue_calls
from labspace.popups.changes import ApplicationDecided
from labspace.spaces.models import Space
from labspace.webhooks.calls import call_of
from labspace.webhooks.kinds import Event
from labspace.webhooks.models import WebhookEndpoint
from labspace.webhooks.payloads import application_data, booking_data
from labspace.webhooks.queries import listening

PENDING = "labspace.webhooks.pending"


@dataclass(frozen=True)
class Happened:
    """One thing to tell; `subject` orders the calls, `data` is asked for right before the commit."""

    event: Event
    location: Location
    subject: str
    at: datetime
    booking: Booking | None = None
    data: Callable[[str], dict[str, Any]] | None = None


@listen(*BOOKING_CHANGES)
def note_booking(session: Session, change: BookingChange) -> None:
    """Tell of the booking, where anybody listens."""
    booking = change.booking
    if booking.location.has_webhooks:
        _note(
            session,
            Happened(event_of(change), booking.location, booking.reference, change.at, booking=booking),
        )


@listen(ApplicationDecided)
def note_decision(session: Session, decided: ApplicationDecided) -> None:
    """Tell how an application was decided."""
    application, location = decided.application, decided.application.call.location
    if not location.has_webhooks:
        return

    def data(base_url: str) -> dict[str, Any]:
        return application_data(application, decided.outcome, location=location, base_url=base_url)

    subject = f"application:{application.id}"
    _note(session, Happened(Event.DECIDED, location, subject, decided.at, data=data))


def event_of(change: BookingChange) -> Event:
    """What the change is to the outside."""
    if isinstance(change, BookingPlaced):
        return Event.CREATED
    booking = change.booking
    if booking.state in CALLED_OFF:
        return Event.CANCELLED
    is_arrival = booking.state is BookingState.USED and booking.checked_in_at == change.at
    return Event.CHECKED_IN if isinstance(change, PresenceNoted) and is_arrival else Event.CHANGED


def _note(session: Session, happened: Happened) -> None:
    session.info.setdefault(PENDING, []).append(happened)


@event.listens_for(Session, "before_commit")
def write_before_commit(session: Session) -> None:
    """Write the calls of all that happened, as part of the transaction."""
    if PENDING not in session.info or session.in_nested_transaction():
        return
    session.flush()
    # What a savepoint took back was never stored.
    happened = [
        one for one in session.info.pop(PENDING) if one.booking is None or inspect(one.booking).persistent
    ]
    if happened:
        write_calls(session, happened)


@event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    """What was rolled back never happened."""
    session.info.pop(PENDING, None)


@event.listens_for(Location, "before_insert")
def listen_to_new_houses(_mapper: Mapper[Location], connection: Connection, location: Location) -> None:
    """Who listens to all houses listens to a new one too."""
    found = connection.scalar(
        select(WebhookEndpoint.id)
        .where(
            WebhookEndpoint.location_id.is_(None),
            WebhookEndpoint.removed_at.is_(None),
            WebhookEndpoint.pause.is_(None),
        )
        .limit(1)
    )
    location.has_webhooks = found is not None


def write_calls(session: Session, happened: Sequence[Happened]) -> None:
    """One row of the outbox for each event and each endpoint that wants it."""
    endpoints = listening(session, {one.location.id for one in happened})
    if not endpoints:
        return
    spaces = _space_ids(session, {one.booking.id for one in happened if one.booking})
    base_url = current_app.extensions["labspace.settings"].base_url
    calls = []
    for one in happened:
        data = _data(one, spaces, base_url)
        calls += [
            call_of(endpoint.recipient, one.event, data, subject=one.subject, at=one.at)
            for endpoint in endpoints
            if one.event.value in endpoint.events and endpoint.location_id in {None, one.location.id}
        ]
    enqueue_calls(session, calls, now=max(one.at for one in happened))


def _data(one: Happened, spaces: dict[int, list[str]], base_url: str) -> dict[str, Any]:
    if one.booking is not None:
        booking = one.booking
        return booking_data(booking, location=one.location, space_ids=spaces[booking.id], base_url=base_url)
    assert one.data is not None
    return one.data(base_url)


def _space_ids(session: Session, booking_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if booking_ids:
        rows = session.execute(
            select(BookingSpace.booking_id, Space.public_id)
            .join(Space, Space.id == BookingSpace.space_id)
            .where(BookingSpace.booking_id.in_(booking_ids))
            .order_by(Space.position, Space.id)
        )
        for booking_id, public_id in rows:
            found[booking_id].append(public_id)
    return found
