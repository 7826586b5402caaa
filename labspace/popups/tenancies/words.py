"""Offers, tenancies and their history in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from labspace.bookings.prices.words import amount_text
from labspace.formats import days_text, euro_text, moment_text, week_text, weekday_text
from labspace.popups.tenancies.models import PopupOffer, Tenancy, TenancyEvent
from labspace.popups.tenancies.shop_words import minimum_text, weekly_text
from labspace.popups.tenancies.states import Direction, Outcome
from labspace.spaces.names import space_name
from labspace.times import first_and_last_day
from labspace.words import gettext as _
from labspace.words import ngettext


def offered_weeks(offer: PopupOffer) -> str:
    """KW 3/2027, 4 Wochen (18.01.2027–14.02.2027)."""
    first, last = first_and_last_day(offer.span, zone=offer.space.location.zone)
    return ngettext(
        "%(week)s, %(num)d Woche (%(days)s)",
        "%(week)s, %(num)d Wochen (%(days)s)",
        offer.weeks,
        week=week_text(offer.first_on),
        days=days_text(first, last),
    )


def offer_facts(offer: PopupOffer) -> list[tuple[str, str]]:
    """What is offered, for a list of facts."""
    advantage = max(offer.market_cents - offer.price_cents, 0)
    return [
        (_("Haus"), offer.space.location.name),
        (_("Pop-up-Fläche"), space_name(offer.space)),
        (_("Zeitraum"), offered_weeks(offer)),
        (_("Preis für den Zeitraum"), amount_text(offer.price_cents)),
        (_("Marktpreis"), euro_text(offer.market_cents) if offer.market_cents else ""),
        (_("Ihr Vorteil"), euro_text(advantage) if advantage else ""),
        (_("Öffnungszeiten"), weekly_text(offer.hours)),
        (_("Mindestens geöffnet"), minimum_text(offer.minimum)),
        (_("Besondere Bedingungen"), offer.conditions),
        (_("Antwort bis"), moment_text(offer.until, zone=offer.space.location.zone)),
    ]


def tenancy_facts(tenancy: Tenancy) -> list[tuple[str, str]]:
    """What was agreed, for a list of facts."""
    booking = tenancy.booking
    who = booking.organisation.name if booking.organisation else booking.booked_by.name
    return [
        (_("Nutzende"), who),
        (_("Haus"), tenancy.space.location.name),
        (_("Pop-up-Fläche"), space_name(tenancy.space)),
        (_("Zeitraum"), days_text(*tenancy.first_and_last)),
        (
            _("Preis für den Zeitraum"),
            amount_text(booking.price_cents) if booking.price_cents is not None else "",
        ),
        (_("Öffnungszeiten"), weekly_text(tenancy.hours)),
        (_("Mindestens geöffnet"), minimum_text(tenancy.minimum)),
        (_("Besondere Bedingungen"), tenancy.conditions),
        (_("Buchungsnummer"), booking.reference),
    ]


def asked_text(months: int) -> str:
    """What is asked at this moment after the end."""
    if not months:
        return _("Ihre Zeit auf der Pop-up-Fläche ist vorbei. Was ist daraus geworden?")
    return ngettext(
        "Ihre Zeit auf der Pop-up-Fläche ist %(num)d Monat her. Was ist daraus geworden?",
        "Ihre Zeit auf der Pop-up-Fläche ist %(num)d Monate her. Was ist daraus geworden?",
        months,
    )


def months_text(months: int) -> str:
    """Am Ende · Nach 3 Monaten."""
    return _("Am Ende") if not months else _("Nach %(months)d Monaten", months=months)


def history_lines(events: Sequence[TenancyEvent], tenancy: Tenancy) -> list[tuple[str, str, str]]:
    """When, what and who, the newest first."""
    zone = tenancy.space.location.zone
    return [
        (
            moment_text(event.at, zone=zone),
            _what(event.what, event.values),
            event.actor.name if event.actor else "",
        )
        for event in events
    ]


def _what(what: str, values: Mapping[str, Any]) -> str:
    return _WORDS[what](values)


def _days_recorded(values: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(values[name]) for name in ("first", "last"))
    return _("Öffnungstage eingetragen, %(days)s", days=days_text(first, last))


def _visits_recorded(values: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(values[name]) for name in ("first", "last"))
    return _("Besuche eingetragen, %(days)s", days=days_text(first, last))


def _end_changed(values: Mapping[str, Any]) -> str:
    return _("Ende geändert auf %(day)s", day=weekday_text(date.fromisoformat(values["last_on"])))


def _answered(values: Mapping[str, Any]) -> str:
    outcome = Outcome(values["outcome"]).label
    return _("%(when)s: %(outcome)s", when=months_text(values["months"]), outcome=outcome)


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "agreed": lambda _v: _("Vereinbart"),
    "begun": lambda _v: _("Begonnen"),
    "ended": lambda _v: _("Beendet"),
    "called_off": lambda _v: _("Abgesagt"),
    "end_changed": _end_changed,
    "shown_in_programme": lambda _v: _("Wird im Programm gezeigt"),
    "hidden_from_programme": lambda _v: _("Wird nicht im Programm gezeigt"),
    "days_recorded": _days_recorded,
    "visits_recorded": _visits_recorded,
    "answered": _answered,
    "acknowledged": lambda v: _("Vereinbarung bestätigt, Fassung %(number)d", number=v["number"]),
    "handover_written": lambda v: _(
        "%(handover)s: Protokoll geschrieben", handover=Direction(v["direction"]).label
    ),
    "handover_pictured": lambda v: _(
        "%(handover)s: Bild hinzugefügt", handover=Direction(v["direction"]).label
    ),
    "handover_signed": lambda v: _(
        "%(handover)s: Protokoll unterschrieben", handover=Direction(v["direction"]).label
    ),
}
