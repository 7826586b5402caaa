"""Brings what the public sees of an event in step with its booking, and writes to whoever proposed its text."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.announcements import announce, listen
from labspace.bookings.calendar_event import name_of
from labspace.bookings.changes import BOOKING_CHANGES, BookingChange, BookingPlaced
from labspace.bookings.letters import facts_of
from labspace.bookings.models import Booking
from labspace.events.programme.actions import publish
from labspace.events.programme.changes import ProgrammeChanged, TextDecided
from labspace.events.programme.models import PublicEvent
from labspace.events.programme.queries import public_text_of
from labspace.events.programme.states import TextState
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _


@listen(*BOOKING_CHANGES)
def follow_booking(session: Session, change: BookingChange) -> None:
    """A released event appears when it is confirmed; its new time or that it is called off shows at once."""
    booking = change.booking
    if booking.kind is not SpaceKind.EVENT_AREA or not booking.is_public or isinstance(change, BookingPlaced):
        return
    event = session.get(PublicEvent, booking.id)
    if event is None or public_text_of(session, booking.id) is None:
        return
    publish(session, event, booking, now=change.at)
    announce(session, ProgrammeChanged(event, change.at))


@listen(TextDecided)
def tell_proposer(session: Session, change: TextDecided) -> None:
    """Tell whoever proposed a text what became of it, unless they decided themselves."""
    text = change.text
    if text.proposed_by_id == change.actor_id or not text.proposed_by.is_active:
        return
    booking = session.get_one(Booking, text.booking_id)
    settings = current_app.extensions["labspace.settings"]
    with force_locale(text.proposed_by.locale):
        subject, paragraphs = _told(text.state, booking, note=text.decision_note)
        letter = Letter(
            subject=subject,
            greeting=_("Guten Tag %(name)s,", name=text.proposed_by.name),
            paragraphs=paragraphs,
            facts=facts_of(booking),
            action=_("Programmtext ansehen"),
            url=f"{settings.base_url.rstrip('/')}/buchungen/{booking.reference}/programmeintrag",
            demo=booking.location.is_demo,
        )
        enqueue_mail(
            session,
            topic=f"booking:{booking.id}",
            recipient=text.proposed_by.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=change.at,
        )


def _told(state: TextState, booking: Booking, *, note: str) -> tuple[str, list[str]]:
    name = name_of(booking)
    if state is TextState.RETURNED:
        return _("Programmtext bitte überarbeiten: %(name)s", name=name), [
            _("das Team des Hauses bittet Sie, den Text für das Programm zu überarbeiten."),
            _("Dazu schreibt das Team: „%(note)s“", note=note),
        ]
    if state is TextState.WITHDRAWN:
        return _("Nicht mehr im Programm: %(name)s", name=name), [
            _("das Team des Hauses hat Ihre Veranstaltung aus dem öffentlichen Programm genommen."),
        ]
    return _("Im Programm: %(name)s", name=name), [
        _("das Team des Hauses hat Ihren Text freigegeben. Sobald die Veranstaltung bestätigt ist, steht sie im öffentlichen Programm und im Kalender-Abo."),
    ]  # fmt: skip
