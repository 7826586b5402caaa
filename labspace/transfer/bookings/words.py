"""What people read about files from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from labspace.transfer.bookings.asked import NotRead
from labspace.words import gettext as _


def not_read_text(problem: NotRead) -> str:
    """Why something in a file means nothing here; KeyError for a code nobody wrote a sentence for."""
    return _SENTENCES[problem.code](problem.values)


def field_names(fields: Iterable[str]) -> str:
    """What is missing, as it is called behind „es braucht“."""
    return ", ".join(_FIELDS[field]() for field in fields)


_FIELDS: Mapping[str, Callable[[], str]] = {
    "space": lambda: _("die Fläche"),
    "email": lambda: _("die Mail-Adresse"),
    "day": lambda: _("den Tag"),
    "starts": lambda: _("den Beginn"),
    "ends": lambda: _("das Ende"),
}

_SENTENCES: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    # A cell
    "no_day": lambda values: _("„%(text)s“ ist kein Tag. Bitte zum Beispiel 23.11.2026 oder 2026-11-23 schreiben.", **values),
    "day_not_there": lambda values: _("Den Tag %(text)s gibt es nicht.", **values),
    "two_days": lambda values: _("„%(text)s“ kann zwei Tage meinen: Tag oder Monat zuerst? Bitte %(year)s-MM-TT schreiben.", **values),
    "no_month": lambda values: _("„%(text)s“ ist kein Monat.", **values),
    "no_time_of_day": lambda values: _("„%(text)s“ ist keine Uhrzeit. Bitte zum Beispiel 9:00 oder 14:30 schreiben.", **values),
    "no_number_of_people": lambda values: _("„%(text)s“ ist keine Zahl von Personen.", **values),
    "ends_before_it_begins": lambda values: _("Das Ende liegt vor dem Beginn.", **values),
    "time_not_there": lambda values: _("Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr wird umgestellt.", **values),
    "empty_cells": lambda values: _("Diese Zeile braucht %(fields)s.", **values),
    # Who and where
    "no_space": lambda values: _("In den Häusern von %(team)s gibt es keine Fläche „%(text)s“.", **values),
    "nobody": lambda values: _("Niemand ist mit der Adresse %(text)s registriert.", **values),
    # The whole file
    "empty_file": lambda values: _("Die Datei ist leer.", **values),
    "broken_line": lambda values: _("Zeile %(line)s lässt sich nicht lesen. Stehen alle Anführungszeichen paarweise?", **values),
    "no_column_for": lambda values: _("Es gibt keine Spalte für %(fields)s; die Überschriften sind %(headings)s.", **values),
    "no_column": lambda values: _("Es gibt keine Spalte „%(text)s“; die Überschriften sind %(headings)s.", **values),
    "too_many_lines": lambda values: _("Die Datei hat mehr als %(most)s Zeilen. Bitte teilen Sie sie auf, oder bitten Sie, wer labspace betreibt: „labspace bookings“ nimmt auch lange Dateien.", **values),
}  # fmt: skip
