"""The team's pages of what the house lends and serves at events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.events.stock.forms import CateringForm, EquipmentForm, StockForm
from labspace.events.stock.keeper import CateringKept, EquipmentKept
from labspace.events.stock.shown import catering_facts, equipment_facts
from labspace.houses.dated.models import Subject
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row
from labspace.houses.subjects import Kept, register_subject
from labspace.times import utc_now

bp = Blueprint("house_stock", __name__)

register_subject(
    Subject.EQUIPMENT, Kept(lambda _scope: EquipmentKept(), "house_stock.equipment", equipment_facts)
)
register_subject(
    Subject.CATERING, Kept(lambda _scope: CateringKept(), "house_stock.catering", catering_facts)
)

K = TypeVar("K", EquipmentKept, CateringKept)
F = TypeVar("F", bound=StockForm)


class StockPage(DatedPage[K, F]):
    """A list of things with their numbers or prices."""

    form_class: type[F]

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> F:
        form = self.form_class(formdata=values)
        form.known = rows
        return form

    def fill(self, form: F, rows: Sequence[Row]) -> None:
        form.fill(rows)

    def new(self, form: F) -> Sequence[Row] | None:
        return form.rows()

    def done(self, day: str) -> str:
        return _("Das gilt ab %(day)s.", day=day)


class EquipmentPage(StockPage[EquipmentKept, EquipmentForm]):
    """What is lent with event areas."""

    template = "events/equipment_kept.html"
    form_class = EquipmentForm


class CateringPage(StockPage[CateringKept, CateringForm]):
    """What the café serves at events."""

    template = "events/catering_kept.html"
    form_class = CateringForm


@bp.get("/team/<slug>/ausstattung")
@staff
def equipment(slug: str) -> ResponseReturnValue:
    """What the house lends now and later, and the form for something else."""
    return EquipmentPage(keep_house(slug), EquipmentKept(), utc_now()).shown()


@bp.post("/team/<slug>/ausstattung")
@staff
def set_equipment(slug: str) -> ResponseReturnValue:
    """Lend other things or numbers from a day on; bookings that would lack something are shown first."""
    return EquipmentPage(keep_house(slug), EquipmentKept(), utc_now()).submitted()


@bp.get("/team/<slug>/bewirtung")
@staff
def catering(slug: str) -> ResponseReturnValue:
    """What the café serves at events now and later, and the form for something else."""
    return CateringPage(keep_house(slug), CateringKept(), utc_now()).shown()


@bp.post("/team/<slug>/bewirtung")
@staff
def set_catering(slug: str) -> ResponseReturnValue:
    """Serve something else from a day on; bookings that ordered what ends are shown first."""
    return CateringPage(keep_house(slug), CateringKept(), utc_now()).submitted()
