"""The team's page of the terms on which event areas are let."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row
from labspace.houses.terms.forms import EventTermsForm
from labspace.houses.terms.keeper import EventTermsKept, terms_of
from labspace.spaces.event_terms import EventTerms
from labspace.times import utc_now

bp = Blueprint("event_terms", __name__)


class TermsPage(DatedPage[EventTermsKept, EventTermsForm]):
    """Deadlines, what is proposed to be paid, what has to be seen to."""

    template = "houses/event_terms.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> EventTermsForm:
        return EventTermsForm(formdata=values)

    def fill(self, form: EventTermsForm, rows: Sequence[Row]) -> None:
        form.fill(terms_of(rows[0]) if rows else EventTerms())

    def new(self, form: EventTermsForm) -> Sequence[Row] | None:
        row = form.row()
        return None if row is None else [row]

    def done(self, day: str) -> str:
        return _("Die Bedingungen gelten für Anfragen ab %(day)s.", day=day)


@bp.get("/team/<slug>/veranstaltungsbedingungen")
@staff
def show(slug: str) -> ResponseReturnValue:
    """The terms that hold and those to come, and the form for others."""
    return TermsPage(keep_house(slug), EventTermsKept(), utc_now()).shown()


@bp.post("/team/<slug>/veranstaltungsbedingungen")
@staff
def set_terms(slug: str) -> ResponseReturnValue:
    """Let other terms hold for what is asked for from a day on."""
    return TermsPage(keep_house(slug), EventTermsKept(), utc_now()).submitted()
