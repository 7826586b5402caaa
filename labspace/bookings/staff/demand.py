"""What was missing in a house, week by week; for its staff only, since small numbers stay inside (R12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.bookings.demand import Shortage, UnmetDemand, unmet_demand
from labspace.bookings.staff.blueprint import bp, run_house
from labspace.db import db
from labspace.formats import exact_text, number_text, week_text
from labspace.times import utc_now
from labspace.words import gettext as _

WEEKS_BACK, WEEKS_AHEAD = 12, 26


@bp.get("/team/<slug>/nachfrage")
@staff
def demand(slug: str) -> ResponseReturnValue:
    """Searches without result, refusals and wishes by week and kind of space."""
    house = run_house(slug)
    today = utc_now().astimezone(house.zone).date()
    since, until = today - timedelta(weeks=WEEKS_BACK), today + timedelta(weeks=WEEKS_AHEAD)
    rows = unmet_demand(db.session(), house.id, since=since, until=until)
    columns = [(_("Woche"), False), (_("Fläche"), False)]
    columns += [(str(shortage.label), True) for shortage in Shortage]
    return render_template(
        "bookings/staff/demand.html",
        house=house,
        columns=[*columns, (_("Gewünschte Stunden"), True)],
        rows=_table(rows),
    )


def _table(rows: Sequence[UnmetDemand]) -> list[list[str]]:
    """A line for each week and kind: how often in each way, and the wanted hours together."""

    def place(row: UnmetDemand) -> tuple[date, str]:
        return row.week_on, row.kind.value

    lines = []
    for (week_on, _kind), group in groupby(rows, key=place):
        found = list(group)
        numbers = {row.shortage: row.number for row in found}
        hours = sum(row.minutes for row in found)
        lines.append(
            [
                week_text(week_on),
                str(found[0].kind.plural),
                *(number_text(numbers.get(shortage, 0)) for shortage in Shortage),
                exact_text(Fraction(hours, 60)),
            ]
        )
    return lines
