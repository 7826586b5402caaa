"""The mails about an event's visitors: the reminder, and that it was settled without a number."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.calendar_event import name_of
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.letters import facts_of
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.events.attendance.changes import AttendanceDue
from labspace.formats import moment_text
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _


@listen(AttendanceDue)
def remind_organiser(session: Session, due: AttendanceDue) -> None:
    """Ask whoever booked how many came."""
    booking = due.booking
    with force_locale(booking.booked_by.locale):
        until = moment_text(due.until, zone=booking.location.zone)
        _send(
            session,
            booking,
            _("Wie viele kamen? %(name)s", name=name_of(booking)),
            [
                _("wir hoffen, Ihre Veranstaltung war schön. Eine Zahl fehlt uns noch: Wie viele Menschen kamen?"),
                _("Bitte sagen Sie es uns bis %(until)s. Geschätzt ist besser als gar nicht.", until=until),
            ],
            now=due.at,
        )  # fmt: skip


@listen(PresenceNoted)
def tell_of_settlement(session: Session, change: PresenceNoted) -> None:
    """Tell whoever booked an event that it counts as missed because nobody said how many came."""
    booking = change.booking
    if booking.kind is not SpaceKind.EVENT_AREA or booking.state is not BookingState.NO_SHOW:
        return
    if change.actor_id is not None or booking.check_in_until is not None or not booking.booked_by.is_active:
        return
    with force_locale(booking.booked_by.locale):
        _send(
            session,
            booking,
            _("Keine Besuchszahl: %(name)s", name=name_of(booking)),
            [
                _("bis zum Ablauf der Frist haben wir nicht erfahren, wie viele Menschen zu Ihrer Veranstaltung kamen. Sie steht deshalb als „nicht erschienen“ im Verlauf."),
                _("War es anders? Tragen Sie die Zahl einfach nach; das Team des Hauses ändert dann den Vermerk."),
            ],
            now=change.at,
        )  # fmt: skip


def _send(session: Session, booking: Booking, subject: str, paragraphs: list[str], *, now: datetime) -> None:
    base_url = current_app.extensions["labspace.settings"].base_url.rstrip("/")
    letter = Letter(
        subject=subject,
        greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
        paragraphs=paragraphs,
        facts=facts_of(booking),
        action=_("Besuche eintragen"),
        url=f"{base_url}/buchungen/{booking.reference}/besuche",
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
