"""Every day of a year: for how much of its opening the houses were alive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Gap, Unit, Value
from labspace.charts.year import year_calendar
from labspace.dashboards.board import Board
from labspace.dashboards.figures import MEASURES, Measure, text
from labspace.dashboards.houses import chosen_measure
from labspace.dashboards.periods import Asked, Grain, around
from labspace.dashboards.reading import HouseDay, house_days
from labspace.dashboards.times import Times
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.rates import AN_HOUR
from labspace.words import gettext as _

BY_DAY = (Indicator.FREQUENCY_RATE, Indicator.BOOKING_RATE, Indicator.ACTIVATION_RATE)
LONG_ENOUGH = AN_HOUR // timedelta(seconds=1)
"""A day with so many seconds of use is a day of activation (K11)."""


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """The calendar of the year in which the period ends, and its days of activation."""
    year = around(min(board.asked.last, board.yesterday), Grain.YEAR)
    days = year.until(board.yesterday)
    measure = chosen_measure(BY_DAY[0], of=BY_DAY)
    found = house_days(session, board.houses, board.scope, days, now=board.now) if days else []
    lively = sum(one.times.activated >= LONG_ENOUGH for one in found)
    opened = sum(one.times.opened > 0 for one in found)
    return {
        "year": year,
        "steps": _steps(board, year),
        "options": [
            (MEASURES[one].indicator.label, board.url(zahl=one.value), one is measure.indicator)
            for one in BY_DAY
        ],
        "chart": _chart(board, year, found, measure),
        "sentence": _sentence(year, lively, opened, is_running=year.last > board.yesterday),
    }


def _sentence(year: Asked, lively: int, opened: int, *, is_running: bool) -> str:
    words = {"year": year.text, "lively": str(lively), "opened": str(opened), "share": text(Times(activated=lively, opened=opened).activation_rate, Unit.PERCENT)}  # fmt: skip
    if not opened:
        return _("%(year)s war noch an keinem Tag geöffnet.", **words)
    if is_running:
        return _("%(year)s waren bisher %(lively)s von %(opened)s Öffnungstagen mindestens eine Stunde lang belebt (%(share)s).", **words)  # fmt: skip
    return _("%(year)s waren %(lively)s von %(opened)s Öffnungstagen mindestens eine Stunde lang belebt (%(share)s).", **words)  # fmt: skip


def _steps(board: Board, year: Asked) -> dict[str, tuple[str, str]]:
    before, after = year.previous, year.following
    return {
        "back": (before.text, board.url(before)),
        "forth": (after.text, board.url(after) if after.first <= board.yesterday else ""),
    }


def _chart(board: Board, year: Asked, found: Sequence[HouseDay], measure: Measure) -> Chart:
    sums: defaultdict[date, Times] = defaultdict(Times)
    for one in found:
        sums[one.day] += one.times
    values: dict[date, Value] = {}
    day = year.first
    while day <= year.last:
        rate = measure.take(sums[day]) if day in sums else None
        values[day] = Gap.AHEAD if day > board.yesterday else Gap.NOT_STATED if rate is None else rate
        day += timedelta(days=1)
    return year_calendar(
        Caption(
            html_id="kalender",
            title=_("Wie belebt die Tage waren"),
            subject=_(
                "Aktivierungsquote je Tag im Jahr %(year)s, %(whose)s", year=year.text, whose=board.whose
            ),
            source=_(
                "K11: %(formula)s. An Tagen ohne Öffnung gibt es keine Zahl.",
                formula=Indicator.ACTIVATION_RATE.formula,
            ),
        ),
        year=year.first.year,
        values=values,
        unit=Unit.PERCENT,
    )
