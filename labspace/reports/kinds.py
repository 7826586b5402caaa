"""What a report is written of: its narrative fields, and the tables it is made of."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class Narrative(enum.Enum):
    """The fields a report is told in, in their order."""

    SITUATION = "situation"
    MEASURES = "measures"
    RESULTS = "results"
    DEVIATIONS = "deviations"
    CONTINUATION = "continuation"

    @property
    def label(self) -> LazyString:
        return _NARRATIVES[self]

    @property
    def hint(self) -> LazyString:
        return _HINTS[self]


class TableKind(enum.Enum):
    """The tables of a report: a section of the page and the PDF, a sheet of the workbook, a CSV file each."""

    TARGETS = "ziele"
    FIGURES = "zahlen"
    COURSE = "verlauf"
    EVENTS = "veranstaltungen"
    POPUPS = "pop-ups"
    MONEY = "foerdermittel"
    AID = "beihilfen"
    CONTEXT = "umfeld"
    CHANGES = "aenderungen"
    METHOD = "methode"

    @property
    def label(self) -> LazyString:
        return _TABLES[self]


REASON = "reason:"
"""Before the key of a target: the field that says why it was missed or passed."""


def reason_field(house: str, indicator: str) -> str:
    """The field for the reason of one deviation, such as `reason:herne:K10`."""
    return f"{REASON}{house}:{indicator}"


_NARRATIVES = {
    Narrative.SITUATION: _l("Ausgangslage"),
    Narrative.MEASURES: _l("Maßnahmen"),
    Narrative.RESULTS: _l("Ergebnisse"),
    Narrative.DEVIATIONS: _l("Abweichungen"),
    Narrative.CONTINUATION: _l("Verstetigung"),
}
_HINTS = {
    Narrative.SITUATION: _l(
        "Wie stand es um die Innenstadt, bevor der Zeitraum begann? Woran ist das zu sehen?"
    ),
    Narrative.MEASURES: _l("Was hat das Haus getan, und mit wem?"),
    Narrative.RESULTS: _l("Was zeigen die Zahlen, und was zeigen sie nicht?"),
    Narrative.DEVIATIONS: _l("Was kam anders als geplant, und warum?"),
    Narrative.CONTINUATION: _l("Was bleibt, wenn die Förderung endet?"),
}
_TABLES = {
    TableKind.TARGETS: _l("Ziele"),
    TableKind.FIGURES: _l("Kennzahlen"),
    TableKind.COURSE: _l("Verlauf im Zeitraum"),
    TableKind.EVENTS: _l("Veranstaltungen"),
    TableKind.POPUPS: _l("Pop-ups"),
    TableKind.MONEY: _l("Fördermittel"),
    TableKind.AID: _l("De-minimis-Liste"),
    TableKind.CONTEXT: _l("Umfeld"),
    TableKind.CHANGES: _l("Änderungen"),
    TableKind.METHOD: _l("Methode"),
}
