"""Public pages: a house's figures of a month, on the page and as files."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.db import db
from labspace.formats import month_text
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.months import Month
from labspace.occupancy.released.answers import answer_kept
from labspace.occupancy.released.files import FILES
from labspace.occupancy.released.forms import MonthForm
from labspace.occupancy.released.occasions import events_of, shops_of
from labspace.occupancy.released.queries import find_released, months_until, released_months
from labspace.occupancy.released.shown import page_of
from labspace.spaces.houses import find_house
from labspace.times import utc_now

bp = Blueprint("released", __name__)


@bp.get("/standorte/<slug>/zahlen")
@public
def show(slug: str) -> ResponseReturnValue:
    """The public figures of a month of a house, the latest unless one is asked for."""
    house = find_house(db.session(), slug) or abort(404)
    months = released_months(db.session(), house.id)
    if not months:
        return render_template("occupancy/released/none.html", house=house)
    form = MonthForm(request.args).offer(months)
    if not form.validate():
        return render_template("occupancy/released/refused.html", house=house, form=form), 422
    month = form.month()
    year = months_until(db.session(), house.id, month)
    events = events_of(db.session(), house, month, now=utc_now())
    shops = shops_of(db.session(), house, month)

    def page() -> str:
        return render_template(
            "occupancy/released/show.html",
            house=house,
            form=form,
            page=page_of(house, year[-1], year, since=months[-1]),
            mix=Indicator.MIX,
            events=events,
            shops=shops,
            files={word: url_for("released.file", slug=slug, monat=str(month), form=word) for word in FILES},
            **_steps(slug, month, months),
        )

    versions = [(found.month, found.version) for found in year]
    return answer_kept(page, versions, months, events, shops)


@bp.get("/standorte/<slug>/zahlen/datei")
@public
def file(slug: str) -> ResponseReturnValue:
    """The same as a file: `form=excel`, `form=maschine` or `form=json`."""
    house = find_house(db.session(), slug) or abort(404)
    write, ending, mimetype = FILES.get(request.args.get("form", "excel")) or abort(404)
    months = released_months(db.session(), house.id)
    if not months:
        abort(404)
    form = MonthForm(request.args).offer(months)
    if not form.validate():
        return render_template("occupancy/released/refused.html", house=house, form=form), 422
    found = find_released(db.session(), house.id, form.month()) or abort(404)
    answer = answer_kept(lambda: write(house, found), found.month, found.version)
    answer.mimetype = mimetype
    name = f"zahlen-{slug}-{form.month()}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _steps(slug: str, month: Month, months: list[Month]) -> dict[str, tuple[str, str]]:
    def step(to: Month) -> tuple[str, str]:
        url = url_for("released.show", slug=slug, monat=str(to)) if to in months else ""
        return month_text(to.first), url

    return {"back": step(month.previous), "forth": step(month.following)}
