"""Pages that tell a few indicators each: large numbers, a chart, and every number in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import LazyString
from sqlalchemy.orm import Session

from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Gap
from labspace.charts.kinds import Unit as ChartUnit
from labspace.dashboards.board import Board
from labspace.dashboards.mixes import mix_charts
from labspace.dashboards.numbers import Pair, large, read, table_of
from labspace.dashboards.tabs import Tab
from labspace.dashboards.targets import targets_of_houses
from labspace.dashboards.usual_stays import stay_lines
from labspace.dashboards.won_back import won_back_lines
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.visits.kinds import DataGrade
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

Number = tuple[Indicator, Part]
I, P = Indicator, Part  # noqa: E741 - the tables below are read by these letters


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What one page tells."""

    only: tuple[Indicator, ...]
    leads: tuple[Number, ...]
    charts: Callable[[Session, Board, Pair], Iterator[Chart]]
    notes: Callable[[Session, Board, Pair], Iterator[str]]


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """The page of the board's subject."""
    subject = SUBJECTS[board.tab]
    pair = read(session, board, subject.only)
    aims = targets_of_houses(session, board.houses)
    return {
        "leads": [large(board, pair, aims, *one) for one in subject.leads],
        "charts": list(subject.charts(session, board, pair)),
        "table": table_of(board, pair, aims, only=subject.only),
        "notes": list(subject.notes(session, board, pair)),
        "links": _links(board),
    }


def _links(board: Board) -> list[tuple[str, str]]:
    if board.tab is not Tab.DEMAND:
        return []
    return [
        (
            _("Unerfüllte Nachfrage in %(house)s", house=house.name),
            url_for("bookings_staff.demand", slug=house.slug),
        )
        for house in board.houses
    ]


# --- charts and notes --------------------------------------------------------------------------------


def _no_chart(_session: Session, _board: Board, _pair: Pair) -> Iterator[Chart]:
    yield from ()


def _no_note(_session: Session, _board: Board, _pair: Pair) -> Iterator[str]:
    yield from ()


def _grades(_session: Session, board: Board, pair: Pair) -> Iterator[Chart]:
    visits = pair.now.of(I.VISITS)
    if visits.numerator:
        yield bars(
            _caption(
                board, "datenguete", _("Wie sicher die Besuche sind"), _("Besuche nach Datengüte"), I.VISITS
            ),
            over=_("Datengüte"),
            places=[str(grade.label) for grade in DataGrade],
            series=[
                Series(
                    name=str(I.VISITS.label),
                    values=tuple(visits.grades.get(grade, Fraction()) for grade in DataGrade),
                )
            ],
            unit=ChartUnit.COUNT,
            adds_up=True,
        )


def _mixes(_session: Session, board: Board, pair: Pair) -> Iterator[Chart]:
    yield from mix_charts(board, pair)


def _both(
    html_id: str, title: LazyString, subject: LazyString, numbers: Sequence[Number], unit: ChartUnit
) -> Callable[[Session, Board, Pair], Iterator[Chart]]:
    """Bars of a few numbers, beside them those of the year before."""

    def draw(_session: Session, board: Board, pair: Pair) -> Iterator[Chart]:
        values = [pair.of(*one) for one in numbers]
        if all(value is None for value in values):
            return
        series = [Series(name=board.asked.text, values=tuple(_shown(value) for value in values))]
        if pair.former:
            before = tuple(_shown(pair.before(*one)) for one in numbers)
            series.append(Series(name=_("im Jahr davor"), values=before))
        yield bars(
            _caption(board, html_id, str(title), str(subject), numbers[0][0]),
            over=_("Kennzahl"),
            places=[str(one.label if part is P.MAIN else part.label) for one, part in numbers],
            series=series,
            unit=unit,
        )

    return draw


def _shown(value: Fraction | None) -> Fraction | Gap:
    return Gap.NOT_STATED if value is None else value


