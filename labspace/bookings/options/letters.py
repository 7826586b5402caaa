"""What organisers are told about their options, besides ranks and decisions."""

from __future__ import annotations

from datetime import datetime

from labspace.bookings.calendar_event import booking_url, name_of
from labspace.bookings.letters import facts_of
from labspace.bookings.models import Booking
from labspace.bookings.options.models import OptionPartner
from labspace.formats import clock_text, weekday_text
from labspace.notices.letters import Letter
from labspace.words import gettext as _


def challenged(booking: Booking, *, by_team: bool, base_url: str) -> Letter:
    """To the first: commit or release by the deadline."""
    asks = (
        _("das Team des Hauses bittet Sie um eine Entscheidung über Ihre Option.")
        if by_team
        else _("jemand wartet auf dieselbe Zeit und bittet Sie um eine Entscheidung über Ihre Option.")
    )
    return _letter(
        booking,
        _("Bitte antworten: %(name)s", name=name_of(booking)),
        [
            asks,
            _(
                "Bis %(deadline)s bitte entweder verbindlich anfragen oder die Fläche freigeben.",
                deadline=deadline_of(booking),
            ),
            _("Ohne Antwort endet Ihre Option dann, und die nächste Anfrage rückt nach."),
        ],
        action=_("Jetzt antworten"),
        base_url=base_url,
    )


def asked_for_you(booking: Booking, *, until: datetime, base_url: str) -> Letter:
    """To who waits: the first has been asked."""
    return _letter(
        booking,
        _("Um Entscheidung gebeten: %(name)s", name=name_of(booking)),
        [
            _(
                "die Anfrage vor Ihnen ist gebeten, sich bis %(deadline)s zu entscheiden.",
                deadline=moment_words(booking, until),
            ),
            _(
                "Gibt sie frei oder antwortet sie nicht, rücken Sie von selbst nach. Sie bekommen dann eine Mail."
            ),
        ],
        base_url=base_url,
    )


def withdrawn(booking: Booking, *, base_url: str) -> Letter:
    """To the first: nobody waits for the answer any more."""
    return _letter(
        booking,
        _("Keine Eile mehr: %(name)s", name=name_of(booking)),
        [
            _("die Anfrage, die um Ihre Entscheidung gebeten hat, wartet nicht mehr."),
            _("Ihre Option gilt wieder bis %(deadline)s.", deadline=deadline_of(booking)),
        ],
        base_url=base_url,
    )


def committed(booking: Booking, *, base_url: str) -> Letter:
    """To the first: the request is binding, the house decides."""
    return _letter(
        booking,
        _("Verbindlich angefragt: %(name)s", name=name_of(booking)),
        [
            _("Ihre Anfrage ist jetzt verbindlich, Ihre Frist ruht. Gebucht ist damit noch nichts."),
            _("Nächster Schritt: Das Team des Hauses entscheidet und meldet sich mit einer E-Mail."),
        ],
        base_url=base_url,
    )


def committed_ahead(booking: Booking, *, base_url: str) -> Letter:
    """To who waits: the first asked bindingly."""
    return _letter(
        booking,
        _("Neues zu Ihrer Option: %(name)s", name=name_of(booking)),
        [
            _("die Anfrage vor Ihnen ist jetzt verbindlich, das Team des Hauses entscheidet."),
            _("Lehnt es ab oder wird zurückgezogen, rücken Sie von selbst nach."),
        ],
        base_url=base_url,
    )


def extended(booking: Booking, *, base_url: str) -> Letter:
    """To the first: there is more time."""
    return _letter(
        booking,
        _("Frist verlängert: %(name)s", name=name_of(booking)),
        [
            _(
                "das Team des Hauses hat die Frist Ihrer Option verlängert. Sie gilt jetzt bis %(deadline)s.",
                deadline=deadline_of(booking),
            )
        ],
        base_url=base_url,
    )


def extended_ahead(booking: Booking, *, until: datetime, base_url: str) -> Letter:
    """To who waits: the first has more time."""
    return _letter(
        booking,
        _("Neues zu Ihrer Option: %(name)s", name=name_of(booking)),
        [
            _(
                "das Team des Hauses hat die Frist der Anfrage vor Ihnen verlängert, bis %(deadline)s.",
                deadline=moment_words(booking, until),
            ),
            _("Ihr Rang bleibt, wie er ist."),
        ],
        base_url=base_url,
    )


def due(booking: Booking, *, base_url: str) -> Letter:
    """To the first: the deadline comes near."""
    return _letter(
        booking,
        _("Ihre Option endet bald: %(name)s", name=name_of(booking)),
        [
            _("Ihre Option gilt bis %(deadline)s.", deadline=deadline_of(booking)),
            _(
                "Bitte bis dahin verbindlich anfragen oder die Fläche freigeben, andere brauchen sie vielleicht."
            ),
            _("Ohne Antwort endet die Option dann von selbst."),
        ],
        action=_("Jetzt antworten"),
        base_url=base_url,
    )


def invitation(booking: Booking, partner: OptionPartner, *, url: str) -> Letter:
    """To somebody who is asked to share the option; whether they have an account is not known."""
    return Letter(
        subject=_("Gemeinsam veranstalten: %(name)s", name=name_of(booking)),
        greeting=_("Guten Tag,"),
        paragraphs=[
            _(
                "%(name)s möchte diese Veranstaltung gemeinsam mit Ihnen ausrichten.",
                name=partner.invited_by.name,
            ),
            _("Nehmen Sie an, teilen Sie sich die Option: Sie sehen ihren Rang und erfahren jede Änderung."),
        ],
        facts=facts_of(booking),
        action=_("Einladung ansehen"),
        url=url,
        closing=[_("Kennen Sie die Person nicht, lassen Sie diese Nachricht einfach unbeantwortet.")],
        demo=booking.location.is_demo,
    )


def joined(booking: Booking, *, name: str, base_url: str) -> Letter:
    """To whoever asked first: somebody shares the option now."""
    return _letter(
        booking,
        _("Gemeinsam veranstalten: %(name)s", name=name_of(booking)),
        [_("%(name)s hat Ihre Einladung angenommen und teilt sich die Option mit Ihnen.", name=name)],
        base_url=base_url,
    )


def left(booking: Booking, *, name: str, base_url: str) -> Letter:
    """To whoever asked first: somebody shares the option no more."""
    return _letter(
        booking,
        _("Nicht mehr gemeinsam: %(name)s", name=name_of(booking)),
        [
            _(
                "%(name)s teilt sich die Option nicht mehr mit Ihnen. Ihr Rang und Ihre Frist bleiben.",
                name=name,
            )
        ],
        base_url=base_url,
    )


def deadline_of(booking: Booking) -> str:
    """Mo, 07.12.2026, 09:00 Uhr."""
    return moment_words(booking, booking.option_until or booking.starts_at)


def moment_words(booking: Booking, moment: datetime) -> str:
    """Mo, 07.12.2026, 09:00 Uhr, by the clock of the house."""
    zone = booking.location.zone
    return _(
        "%(day)s, %(time)s Uhr",
        day=weekday_text(moment.astimezone(zone).date()),
        time=clock_text(moment, zone=zone),
    )


def _letter(
    booking: Booking, subject: str, paragraphs: list[str], *, base_url: str, action: str = ""
) -> Letter:
    """The greeting names its reader, and so is written when it is sent."""
    return Letter(
        subject=subject,
        greeting="",
        paragraphs=paragraphs,
        facts=facts_of(booking),
        action=action or _("Option ansehen"),
        url=booking_url(booking, base_url=base_url),
        demo=booking.location.is_demo,
    )
