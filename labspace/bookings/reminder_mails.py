"""The mail that reminds somebody of a booking, with a link that cancels it."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.arrivals import arrival_of
from labspace.bookings.changes import BookingDue
from labspace.bookings.letters import reminder_letter
from labspace.bookings.links import make_cancel_link
from labspace.notices.letters import html_of, plain_of
from labspace.notices.outbox import enqueue_mail


@listen(BookingDue)
def remind_booker(session: Session, due: BookingDue) -> None:
    """Write to whoever booked, in their language."""
    booking = due.booking
    settings = current_app.extensions["labspace.settings"]
    token = make_cancel_link(booking, secret=str(current_app.config["SECRET_KEY"]))
    with force_locale(booking.booked_by.locale):
        ways_in = arrival_of(session, booking)
        letter = reminder_letter(booking, base_url=settings.base_url, token=token, besides=ways_in)
        enqueue_mail(
            session,
            topic=f"booking:{booking.id}",
            recipient=booking.booked_by.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=due.at,
        )
