"""What the API refuses of wishes by itself, because no page lets one ask for it."""

from __future__ import annotations

from labspace.bookings.sentences import add_sentences
from labspace.words import gettext as _

add_sentences(
    {
        "spaces_not_together": lambda r: _(
            "Zusammen gebucht werden nur Flächen einer Art in einem Haus. Bitte für die anderen eigene Buchungen anlegen."
        ),
        "person_unknown": lambda r: _(
            "Unter dieser Adresse ist niemand bekannt, der buchen kann. Bitte die Adresse prüfen."
        ),
        "series_not_entered_later": lambda r: _("Nacherfasst wird jeder Termin einzeln, ohne Wiederholung."),
        "series_over_midnight": lambda r: _(
            "Die Termine einer Serie beginnen und enden am selben Tag, zu vollen Minuten."
        ),
        "not_in_series": lambda r: _(
            "Bestuhlung, Rüstzeiten und Öffentlichkeit gibt es nur bei einzelnen Buchungen, nicht bei einer Serie."
        ),
        "recurrence_not_kept": lambda r: _(
            "Diese Wiederholung verstehen wir nicht (%(part)s). Möglich sind tägliche, wöchentliche und monatliche Regeln mit COUNT oder UNTIL.",
            part=r.values["part"],
        ),
        "event_only": lambda r: _("Diese Angaben gehören zu einer Eventfläche."),
    }
)
