"""The sentence for each refusal and each finding, in the reader's language; each says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from labspace.bookings.sentences import sentence
from labspace.context.reading.findings import CellFinding
from labspace.errors import Refusal
from labspace.formats import day_text, number_text
from labspace.words import gettext as _
from labspace.words import ngettext

Values = Mapping[str, Any]

_REFUSALS: dict[str, Callable[[Values], str]] = {
    "series_exists": lambda v: _("Eine Reihe „%(name)s“ gibt es hier schon. Lesen Sie dort die neue Datei ein.", **v),
    "too_many_series": lambda v: _("Ein Haus hat höchstens %(most)d Reihen. Bitte entfernen Sie zuerst eine.", **v),
    "series_gone": lambda v: _("Diese Reihe wurde inzwischen entfernt."),
    "draft_gone": lambda v: _("Diese Vorschau gibt es nicht mehr. Bitte laden Sie die Datei noch einmal hoch."),
    "changed_meanwhile": lambda v: _(
        "Die Werte dieser Reihe haben sich inzwischen geändert. Bitte sehen Sie sich den Unterschied noch einmal an."
    ),
    "vacancy_known": lambda v: _(
        "Zum %(day)s steht hier schon ein Wert. Nehmen Sie ihn zuerst zurück.", day=day_text(v["day"])
    ),
    "event_known": lambda v: _("„%(name)s“ steht an diesen Tagen schon in der Reihe.", **v),
    "lies_ahead": lambda v: _("Dieser Tag liegt in der Zukunft. Eingetragen wird, was gezählt wurde."),
    "ends_before_it_begins": lambda v: _("Der letzte Tag liegt vor dem ersten."),
    "lasts_too_long": lambda v: _("Ein Ereignis dauert höchstens %(most)d Tage.", **v),
    "target_begins_then": lambda v: _(
        "Vom %(day)s an gilt für diese Kennzahl schon ein Ziel. Wählen Sie einen anderen Tag, oder nehmen Sie jenes zuerst zurück.",
        day=day_text(v["day"]),
    ),
    "target_held_then": lambda v: _(
        "An diesem Tag galt schon ein Ziel. Geändert wird es frühestens von heute an, damit Berichte sich nicht nachträglich ändern."
    ),
    "target_over": lambda v: _("Dieses Ziel ist schon zu Ende."),
    "target_ends_before_today": lambda v: _(
        "Ein Ziel endet frühestens gestern: Vergangene Tage behalten ihres."
    ),
    "target_ends_earlier": lambda v: _(
        "Dieses Ziel endet schon am %(day)s. Soll es länger gelten, legen Sie ab dem Tag danach eines fest.",
        day=day_text(v["day"]),
    ),
    "target_not_begun": lambda v: _("Dieses Ziel gilt noch gar nicht. Nehmen Sie es bitte zurück."),
    "target_has_begun": lambda v: _("Dieses Ziel gilt schon. Es lässt sich beenden, aber nicht mehr zurücknehmen."),
    "target_gone": lambda v: _("Dieses Ziel gibt es nicht mehr; jemand hat es zurückgenommen."),
    "too_many_targets": lambda v: _("Ein Haus hat höchstens %(most)d Ziele, frühere mitgezählt.", **v),
    "not_typed": lambda v: _("Werte dieser Reihe kommen aus Dateien."),
}  # fmt: skip


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [_REFUSALS[one.code](one.values) if one.code in _REFUSALS else sentence(one) for one in refusals]


def finding_text(finding: CellFinding) -> str:
    """What is wrong, and what is expected there; KeyError for a code without a sentence."""
    return _FINDINGS[finding.code](finding.values)


def _clock(moment: Any) -> str:
    return f"{day_text(moment.date())}, {moment:%H:%M}"


_FINDINGS: dict[str, Callable[[Values], str]] = {
    # The file
    "too_big": lambda v: _("Die Datei ist größer als %(megabytes)d MB. Bitte teilen Sie sie, zum Beispiel nach Jahren.", **v),
    "wrong_encoding": lambda v: _("Diese Zeichen lassen sich nicht lesen. Bitte speichern Sie die Datei als CSV in UTF-8."),
    "no_text": lambda v: _("Das ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV, nicht als Excel-Datei."),
    "empty": lambda v: _("Die Datei ist leer."),
    "no_heading": lambda v: _("In den ersten Zeilen steht keine bekannte Überschrift. Bekannt sind: %(known)s.", **v),
    "no_rows": lambda v: _("Unter der Überschrift steht keine Zeile."),
    "no_values": lambda v: _("In der Datei steht kein einziger Wert."),
    "no_files_here": lambda v: _("Leerstandsquoten werden einzeln eingetragen, mit Abgrenzung, Stichtag und Quelle."),
    "too_many_rows": lambda v: _("Mehr als %(most)d Zeilen. Bitte teilen Sie die Datei, zum Beispiel nach Jahren.", **v),
    "too_many_columns": lambda v: _("Mehr als %(most)d Spalten.", **v),
    "cell_too_long": lambda v: _("Eine Zelle hat mehr als %(most)d Zeichen. Fehlt ein Anführungszeichen?", **v),
    "broken_quotes": lambda v: _("Hier geht ein Anführungszeichen nicht auf. Bitte prüfen Sie diese Zeile und die davor."),
    "doubled_column": lambda v: _("Zwei Spalten sagen dasselbe, auch „%(other_name)s“. Bitte löschen Sie eine davon.", **v),
    "no_column": lambda v: _("Es fehlt eine Spalte. Sie kann so heißen: %(known)s.", **v),
    "no_hours": lambda v: _("Gezählt wird je Stunde; in der Datei stehen nur Tage. Bitte exportieren Sie Stundenwerte."),
    "several_places": lambda v: _("In der Datei stehen mehrere Zählstellen: „%(first_place)s“ und „%(other_name)s“. Bitte je Zählstelle eine Datei.", **v),
    "too_many_cells": lambda v: _("Die Zeile hat %(cells)d Zellen, die Überschrift %(columns)d. Stehen Trennzeichen in einem Text?", **v),
    "too_few_cells": lambda v: _("Die Zeile hat nur %(cells)d Zellen, die Überschrift %(columns)d.", **v),
    # Single cells
    "not_a_time": lambda v: _("„%(given)s“ ist kein Zeitpunkt. Erwartet wird zum Beispiel 2026-11-23 14:00 oder 23.11.2026 14:00.", **v),
    "not_a_day": lambda v: _("„%(given)s“ ist kein Tag. Erwartet wird zum Beispiel 23.11.2026.", **v),
    "not_a_count": lambda v: _("„%(given)s“ ist keine Anzahl. Erwartet wird eine ganze Zahl ab 0; leer heißt nicht gezählt.", **v),
    "not_a_number": lambda v: _("„%(given)s“ ist keine Zahl. Erwartet wird zum Beispiel 12,5.", **v),
    "thousands_or_decimals": lambda v: _("Ist „%(given)s“ ein Tausender oder eine Kommazahl? Nichts in der Spalte sagt es. Bitte ohne Punkt und Komma.", **v),
    "too_many_people": lambda v: _("%(given)s in einer Stunde? Mehr als %(most)d gelten als Versehen.", **v),
    "out_of_range": lambda v: _("%(given)s ist kein Wert dieser Spalte. Erlaubt ist %(at_least)d bis %(at_most)d.", **v),
    "between_the_hours": lambda v: _("%(given)s passt in kein Raster von fünf Minuten.", **v),
    "time_is_skipped": lambda v: _("Diese Stunde gibt es nicht: Die Uhren wurden vorgestellt. Bitte löschen Sie die Zeile oder prüfen Sie die Uhr des Zählgeräts."),
    "lies_ahead": lambda v: _("Dieser Zeitpunkt liegt in der Zukunft."),
    "said_twice": lambda v: _("Zu diesem Zeitpunkt steht in Zeile %(line)d eine andere Zahl: %(other)d.", **v),
    "day_said_twice": lambda v: _("Zu diesem Tag stehen in Zeile %(line)d andere Werte.", **v),
    "event_said_twice": lambda v: _("Dasselbe Ereignis hat in Zeile %(line)d eine andere Bemerkung.", **v),
    "ends_before_it_begins": lambda v: _("Der letzte Tag liegt vor dem ersten."),
    "lasts_too_long": lambda v: _("Ein Ereignis dauert höchstens %(most)d Tage.", **v),
    "no_name": lambda v: _("Der Name fehlt."),
    "text_too_long": lambda v: _("Der Text hat %(length)d Zeichen, erlaubt sind %(most)d.", **v),
    "control_character": lambda v: _("Der Text enthält unsichtbare Steuerzeichen."),
    # Remarks
    "encoding_guessed": lambda v: _("Die Datei sagt nicht, in welcher Kodierung sie geschrieben ist; gelesen wurde sie als Windows-1252. Bitte prüfen Sie die Umlaute."),
    "same_row_twice": lambda v: _("Dieselbe Zeile wie %(line)d; sie zählt einmal.", **v),
    "skipped_time_left_out": lambda v: _("Diese Stunde gibt es nicht, weil die Uhren vorgestellt wurden; die leere Zeile bleibt weg."),
    "doubled_hour_named_once": lambda v: _("Am %(day)s gibt es die Stunde ab %(hour)d Uhr zweimal, in der Datei steht sie einmal. Sie gilt als die erste, die zweite fehlt.", day=day_text(v["day"]), hour=v["hour"]),
    "hours_not_whole": lambda v: ngettext("%(num)d Stunde ist nicht vollständig und bleibt weg (ab %(first)s).", "%(num)d Stunden sind nicht vollständig und bleiben weg (die erste: %(first)s).", v["hours"], first=_clock(v["first"])),
    "gap": lambda v: ngettext("Es fehlt %(num)d Stunde: %(begins)s bis %(ends)s.", "Es fehlen %(num)d Stunden: %(begins)s bis %(ends)s.", v["hours"], begins=_clock(v["begins"]), ends=_clock(v["ends"])),
    "more_gaps": lambda v: ngettext("Und %(num)d weitere Lücke.", "Und %(num)d weitere Lücken.", v["gaps"]),
    "days_missing": lambda v: ngettext("Es fehlt %(num)d Tag.", "Es fehlen %(num)d Tage.", v["days"]),
}  # fmt: skip


def place_text(finding: CellFinding) -> str:
    """Zeile 3, Spalte „Frequenz“ · Zeile 3 · Die Datei."""
    if not finding.row and not finding.column:
        return _("Die Datei")
    if not finding.column:
        return _("Zeile %(row)s", row=number_text(finding.row))
    return _("Zeile %(row)s, Spalte „%(column)s“", row=number_text(finding.row), column=finding.column)
