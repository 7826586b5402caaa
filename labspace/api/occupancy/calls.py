"""`/api/v1/occupancy` and its indicators."""

from __future__ import annotations

from labspace.api.ground.blueprint import calls
from labspace.api.ground.endpoints import Subject
from labspace.api.occupancy.answers import IndicatorsAnswer, OccupancyAnswer, OccupancyRow
from labspace.api.occupancy.asks import OccupancyAsk, PeriodAsk
from labspace.api.occupancy.choosing import Chosen, chosen, public_months
from labspace.api.occupancy.published import public_row, public_rows, published
from labspace.api.occupancy.rows import full_rows
from labspace.api.occupancy.told_indicators import full_indicators, public_indicators
from labspace.db import db
from labspace.occupancy.days import Days
from labspace.occupancy.released.lines import WHOLE
from labspace.spaces.kinds import SpaceKind
from labspace.words import lazy_gettext as _l


@calls.get(
    "/occupancy",
    summary=_l("Auslastung in Zeilen und zusammen"),
    text=_l(
        "Tage gelten einschließlich, nach der Uhr der Häuser. „group_by“ nennt, durch Kommas getrennt, location, kind, month, week, weekday, daypart und theme. Ohne Team-Token nur, was veröffentlicht ist: ganze Monate nach location, kind und month."
    ),
    subject=Subject.OCCUPANCY,
    problems=("not_found", "not_public"),
)
def occupancy(query: OccupancyAsk) -> OccupancyAnswer:
    """Rows by group, and the total as its own group."""
    session, days = db.session(), query.days(most=query.most_days())
    houses = chosen(session, query.location)
    if houses.in_full:
        rows, total = full_rows(session, houses.houses, query.kind, days, query.dimensions())
        return _answer(query, houses, days, rows, total)
    months = public_months(days, query.dimensions())
    found = published(session, houses.houses, months)
    rows = list(public_rows(found, query.dimensions(), query.kind))
    total = public_row(list(found.months.values()), _keys(query.kind), {})
    return _answer(query, houses, days, rows, total).model_copy(update={"unpublished": found.missing})


def _keys(kinds: list[SpaceKind]) -> list[str]:
    return sorted({kind.value for kind in kinds}) or [WHOLE]


def _answer(
    query: OccupancyAsk, houses: Chosen, days: Days, rows: list[OccupancyRow], total: OccupancyRow
) -> OccupancyAnswer:
    return OccupancyAnswer(
        first=days.first,
        last=days.last,
        group_by=[one.value for one in query.dimensions()],
        rows=rows,
        total=total,
        unpublished=[],
        demo=houses.is_demo,
    )


@calls.get(
    "/occupancy/indicators",
    summary=_l("Die Kennzahlen K01 bis K25"),
    text=_l(
        "Mit Definition, Einheit, Wert, Abdeckung und Datengrad. Ohne Team-Token nur veröffentlichte ganze Monate."
    ),
    subject=Subject.OCCUPANCY,
    problems=("not_found", "not_public"),
)
def indicators(query: PeriodAsk) -> IndicatorsAnswer:
    """Every number of every indicator."""
    session, days = db.session(), query.days()
    houses = chosen(session, query.location)
    if houses.in_full:
        return full_indicators(session, houses.houses, days)
    return public_indicators(session, houses.houses, days, public_months(days, []))
