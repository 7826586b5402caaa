"""Evenings, weekends and holidays on which the houses were alive (K12, K13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from flask_babel import LazyString
from sqlalchemy.orm import Session

from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Gap, Unit
from labspace.dashboards.before import days_before
from labspace.dashboards.behind import Backed, backed, behind_url
from labspace.dashboards.board import Board
from labspace.dashboards.figures import text
from labspace.dashboards.numbers import target_lines
from labspace.dashboards.reading import HouseDay, house_days
from labspace.formats import exact_text, hour_count_text, not_stated_text, percent_text, weekday_name
from labspace.locations.hours import is_holiday
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.dayparts import Cell, Daypart
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.liveliness import Liveliness, liveliness
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

SHOWN = (Indicator.EVENINGS, Indicator.WEEKENDS)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One house, or all together."""

    name: str
    cells: tuple[Backed, ...]


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """The figures of each house, of all together, and the weekdays beside each other."""
    found = house_days(session, board.houses, board.scope, board.days, now=board.now)
    each = {house.id: _lived(house, found, board.days) for house in board.houses}
    together = _together(each.values())
    former = _former(session, board)
    return {
        "sentence": _sentence(together),
        "together": together,
        "evening_hours": hour_count_text(together.evening),
        "evening_share": percent_text(together.evening_share),
        "weekly": _per_week(together.evenings_per_week),
        "weekend_hours": hour_count_text(together.weekend),
        "holiday_hours": hour_count_text(together.holidays),
        "former_evening": _before(former.evening if former else None),
        "former_weekend": _before(former.weekend if former else None),
        "columns": [(indicator, str(label or indicator.label)) for indicator, _part, label in COLUMNS],
        "behind": {indicator.value: behind_url(board, indicator) for indicator in SHOWN},
        "behind_weekly": behind_url(board, Indicator.EVENINGS, Part.WEEKLY),
        "behind_holidays": behind_url(board, Indicator.WEEKENDS, Part.HOLIDAYS),
        "lines": [_line(board, [house], house.name, each[house.id]) for house in board.houses],
        "total": _line(board, board.houses, _("Zusammen"), together) if len(board.houses) > 1 else None,
        "chart": _chart(board, found),
        "targets": target_lines(session, board, SHOWN),
    }


def _former(session: Session, board: Board) -> Liveliness | None:
    before = days_before(session, board)
    if before is None:
        return None
    found = house_days(session, board.houses, board.scope, before, now=board.now)
    return _together(_lived(house, found, before) for house in board.houses)


def _lived(house: Location, found: Iterable[HouseDay], days: Days) -> Liveliness:
    cells: dict[Cell, timedelta] = {}
    free: set[date] = set()
    for one in found:
        if one.location_id == house.id:
            cells[one.day, Daypart.EVENING] = timedelta(seconds=one.times.evening)
            # Which part of the day the rest fell into matters to neither figure.
            cells[one.day, Daypart.MIDDAY] = timedelta(seconds=one.times.activated - one.times.evening)
            if is_holiday(one.day, region=house.region_on(one.day)):
                free.add(one.day)
    return liveliness(cells, days, holidays=free)


def _together(each: Iterable[Liveliness]) -> Liveliness:
    together = Liveliness()
    for one in each:
        together = together.beside(one)
    return together


def _sentence(lived: Liveliness) -> str:
    if not lived.evenings and not lived.weekend:
        return _("An keinem Abend und an keinem Wochenende wurde eine Nutzung festgehalten.")
    return _(
        "Belebt war es an %(share)s der Abende, das sind %(weekly)s je Woche und Haus, und am Wochenende %(weekend)s lang.",
        share=percent_text(lived.evening_share),
        weekly=_per_week(lived.evenings_per_week),
        weekend=text(_hours(lived.weekend), Unit.HOURS),
    )


def _before(time: timedelta | None) -> str:
    return _(
        "Im Vorjahr: %(hours)s", hours=not_stated_text() if time is None else text(_hours(time), Unit.HOURS)
    )


def _per_week(value: Fraction | None) -> str:
    return not_stated_text() if value is None else exact_text(value)


def _hours(time: timedelta) -> Fraction:
    return Fraction(time // timedelta(seconds=1), 3600)


COLUMNS: Sequence[tuple[Indicator, Part, LazyString | None]] = (
    (Indicator.EVENINGS, Part.MAIN, None),
    (Indicator.EVENINGS, Part.SHARE, _l("Abende")),
    (Indicator.EVENINGS, Part.SHARE, _l("Anteil der Tage")),
    (Indicator.EVENINGS, Part.WEEKLY, _l("Abende je Woche")),
    (Indicator.WEEKENDS, Part.MAIN, None),
    (Indicator.WEEKENDS, Part.HOLIDAYS, _l("an Feiertagen Mo–Fr")),
)
"""Which number of which indicator stands behind each column; without a word of its own it has the indicator's."""


def _line(board: Board, houses: Sequence[Location], name: str, lived: Liveliness) -> Line:
    words = (
        text(_hours(lived.evening), Unit.HOURS),
        str(lived.evenings),
        percent_text(lived.evening_share),
        _per_week(lived.evenings_per_week),
        text(_hours(lived.weekend), Unit.HOURS),
        text(_hours(lived.holidays), Unit.HOURS),
    )
    cells = (
        backed(board, houses, said, indicator, part)
        for said, (indicator, part, _label) in zip(words, COLUMNS, strict=True)
    )
    return Line(name=name, cells=tuple(cells))


def _chart(board: Board, found: Sequence[HouseDay]) -> Chart:
    # Every calendar day counts, open or not: as many evenings of each weekday as the period has, in each house.
    evenings = [0] * 7
    for day in board.days:
        evenings[day.weekday()] += len(board.houses)
    lively = [0] * 7
    for one in found:
        lively[one.day.weekday()] += one.times.evening > 0
    values = [Fraction(some, of) if of else Gap.NOT_STATED for some, of in zip(lively, evenings, strict=True)]
    return bars(
        Caption(
            html_id="abende",
            title=_("An welchen Wochentagen es abends lebt"),
            subject=_("Anteil der Abende mit Nutzung nach Wochentag, %(whose)s", whose=board.whose),
            source=_("K12: %(formula)s.", formula=Indicator.EVENINGS.formula),
        ),
        over=_("Wochentag"),
        places=[weekday_name(day) for day in range(7)],
        series=[Series(name=_("Abende mit Nutzung"), values=tuple(values))],
        unit=Unit.PERCENT,
    )
