"""Saying that something is broken, and seeing what became of it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.db import db
from labspace.defects.actions import report_defect
from labspace.defects.forms import ReportForm
from labspace.defects.queries import reports_of
from labspace.defects.shown import sentence, shown_report
from labspace.errors import Refused
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.houses import find_house_space
from labspace.spaces.names import space_name
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("defects", __name__)


@bp.get("/flaechen/<public_id>/mangel")
@signed_in
def new(public_id: str) -> ResponseReturnValue:
    """The form for one space."""
    house, space = _place(public_id)
    return _page(house, space, ReportForm(formdata=None))


@bp.post("/flaechen/<public_id>/mangel")
@signed_in
def report(public_id: str) -> ResponseReturnValue:
    """Say it; the team is told by mail."""
    house, space = _place(public_id)
    form, session = ReportForm(), db.session()
    if not form.validate():
        return _page(house, space, form), 422
    try:
        report_defect(
            session,
            space.id,
            words=form.words.data or "",
            picture=form.picture.encoded,
            alternative=form.alternative.data or "",
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        return _page(house, space, form), 422
    session.commit()
    flash(_("Danke. Das Team weiß Bescheid und meldet sich per Mail."), "success")
    return redirect(url_for("defects.mine"), code=303)


@bp.get("/maengel")
@signed_in
def mine() -> ResponseReturnValue:
    """What the signed-in person reported and how it stands."""
    rows = reports_of(db.session(), me().id)
    return render_template(
        "defects/mine.html", reports=[shown_report(row, steps=True, names=False) for row in rows]
    )


def _place(public_id: str) -> tuple[House, HouseSpace]:
    house, space = find_house_space(db.session(), public_id) or abort(404)
    today = utc_now().astimezone(house.zone).date()
    if all(one.id != space.id for one in house.spaces_on(today)):
        abort(404)
    return house, space


def _page(house: House, space: HouseSpace, form: ReportForm) -> str:
    return render_template("defects/new.html", house=house, space=space, name=space_name(space), form=form)
