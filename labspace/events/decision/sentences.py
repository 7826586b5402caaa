"""The sentence for each refusal while deciding on an event."""

from __future__ import annotations

from collections.abc import Callable

from labspace.bookings.sentences import add_sentences
from labspace.errors import Refusal
from labspace.words import gettext as _

DECISION_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "own_request": lambda r: _(
        "Über die eigene Anfrage entscheidet jemand anderes. Bitte eine Kollegin oder einen Kollegen darum bitten."
    ),
    "second_person_needed": lambda r: _(
        "Sie haben die Anfrage schon empfohlen. Bestätigen muss sie eine zweite Person aus dem Team."
    ),
    "decision_is_over": lambda r: _("Über die Anfrage ist schon entschieden. Bitte die Seite neu laden."),
    "question_missing": lambda r: _("Bitte schreiben, was Sie wissen möchten."),
    "answer_missing": lambda r: _("Bitte die Frage des Teams beantworten."),
    "nothing_asked": lambda r: _("Das Team hat nichts gefragt. Bitte die Seite neu laden."),
    "condition_missing": lambda r: _(
        "Bitte eine Bedingung ankreuzen oder schreiben, die noch nicht in der Liste steht."
    ),
    "conditions_changed": lambda r: _(
        "Das Team hat die Bedingungen inzwischen geändert. Bitte die neue Fassung lesen und annehmen."
    ),
    "house_rules_changed": lambda r: _(
        "Es gilt inzwischen eine andere Fassung der Hausordnung. Bitte die neue lesen und annehmen."
    ),
    "check_without_title": lambda r: _("Bitte schreiben, was zu erledigen ist."),
    "check_due_outside": lambda r: _(
        "Bitte einen Tag von heute bis zum Tag der Veranstaltung angeben, zum Beispiel 24.11.2026."
    ),
    "percent_outside": lambda r: _("Bitte einen Anteil von 0 bis 100 Prozent angeben."),
    "handover_ahead": lambda r: _("Die Übergabe liegt in der Zukunft. Bitte Tag und Uhrzeit prüfen."),
}

add_sentences(DECISION_SENTENCES)
