"""Pure: the charts of a report, drawn from its snapshot like everything else it shows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Gap, Unit, Value
from labspace.charts.lines import line_over_months
from labspace.formats import days_text
from labspace.occupancy.kinds import Indicator
from labspace.reports.shown_values import stretch_short, stretch_text
from labspace.reports.snapshot import Snapshot
from labspace.words import gettext as _

FEWEST = 2
"""Of one bar or one point there is nothing to see that the number does not say."""


def charts_of(snapshot: Snapshot) -> list[Chart]:
    """What can be seen better than read: how it went, house beside house, themes. In the words of the reader's language."""
    return [*_courses(snapshot), *_houses(snapshot), *_themes(snapshot)]


def _courses(snapshot: Snapshot) -> Iterator[Chart]:
    course = snapshot.course
    if len(course) < FEWEST:
        return
    names = [(stretch_short(one), stretch_text(one)) for one in course]
    yield line_over_months(
        Caption(
            html_id="verlauf-aktiviert",
            title=_("Wie sich die aktivierten Stunden entwickelt haben"),
            subject=_("Aktivierte Stunden aller Häuser, %(period)s", period=_period(snapshot)),
            source=_source(snapshot, Indicator.ACTIVATED),
        ),
        over=_("Zeitraum"),
        months=names,
        present=Series(name=str(Indicator.ACTIVATED.label), values=tuple(one.activated for one in course)),
        before=Series(name=_("davon publikumswirksam"), values=tuple(one.publicly for one in course)),
        unit=Unit.HOURS,
        adds_up=True,
    )
    yield line_over_months(
        Caption(
            html_id="verlauf-auslastung",
            title=_("Wie sich Auslastung und Nutzung entwickelt haben"),
            subject=_(
                "Buchungsauslastung und Nutzungsquote aller Häuser, %(period)s", period=_period(snapshot)
            ),
            source=_source(snapshot, Indicator.BOOKING_RATE),
        ),
        over=_("Zeitraum"),
        months=names,
        present=Series(
            name=str(Indicator.BOOKING_RATE.label),
            values=tuple(_value(one.booking_rate) for one in course),
        ),
        before=Series(
            name=str(Indicator.FREQUENCY_RATE.label),
            values=tuple(_value(one.frequency_rate) for one in course),
        ),
        unit=Unit.PERCENT,
    )


def _houses(snapshot: Snapshot) -> Iterator[Chart]:
    rates = {
        one.house: one.value
        for one in snapshot.figures
        if one.key == (Indicator.ACTIVATION_RATE.value, "", one.house, "") and one.house
    }
    houses = [house for house in snapshot.houses if house.slug in rates]
    if len(houses) < FEWEST:
        return
    yield bars(
        Caption(
            html_id="haeuser",
            title=_("Wie lange die Häuser belebt waren"),
            subject=_("Aktivierungsquote je Haus, %(period)s", period=_period(snapshot)),
            source=_source(snapshot, Indicator.ACTIVATION_RATE),
        ),
        over=_("Haus"),
        places=[house.name for house in houses],
        series=[
            Series(
                name=str(Indicator.ACTIVATION_RATE.label),
                values=tuple(_value(rates[house.slug]) for house in houses),
            )
        ],
        unit=Unit.PERCENT,
    )


def _themes(snapshot: Snapshot) -> Iterator[Chart]:
    whole = "" if len(snapshot.houses) > 1 else snapshot.houses[0].slug
    shares = [
        one
        for one in snapshot.figures
        if one.indicator == Indicator.MIX.value and one.part.startswith("theme:") and one.house == whole
    ]
    if len(shares) < FEWEST:
        return
    yield bars(
        Caption(
            html_id="themen",
            title=_("Wofür die Häuser genutzt wurden"),
            subject=_("Anteile der Themen an den genutzten Stunden, %(period)s", period=_period(snapshot)),
            source=_source(snapshot, Indicator.MIX),
        ),
        over=_("Thema"),
        places=[one.label.partition(": ")[2] or one.label for one in shares],
        series=[
            Series(
                name=_("Anteil an den genutzten Stunden"), values=tuple(_value(one.value) for one in shares)
            )
        ],
        unit=Unit.PERCENT,
    )


def _value(value: Fraction | None) -> Value:
    return Gap.NOT_STATED if value is None else value


def _period(snapshot: Snapshot) -> str:
    return days_text(snapshot.first, snapshot.counted_until)


def _source(snapshot: Snapshot, indicator: Indicator) -> str:
    """Its formula as the report words it."""
    found = next((one for one in snapshot.method if one.indicator == indicator.value), None)
    return _("%(number)s: %(formula)s", number=found.indicator, formula=found.formula) if found else ""
