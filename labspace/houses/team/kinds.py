"""What people of a team may do in their house."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class TeamRole(enum.Enum):
    """One of them for each person and house; administrators need none."""

    DAYS = "days"
    """Bookings, requests, visits: how the days of the house go."""
    KEEPS = "keeps"
    """Also what the house is: its people, texts, hours and spaces."""

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    TeamRole.DAYS: _l("Team: Buchungen, Anfragen und Besuche"),
    TeamRole.KEEPS: _l("Leitung: dazu Personen, Texte, Zeiten und Flächen des Hauses"),
}
