"""The sentence for each refusal about reports, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from labspace.bookings.sentences import sentence as booking_sentence
from labspace.errors import Refusal
from labspace.formats import day_text
from labspace.words import gettext as _


def sentence(refusal: Refusal) -> str:
    """What is wrong and what to do."""
    own = _OWN.get(refusal.code)
    return own(refusal) if own else booking_sentence(refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


def _day(refusal: Refusal, name: str) -> str:
    day = refusal.values[name]
    return day_text(day) if isinstance(day, date) else ""


_OWN: dict[str, Callable[[Refusal], str]] = {
    "houses_missing": lambda refusal: _("Bitte wählen Sie mindestens ein Haus."),
    "not_your_house": lambda refusal: _("Berichten können Sie nur über Häuser, in deren Team Sie sind."),
    "period_backwards": lambda refusal: _(
        "Der Zeitraum endet am %(last)s, vor seinem ersten Tag. Bitte tauschen oder ändern Sie die Tage.",
        last=_day(refusal, "last"),
    ),
    "period_too_long": lambda refusal: _(
        "Der Zeitraum ist länger als %(years)d Jahre. Bitte prüfen Sie die Jahreszahlen.",
        years=refusal.values["years"],
    ),
    "period_not_begun": lambda refusal: _(
        "Der Zeitraum beginnt erst am %(first)s; vorher gibt es nichts abzuschließen.",
        first=_day(refusal, "first"),
    ),
    "report_already_final": lambda refusal: _(
        "Diese Fassung ist schon abgeschlossen und bleibt, wie sie ist. Eine Korrektur wird eine neue Fassung."
    ),
    "report_changed_meanwhile": lambda refusal: _(
        "Jemand hat inzwischen Texte geändert. Bitte lesen Sie den Entwurf noch einmal und schließen Sie ihn dann ab."
    ),
    "report_has_draft": lambda refusal: _(
        "Es gibt schon einen Entwurf. Bitte schreiben Sie dort weiter oder verwerfen Sie ihn."
    ),
    "correction_missing": lambda refusal: _("Bitte sagen Sie in einem Satz, was zu korrigieren ist."),
    "report_gone": lambda refusal: _("Diesen Entwurf gibt es nicht mehr; jemand hat ihn verworfen."),
    "heading_changed_meanwhile": lambda refusal: _(
        "Jemand hat inzwischen geändert, wovon der Bericht handelt. Ihre Angaben stehen noch hier; noch einmal gespeichert, gelten sie."
    ),
    "heading_is_frozen": lambda refusal: _(
        "Häuser und Sprache stehen mit der ersten abgeschlossenen Fassung fest. Für andere Häuser beginnen Sie bitte einen neuen Bericht."
    ),
    "not_of_the_team": lambda refusal: _(
        "Die Monatsmail geht nur an Personen aus dem Team des Hauses. Bitte laden Sie die Seite neu."
    ),
}  # fmt: skip
