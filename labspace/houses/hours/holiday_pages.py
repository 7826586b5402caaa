"""The team's page of holidays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labspace.access import staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.formats import is_german, weekday_text
from labspace.houses.dated.pages import DatedPage
from labspace.houses.dated.rows import Row
from labspace.houses.hours.blueprint import bp
from labspace.houses.hours.forms import HolidayForm
from labspace.houses.hours.holidays import Holidays, closings_ahead, region_of
from labspace.locations.hours import holiday_names
from labspace.locations.regions import LAENDER
from labspace.times import utc_now


class HolidayPage(DatedPage[Holidays, HolidayForm]):
    """On which holidays the house is closed."""

    template = "houses/holidays.html"

    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> HolidayForm:
        form = HolidayForm(formdata=values)
        held = [self.house.holiday_region, *(region_of(row, self.house) for row in rows)]
        regions = {"": _("keines, es gibt keine gesetzlichen Feiertage"), **LAENDER}
        regions |= {code: code for code in held if code not in regions}
        wanted = [form.region.data] if form.region.data in regions else []
        form.offer(self._called(rows, dict.fromkeys([*held, *wanted])), regions)
        return form

    def _called(self, rows: Sequence[Row], regions: Iterable[str]) -> dict[str, str]:
        """The holidays of some regions and all that rows name, by their German names."""
        years = range(self.today.year, self.today.year + 3)
        found: dict[str, str] = {}
        for region in regions:
            found |= holiday_names(region=region, years=years)
        named = [name for row in rows for name in row["names"]]
        return {
            **{german: german if is_german() else english for german, english in found.items()},
            **{name: name for name in named if name not in found},
        }

    def fill(self, form: HolidayForm, rows: Sequence[Row]) -> None:
        for row in rows:
            form.fill(row, region=region_of(row, self.house))

    def new(self, form: HolidayForm) -> Sequence[Row]:
        return [form.row(usual=self.house.holiday_region)]

    def done(self, day: str) -> str:
        return _("Das gilt ab %(day)s.", day=day)

    def more(self, rows: Sequence[Row]) -> Mapping[str, object]:
        ahead = closings_ahead(rows, self.house, since=self.today)
        return {
            "ahead": [
                (weekday_text(day), german if is_german() else english) for day, german, english in ahead
            ]
        }


@bp.get("/team/<slug>/feiertage")
@staff
def holidays(slug: str) -> ResponseReturnValue:
    """On which holidays the house is closed, and the form to change that."""
    return HolidayPage(keep_house(slug), Holidays(), utc_now()).shown()


@bp.post("/team/<slug>/feiertage")
@staff
def set_holidays(slug: str) -> ResponseReturnValue:
    """Let other holidays close the house; bookings nobody has looked at are shown first."""
    return HolidayPage(keep_house(slug), Holidays(), utc_now()).submitted()
