"""The mail that says the way in is another than was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.bookings.arrivals import arrival_of
from labspace.bookings.calendar_event import booking_url, name_of
from labspace.bookings.letters import facts_of
from labspace.bookings.models import Booking
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.words import gettext as _


def tell_of_doors(session: Session, bookings: Sequence[Booking], *, now: datetime) -> None:
    """Write to whoever booked, in their language, what holds now."""
    base_url = current_app.extensions["labspace.settings"].base_url
    for booking in bookings:
        session.refresh(booking.location, ["has_door_notes"])
        if not booking.booked_by.is_active:
            continue
        with force_locale(booking.booked_by.locale):
            letter = Letter(
                subject=_("So kommen Sie hinein: %(name)s", name=name_of(booking)),
                greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
                paragraphs=[
                    _("für Ihre Buchung gilt jetzt eine andere Auskunft zu Tür und Schlüssel."),
                    *(
                        arrival_of(session, booking)
                        or [_("Es braucht nichts weiter: Kommen Sie einfach herein.")]
                    ),
                ],
                facts=facts_of(booking),
                action=_("Buchung ansehen"),
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
