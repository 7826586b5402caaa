"""The team's pages on which rules of booking are changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.houses.dated.models import Subject
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row
from labspace.houses.places.places import place_in, place_name, places_of
from labspace.houses.ruling.forms import RuleForm
from labspace.houses.ruling.keeper import HouseRules
from labspace.houses.ruling.shown import together
from labspace.houses.ruling.written import as_written
from labspace.houses.subjects import changes_listed
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named
from labspace.times import utc_now

bp = Blueprint("house_ruling", __name__)


@bp.get("/team/<slug>/regeln/festlegung")
@staff
def index(slug: str) -> ResponseReturnValue:
    """What rules can be set for: the house, its kinds, its spaces; and what was changed."""
    house, now = keep_house(slug), utc_now()
    kept, today = _house(house), now.astimezone(house.zone).date()
    places = [
        (place_name(one, kept), url_for("house_ruling.show", slug=slug, place=one.key), one.space_id is None)
        for one in places_of(kept, on=today)
    ]
    return render_template(
        "houses/ruling.html",
        house=house,
        general=[(name, url) for name, url, is_general in places if is_general],
        spaces=[(name, url) for name, url, is_general in places if not is_general],
        changes=changes_listed(db.session(), house, (Subject.RULES,)),
    )


class RulePage(DatedPage[HouseRules, RuleForm]):
    """The rules of one place."""

    template = "houses/rule.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> RuleForm:
        form = RuleForm(formdata=values)
        form.known_products = [one for row in rows for one in as_written(row)["products"] or ()]
        return form

    def fill(self, form: RuleForm, rows: Sequence[Row]) -> None:
        form.fill(together(rows))

    def new(self, form: RuleForm) -> Sequence[Row] | None:
        return form.rows()

    def done(self, day: str) -> str:
        return _("Die Regeln gelten ab %(day)s.", day=day)

    def more(self, rows: Sequence[Row]) -> Mapping[str, object]:
        return {"place": place_name(self.keeper.place, _house(self.house))}


@bp.get("/team/<slug>/regeln/festlegung/<place>")
@staff
def show(slug: str, place: str) -> ResponseReturnValue:
    """The rules of one place, and the form for others, filled with what holds then."""
    return _rule_page(slug, place).shown()


@bp.post("/team/<slug>/regeln/festlegung/<place>")
@staff
def set_rules(slug: str, place: str) -> ResponseReturnValue:
    """Let other rules hold; bookings they touch are shown first."""
    return _rule_page(slug, place).submitted()


def _house(house: Location) -> House:
    return houses_named(db.session(), [house.id])[house.id]


def _rule_page(slug: str, place: str) -> RulePage:
    house = keep_house(slug)
    found = place_in(_house(house), place)
    if found is None:
        abort(404)
    return RulePage(house, HouseRules(found), utc_now())
