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
            (_l("Sperrungen"), "bookings_staff.blockings"),
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
            (_l("Schließungen"), "houses_staff.closures"),
            (_l("Regeln"), "bookings_staff.rules"),
            (_l("Ziele"), "context_staff.targets"),
            (_l("Ausnahmen von den Regeln"), "bookings_staff.overrides"),
            (_l("Webhooks"), "webhooks.index"),
        ),
    ),
)
"""A new page of the team belongs into one of these groups, or is the beginning of another."""


def team_links(slug: str) -> Sequence[LinkGroup]:
    """All groups, with the addresses of this house."""
    return [
        LinkGroup(name, [(label, url_for(endpoint, slug=slug)) for label, endpoint in pages])
        for name, pages in _PAGES
    ]
