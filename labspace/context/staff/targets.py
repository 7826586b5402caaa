"""What a house wants to reach, figure by figure, and what its team did about it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.bookings.staff.blueprint import run_house
from labspace.context.queries import target_changes_of, target_rows_of
from labspace.context.staff.blueprint import bp
from labspace.context.target_words import shown_change, shown_target
from labspace.db import db
from labspace.times import utc_now

MOST_CHANGES = 30
"""Of the log on the page."""


@bp.get("/team/<slug>/ziele")
@staff
def targets(slug: str) -> ResponseReturnValue:
    """Targets in force first, then those to come and those that ended, then the log."""
    house = run_house(slug)
    today = utc_now().astimezone(house.zone).date()
    found = target_rows_of(db.session(), house.id)
    return render_template(
        "context/targets.html",
        house=house,
        current=[shown_target(one, today=today) for one in found if one.target.holds_on(today)],
        others=[shown_target(one, today=today) for one in found if not one.target.holds_on(today)],
        changes=[
            shown_change(one, today=today, zone=house.zone)
            for one in target_changes_of(db.session(), house.id, most=MOST_CHANGES)
        ],
    )
