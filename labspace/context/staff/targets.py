"""What a house wants to reach, figure by figure."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.bookings.staff.blueprint import run_house
from labspace.context.queries import targets_of
from labspace.context.staff.blueprint import bp
from labspace.context.target_words import shown_target
from labspace.db import db
from labspace.times import utc_now


@bp.get("/team/<slug>/ziele")
@staff
def targets(slug: str) -> ResponseReturnValue:
    """Targets in force first, then those to come and those that ended."""
    house = run_house(slug)
    today = utc_now().astimezone(house.zone).date()
    found = targets_of(db.session(), house.id)
    return render_template(
        "context/targets.html",
        house=house,
        current=[shown_target(one, today=today) for one in found if one.holds_on(today)],
        others=[shown_target(one, today=today) for one in found if not one.holds_on(today)],
    )
