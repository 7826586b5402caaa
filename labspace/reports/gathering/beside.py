"""The town around a house in the period: values with their source and terms, nothing worked out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.context.beside import Beside as Known
from labspace.context.beside import beside
from labspace.context.models import ContextSeries
from labspace.context.reading.read import Weather
from labspace.context.rules import whole_days_total
from labspace.formats import day_text, days_text, exact_text, not_stated_text, number_text
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.reports.snapshot import Beside
from labspace.words import gettext as _


def beside_of(session: Session, house: Location, days: Days) -> list[Beside]:
    """What is known of the town from the first to the last day, in words as they are read."""
    known = beside(session, house, days.first, days.last)
    rows = [*_passers_by(known), *_vacancies(known), *_weather(known, days)]
    found = [
        Beside(
            house=house.slug,
            series=str(series.kind.label),
            name=series.name,
            source=series.source,
            licence=series.licence,
            what=what,
            value=value,
            definition=definition or str(series.kind.definition),
        )
        for series, what, value, definition in rows
    ]
    return found + [
        Beside(
            house=house.slug,
            series=_("Ereignis in der Stadt"),
            name=event.name,
            source="",
            licence="",
            what=_dates(event.first_on, event.last_on),
            value=event.note,
        )
        for event in known.events
    ]


Row = tuple[ContextSeries, str, str, str]


def _passers_by(known: Known) -> Iterator[Row]:
    for series, days in known.passers_by.items():
        total, whole = whole_days_total(days)
        yield (
            series,
            _("Passantinnen und Passanten an %(whole)d vollständig gezählten von %(all)d Tagen", whole=whole, all=len(days)),
            number_text(total) if whole else not_stated_text(),
            "",
        )  # fmt: skip


def _vacancies(known: Known) -> Iterator[Row]:
    for series, rate in known.vacancies.items():
        share = _("%(number)s %%", number=exact_text(Fraction(rate.permille, 10)))
        definition = _("%(definition)s (Quelle: %(source)s)", definition=rate.definition, source=rate.source)
        yield series, _("Stand %(day)s", day=day_text(rate.day)), share, definition


def _weather(known: Known, days: Days) -> Iterator[Row]:
    for series, measured in known.weather.items():
        wet = sum((one.rain_tenths_mm or 0) >= 10 for one in measured.values())
        yield (
            series,
            _("Tage mit mindestens 1 mm Niederschlag, von %(known)d gemessenen (Zeitraum: %(all)d Tage)", known=_measured(measured), all=len(days)),
            number_text(wet),
            "",
        )  # fmt: skip


def _measured(days: Mapping[date, Weather]) -> int:
    return sum(one.rain_tenths_mm is not None for one in days.values())


def _dates(first: date, last: date) -> str:
    return day_text(first) if first == last else days_text(first, last)
