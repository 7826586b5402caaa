"""The indicators labspace shows: name, definition and formula, said once for page, table file and report."""

from __future__ import annotations

import enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Indicator(enum.Enum):
    """A figure of figures.md, by its number there."""

    BOOKABLE = "K01"
    BOOKED = "K02"
    USED = "K03"
    BOOKING_RATE = "K04"
    FREQUENCY_RATE = "K05"
    ACTIVATED = "K10"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    @property
    def definition(self) -> LazyString:
        return _DEFINITIONS[self]

    @property
    def formula(self) -> LazyString:
        return _FORMULAS[self]

    @property
    def is_rate(self) -> bool:
        return self in {Indicator.BOOKING_RATE, Indicator.FREQUENCY_RATE}


_LABELS = {
    Indicator.BOOKABLE: _l("Buchbare Stunden"),
    Indicator.BOOKED: _l("Gebuchte Stunden"),
    Indicator.USED: _l("Genutzte Stunden"),
    Indicator.BOOKING_RATE: _l("Buchungsauslastung"),
    Indicator.FREQUENCY_RATE: _l("Nutzungsquote"),
    Indicator.ACTIVATED: _l("Aktivierte Stunden"),
}

_DEFINITIONS = {
    Indicator.BOOKABLE: _l(
        "Öffnungszeiten jeder Fläche ohne Schließungen, Feiertage und Wartung; Sonderöffnungen für einzelne Buchungen zählen dazu. Vom Haus abgesagte Zeit zählt nicht, außer sie wurde wieder gebucht."
    ),
    Indicator.BOOKED: _l(
        "Bestätigte, genutzte und nicht angetretene Buchungen innerhalb der buchbaren Stunden, je Fläche nur einmal gezählt. Rüstzeiten zählen nicht."
    ),
    Indicator.USED: _l(
        "Tatsächlich genutzte Zeit innerhalb der buchbaren Stunden. Bei Pop-up-Flächen sind das die festgehaltenen Ladenöffnungszeiten, nicht die Mietzeit."
    ),
    Indicator.BOOKING_RATE: _l(
        "Anteil der buchbaren Stunden, die gebucht waren. Für mehrere Flächen und Häuser werden die Summen geteilt, nie Quoten gemittelt."
    ),
    Indicator.FREQUENCY_RATE: _l(
        "Anteil der buchbaren Stunden, die wirklich genutzt wurden. Für mehrere Flächen und Häuser werden die Summen geteilt, nie Quoten gemittelt."
    ),
    Indicator.ACTIVATED: _l(
        "Zeit, in der im Haus mindestens eine Fläche genutzt wurde; was gleichzeitig geschieht, zählt einmal. Mehrere Häuser werden zusammengezählt. „Publikumswirksam“ zählt dabei nur Pop-up, Café und Event."
    ),
}

_FORMULAS = {
    Indicator.BOOKABLE: _l("Σ Flächen: Öffnung − Schließungen + Sonderöffnungen"),
    Indicator.BOOKED: _l("Σ Flächen: gebuchte Zeit ∩ buchbare Zeit"),
    Indicator.USED: _l("Σ Flächen: genutzte Zeit ∩ buchbare Zeit"),
    Indicator.BOOKING_RATE: _l("gebuchte Stunden ÷ buchbare Stunden (K02 ÷ K01)"),
    Indicator.FREQUENCY_RATE: _l("genutzte Stunden ÷ buchbare Stunden (K03 ÷ K01)"),
    Indicator.ACTIVATED: _l("Σ Häuser: Vereinigung der genutzten Zeiten aller Flächen"),
}
