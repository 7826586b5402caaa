"""Where the team of a house finds what its day page does not show, in groups by what one is about to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


@dataclass(frozen=True)
class LinkGroup:
    """Pages that belong together."""

    name: LazyString
    links: Sequence[tuple[LazyString, str]]
    """What they are called, and their addresses."""


_PAGES: tuple[tuple[LazyString, tuple[tuple[LazyString, str], ...]], ...] = (
    (
        _l("Entscheiden"),
        (
            (_l("Anfragen und Optionen"), "events_staff.requests"),
            (_l("Fristen der Optionen"), "options_staff.index"),
            (_l("Texte für das Programm"), "programme_entry.waiting"),
            (_l("Unerfüllte Nachfrage"), "bookings_staff.demand"),
        ),
    ),
    (
        _l("Flächen"),
        (
            (_l("Grundrisse"), "plans_staff.index"),
            (_l("Sperrungen"), "bookings_staff.blockings"),
            (_l("Mängel"), "defects_staff.index"),
            (_l("Ausstattung und Bilder"), "furnishing_staff.index"),
            (_l("Tür und Schlüssel"), "doors_staff.index"),
            (_l("Kalender-Abos"), "busy_staff.index"),
            (_l("Pop-up-Flächen"), "tenancies_staff.board"),
            (_l("Pop-up-Ausschreibungen"), "popup_calls_staff.index"),
            (_l("QR-Codes"), "bookings_staff.qr_codes"),
            (_l("Anzeigen und Einbettung"), "displays.embedding"),
        ),
    ),
    (
        _l("Stadt und Besuche"),
        (
            (_l("Ideen"), "ideas_staff.show_board"),
            (_l("Partner"), "partners_staff.index"),
            (_l("Besuche nachtragen"), "attendance.missing"),
            (_l("An der Tür zählen"), "visits.house_door"),
            (_l("Strichliste des Tages"), "visits_staff.tally"),
            (_l("Umfeld"), "context_staff.index"),
        ),
    ),
    (
        _l("Was gilt"),
        (
            (_l("Das Haus"), "founding_staff.house"),
            (_l("Team und Rollen"), "team_staff.show"),
            (_l("Hausordnung"), "texts_staff.rules"),
            (_l("Öffnungszeiten"), "house_hours.weekly"),
            (_l("Zeiten einzelner Flächen"), "unit_hours.index"),
            (_l("Sonderöffnungen"), "house_hours.openings"),
            (_l("Feiertage"), "house_hours.holidays"),
            (_l("Stille Tage und Sonntage"), "quiet_days.show"),
            (_l("Schließungen"), "houses_staff.closures"),
            (_l("Erinnerungen"), "house_reminding.show"),
            (_l("Regeln"), "bookings_staff.rules"),
            (_l("Preise"), "house_prices.index"),
            (_l("Bedingungen für Veranstaltungen"), "event_terms.show"),
            (_l("Ausstattung für Veranstaltungen"), "house_stock.equipment"),
            (_l("Bewirtung"), "house_stock.catering"),
            (_l("Dauer eines Besuchs"), "visit_stays.show"),
            (_l("Ziele"), "context_staff.targets"),
            (_l("Ausnahmen von den Regeln"), "bookings_staff.overrides"),
            (_l("Webhooks"), "webhooks.index"),
            (_l("Änderungen"), "house_record.show"),
        ),
    ),
    (
        _l("Hinaus und herein"),
        (
            (_l("Abrechnung und Programm als Datei"), "transfer_staff.exports"),
            (_l("Buchungen von anderswo"), "bookings_import.show"),
        ),
    ),
)
"""A new page of the team belongs into one of these groups, or is the beginning of another."""


_KEPT = frozenset(
    {
        "plans_staff.index", "furnishing_staff.index", "doors_staff.index", "texts_staff.rules",
        "house_hours.weekly", "house_hours.openings", "house_hours.holidays", "quiet_days.show",
        "house_prices.index", "house_reminding.show", "unit_hours.index", "event_terms.show",
        "house_stock.equipment", "house_stock.catering", "visit_stays.show",
    }
)  # fmt: skip
"""Pages for those who decide what the house is, not for those who only run its days."""


def team_links(slug: str, *, keeps: bool) -> Sequence[LinkGroup]:
    """All groups with what the reader may open, and the addresses of this house."""
    return [
        LinkGroup(
            name,
            [
                (label, url_for(endpoint, slug=slug))
                for label, endpoint in pages
                if keeps or endpoint not in _KEPT
            ],
        )
        for name, pages in _PAGES
    ]
