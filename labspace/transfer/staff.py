"""The team's page of files to take out of a house: its settlement and its programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.formats import days_text, euro_text
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.transfer.forms import PeriodForm
from labspace.transfer.programme.gathering import programme_lines
from labspace.transfer.programme.sheets import SHEETS as PROGRAMME
from labspace.transfer.settlement.gathering import settlement_lines
from labspace.transfer.settlement.sheets import SHEETS as SETTLEMENT

bp = Blueprint("transfer_staff", __name__)


@bp.get("/team/<slug>/ausgaben")
@staff
def exports(slug: str) -> ResponseReturnValue:
    """What a period comes to, and the files of it."""
    house, now = run_house(slug), utc_now()
    form = _form(house, now=now)
    if not form.validate():
        return render_template("transfer/exports.html", house=house, form=form, period=None), 422
    first, last = form.days()
    session = db.session()
    lines = list(settlement_lines(session, house, first=first, last=last))
    return render_template(
        "transfer/exports.html",
        house=house,
        form=form,
        period=str(form.asked()),
        days=days_text(first, last),
        priced=len(lines),
        total=euro_text(sum(line.price_cents for line in lines)),
        events=len(programme_lines(session, [house], first=first, last=last, now=now)),
    )


@bp.get("/team/<slug>/ausgaben/abrechnung")
@staff
def settlement(slug: str) -> ResponseReturnValue:
    """The priced bookings of the period, `form=excel`, `csv` or `json`."""

    def lines(house: Location, first: date, last: date, _now: datetime) -> Iterable[Any]:
        return settlement_lines(db.session(), house, first=first, last=last)

    return _file(slug, "abrechnung", SETTLEMENT, lines)


@bp.get("/team/<slug>/ausgaben/programm")
@staff
def programme(slug: str) -> ResponseReturnValue:
    """The public programme of the period, `form=excel`, `csv` or `json`."""

    def lines(house: Location, first: date, last: date, now: datetime) -> Iterable[Any]:
        return programme_lines(db.session(), [house], first=first, last=last, now=now)

    return _file(slug, "programm", PROGRAMME, lines)


def _file(
    slug: str,
    name: str,
    sheets: Mapping[str, Callable[[Iterable[Any]], str]],
    lines: Callable[[Location, date, date, datetime], Iterable[Any]],
) -> ResponseReturnValue:
    house, now = run_house(slug), utc_now()
    kind = request.args.get("form", "excel")
    write, form = sheets.get(kind) or abort(404), _form(house, now=now)
    if not form.validate():
        abort(404)
    first, last = form.days()
    is_json = kind == "json"
    answer = Response(
        write(lines(house, first, last, now)),
        content_type="application/json" if is_json else "text/csv; charset=utf-8",
    )
    file = f"{name}-{house.slug}-{first.isoformat()}-{last.isoformat()}.{'json' if is_json else 'csv'}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _form(house: Location, *, now: datetime) -> PeriodForm:
    form = PeriodForm(request.args)
    form.offer(today=now.astimezone(house.zone).date())
    return form
