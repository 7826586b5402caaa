"""Pages: how full and how alive the houses were, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public, visitor
from labspace.db import db
from labspace.formats import month_text
from labspace.locations.models import Location
from labspace.occupancy.cancellations import cancelled_by_reason
from labspace.occupancy.choice import Choice, choice_for
from labspace.occupancy.facts.checking import last_check
from labspace.occupancy.facts.reading import figures_of_month
from labspace.occupancy.facts.shown import check_text
from labspace.occupancy.forms import FiguresForm
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import OF_A_MONTH
from labspace.occupancy.months import Month
from labspace.occupancy.overview import MonthFigures
from labspace.occupancy.sheets import excel_sheet, machine_sheet
from labspace.occupancy.shown import page_of
from labspace.times import utc_now

bp = Blueprint("occupancy", __name__)


@bp.get("/auslastung")
@public
def show() -> ResponseReturnValue:
    """The figures of a month: whole months for all, the running one for the staff of its houses."""
    choice = choice_for(db.session(), visitor(), now=utc_now())
    form = FiguresForm(request.args).offer(choice)
    if choice.usual is None:
        return render_template("occupancy/none.html", has_houses=bool(choice.houses))
    if not form.validate():
        return render_template("occupancy/refused.html", form=form), 422
    figures = _figures(form, choice)
    mine = [house for house in form.chosen() if house in choice.run]
    page = page_of(figures)
    return render_template(
        "occupancy/show.html",
        form=form,
        cancelled=cancelled_by_reason(db.session(), mine, form.month()),
        page=page,
        indicators=[*OF_A_MONTH, *([SET_UP] if any(table.has_set_up for table in page.tables) else [])],
        is_staff=bool(choice.run),
        checked=_check_text(mine),
        **_steps(form.month(), choice),
        sheets={kind: _address("occupancy.sheet", form.month(), form=kind) for kind in SHEETS},
    )


SHEETS = {"excel": excel_sheet, "maschine": machine_sheet}


@bp.get("/auslastung.csv")
@public
def sheet() -> ResponseReturnValue:
    """The same figures as a table file, `form=excel` or `form=maschine`."""
    write = SHEETS.get(request.args.get("form", "excel")) or abort(404)
    choice = choice_for(db.session(), visitor(), now=utc_now())
    form = FiguresForm(request.args).offer(choice)
    if choice.usual is None:
        abort(404)
    if not form.validate():
        return render_template("occupancy/refused.html", form=form), 422
    response = Response(write(_figures(form, choice)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="auslastung-{form.month()}.csv"'
    return response


def _figures(form: FiguresForm, choice: Choice) -> MonthFigures:
    return figures_of_month(
        db.session(),
        form.chosen(),
        form.month(),
        now=utc_now(),
        run={house.slug for house in choice.run},
    )


def _check_text(mine: Sequence[Location]) -> str:
    return check_text(last_check(db.session()), zone=mine[0].zone) if mine else ""


def _steps(month: Month, choice: Choice) -> dict[str, tuple[str, str]]:
    def step(to: Month) -> tuple[str, str]:
        return month_text(to.first), _address("occupancy.show", to) if to in choice.months else ""

    return {"back": step(month.previous), "forth": step(month.following)}


def _address(endpoint: str, month: Month, **more: Any) -> str:
    return url_for(endpoint, monat=str(month), haus=request.args.getlist("haus"), **more)