def _caption(board: Board, html_id: str, title: str, subject: str, indicator: Indicator) -> Caption:
    return Caption(
        html_id=html_id,
        title=title,
        subject=_(
            "%(subject)s, %(period)s, %(whose)s", subject=subject, period=board.when, whose=board.whose
        ),
        source=_("%(id)s: %(formula)s.", id=indicator.value, formula=indicator.formula),
    )


def _censored(_session: Session, _board: Board, pair: Pair) -> Iterator[str]:
    if pair.now.is_censored:
        yield _(
            "Linkszensiert: In den ersten zwölf Monaten zählen auch die als neu, die schon vorher da waren."
        )


def _mix_basis(_session: Session, _board: Board, pair: Pair) -> Iterator[str]:
    yield _(
        "Die Anteile beruhen auf %(persons)d Personen und %(organisations)d Organisationen. Weitergegeben werden sie nur, wo es genug sind.",
        persons=pair.now.persons,
        organisations=pair.now.organisations,
    )


def _stays(session: Session, board: Board, _pair: Pair) -> Iterator[str]:
    yield from stay_lines(session, board.houses, board.days)


def _won_back(session: Session, board: Board, _pair: Pair) -> Iterator[str]:
    yield from won_back_lines(session, board)


SUBJECTS: Mapping[Tab, Subject] = {
    Tab.VISITS: Subject(
        only=(I.PLACE_OCCUPANCY, I.UTILISATION, I.PERSONS_PER_DESK, I.VISITS, I.VISIT_HOURS),
        leads=((I.VISITS, P.MAIN), (I.VISIT_HOURS, P.MAIN), (I.PLACE_OCCUPANCY, P.MAIN)),
        charts=_grades,
        notes=_stays,
    ),
    Tab.PARTNERS: Subject(
        only=(I.ORGANISATIONS, I.FIRST_USES),
        leads=((I.ORGANISATIONS, P.MAIN), (I.FIRST_USES, P.MAIN), (I.FIRST_USES, P.RETURN)),
        charts=_no_chart,
        notes=_censored,
    ),
    Tab.MIX: Subject(only=(I.MIX,), leads=(), charts=_mixes, notes=_mix_basis),
    Tab.DEMAND: Subject(
        only=(I.LEAD_TIME,),
        leads=((I.LEAD_TIME, P.MAIN), (I.LEAD_TIME, P.P90), (I.LEAD_TIME, P.UNMET)),
        charts=_no_chart,
        notes=_no_note,
    ),
    Tab.NO_SHOWS: Subject(
        only=(I.NO_SHOWS,),
        leads=((I.NO_SHOWS, P.MAIN), (I.NO_SHOWS, P.LATE)),
        charts=_both(
            "ausfaelle",
            _l("Wie oft niemand kam oder spät abgesagt wurde"),
            _l("No-show- und Stornoquote"),
            ((I.NO_SHOWS, P.MAIN), (I.NO_SHOWS, P.LATE)),
            ChartUnit.PERCENT,
        ),
        notes=_won_back,
    ),
    Tab.POPUPS: Subject(
        only=(I.POPUP_DAYS, I.TRIED_IDEAS, I.STAYING, I.LEVERAGE),
        leads=((I.POPUP_DAYS, P.MAIN), (I.TRIED_IDEAS, P.MAIN), (I.STAYING, P.MAIN)),
        charts=_no_chart,
        notes=_no_note,
    ),
    Tab.EVENTS: Subject(
        only=(I.EVENTS,),
        leads=((I.EVENTS, P.MAIN), (I.EVENTS, P.DAYS), (I.EVENTS, P.MEAN)),
        charts=_both(
            "veranstaltungen",
            _l("Öffentliche und geschlossene Veranstaltungen"),
            _l("Stattgefundene Veranstaltungen"),
            ((I.EVENTS, P.PUBLIC), (I.EVENTS, P.CLOSED)),
            ChartUnit.COUNT,
        ),
        notes=_no_note,
    ),
}
