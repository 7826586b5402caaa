"""The team's page of weekly hours."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row
from labspace.houses.hours.blueprint import bp
from labspace.houses.hours.forms import WeekForm
from labspace.houses.hours.week import rows_of, week_of
from labspace.houses.hours.weekly import WeeklyHours
from labspace.times import utc_now


class WeekPage(DatedPage[WeeklyHours, WeekForm]):
    """Opening hours by weekday."""

    template = "houses/weekly_hours.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> WeekForm:
        return WeekForm(formdata=values)

    def fill(self, form: WeekForm, rows: Sequence[Row]) -> None:
        form.fill(week_of(rows))

    def new(self, form: WeekForm) -> Sequence[Row]:
        return rows_of(form.week())

    def done(self, day: str) -> str:
        return _("Die Zeiten gelten ab %(day)s.", day=day)


@bp.get("/team/<slug>/oeffnungszeiten")
@staff
def weekly(slug: str) -> ResponseReturnValue:
    """The hours that hold and those to come, and the form for other ones, filled with what holds then."""
    return WeekPage(keep_house(slug), WeeklyHours(), utc_now()).shown()


@bp.post("/team/<slug>/oeffnungszeiten")
@staff
def set_weekly(slug: str) -> ResponseReturnValue:
    """Let other hours hold; while bookings nobody has looked at lose their time, show them and ask."""
    return WeekPage(keep_house(slug), WeeklyHours(), utc_now()).submitted()
