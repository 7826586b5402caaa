"""Invented figures for the charts on /bausteine, with every sort of gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.heat_map import heat_map
from labspace.charts.kinds import Gap, Unit, Value
from labspace.charts.lines import line_over_months
from labspace.charts.plan import PlaceValue, PlanHeat, plan_heat
from labspace.charts.sparklines import Sparkline, sparkline
from labspace.charts.year import year_calendar
from labspace.formats import date_text, month_text
from labspace.spaces.drawing import PlacedSpace, PlanPicture, picture_of
from labspace.spaces.geometry import rectangle
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plans import Drawing
from labspace.words import gettext as _

HOUSES: Final = ("Bochum", "Hattingen", "Herne", "Witten")
YEAR: Final = 2026
TODAY: Final = date(2026, 11, 23)
RATES: Final = (38, 41, 44, 40, 37, 29, 21, 24, 43, 49, 52)
"""Percent of the months January to November."""
FORMER: Final = (31, 33, None, None, 36, 30, 19, 22, 38, 41, 44, 35)


@dataclass(frozen=True, kw_only=True)
class SampleCharts:
    """One chart of each sort."""

    spark: Sparkline
    houses: Chart
    grouped: Chart
    months: Chart
    week: Chart
    year: Chart
    plan: PlanHeat
    picture: PlanPicture


def sample_charts() -> SampleCharts:
    """All charts, in the reader's language."""
    return SampleCharts(
        spark=_spark(),
        houses=_houses(),
        grouped=_grouped(),
        months=_months(),
        week=_week(),
        year=_year(),
        plan=_plan(),
        picture=_picture(),
    )


def percent(number: int | None) -> Value:
    return Gap.NOT_STATED if number is None else Fraction(number, 100)


def _names() -> list[tuple[str, str]]:
    days = [date(YEAR, month, 1) for month in range(1, 13)]
    return [(date_text(day, "LLL").rstrip("."), month_text(day)) for day in days]


def _source() -> str:
    return _("Erfundene Zahlen. Buchungsauslastung: gebuchte durch buchbare Stunden.")


def _spark() -> Sparkline:
    caption = Caption(
        html_id="chart-spark", title="", subject=_("Buchungsauslastung je Monat, Januar bis November 2026")
    )
    values = [(name, percent(rate)) for (_short, name), rate in zip(_names(), RATES, strict=False)]
    return sparkline(caption, over=_("Monat"), name=_("Buchungsauslastung"), values=values, unit=Unit.PERCENT)


def _houses() -> Chart:
    return bars(
        Caption(
            html_id="chart-houses",
            title=_("Bochum und Witten sind über dem Ziel, Hattingen zählt noch nicht"),
            subject=_("Buchungsauslastung der vier Häuser im November 2026 mit dem Ziel"),
            source=_source(),
        ),
        over=_("Standort"),
        places=HOUSES,
        series=[
            Series(
                name=_("Buchungsauslastung"),
                values=(Fraction(519, 1000), Gap.NOT_STATED, Fraction(386, 1000), Fraction(442, 1000)),
            )
        ],
        unit=Unit.PERCENT,
        target=Fraction(2, 5),
    )


def _grouped() -> Chart:
    return bars(
        Caption(
            html_id="chart-grouped",
            title=_("In Herne wird die Hälfte der gebuchten Zeit genutzt"),
            subject=_("Buchbare, gebuchte und genutzte Stunden der vier Häuser im November 2026"),
            source=_("Erfundene Zahlen."),
        ),
        over=_("Standort"),
        places=HOUSES,
        series=[
            Series(name=_("Buchbare Stunden"), values=(2340, 1120, 1980, 1610)),
            Series(name=_("Gebuchte Stunden"), values=(1214, 430, 764, 712)),
            Series(name=_("Genutzte Stunden"), values=(1051, Gap.SUPPRESSED, 382, 640)),
        ],
        unit=Unit.HOURS,
        adds_up=True,
    )


