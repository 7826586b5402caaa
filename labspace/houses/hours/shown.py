"""Hours of a house as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labspace.formats import is_german, weekday_name
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair
from labspace.houses.dated.yearly_words import yearly_text
from labspace.houses.hours.holidays import region_of
from labspace.houses.hours.week import alike, week_of, write_day
from labspace.locations.holiday_rules import HolidayClosing
from labspace.locations.hours import english_holiday
from labspace.locations.models import Location
from labspace.locations.regions import LAENDER
from labspace.locations.yearly import yearly_day
from labspace.words import gettext as _


def week_facts(rows: Iterable[Row]) -> list[Pair]:
    """The hours by weekday, those alike together."""
    return [
        (_weekdays(first, last), write_day(windows) or _("geschlossen"))
        for first, last, windows in alike(week_of(rows))
    ]


def _weekdays(first: int, last: int) -> str:
    if first == last:
        return weekday_name(first)
    if (first, last) == (0, 6):
        return _("Alle Tage")
    return _("%(first)s bis %(last)s", first=weekday_name(first), last=weekday_name(last))


def region_facts(house: Location, rows: Sequence[Row]) -> list[Pair]:
    """The Land whose holidays count."""
    return [(_("Bundesland"), region_name(region_of(row, house))) for row in rows]


def region_name(region: str) -> str:
    """What a region is called; its code where nobody knows."""
    return str(LAENDER.get(region, region)) if region else _("keines, es gibt keine gesetzlichen Feiertage")


def holiday_facts(rows: Sequence[Row]) -> list[Pair]:
    """What the house does on holidays."""
    found: list[Pair] = []
    for row in rows:
        found.append((_("Feiertage"), _closing_text(row)))
        own = ", ".join(
            _(
                "%(name)s (%(when)s)",
                name=one["de"] if is_german() else one["en"] or one["de"],
                when=yearly_text(yearly_day(one["when"])),
            )
            for one in row["own"]
        )
        found.append((_("Eigene Tage"), own or _("keine")))
    return found


def _called(holiday: str) -> str:
    return holiday if is_german() else english_holiday(holiday)


def _closing_text(row: Row) -> str:
    closing = HolidayClosing(row["closing"])
    if closing is HolidayClosing.SOME:
        return _("geschlossen nur an: %(names)s", names=", ".join(map(_called, row["names"])))
    return _("an allen geschlossen") if closing is HolidayClosing.ALL else _("an allen geöffnet wie sonst")
