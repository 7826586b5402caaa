"""What people are told about their bookings: one letter per kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from labspace.bookings.calendar_event import booking_url, name_of, place_of
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
from labspace.bookings.models import Booking
from labspace.bookings.prices.words import amount_text, no_invoice
from labspace.bookings.reasons import cancel_text
from labspace.bookings.states import OPEN, BookingState
from labspace.formats import clock_text, span_text, weekday_text
from labspace.notices.letters import Letter
from labspace.words import gettext as _
from labspace.words import ngettext


def letter_of(change: BookingChange, *, base_url: str, besides: Sequence[str] = ()) -> Letter:
    """The letter to whoever booked, in the language at hand; `besides` are paragraphs after its own."""
    booking = change.booking
    subject, paragraphs = _told(change)
    is_open = booking.state in OPEN
    closing = [no_invoice()] if booking.price_cents else []
    closing += [_("Alle Termine im eigenen Kalender: %(url)s", url=f"{base_url.rstrip('/')}/kalender")]
    return Letter(
        subject=subject,
        greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
        paragraphs=[*paragraphs, *besides],
        facts=facts_of(booking),
        action=_("Ansehen, ändern oder stornieren") if is_open else _("Buchung ansehen"),
        url=booking_url(booking, base_url=base_url),
        closing=closing if is_open else (),
        demo=booking.location.is_demo,
    )


def reminder_letter(booking: Booking, *, base_url: str, token: str, besides: Sequence[str] = ()) -> Letter:
    """The letter some time before a booking; `token` cancels it without signing in, `besides` says how to get in."""
    return Letter(
        subject=_("Erinnerung: %(name)s", name=name_of(booking)),
        greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
        paragraphs=[
            _("bald ist es so weit, wir freuen uns auf Sie."),
            *besides,
            _("Kommen Sie doch nicht? Dann geben Sie die Fläche bitte frei, andere brauchen sie vielleicht."),
        ],
        facts=facts_of(booking),
        action=_("Ansehen, ändern oder stornieren"),
        url=booking_url(booking, base_url=base_url),
        other_action=_("Ohne Anmeldung stornieren"),
        other_url=f"{base_url.rstrip('/')}/stornierung/{token}",
        closing=[_("Keine Erinnerungen mehr? Das stellen Sie in Ihrem Profil ein.")],
        demo=booking.location.is_demo,
    )


def facts_of(booking: Booking) -> list[tuple[str, str]]:
    """What a letter says of the booking itself, as pairs."""
    facts = [
        (_("Was"), name_of(booking)),
        (_("Wo"), place_of(booking)),
        (_("Wann"), span_text(booking.span, zone=booking.location.zone)),
        (_("Buchungsnummer"), booking.reference),
    ]
    if booking.price_cents is not None and booking.state in OPEN:
        facts.append((_("Preis"), amount_text(booking.price_cents)))
    if booking.people > 1:
        facts.insert(3, (_("Personen"), str(booking.people)))
    return facts


def _told(change: BookingChange) -> tuple[str, list[str]]:
    """Subject and paragraphs."""
    name = name_of(change.booking)
    match change:
        case BookingPlaced():
            return _placed(change, name)
        case BookingMoved() | BookingRetold():
            return _("Geändert: %(name)s", name=name), _changed(change)
        case BookingDecided():
            return _decided(change.booking, name)
        case BookingCancelled():
            return _cancelled(change.booking, name)
        case BookingLapsed() | OptionPromoted() | OptionPassedOver():
            return _went_by_itself(change, name)
        case _:
            raise LookupError(type(change).__name__)


def _by_others(change: BookingChange) -> bool:
    return change.actor_id not in (None, change.booking.booked_by_id)


def _changed(change: BookingMoved | BookingRetold) -> list[str]:
    if isinstance(change, BookingRetold):
        return [_("die Angaben zu Ihrer Buchung sind geändert.")]
    old = span_text(change.old_span, zone=change.booking.location.zone)
    first = (
        _("das Team des Hauses hat Ihre Buchung geändert.")
        if _by_others(change)
        else _("Ihre Buchung ist geändert.")
    )
    return [first, _("Bisher war: %(span)s", span=old)]


def _decided(booking: Booking, name: str) -> tuple[str, list[str]]:
    if booking.state is BookingState.CONFIRMED:
        return _("Bestätigt: %(name)s", name=name), [
            _("das Team hat Ihre Anfrage bestätigt. Wir freuen uns auf Sie.")
        ]
    return _("Leider nicht möglich: %(name)s", name=name), [
        _("das Team kann Ihre Anfrage leider nicht erfüllen."),
        *_reason(booking),
    ]


def _went_by_itself(change: BookingChange, name: str) -> tuple[str, list[str]]:
    if isinstance(change, OptionPromoted):
        return _("Aufgerückt: %(name)s", name=name), [
            _rank(change.booking),
            *_deadline(change.booking),
            *_next_for_first(change.booking),
        ]
    if isinstance(change, OptionPassedOver):
        return _("Die Zeit ist vergeben: %(name)s", name=name), [
            _("ein Teil der Zeit, die Sie angefragt haben, ist fest an andere vergeben."),
            _("Ihre Option bleibt bestehen: Wird die Zeit wieder frei, rücken Sie von selbst nach."),
            _("Gern können Sie eine andere Zeit oder Fläche anfragen; das Team hilft Ihnen dabei."),
        ]
    if change.booking.kind.is_booked_at_once:
        return _("Anfrage verfallen: %(name)s", name=name), [
            _("das Team hat Ihre Anfrage bis zum Beginn nicht entschieden; gebucht ist damit nichts."),
            _("Das tut uns leid. Bei Fragen hilft das Team des Hauses gern."),
        ]
    return _("Option abgelaufen: %(name)s", name=name), [
        _("die Frist Ihrer Option ist vorbei, die Fläche ist wieder für andere frei."),
        _("Haben Sie weiterhin Interesse, fragen Sie gern erneut an."),
    ]


def _placed(change: BookingPlaced, name: str) -> tuple[str, list[str]]:
    booking = change.booking
    if booking.state is BookingState.REQUESTED:
        return _("Anfrage eingegangen: %(name)s", name=name), [
            _("Ihre Anfrage ist eingegangen. Gebucht ist damit noch nichts."),
            _("Nächster Schritt: Das Team prüft die Anfrage und meldet sich mit einer E-Mail."),
        ]
    if booking.state is BookingState.OPTION:
        return _("Anfrage eingegangen: %(name)s", name=name), [
            _("Ihre Anfrage ist eingegangen."),
            _rank(booking),
            *_deadline(booking),
            _("Nächster Schritt: Das Team prüft die Anfrage und meldet sich mit einer E-Mail."),
        ]
    first = (
        _("das Team des Hauses hat für Sie gebucht. Wir freuen uns auf Sie.")
        if _by_others(change)
        else _("Ihre Buchung steht. Wir freuen uns auf Sie.")
    )
    return _("Gebucht: %(name)s", name=name), [first]


def _cancelled(booking: Booking, name: str) -> tuple[str, list[str]]:
    if booking.state is BookingState.CANCELLED_HOUSE:
        return _("Abgesagt: %(name)s", name=name), [
            _("das Haus musste Ihre Buchung leider absagen."),
            *_reason(booking),
            _("Bitte wählen Sie eine andere Zeit oder Fläche. Bei Fragen hilft das Team gern."),
        ]
    return _("Storniert: %(name)s", name=name), [_("Ihre Buchung ist storniert.")]


def _reason(booking: Booking) -> list[str]:
    reason = cancel_text(booking)
    return [_("Grund: %(reason)s", reason=reason)] if reason else []


def _rank(booking: Booking) -> str:
    ahead = (booking.option_rank or 1) - 1
    if not ahead:
        return _("Die Fläche ist für Sie vorgemerkt: Sie haben die Option auf Rang 1.")
    return ngettext(
        "Vor Ihnen hat eine andere Anfrage den Vorrang; Sie rücken nach, wenn sie entfällt.",
        "Vor Ihnen haben %(num)d andere Anfragen den Vorrang; Sie rücken nach, wenn sie entfallen.",
        ahead,
    )


def _deadline(booking: Booking) -> list[str]:
    if booking.option_rank != 1:
        return [_("Ihre Frist beginnt erst, wenn Sie an der Reihe sind.")]
    return [_("Die Option gilt bis %(deadline)s.", deadline=_moment(booking))] if booking.option_until else []


def _next_for_first(booking: Booking) -> list[str]:
    if booking.option_rank != 1:
        return []
    return [_("Nächster Schritt: Bitte fragen Sie bis dahin verbindlich an oder geben Sie die Fläche frei.")]


def _moment(booking: Booking) -> str:
    until: datetime = booking.option_until or booking.starts_at
    zone = booking.location.zone
    day = weekday_text(until.astimezone(zone).date())
    return _("%(day)s, %(clock)s Uhr", day=day, clock=clock_text(until, zone=zone))