def _months() -> Chart:
    return line_over_months(
        Caption(
            html_id="chart-months",
            title=_("Seit August steigt die Auslastung, auch gegen das Vorjahr"),
            subject=_("Buchungsauslastung je Monat 2026 und im Jahr davor"),
            source=_source(),
        ),
        over=_("Monat"),
        months=_names(),
        present=Series(name="2026", values=(*(percent(rate) for rate in RATES), Gap.AHEAD)),
        before=Series(name="2025", values=tuple(percent(rate) for rate in FORMER)),
        unit=Unit.PERCENT,
    )


def _week() -> Chart:
    return heat_map(
        Caption(
            html_id="chart-week",
            title=_("Dienstag und Donnerstag am Vormittag ist kaum etwas frei"),
            subject=_("Buchungsauslastung nach Wochentag und Stunde im November 2026"),
            source=_source(),
        ),
        hours=range(7, 22),
        values=[[_rate_at(day, hour) for hour in range(7, 22)] for day in range(7)],
        unit=Unit.PERCENT,
    )


def _rate_at(weekday: int, hour: int) -> Value:
    if weekday == 6 or (weekday == 5 and hour >= 14):
        return Gap.NOT_STATED
    if weekday == 5 and hour < 9:
        return Gap.SUPPRESSED
    busy = (58, 84, 61, 79, 47, 22)[weekday] - 9 * abs(hour - 10) + (30 if hour >= 18 and weekday == 3 else 0)
    return Fraction(max(busy, 0), 100)


def _year() -> Chart:
    days = [date(YEAR, 1, 1) + timedelta(days=n) for n in range(365)]
    return year_calendar(
        Caption(
            html_id="chart-year",
            title=_("Im Sommer blieb es still, der Herbst ist voll"),
            subject=_("Besuche je Tag im Jahr 2026"),
            source=_("Erfundene Zahlen. Datengüte: A und B."),
        ),
        year=YEAR,
        values={day: _visits_on(day) for day in days},
        unit=Unit.COUNT,
        adds_up=True,
    )


def _visits_on(day: date) -> Value:
    if day > TODAY:
        return Gap.AHEAD
    if day.weekday() == 6:
        return Gap.NOT_STATED
    return RATES[day.month - 1] * 2 + (17 * day.day) % 40 - 30 * (day.weekday() == 5) - 34


def _plan() -> PlanHeat:
    rates: dict[str, Value] = {
        "D1": Fraction(71, 100),
        "D2": Fraction(52, 100),
        "D3": Fraction(18, 100),
        "D4": Fraction(0),
        "R1": Fraction(88, 100),
        "P1": Fraction(34, 100),
        "E": Gap.NOT_STATED,
    }
    return plan_heat(
        Caption(
            html_id="chart-plan",
            title=_("Der Besprechungsraum ist fast immer belegt"),
            subject=_("Buchungsauslastung je Fläche im November 2026"),
            source=_source(),
        ),
        over=_("Fläche"),
        name=_("Buchungsauslastung"),
        places=[PlaceValue(public_id=label, name=label, value=rate) for label, rate in rates.items()],
        unit=Unit.PERCENT,
    )


def _picture() -> PlanPicture:
    outline = ((0.0, 0.0), (16.0, 0.0), (16.0, 9.0), (0.0, 9.0))
    desks = [
        PlacedSpace(
            public_id=f"D{n + 1}",
            kind=SpaceKind.DESK,
            label=f"D{n + 1}",
            shape=rectangle(1.6, 0.8, at=(1.8 + 2.4 * n, 1.8)),
        )
        for n in range(4)
    ]
    rooms = [
        ("R1", SpaceKind.MEETING_ROOM, (4.0, 4.0), (13.6, 2.4)),
        ("P1", SpaceKind.POPUP_SLOT, (5.0, 3.6), (3.0, 6.8)),
        ("E", SpaceKind.EVENT_AREA, (9.0, 3.6), (11.0, 6.8)),
    ]
    spaces = [
        PlacedSpace(public_id=label, kind=kind, label=label, shape=rectangle(*size, at=at), seats=8)
        for label, kind, size, at in rooms
    ]
    return picture_of(Drawing(outline=outline, outer_walls=((*outline, outline[0]),)), [*desks, *spaces])
