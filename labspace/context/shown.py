"""Series, previews and values as the team's pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from labspace.context.kinds import SeriesKind
from labspace.context.models import ContextImport, ContextSeries
from labspace.context.reading.findings import CellFinding
from labspace.context.reading.read import EventKey, Weather
from labspace.context.rules import PassersByDay
from labspace.context.sentences import finding_text, place_text
from labspace.formats import (
    day_text,
    days_text,
    exact_text,
    moment_text,
    not_stated_text,
    number_text,
    weekday_text,
)
from labspace.words import gettext as _
from labspace.words import ngettext

ShownRow = Sequence[str]
Columns = Sequence[tuple[str, bool]]
"""Headings, each with whether it is about numbers."""


@dataclass(frozen=True)
class ShownSeries:
    """A series with what is said wherever its numbers are."""

    id: int
    name: str
    kind: str
    definition: str
    source: str
    licence: str
    note: str
    by: str
    url: str
    last: str
    """Up to which day files were read; empty: none."""
    comes_as_file: bool
    is_typed: bool
    has_hours: bool

    @property
    def credit(self) -> str:
        """Who says so and on what terms, beside every number."""
        return _("Quelle: %(source)s · %(licence)s", source=self.source, licence=self.licence)


def shown_series(series: ContextSeries, *, slug: str, last: Any = None) -> ShownSeries:
    """One series; `last` is the day up to which files were read."""
    return ShownSeries(
        id=series.id,
        name=series.name,
        kind=str(series.kind.label),
        definition=str(series.kind.definition),
        source=series.source,
        licence=series.licence,
        note=series.note,
        by=_(
            "%(person)s am %(day)s",
            person=series.created_by.name,
            day=day_text(series.created_at.date()),
        ),
        url=url_for("context_staff.show", slug=slug, series_id=series.id),
        last=day_text(last) if last else "",
        comes_as_file=series.kind.comes_as_file,
        is_typed=series.kind.is_typed,
        has_hours=series.kind is SeriesKind.PASSERS_BY,
    )


def shown_findings(findings: Sequence[CellFinding]) -> list[tuple[str, str]]:
    """Where and what, in the order of the file."""
    return [(place_text(one), finding_text(one)) for one in findings]


def shown_import(one: ContextImport, *, zone: ZoneInfo) -> ShownRow:
    """A file taken over, as a row: period, file, what it changed, who and when."""
    changes = _(
        "%(added)s neu, %(changed)s geändert, %(removed)s entfallen",
        added=number_text(one.added),
        changed=number_text(one.changed),
        removed=number_text(one.removed),
    )
    when = moment_text(one.accepted_at, zone=zone) if one.accepted_at else ""
    return [days_text(one.first_on, one.last_on), one.file_name, changes, one.entered_by.name, when]


def value_columns(kind: SeriesKind) -> Columns:
    """The headings of a table of values."""
    match kind:
        case SeriesKind.PASSERS_BY:
            return [(_("Stunde"), False), (_("Passanten"), True)]
        case SeriesKind.WEATHER:
            return [
                (_("Tag"), False), (_("Mittel"), True), (_("Höchstwert"), True), (_("Tiefstwert"), True),
                (_("Niederschlag"), True), (_("Sonne"), True),
            ]  # fmt: skip
        case SeriesKind.CITY_EVENTS:
            return [(_("Ereignis"), False), (_("Wann"), False), (_("Bemerkung"), False)]
        case SeriesKind.VACANCY:
            return [
                (_("Stichtag"), False),
                (_("Leerstand"), True),
                (_("Abgrenzung"), False),
                (_("Quelle"), False),
            ]


def value_row(when: Any, value: Any, *, zone: ZoneInfo) -> ShownRow:
    """One value of a file as a row under `value_columns`."""
    if isinstance(when, datetime):
        return [moment_text(when, zone=zone), number_text(value)]
    if isinstance(when, EventKey):
        return [when.name, days_text(when.first_on, when.last_on), value]
    return [day_text(when), *weather_cells(value)]


def weather_cells(value: Weather) -> ShownRow:
    """The measures of a day with their units."""
    units = ("°C", "°C", "°C", "mm", "h")
    return [
        not_stated_text() if tenths is None else f"{exact_text(Fraction(tenths, 10))}\u00a0{unit}"
        for tenths, unit in zip(value, units, strict=True)
    ]


def example_text(old: Any, new: Any) -> str:
    """What becomes of a value that is known: 120 → 130, or that it goes."""
    return (
        _("%(old)s entfällt", old=_short(old))
        if new is None
        else _("%(old)s wird %(new)s", old=_short(old), new=_short(new))
    )


def _short(value: Any) -> str:
    if isinstance(value, Weather):
        return " · ".join(weather_cells(value))
    return number_text(value) if isinstance(value, int) else f"„{value}“"


def when_text(when: Any, *, zone: ZoneInfo) -> str:
    """The hour, day or event a value is about."""
    if isinstance(when, datetime):
        return moment_text(when, zone=zone)
    if isinstance(when, EventKey):
        return f"{when.name}, {days_text(when.first_on, when.last_on)}"
    return day_text(when)


def day_row(day: PassersByDay) -> ShownRow:
    """A day of passers-by: the sum, and how much of the day was counted."""
    if not day.hours:
        return [weekday_text(day.day), not_stated_text(), _("nicht gezählt")]
    part = (
        _("ganzer Tag")
        if day.is_whole
        else ngettext(
            "%(hours)d von %(num)d Stunde", "%(hours)d von %(num)d Stunden", day.of_hours, hours=day.hours
        )
    )
    return [weekday_text(day.day), number_text(day.count), part]


def credits_of(series: ShownSeries) -> Mapping[str, str]:
    """What is said beside the values in a table file."""
    return {
        _("Reihe"): f"{series.kind}: {series.name}",
        _("Quelle"): series.source,
        _("Lizenz oder Erlaubnis"): series.licence,
        _("Bemerkung"): series.note,
        _("Was die Zahlen sind"): series.definition,
        _("Hinweis"): beside_text(),
    }


def beside_text() -> str:
    """What is said wherever such series stand beside figures."""
    return _(
        "Das Umfeld steht neben den Kennzahlen des Hauses und fließt in keine ein. "
        "Dass sich beides gleichzeitig ändert, sagt nichts darüber, ob eines das andere bewirkt."
    )
