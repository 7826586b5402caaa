"""A series as a table file: one for Excel in German, one for machines that reading gives back as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from labspace.context.kinds import SeriesKind
from labspace.context.reading.read import EventKey, Weather
from labspace.formats import day_text
from labspace.words import gettext as _

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")
"""A spreadsheet may run a text that begins so; it gets an apostrophe before it. Numbers are no texts."""


class Text(str):
    """A cell somebody typed, as against a number or a day that labspace wrote."""


MACHINE_HEADS: Mapping[SeriesKind, Sequence[str]] = {
    SeriesKind.PASSERS_BY: ("starts_at", "count"),
    SeriesKind.WEATHER: ("date", "tmk", "txk", "tnk", "rsk", "sdk"),
    SeriesKind.CITY_EVENTS: ("from", "until", "name", "note"),
    SeriesKind.VACANCY: ("date", "percent", "definition", "source"),
}


def machine_sheet(kind: SeriesKind, values: Mapping[Any, Any]) -> str:
    """Commas, decimal points, moments in UTC; where, from whom and on what terms stands on the series' page."""
    rows = [_cells(when, value, zone=None) for when, value in values.items()]
    return _written([list(MACHINE_HEADS[kind]), *rows], delimiter=",", end="\n")


def excel_sheet(
    kind: SeriesKind, values: Mapping[Any, Any], *, about: Iterable[tuple[str, str]], zone: ZoneInfo
) -> str:
    """Semicolons, decimal commas, local times, with the source above the values; with BOM."""
    heads = {
        SeriesKind.PASSERS_BY: (_("Tag"), _("Stunde ab"), _("Passanten")),
        SeriesKind.WEATHER: (
            _("Tag"), _("Mittel in °C"), _("Höchstwert in °C"), _("Tiefstwert in °C"), _("Niederschlag in mm"), _("Sonne in Stunden"),
        ),
        SeriesKind.CITY_EVENTS: (_("Erster Tag"), _("Letzter Tag"), _("Ereignis"), _("Bemerkung")),
        SeriesKind.VACANCY: (_("Stichtag"), _("Leerstand in %"), _("Abgrenzung"), _("Quelle")),
    }  # fmt: skip
    rows = [_cells(when, value, zone=zone) for when, value in values.items()]
    top = [[Text(name), Text(text)] for name, text in about]
    return BOM + _written([*top, [], list(heads[kind]), *rows], delimiter=";", end="\r\n")


def _cells(when: Any, value: Any, *, zone: ZoneInfo | None) -> list[str]:
    """One row; with a zone for people, without for machines."""
    if isinstance(when, EventKey):
        return [_day(when.first_on, zone), _day(when.last_on, zone), Text(when.name), Text(value)]
    if isinstance(when, datetime):
        if zone is None:
            return [f"{when:%Y-%m-%dT%H:%M:%SZ}", str(value)]
        local = when.astimezone(zone)
        # The doubled hour is told apart by its offset.
        return [day_text(local.date()), f"{local:%H:%M} ({local:%Z})", str(value)]
    if isinstance(value, Weather):
        return [_day(when, zone), *(_tenths(one, zone) for one in value)]
    permille, definition, source = value
    return [_day(when, zone), _tenths(permille, zone), Text(definition), Text(source)]


def _day(day: Any, zone: ZoneInfo | None) -> str:
    return day_text(day) if zone else str(day.isoformat())


def _tenths(value: int | None, zone: ZoneInfo | None) -> str:
    if value is None:
        return ""
    text = f"{'-' if value < 0 else ''}{abs(value) // 10}.{abs(value) % 10}"
    return text.replace(".", ",") if zone else text


def _written(rows: Sequence[Sequence[str]], *, delimiter: str, end: str) -> str:
    text = io.StringIO(newline="")
    # Before Python 3.13 only the signs of its own line end put a cell into quotes: so it is both here.
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    lines = []
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        lines.append(text.getvalue().removesuffix("\r\n"))
        text.seek(0)
        text.truncate()
    return "".join(line + end for line in lines)


def _harmless(cell: str) -> str:
    return f"'{cell}" if isinstance(cell, Text) and cell.lstrip(" ").startswith(FORMULA) else cell
