"""The team's page of days that need a second look."""

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
from labspace.houses.quiet.forms import QuietDaysForm
from labspace.houses.quiet.keeper import QuietDays
from labspace.times import utc_now

bp = Blueprint("quiet_days", __name__)


class QuietDaysPage(DatedPage[QuietDays, QuietDaysForm]):
    """What warns the team."""

    template = "houses/quiet_days.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> QuietDaysForm:
        return QuietDaysForm(formdata=values)

    def fill(self, form: QuietDaysForm, rows: Sequence[Row]) -> None:
        form.fill(next(iter(rows), None))

    def new(self, form: QuietDaysForm) -> Sequence[Row]:
        return [form.row()]

    def done(self, day: str) -> str:
        return _("Das gilt ab %(day)s.", day=day)


@bp.get("/team/<slug>/stille-tage")
@staff
def show(slug: str) -> ResponseReturnValue:
    """What warns the team, and the form to change it."""
    return QuietDaysPage(keep_house(slug), QuietDays(), utc_now()).shown()


@bp.post("/team/<slug>/stille-tage")
@staff
def set_days(slug: str) -> ResponseReturnValue:
    """Let other days warn; requests that wait and are concerned are shown first."""
    return QuietDaysPage(keep_house(slug), QuietDays(), utc_now()).submitted()
