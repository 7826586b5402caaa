"""The team's list of options with their clocks; each leads to the page on which it is decided."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.bookings.options.board import option_rows
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.times import utc_now

bp = Blueprint("options_staff", __name__)


@bp.get("/team/<slug>/optionen")
@staff
def index(slug: str) -> ResponseReturnValue:
    """All options of a house, the most pressing first."""
    house = run_house(slug)
    rows = option_rows(db.session(), house.id, now=utc_now())
    return render_template("bookings/options/index.html", house=house, rows=rows)
