"""Pages: the figures of one's houses, one subject each; and every indicator explained."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from labspace.access import public, staff
from labspace.dashboards import bookings as bookings_page
from labspace.dashboards import evenings as evenings_page
from labspace.dashboards import event_list as events_page
from labspace.dashboards import houses as houses_page
from labspace.dashboards import overview as overview_page
from labspace.dashboards import plan as plan_page
from labspace.dashboards import subjects as subjects_page
from labspace.dashboards import two_periods as two_periods_page
from labspace.dashboards import week as week_page
from labspace.dashboards import what_if as what_if_page
from labspace.dashboards import year as year_page
from labspace.dashboards.board import show
from labspace.dashboards.forms import PeriodsForm
from labspace.dashboards.tabs import Tab, TabGroup, tab_groups
from labspace.dashboards.usual_stays import stay_lines
from labspace.dashboards.what_if import WhatIfForm
from labspace.db import db
from labspace.locations.queries import locations
from labspace.occupancy.days import Days
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import Indicator
from labspace.times import utc_now

bp = Blueprint("dashboards", __name__)


@bp.app_template_global("figure_menu")
def figure_menu() -> list[TabGroup]:
    """All pages of figures, for the page of a month, which the team reads beside its own."""
    return tab_groups(None, {})


@bp.get("/auslastung/uebersicht")
@staff
def overview() -> ResponseReturnValue:
    """The lead figures of a period."""
    return show(Tab.OVERVIEW, "dashboards/overview.html", overview_page.build)


@bp.get("/auslastung/haeuser")
@staff
def houses() -> ResponseReturnValue:
    """One's houses beside each other."""
    return show(Tab.HOUSES, "dashboards/houses.html", houses_page.build)


@bp.get("/auslastung/zeitraeume")
@staff
def two_periods() -> ResponseReturnValue:
    """A period beside another."""
    return show(Tab.PERIODS, "dashboards/two_periods.html", two_periods_page.build, asks=PeriodsForm)


@bp.get("/auslastung/woche")
@staff
def week() -> ResponseReturnValue:
    """Every hour of the week, and the peak."""
    return show(Tab.WEEK, "dashboards/week.html", week_page.build)


@bp.get("/auslastung/jahr")
@staff
def year() -> ResponseReturnValue:
    """Every day of a year."""
    return show(Tab.YEAR, "dashboards/year.html", year_page.build)


@bp.get("/auslastung/abende")
@staff
def evenings() -> ResponseReturnValue:
    """Evenings, weekends and holidays."""
    return show(Tab.EVENINGS, "dashboards/evenings.html", evenings_page.build)


@bp.get("/auslastung/plan")
@staff
def plan() -> ResponseReturnValue:
    """The floor plans coloured by use."""
    return show(Tab.PLAN, "dashboards/plan.html", plan_page.build)


@bp.get("/auslastung/besuche")
@staff
def visits() -> ResponseReturnValue:
    """Visits and how full places were."""
    return show(Tab.VISITS, "dashboards/subject.html", subjects_page.build)


@bp.get("/auslastung/organisationen")
@staff
def partners() -> ResponseReturnValue:
    """Who came, and who came back."""
    return show(Tab.PARTNERS, "dashboards/subject.html", subjects_page.build)


@bp.get("/auslastung/mix")
@staff
def mix() -> ResponseReturnValue:
    """Themes, sections and sorts of partners."""
    return show(Tab.MIX, "dashboards/subject.html", subjects_page.build)


@bp.get("/auslastung/vorlauf")
@staff
def lead_times() -> ResponseReturnValue:
    """How long ahead people ask, and what could not be met."""
    return show(Tab.DEMAND, "dashboards/subject.html", subjects_page.build)


@bp.get("/auslastung/ausfaelle")
@staff
def no_shows() -> ResponseReturnValue:
    """No-shows, cancellations, and hours won back."""
    return show(Tab.NO_SHOWS, "dashboards/subject.html", subjects_page.build)


@bp.get("/auslastung/pop-up")
@staff
def popups() -> ResponseReturnValue:
    """Pop-up days, ideas, and what became of them."""
    return show(Tab.POPUPS, "dashboards/subject.html", subjects_page.build)


@bp.get("/auslastung/veranstaltungen")
@staff
def events() -> ResponseReturnValue:
    """Events that were held."""
    return show(Tab.EVENTS, "dashboards/events.html", events_page.build)


@bp.get("/auslastung/was-waere-wenn")
@staff
def what_if() -> ResponseReturnValue:
    """Other spaces and hours, reckoned through."""
    return show(Tab.WHAT_IF, "dashboards/what_if.html", what_if_page.build, asks=WhatIfForm)


@bp.get("/auslastung/buchungen")
@staff
def bookings() -> ResponseReturnValue:
    """The bookings a figure rests on."""
    return show(Tab.BOOKINGS, "dashboards/bookings.html", bookings_page.build)


@bp.get("/auslastung/kennzahlen")
@public
def definitions() -> ResponseReturnValue:
    """What every figure means and how it is reckoned."""
    houses = locations(db.session())
    today = max((utc_now().astimezone(house.zone).date() for house in houses), default=date.min)
    return render_template(
        "dashboards/definitions.html",
        indicators=[*sorted(Indicator, key=lambda one: one.value), SET_UP],
        beside={Indicator.VISIT_HOURS: list(stay_lines(db.session(), houses, Days(today, today)))},
    )
