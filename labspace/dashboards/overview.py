"""The overview: the lead figures of a period, how they moved, what was wanted, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from labspace.charts.bars import Series
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Gap, Unit, Value
from labspace.charts.lines import line_over_months
from labspace.charts.sparklines import Sparkline, sparkline
from labspace.dashboards.board import Board
from labspace.dashboards.figures import MEASURES, Measure
from labspace.dashboards.numbers import Large, Pair, large, read, table_of, text
from labspace.dashboards.periods import Asked, Grain
from labspace.dashboards.reading import Course, course
from labspace.dashboards.targets import targets_of_houses
from labspace.dashboards.town import build_town
from labspace.dashboards.usual_stays import stay_lines
from labspace.formats import date_text, percent_text
from labspace.occupancy.facts.remarks import unrecorded_number, unresolved_number
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.kinds import Unit as FigureUnit
from labspace.occupancy.months import Month
from labspace.words import gettext as _
from labspace.words import ngettext

LEADS = (Indicator.ACTIVATED, Indicator.BOOKING_RATE, Indicator.VISITS)
"""What the first line shows."""
IN_TABLE = (
    Indicator.BOOKABLE,
    Indicator.BOOKED,
    Indicator.USED,
    Indicator.BOOKING_RATE,
    Indicator.FREQUENCY_RATE,
    Indicator.ACTIVATED,
    Indicator.ACTIVATION_RATE,
    Indicator.EVENINGS,
    Indicator.WEEKENDS,
    Indicator.VISITS,
    Indicator.VISIT_HOURS,
)
"""With their parts, in the table below."""


@dataclass(frozen=True, kw_only=True)
class Lead:
    """One of the large numbers, with its course."""

    large: Large
    spark: Sparkline | None


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """Everything the page shows."""
    pair = read(session, board, IN_TABLE)
    path = _path(session, board, pair)
    aims = targets_of_houses(session, board.houses)
    return {
        "sentence": _sentence(board, pair),
        "leads": [
            Lead(
                large=large(board, pair, aims, one, Part.MAIN, detail=_detail(pair, one)),
                spark=path.spark(MEASURES[one]) if one in MEASURES else None,
            )
            for one in LEADS
        ],
        "table": table_of(board, pair, aims, only=IN_TABLE),
        "line": path.line(),
        "notes": list(_notes(session, board)),
        **build_town(session, board),
    }


def _sentence(board: Board, pair: Pair) -> str:
    activated, rate = pair.now.of(Indicator.ACTIVATED), pair.now.of(Indicator.ACTIVATION_RATE)
    words = {
        "period": board.asked.text,
        "activated": text(activated.value, FigureUnit.HOUSE_HOURS),
        "opened": text(rate.denominator, FigureUnit.HOUSE_HOURS),
        "share": percent_text(rate.value),
        "publicly": text(pair.of(Indicator.ACTIVATED, Part.PUBLIC), FigureUnit.HOUSE_HOURS),
        "house": board.houses[0].name,
        "count": str(len(board.houses)),
    }
    if not rate.denominator:
        return _("%(period)s: Es war nichts geöffnet, und es wurde keine Nutzung festgehalten.", **words)
    if len(board.houses) == 1:
        return _("%(period)s: %(house)s war an %(share)s der Öffnungsstunden belebt – %(activated)s von %(opened)s, davon %(publicly)s publikumswirksam.", **words)  # fmt: skip
    return _("%(period)s: Die %(count)s Häuser waren an %(share)s der Öffnungsstunden belebt – %(activated)s von %(opened)s, davon %(publicly)s publikumswirksam.", **words)  # fmt: skip


def _detail(pair: Pair, indicator: Indicator) -> str:
    if indicator is Indicator.ACTIVATED:
        return _(
            "davon publikumswirksam: %(hours)s",
            hours=text(pair.of(indicator, Part.PUBLIC), FigureUnit.HOUSE_HOURS),
        )
    if indicator is Indicator.BOOKING_RATE:
        rate = pair.now.of(indicator)
        return _(
            "%(part)s von %(whole)s buchbar",
            part=text(rate.numerator, FigureUnit.UNIT_HOURS),
            whole=text(rate.denominator, FigureUnit.UNIT_HOURS),
        )
    visits = pair.now.of(indicator)
    return _(
        "davon gemeldet oder geschätzt (Datengüte C und D): %(share)s",
        share=percent_text(visits.unsure_share),
    )


@dataclass(frozen=True, kw_only=True)
class Path:
    """How figures went over the periods before, or over the months inside, and the year before that."""

    board: Board
    found: Course
    since: Month | None

    def value(self, measure: Measure, asked: Asked | None) -> Value:
        """Of one period; nothing before the first booking there ever was, nothing ahead."""
        if asked is None or self.since is None or asked.last < self.since.first:
            return Gap.NOT_STATED
        days = asked.until(self.board.yesterday)
        return measure.value(self.found.of(days)) if days else Gap.AHEAD

    def spark(self, measure: Measure) -> Sparkline:
        """Small, beside the number."""
        course_of = self.board.asked.course
        return sparkline(
            Caption(
                html_id=f"verlauf-{measure.indicator.value.lower()}",
                title="",
                subject=_(
                    "%(name)s, %(first)s bis %(last)s",
                    name=measure.indicator.label,
                    first=course_of[0].text,
                    last=course_of[-1].text,
                ),
            ),
            over=_("Zeitraum"),
            name=str(measure.indicator.label),
            values=[(one.text, self.value(measure, one)) for one in course_of],
            unit=measure.unit,
        )

    def line(self) -> Chart:
        """Activated hours, and beside them those of the year before if there were any."""
        measure, course_of = MEASURES[Indicator.ACTIVATED], self.board.asked.course
        former = tuple(self.value(measure, one.year_before) for one in course_of)
        has_former = any(not isinstance(value, Gap) for value in former)
        return line_over_months(
            Caption(
                html_id="verlauf",
                title=_("Wie sich die aktivierten Stunden entwickelt haben"),
                subject=_("Aktivierte Stunden, %(whose)s", whose=self.board.whose),
                source=_(
                    "K10: %(formula)s. Quelle: Buchungen und festgehaltene Nutzung.",
                    formula=Indicator.ACTIVATED.formula,
                ),
            ),
            over=_("Zeitraum"),
            months=[(short_name(one), one.text) for one in course_of],
            present=Series(
                name=str(measure.indicator.label), values=tuple(self.value(measure, one) for one in course_of)
            ),
            before=Series(name=_("im Jahr davor"), values=former) if has_former else None,
            unit=Unit.HOURS,
            adds_up=True,
        )


def _path(session: Session, board: Board, pair: Pair) -> Path:
    around = [one for asked in board.asked.course for one in (asked, asked.year_before) if one]
    known = [one for one in around if pair.since is not None and one.last >= pair.since.first]
    stretches = [days for one in known if (days := one.until(board.yesterday))]
    found = course(session, board.houses, board.scope, stretches, now=board.now)
    return Path(board=board, found=found, since=pair.since)


def short_name(asked: Asked) -> str:
    """Below an axis: 48 · Nov · Q4 · 2026."""
    match asked.grain:
        case Grain.WEEK:
            return str(asked.first.isocalendar().week)
        case Grain.MONTH:
            return date_text(asked.first, "LLL").rstrip(".")
        case Grain.QUARTER:
            return f"Q{(asked.first.month + 2) // 3}"
        case _:
            return str(asked.first.year)


def _notes(session: Session, board: Board) -> Iterator[str]:
    yield from stay_lines(session, board.houses, board.days)
    if number := unresolved_number(session, board.houses, board.days, now=board.now):
        yield ngettext(
            "%(num)d vergangene Buchung ist noch ungeklärt: Sie zählt als gebucht, nicht als genutzt.",
            "%(num)d vergangene Buchungen sind noch ungeklärt: Sie zählen als gebucht, nicht als genutzt.",
            number,
        )
    if number := unrecorded_number(session, board.houses, board.days):
        yield ngettext(
            "Für %(num)d Pop-up-Mietzeit sind keine Ladenöffnungszeiten festgehalten: Sie zählt nicht als genutzt.",
            "Für %(num)d Pop-up-Mietzeiten sind keine Ladenöffnungszeiten festgehalten: Sie zählen nicht als genutzt.",
            number,
        )
