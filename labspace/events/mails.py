"""One letter for all dates of a request that change at once."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.changes import PersonLeaves
from labspace.announcements import listen
from labspace.bookings.calendar_event import booking_url, event_of, name_of
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.events.changes import DatesAsked, DatesCancelled, DatesChanged, DatesDecided
from labspace.events.drafts import forget_drafts
from labspace.formats import span_text
from labspace.notices.invitations import CalendarFile
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.words import gettext as _


@listen(DatesAsked, DatesDecided, DatesCancelled)
def tell_of_dates(session: Session, change: DatesChanged) -> None:
    """Write to whoever asked: what happened, and each date with where it stands."""
    first = change.bookings[0]
    if not first.booked_by.is_active:
        return
    base_url = current_app.extensions["labspace.settings"].base_url
    with force_locale(first.booked_by.locale):
        subject, paragraphs = _told(change, first)
        promised = _promised(change)
        letter = Letter(
            subject=subject,
            greeting=_("Guten Tag %(name)s,", name=first.booked_by.name),
            paragraphs=paragraphs,
            facts=[(str(number), date_text(one)) for number, one in enumerate(change.bookings, start=1)],
            action=_("Anfrage ansehen"),
            url=booking_url(first, base_url=base_url),
            closing=_closing(promised),
            demo=first.location.is_demo,
        )
        enqueue_mail(
            session,
            topic=f"booking:{first.id}",
            recipient=first.booked_by.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            invitation=_file_of(promised, base_url=base_url),
            now=change.at,
        )


def _promised(change: DatesChanged) -> list[Booking]:
    """The dates that are certain from now on. A message of invitation may name one event only, hence a file."""
    if not isinstance(change, DatesDecided):
        return []
    return [booking for booking in change.bookings if booking.state is BookingState.CONFIRMED]


def _closing(promised: Sequence[Booking]) -> list[str]:
    if not promised:
        return []
    return [_("Die Termine liegen als Kalenderdatei bei: einmal öffnen, und Ihr Kalender kennt alle.")]


def _file_of(promised: Sequence[Booking], *, base_url: str) -> CalendarFile | None:
    events = tuple(event_of(booking, base_url=base_url) for booking in promised)
    return CalendarFile(events=events) if events else None


def date_text(booking: Booking) -> str:
    """Di, 01.12.2026, 10:00–12:00 Uhr: Option, Rang 1."""
    when = span_text(booking.span, zone=booking.location.zone)
    if booking.option_rank:
        return _("%(when)s: Option, Rang %(rank)d", when=when, rank=booking.option_rank)
    return _("%(when)s: %(state)s", when=when, state=booking.state.label)


def _told(change: DatesChanged, first: Booking) -> tuple[str, list[str]]:
    name = name_of(first)
    if isinstance(change, DatesAsked):
        return _("Anfrage eingegangen: %(name)s", name=name), [
            _(
                "Ihre Anfrage für mehrere Termine ist eingegangen. Jeder Termin steht als Option mit eigenem Rang."
            ),
            _("Nächster Schritt: Das Team prüft die Anfrage und meldet sich mit einer E-Mail."),
        ]
    if isinstance(change, DatesCancelled):
        return _("Storniert: %(name)s", name=name), [_("diese Termine finden nicht mehr statt.")]
    if first.state is BookingState.CONFIRMED:
        return _("Bestätigt: %(name)s", name=name), [
            _("das Team hat alle Termine bestätigt. Wir freuen uns auf Sie.")
        ]
    return _("Leider nicht möglich: %(name)s", name=name), [
        _("das Team kann Ihre Anfrage leider nicht erfüllen."),
        *([_("Grund: %(reason)s", reason=first.cancel_reason)] if first.cancel_reason else []),
    ]


@listen(PersonLeaves)
def forget_what_was_put_aside(session: Session, leaving: PersonLeaves) -> None:
    """Whoever leaves takes their drafts along."""
    forget_drafts(session, leaving.user_id)
