"""Weekday by hour: when the houses are full, when they are alive, and when most was in use at once (K08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from labspace.charts.figure import Caption, Chart
from labspace.charts.heat_map import heat_map
from labspace.charts.kinds import Unit, Value
from labspace.dashboards.behind import Backed, backed
from labspace.dashboards.board import Board
from labspace.dashboards.figures import MEASURES, Measure
from labspace.dashboards.houses import chosen_measure
from labspace.dashboards.numbers import target_lines
from labspace.dashboards.reading import Week, week
from labspace.dashboards.times import Times
from labspace.formats import moment_text, percent_text
from labspace.locations.models import Location
from labspace.occupancy.figures.moments import moment_of
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.peaks import Peak
from labspace.words import gettext as _

BY_HOUR = (Indicator.FREQUENCY_RATE, Indicator.BOOKING_RATE, Indicator.ACTIVATION_RATE)
USUAL_HOURS = range(8, 18)
"""Shown where nothing was ever open."""


@dataclass(frozen=True, kw_only=True)
class PeakLine:
    """K08 of one house, or of all chosen spaces."""

    name: str
    rate: Backed
    at: str
    high: Backed


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """A heat map of one figure, and the peaks."""
    measure = chosen_measure(BY_HOUR[0], of=BY_HOUR)
    found = week(session, board.houses, board.scope, board.days, now=board.now)
    return {
        "measure": measure,
        "options": [
            (MEASURES[one].indicator.label, board.url(zahl=one.value), one is measure.indicator)
            for one in BY_HOUR
        ],
        "chart": _chart(board, found, measure),
        "targets": target_lines(session, board, (measure.indicator,)),
        "peak": _peak_sentence(board, found.peak),
        "internal": _internal_sentence(session, board, found.peak),
        "lines": [_line(board, [house], house.name, found.peaks[house.id]) for house in board.houses],
        "total": _line(board, board.houses, _("Zusammen"), found.peak) if len(board.houses) > 1 else None,
    }


def shown_hours(cells: Mapping[tuple[int, int], Times]) -> range:
    """From the first to the last hour in which anything was open."""
    there = [hour for (_day, hour), times in cells.items() if times.opened or times.bookable]
    return range(min(there), max(there) + 1) if there else USUAL_HOURS


def _chart(board: Board, found: Week, measure: Measure) -> Chart:
    hours = shown_hours(found.cells)

    def value(day: int, hour: int) -> Value:
        return measure.value(found.cells[day, hour])

    figure = str(measure.indicator.label)
    return heat_map(
        Caption(
            html_id="woche",
            title=_("%(figure)s nach Wochentag und Uhrzeit", figure=figure),
            subject=_(
                "%(figure)s nach Wochentag und Stunde, %(period)s, %(whose)s",
                figure=figure,
                period=board.when,
                whose=board.whose,
            ),
            source=_(
                "%(id)s: %(formula)s, hier je Stunde. Stunden ohne Öffnung haben keine Zahl; außerhalb der Öffnungszeiten zählt nur, was dafür eigens geöffnet war.",
                id=measure.indicator.value,
                formula=measure.indicator.formula,
            ),
        ),
        hours=hours,
        values=[[value(day, hour) for hour in hours] for day in range(7)],
        unit=Unit.PERCENT,
    )


def _peak_sentence(board: Board, found: Peak) -> str:
    if found.rate is None or found.at is None:
        return _("Zu keiner Viertelstunde waren mindestens zwei Flächen zugleich offen.")
    if not found.rate:
        return _("In diesem Zeitraum wurde keine Nutzung festgehalten.")
    return _(
        "Am vollsten war es am %(at)s: %(rate)s der offenen Flächen waren zugleich genutzt. In %(high)s der Viertelstunden waren es mindestens 80 %%.",
        at=moment_text(found.at, zone=board.houses[0].zone),
        rate=percent_text(found.rate),
        high=percent_text(found.high_share),
    )


def _internal_sentence(session: Session, board: Board, found: Peak) -> str:
    """How much of the peak was the chamber's own use (R10)."""
    if found.at is None or not found.rate:
        return ""
    moment = moment_of(session, board.houses, board.scope.kinds, found.at, period=board.days, now=board.now)
    return _(
        "%(used)d von %(opened)d offenen Flächen waren da genutzt, davon intern: %(own)d (%(share)s).",
        used=len(moment.used),
        opened=moment.opened,
        own=moment.internally,
        share=percent_text(Fraction(moment.internally, moment.opened)),
    )


def _line(board: Board, houses: Sequence[Location], name: str, found: Peak) -> PeakLine:
    return PeakLine(
        name=name,
        rate=backed(board, houses, percent_text(found.rate), Indicator.PEAK),
        at=moment_text(found.at, zone=board.houses[0].zone) if found.at and found.rate else "–",
        high=backed(board, houses, percent_text(found.high_share), Indicator.PEAK, Part.HIGH),
    )
