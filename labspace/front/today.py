"""The day of a house for its staff: who comes, what to set up, what to decide, what is overdue."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labspace.access import me, must_run, staff
from labspace.day_words import day_from
from labspace.db import db
from labspace.formats import day_text, is_german, long_day_text
from labspace.front.day_paper import printed_at
from labspace.front.staff_day import StaffDay, staff_day
from labspace.front.team_links import team_links
from labspace.locations.hours import holiday_name
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.times import utc_now

bp = Blueprint("today", __name__)


@bp.get("/team/<slug>")
@staff
def show(slug: str) -> ResponseReturnValue:
    """Everything of one day on one page, decidable in place."""
    house, now = _run_house(slug), utc_now()
    day = _day(house, now=now)
    shown = staff_day(db.session(), house, day, now=now)
    return render_template(
        "front/today.html",
        **_frame(house, day, now=now),
        shown=shown,
        links=team_links(house.slug, keeps=me().keeps(house.id)),
    )


@bp.get("/team/<slug>/tagesblatt")
@staff
def day_sheet(slug: str) -> ResponseReturnValue:
    """The day on paper, for when the network is down."""
    house, now = _run_house(slug), utc_now()
    day = _day(house, now=now)
    shown: StaffDay = staff_day(db.session(), house, day, now=now)
    return render_template(
        "front/day_sheet.html",
        **_frame(house, day, now=now),
        shown=shown,
        printed=printed_at(house, now=now),
    )


def _run_house(slug: str) -> Location:
    house = find_location(db.session(), slug) or abort(404)
    must_run(house.id)
    return house


def _day(house: Location, *, now: datetime) -> date:
    today = now.astimezone(house.zone).date()
    wanted = request.args.get("tag", "")
    found = day_from(wanted, today=today) if wanted else today
    if found is None:
        flash(_("Diesen Tag kennen wir nicht; gezeigt wird heute."), "info")
    return found or today


def _frame(house: Location, day: date, *, now: datetime) -> dict[str, object]:
    def at(moved: date) -> str:
        return url_for("today.show", slug=house.slug, tag=moved.isoformat())

    today = now.astimezone(house.zone).date()
    return {
        "house": house,
        "day": day,
        "heading": _("Heute") if day == today else day_text(day),
        "long_day": long_day_text(day),
        "holiday": holiday_name(day, region=house.region_on(day), german=is_german()) or "",
        "back": (_("Voriger Tag"), at(day - timedelta(days=1))),
        "forth": (_("Nächster Tag"), at(day + timedelta(days=1))),
        "to_today": (_("Heute"), at(today)) if day != today else None,
    }
