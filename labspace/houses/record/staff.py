"""The team's page of all that was changed about its house."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import keep_house, run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import moment_text
from labspace.houses.record.actions import take_back
from labspace.houses.record.queries import find_record
from labspace.houses.record.sentences import sentence
from labspace.houses.record.sources import Asked, lines_of
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("house_record", __name__)

ON_ONE_PAGE = 50
FURTHEST = 200
"""Pages back; older lines stay in the export."""


@bp.get("/team/<slug>/aenderungen")
@staff
def show(slug: str) -> ResponseReturnValue:
    """Who changed what and when, the latest first."""
    house, number = run_house(slug), _page_number()
    asked = Asked(
        session=db.session(),
        house=house,
        keeps=me().keeps(house.id),
        administers=me().is_administrator,
        now=utc_now(),
        limit=number * ON_ONE_PAGE + 1,
    )
    found = lines_of(asked)[(number - 1) * ON_ONE_PAGE :]

    def page_url(other: int) -> str:
        return url_for("house_record.show", slug=house.slug, seite=other if other > 1 else None)

    return render_template(
        "houses/record.html",
        house=house,
        lines=[(line, moment_text(line.at, zone=house.zone)) for line in found[:ON_ONE_PAGE]],
        newer=page_url(number - 1) if number > 1 else "",
        older=page_url(number + 1) if len(found) > ON_ONE_PAGE and number < FURTHEST else "",
    )


def _page_number() -> int:
    text = request.args.get("seite", "")
    return min(FURTHEST, max(1, int(text))) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


@bp.post("/team/<slug>/aenderungen/<int:record_id>/ruecknahme")
@staff
def undo(slug: str, record_id: int) -> ResponseReturnValue:
    """Take one change back."""
    house, session = keep_house(slug), db.session()
    record = find_record(session, record_id)
    if record is None or record.location_id != house.id:
        abort(404)
    try:
        take_back(session, record_id, by=me(), now=utc_now())
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            flash(sentence(refusal), "warning")
    else:
        session.commit()
        flash(_("Die Änderung ist zurückgenommen."), "success")
    return redirect(url_for("house_record.show", slug=house.slug), code=303)
