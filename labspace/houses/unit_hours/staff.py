"""The team's pages of hours of single spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.houses.dated.models import Subject
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row, holding
from labspace.houses.dated.submitting import rows_now
from labspace.houses.hours.week import week_of
from labspace.houses.hours.weekly import WeeklyHours
from labspace.houses.places.places import Place, place_name
from labspace.houses.subjects import changes_listed
from labspace.houses.unit_hours.forms import UnitWeekForm
from labspace.houses.unit_hours.keeper import UnitHours
from labspace.houses.unit_hours.shown import shown_units
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named
from labspace.times import utc_now

bp = Blueprint("unit_hours", __name__)


@bp.get("/team/<slug>/oeffnungszeiten/flaechen")
@staff
def index(slug: str) -> ResponseReturnValue:
    """The spaces of the house, those with hours of their own first."""
    house, now = keep_house(slug), utc_now()
    own, others = shown_units(_house(house), on=now.astimezone(house.zone).date())
    return render_template(
        "houses/units_hours.html",
        house=house,
        own=own,
        groups=others,
        changes=changes_listed(db.session(), house, (Subject.UNIT_HOURS,)),
    )


class UnitPage(DatedPage[UnitHours, UnitWeekForm]):
    """Opening hours of one space by weekday."""

    template = "houses/unit_hours.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> UnitWeekForm:
        return UnitWeekForm(formdata=values)

    def fill(self, form: UnitWeekForm, rows: Sequence[Row]) -> None:
        of_house = holding(rows_now(WeeklyHours(), self.house), form.first_day() or self.today)
        form.begin(rows, otherwise=week_of(of_house))

    def new(self, form: UnitWeekForm) -> Sequence[Row]:
        return form.rows()

    def done(self, day: str) -> str:
        return _("Die Zeiten gelten ab %(day)s.", day=day)

    def more(self, rows: Sequence[Row]) -> Mapping[str, object]:
        return {"space": place_name(self.keeper.place, _house(self.house))}


@bp.get("/team/<slug>/oeffnungszeiten/flaechen/<public_id>")
@staff
def show(slug: str, public_id: str) -> ResponseReturnValue:
    """The hours of one space, and the form for other ones, filled with what holds then."""
    return _unit_page(slug, public_id).shown()


@bp.post("/team/<slug>/oeffnungszeiten/flaechen/<public_id>")
@staff
def set_hours(slug: str, public_id: str) -> ResponseReturnValue:
    """Let other hours hold; while bookings nobody has looked at lose their time, show them and ask."""
    return _unit_page(slug, public_id).submitted()


def _house(house: Location) -> House:
    return houses_named(db.session(), [house.id])[house.id]


def _unit_page(slug: str, public_id: str) -> UnitPage:
    house = keep_house(slug)
    space = _house(house).by_public_id.get(public_id)
    if space is None:
        abort(404)
    return UnitPage(house, UnitHours(Place(space_id=space.id, public_id=space.public_id)), utc_now())
