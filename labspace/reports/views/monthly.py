"""Choosing who gets the figures of a house by mail, once a month."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, must_run, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.queries import find_location
from labspace.reports.actions import choose_readers
from labspace.reports.monthly import SENT_ON
from labspace.reports.queries import possible_readers, readers_of
from labspace.reports.views.blueprint import bp, our_houses, say_refused
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/berichte/monatsmail")
@staff
def readers() -> ResponseReturnValue:
    """Each of one's houses with its team."""
    houses = our_houses()
    chosen = readers_of(db.session(), [house.id for house in houses])
    return render_template(
        "reports/monthly.html",
        sent_on=SENT_ON,
        houses=[
            (
                house,
                [(user, (house.id, user.id) in chosen) for user in possible_readers(db.session(), house.id)],
            )
            for house in houses
        ],
    )


@bp.post("/berichte/monatsmail")
@staff
def choose() -> ResponseReturnValue:
    """From now on these."""
    slug = request.form.get("haus", "")
    house = find_location(db.session(), slug) if slug.isprintable() and len(slug) <= 60 else None
    if house is None:
        abort(404)
    must_run(house.id)
    wanted = [
        one for one in request.form.getlist("person") if one.isascii() and one.isdecimal() and len(one) < 18
    ]
    try:
        choose_readers(db.session(), house.id, {int(one) for one in wanted}, by=me(), now=utc_now())
    except Refused as refused:
        say_refused(refused)
    else:
        db.session.commit()
        flash(_("Gespeichert: Monatsmail %(house)s.", house=house.name), "success")
    return redirect(url_for("reports.readers"), code=303)
