"""What stands beside figures in words: each value with what it is, its source and its terms; nothing worked out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labspace.context.beside import Beside
from labspace.context.kinds import SeriesKind
from labspace.context.models import ContextSeries
from labspace.context.reading.read import Weather
from labspace.context.rules import whole_days_total
from labspace.formats import day_text, days_text, exact_text, not_stated_text, number_text
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class BesideRow:
    """One value; of an event of the city without the source of its series."""

    series: str
    name: str
    what: str
    value: str
    number: Fraction | None = None
    """The value exactly, a share as a share of one; None where it is words, or not known."""
    unit: str = ""
    """`%` or `number`; empty where the value is words."""
    source: str = ""
    licence: str = ""
    definition: str = ""
    series_id: int | None = None


def rows_beside(known: Beside, first: date, last: date) -> list[BesideRow]:
    """All that is known from `first` to `last`, events of the city last."""
    days = (last - first).days + 1
    values = [*_passers_by(known), *_vacancies(known), *_weather(known, days)]
    return [
        BesideRow(
            series=str(series.kind.label),
            name=series.name,
            what=what,
            value=value,
            number=number,
            unit="%" if series.kind is SeriesKind.VACANCY else "number",
            source=series.source,
            licence=series.licence,
            definition=definition or str(series.kind.definition),
            series_id=series.id,
        )
        for series, what, value, number, definition in values
    ] + [
        BesideRow(
            series=_("Ereignis in der Stadt"),
            name=event.name,
            what=_dates(event.first_on, event.last_on),
            value=event.note,
        )
        for event in known.events
    ]


Told = tuple[ContextSeries, str, str, Fraction | None, str]


def _passers_by(known: Beside) -> Iterator[Told]:
    for series, days in known.passers_by.items():
        total, whole = whole_days_total(days)
        yield (
            series,
            _("Passantinnen und Passanten an %(whole)d vollständig gezählten von %(all)d Tagen", whole=whole, all=len(days)),
            number_text(total) if whole else not_stated_text(),
            Fraction(total) if whole else None,
            "",
        )  # fmt: skip


def _vacancies(known: Beside) -> Iterator[Told]:
    for series, rate in known.vacancies.items():
        share = _("%(number)s %%", number=exact_text(Fraction(rate.permille, 10)))
        definition = _("%(definition)s (Quelle: %(source)s)", definition=rate.definition, source=rate.source)
        yield (
            series,
            _("Stand %(day)s", day=day_text(rate.day)),
            share,
            Fraction(rate.permille, 1000),
            definition,
        )


def _weather(known: Beside, days: int) -> Iterator[Told]:
    for series, measured in known.weather.items():
        wet = sum((one.rain_tenths_mm or 0) >= 10 for one in measured.values())
        yield (
            series,
            _("Tage mit mindestens 1 mm Niederschlag, von %(known)d gemessenen (Zeitraum: %(all)d Tage)", known=_measured(measured), all=days),
            number_text(wet),
            Fraction(wet),
            "",
        )  # fmt: skip


def _measured(days: Mapping[date, Weather]) -> int:
    return sum(one.rain_tenths_mm is not None for one in days.values())


def _dates(first: date, last: date) -> str:
    return day_text(first) if first == last else days_text(first, last)
