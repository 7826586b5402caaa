"""The mail after an automatic no-show: what happened, what it means, and how to object."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.calendar_event import booking_url, name_of
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.letters import facts_of
from labspace.bookings.missed_queries import standing_of
from labspace.bookings.missed_words import standing_text
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.rulebook.words import no_shows_text
from labspace.bookings.states import BookingState
from labspace.formats import clock_text
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail


@listen(PresenceNoted)
def tell_of_no_show(session: Session, change: PresenceNoted) -> None:
    """Write to whoever booked when nobody checked in and labspace itself let the booking go."""
    booking = change.booking
    if change.actor_id is not None or booking.state is not BookingState.NO_SHOW:
        return
    if booking.check_in_until is None or not booking.booked_by.is_active:
        return
    settings = current_app.extensions["labspace.settings"]
    with force_locale(booking.booked_by.locale):
        follows = _what_follows(session, booking, change)
        letter = _letter(booking, change, follows, base_url=settings.base_url)
        enqueue_mail(
            session,
            topic=f"booking:{booking.id}",
            recipient=booking.booked_by.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=change.at,
        )


def _letter(booking: Booking, change: PresenceNoted, follows: list[str], *, base_url: str) -> Letter:
    return Letter(
        subject=_("Nicht eingecheckt: %(name)s", name=name_of(booking)),
        greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
        paragraphs=[_what_happened(booking), _what_it_means(change), *follows, _how_to_object()],
        facts=facts_of(booking),
        action=_("Buchung ansehen"),
        url=booking_url(booking, base_url=base_url),
        demo=booking.location.is_demo,
    )


def _what_happened(booking: Booking) -> str:
    until = clock_text(booking.check_in_until or booking.ends_at, zone=booking.location.zone)
    return _(
        "bis %(time)s Uhr hat niemand zu dieser Buchung eingecheckt. Vielleicht kam etwas dazwischen.",
        time=until,
    )


def _what_it_means(change: PresenceNoted) -> str:
    if change.released is None:
        return _("Die Buchung steht jetzt als „nicht erschienen“ im Verlauf.")
    return _(
        "Damit die Fläche nicht leer steht, haben wir die Restzeit für andere freigegeben. Sind Sie doch noch unterwegs, checken Sie einfach ein: Solange niemand anderes gebucht hat, gehört sie wieder Ihnen."
    )


def _what_follows(session: Session, booking: Booking, change: PresenceNoted) -> list[str]:
    """What the house makes of it, now and next time; nothing where it draws no consequence."""
    zone = booking.location.zone
    rules = rules_of(session, booking.spaces, on=booking.starts_at.astimezone(zone).date()).values()
    found = standing_of(session, booking.booked_by_id, booking.location_id, rules, now=change.at)
    told = [standing_text(found, zone=zone)]
    if words := "; ".join(dict.fromkeys(no_shows_text(one) for one in rules if one.no_shows)):
        told.append(_("So hält es das Haus, wenn jemand nicht erscheint: %(rules)s.", rules=words))
    return [text for text in told if text]


def _how_to_object() -> str:
    return _("Waren Sie da? Dann sagen Sie es bitte dem Team des Hauses; es nimmt den Vermerk zurück.")
