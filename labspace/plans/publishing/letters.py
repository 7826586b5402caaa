"""What people are told whose space ends with a new plan, and when it stays after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.bookings.calendar_event import booking_url, name_of
from labspace.bookings.letters import facts_of
from labspace.bookings.models import Booking
from labspace.formats import long_day_text
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.words import gettext as _


def ask_booker(session: Session, booking: Booking, *, until: date, now: datetime) -> None:
    """Write to whoever booked: the space ends, and what would they like instead?"""
    with force_locale(booking.booked_by.locale):
        _send(
            session,
            booking,
            subject=_("Bitte um Antwort: %(name)s", name=name_of(booking)),
            paragraphs=[
                _(
                    "das Haus richtet sich neu ein: Die Fläche, die Sie gebucht haben, gibt es bis %(day)s.",
                    day=long_day_text(until),
                ),
                _(
                    "Ihre Buchung steht noch. Bitte wählen Sie eine andere Fläche oder Zeit, oder stornieren Sie."
                    " Das Team des Hauses hilft Ihnen gern dabei."
                ),
            ],
            action=_("Ansehen, ändern oder stornieren"),
            now=now,
        )


def tell_it_stays(session: Session, booking: Booking, *, now: datetime) -> None:
    """Write to whoever was asked: the plan was taken back, the booking stays."""
    with force_locale(booking.booked_by.locale):
        _send(
            session,
            booking,
            subject=_("Es bleibt dabei: %(name)s", name=name_of(booking)),
            paragraphs=[
                _("das Haus hat den neuen Grundriss zurückgenommen. Ihre Fläche bleibt, Ihre Buchung auch."),
                _("Sie brauchen nichts zu tun."),
            ],
            action=_("Buchung ansehen"),
            now=now,
        )


def _send(
    session: Session,
    booking: Booking,
    *,
    subject: str,
    paragraphs: Sequence[str],
    action: str,
    now: datetime,
) -> None:
    if not booking.booked_by.is_active:
        return
    base_url = current_app.extensions["labspace.settings"].base_url
    letter = Letter(
        subject=subject,
        greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
        paragraphs=paragraphs,
        facts=facts_of(booking),
        action=action,
        url=booking_url(booking, base_url=base_url),
        demo=booking.location.is_demo,
    )
    enqueue_mail(
        session,
        topic=f"booking:{booking.id}",
        recipient=booking.booked_by.email,
        subject=letter.subject,
        plain=plain_of(letter),
        html=html_of(letter),
        now=now,
    )
