"""What would be lost with a house and what keeps it, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.formats import moment_text
from labspace.houses.founding.actions import USUAL_ZONE
from labspace.houses.founding.withdrawal import withdrawn_houses
from labspace.words import gettext as _
from labspace.words import ngettext

_LOST: Mapping[str, Callable[[int], str]] = {
    "drafts": lambda n: ngettext(
        "%(num)d Entwurf eines Grundrisses", "%(num)d Entwürfe von Grundrissen", n
    ),
    "plans": lambda n: ngettext(
        "%(num)d veröffentlichter Grundriss", "%(num)d veröffentlichte Grundrisse", n
    ),
    "spaces": lambda n: ngettext("%(num)d Fläche", "%(num)d Flächen", n),
    "pictures": lambda n: ngettext("%(num)d Bild", "%(num)d Bilder", n),
    "hours": lambda _n: _("Die Öffnungszeiten"),
    "closures": lambda n: ngettext("%(num)d Schließung", "%(num)d Schließungen", n),
    "openings": lambda n: ngettext("%(num)d Sonderöffnung", "%(num)d Sonderöffnungen", n),
    "blockings": lambda n: ngettext("%(num)d Sperrung", "%(num)d Sperrungen", n),
    "rules": lambda _n: _("Die Regeln und Preise"),
    "texts": lambda _n: _("Hausordnung und Hinweise zu Tür und Schlüssel"),
    "team": lambda n: ngettext("%(num)d Person im Team verliert ihre Rolle", "%(num)d Personen im Team verlieren ihre Rolle", n),
    "offers": lambda _n: _("Bewirtung und Ausstattung"),
    "targets": lambda _n: _("Die Ziele"),
    "feeds": lambda n: ngettext("%(num)d Kalender-Abo", "%(num)d Kalender-Abos", n),
}  # fmt: skip
"""What people lose knowingly; what is only counted is not named."""

_KEPT: Mapping[str, Callable[[], str]] = {
    "bookings": lambda: _("Buchungen oder Anfragen"),
    "waiting": lambda: _("Wünsche auf der Warteliste"),
    "popups": lambda: _("Pop-up-Aufrufe oder Bewerbungen"),
    "partners": lambda: _("Vereinbarungen mit Partnern"),
    "ideas": lambda: _("Ideen"),
    "defects": lambda: _("Gemeldete Mängel"),
    "visits": lambda: _("Gezählte Besuche"),
    "figures": lambda: _("Berichte, veröffentlichte Zahlen oder Daten zum Umfeld"),
    "outside": lambda: _("Fremde Kalender oder Webhooks"),
}


def lost_words(lost: Mapping[str, int]) -> list[str]:
    """What would be lost, a line each."""
    return [words(lost[group]) for group, words in _LOST.items() if group in lost]


def kept_words(kept: Iterable[str]) -> list[str]:
    """What keeps a house, a line each."""
    return [_KEPT[group]() for group in kept]


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """One founding that was taken back."""

    name: str
    text: str
    lost: Sequence[str]


def withdrawn_shown(session: Session) -> list[Withdrawn]:
    """The foundings that were taken back, the latest first."""
    zone = ZoneInfo(USUAL_ZONE)
    return [
        Withdrawn(
            name=str(record.after["name"]),
            text=_(
                "angelegt %(founded)s von %(founder)s, zurückgenommen %(taken_back)s von %(by)s",
                founded=moment_text(record.at, zone=zone),
                founder=record.actor.name,
                taken_back=moment_text(record.taken_back_at, zone=zone),
                by=record.taken_back_by.name,
            ),
            lost=lost_words(record.after["lost"]),
        )
        for record in withdrawn_houses(session)
        if record.taken_back_at is not None and record.taken_back_by is not None
    ]
