"""The team's page of how long a visit counts."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.houses.dated.models import Subject
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row
from labspace.houses.subjects import Kept, register_subject
from labspace.times import utc_now
from labspace.visits.stays.forms import VisitStaysForm
from labspace.visits.stays.keeper import VisitStaysKept
from labspace.visits.stays.shown import stay_facts

bp = Blueprint("visit_stays", __name__)

register_subject(Subject.VISIT_STAYS, Kept(lambda _scope: VisitStaysKept(), "visit_stays.show", stay_facts))


class VisitStaysPage(DatedPage[VisitStaysKept, VisitStaysForm]):
    """Minutes of a visit to the café and to a pop-up."""

    template = "visits/visit_stays.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> VisitStaysForm:
        return VisitStaysForm(formdata=values)

    def fill(self, form: VisitStaysForm, rows: Sequence[Row]) -> None:
        form.fill(rows)

    def new(self, form: VisitStaysForm) -> Sequence[Row]:
        return form.rows()

    def done(self, day: str) -> str:
        return _("So lange zählt ein Besuch ab %(day)s.", day=day)


@bp.get("/team/<slug>/besuchsdauer")
@staff
def show(slug: str) -> ResponseReturnValue:
    """How long a visit counts now and later, and the form for another time."""
    return VisitStaysPage(keep_house(slug), VisitStaysKept(), utc_now()).shown()


@bp.post("/team/<slug>/besuchsdauer")
@staff
def set_stays(slug: str) -> ResponseReturnValue:
    """Let a visit count longer or shorter from a day on."""
    return VisitStaysPage(keep_house(slug), VisitStaysKept(), utc_now()).submitted()
