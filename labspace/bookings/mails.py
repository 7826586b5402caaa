"""Mails about bookings: written into the outbox by the transaction that changes the booking."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.arrivals import arrival_of
from labspace.bookings.calendar_event import event_of
from labspace.bookings.changes import (
    BookingCancelled,
    BookingChange,
    BookingDecided,
    BookingLapsed,
    BookingMoved,
    BookingPlaced,
    BookingRetold,
    OptionPassedOver,
    OptionPromoted,
)
from labspace.bookings.extras import told_besides
from labspace.bookings.letters import letter_of
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.role_address import invitation, invites_itself
from labspace.bookings.series.invitations import invitation_for_date
from labspace.bookings.series.uids import is_of_series
from labspace.bookings.states import CANCELLED, BookingState
from labspace.notices.invitations import Invitation
from labspace.notices.letters import html_of, plain_of
from labspace.notices.outbox import enqueue_mail


@listen(
    BookingPlaced,
    BookingMoved,
    BookingRetold,
    BookingDecided,
    BookingCancelled,
    BookingLapsed,
    OptionPromoted,
    OptionPassedOver,
)
def tell_booker(session: Session, change: BookingChange) -> None:
    """Write to whoever booked, with an invitation or its cancellation where the calendar changes."""
    booking = change.booking
    if change.in_series or change.told_together:
        return
    if booking.ends_at <= change.at or booking.entered_later or not booking.booked_by.is_active:
        return
    if isinstance(change, BookingRetold) and not _tells_others(session, booking):
        return
    base_url = current_app.extensions["labspace.settings"].base_url
    with force_locale(booking.booked_by.locale):
        letter = letter_of(
            change, base_url=base_url, besides=[*told_besides(session, change), *arrival_of(session, booking)]
        )
        topic, enclosed = _enclosed(session, change, base_url=base_url)
        enqueue_mail(
            session,
            topic=topic,
            recipient=booking.booked_by.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            invitation=enclosed,
            now=change.at,
        )


def _enclosed(session: Session, change: BookingChange, *, base_url: str) -> tuple[str, Invitation | None]:
    """In which order the mail leaves, by its topic, and the invitation it brings, if any."""
    booking = change.booking
    topic = f"booking:{booking.id}"
    if not _is_in_calendars(session, booking) or invites_itself(booking.booked_by):
        return topic, None
    if is_of_series(booking.uid) and (found := invitation_for_date(session, change)):
        # After what was said before of the same event.
        return f"series:{found[0].id}", found[1]
    event = event_of(booking, base_url=base_url)
    return topic, invitation([event], house=booking.location, attendee=booking.booked_by, at=change.at)


def _is_in_calendars(session: Session, booking: Booking) -> bool:
    """Whether the booking is confirmed, or was until now: only then an invitation was sent."""
    if booking.state is BookingState.CONFIRMED:
        return True
    return booking.state in CANCELLED and _before(session, booking).get("state") == "confirmed"


def _tells_others(session: Session, booking: Booking) -> bool:
    before = _before(session, booking)
    return (before.get("title"), before.get("people")) != (booking.title, booking.people)


def _before(session: Session, booking: Booking) -> dict[str, object]:
    question = (
        select(BookingEvent.before)
        .where(BookingEvent.booking_id == booking.id)
        .order_by(BookingEvent.id.desc())
        .limit(1)
    )
    return session.scalar(question) or {}
