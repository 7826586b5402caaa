"""The team's pages of prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.prices.kept import kept_tariffs
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.formats import day_text
from labspace.houses.dated.models import Subject
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row
from labspace.houses.places.places import place_in, place_name, places_of
from labspace.houses.prices.forms import PriceForm
from labspace.houses.prices.keeper import Prices
from labspace.houses.prices.shown import EVERYBODY, group_name, shown_places
from labspace.houses.subjects import changes_listed
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named
from labspace.times import utc_now

bp = Blueprint("house_prices", __name__)


@bp.get("/team/<slug>/preise")
@staff
def index(slug: str) -> ResponseReturnValue:
    """What everything costs today, by place and group."""
    row, now = keep_house(slug), utc_now()
    house, today = _house(row), now.astimezone(row.zone).date()
    return render_template(
        "houses/prices.html",
        house=row,
        day=day_text(today),
        places=shown_places(house, kept_tariffs(db.session(), house), on=today),
        spaces=[
            (
                place_name(place, house),
                url_for("house_prices.show", slug=slug, place=place.key, group=EVERYBODY),
            )
            for place in places_of(house, on=today)
            if place.space_id is not None
        ],
        changes=changes_listed(db.session(), row, (Subject.TARIFFS,)),
    )


class PricePage(DatedPage[Prices, PriceForm]):
    """What one place costs one group."""

    template = "houses/price.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> PriceForm:
        return PriceForm(formdata=values)

    def fill(self, form: PriceForm, rows: Sequence[Row]) -> None:
        form.fill(next(iter(rows), None))

    def new(self, form: PriceForm) -> Sequence[Row]:
        return form.rows()

    def done(self, day: str) -> str:
        return _("Die Preise gelten ab %(day)s.", day=day)

    def more(self, rows: Sequence[Row]) -> Mapping[str, object]:
        return {
            "place": place_name(self.keeper.place, _house(self.house)),
            "group": group_name(self.keeper.group),
        }


@bp.get("/team/<slug>/preise/<place>/<group>")
@staff
def show(slug: str, place: str, group: str) -> ResponseReturnValue:
    """What one place costs one group, and the form for other prices."""
    return _price_page(slug, place, group).shown()


@bp.post("/team/<slug>/preise/<place>/<group>")
@staff
def set_prices(slug: str, place: str, group: str) -> ResponseReturnValue:
    """Let other prices hold; bookings that would cost something else are shown first, and keep their price."""
    return _price_page(slug, place, group).submitted()


def _house(house: Location) -> House:
    return houses_named(db.session(), [house.id])[house.id]


def _price_page(slug: str, place: str, group: str) -> PricePage:
    house = keep_house(slug)
    found = place_in(_house(house), place)
    groups = {EVERYBODY: None, **{one.value: one for one in TariffGroup}}
    if found is None or group not in groups:
        abort(404)
    return PricePage(house, Prices(found, groups[group]), utc_now())
