"""What a house does on holidays as rows with their days, and as lines that people type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.formats import is_german
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row
from labspace.houses.hours.touching import losing_time
from labspace.locations.days_file import MOST_NAME
from labspace.locations.holiday_rules import HolidayClosing, holiday_rules
from labspace.locations.hours import closing_holiday
from labspace.locations.models import Location
from labspace.locations.yearly import read_yearly, write_yearly, yearly_day
from labspace.spaces.houses import houses_named

A_YEAR = 366


class Holidays:
    """On which holidays a house is closed."""

    subject = Subject.HOLIDAYS
    scope = ""

    def read(self, session: Session, house: Location) -> list[Row]:
        if house.holiday_rules:
            return list(house.holiday_rules)
        closing = HolidayClosing.ALL if house.closed_on_holidays else HolidayClosing.NONE
        return [{**holiday_row(closing), "valid_from": date.min.isoformat(), "valid_until": None}]

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        house.holiday_rules = [dict(row) for row in rows]
        house.hours_revision = Location.hours_revision + 1

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        kept = houses_named(session, [house.id])[house.id]
        changed = replace(kept, holiday_rules=holiday_rules(after), _remembered={})
        return losing_time(session, kept, changed, now=now)


def holiday_row(
    closing: HolidayClosing,
    names: Iterable[str] = (),
    own: Iterable[dict[str, object]] = (),
    *,
    region: str | None = None,
) -> Row:
    """A row that has no days yet; `region` only where it is another than the house began with."""
    kept = sorted(names) if closing is HolidayClosing.SOME else []
    row: Row = {"closing": closing.value, "names": kept, "own": list(own)}
    return row if region is None else {**row, "region": region}


def region_of(row: Row, house: Location) -> str:
    """Whose public holidays count while a row holds."""
    return str(row.get("region", house.holiday_region))


class NotADay(ValueError):
    """A line that names no day of the year; its argument is the line."""


def read_own(text: str) -> list[dict[str, object]]:
    """Own holidays from lines such as `24.12. Heiligabend / Christmas Eve`. Raises `NotADay`."""
    return [_own(line) for line in text.splitlines() if line.strip()]


def _own(line: str) -> dict[str, object]:
    when, _blank, names = line.strip().partition(" ")
    day = read_yearly(when)
    german, _slash, english = (part.strip() for part in names.partition("/"))
    if day is None or day.weekday is not None or not german or max(len(german), len(english)) > MOST_NAME:
        raise NotADay(line.strip()[:MOST_NAME])
    return {"de": german, "en": english, "when": day.as_json()}


def write_own(row: Row) -> str:
    """The own holidays of a row as they are typed."""
    return "\n".join(
        f"{write_yearly(yearly_day(one['when']), german=is_german())} {one['de']}"
        + (f" / {one['en']}" if one["en"] else "")
        for one in row["own"]
    )


def closings_ahead(rows: Sequence[Row], house: Location, *, since: date) -> Iterator[tuple[date, str, str]]:
    """The holidays of the year from a day on that close the house: day, German and English name."""
    rules = holiday_rules(rows)
    for number in range(A_YEAR):
        day = since + timedelta(days=number)
        name = closing_holiday(day, region=house.holiday_region, closed=house.closed_on_holidays, rules=rules)
        if name:
            yield day, *name
