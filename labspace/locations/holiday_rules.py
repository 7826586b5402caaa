"""Pure: on which holidays a house is closed, by date: all of its region, none, or some, and days of its own."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from labspace.locations.yearly import YearlyDay, yearly_day


class HolidayClosing(enum.Enum):
    """On which public holidays of its region a house is closed."""

    ALL = "all"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True)
class OwnHoliday:
    """A day of each year on which a house is closed like on a holiday, such as Shrove Monday."""

    name: str
    name_en: str
    when: YearlyDay


@dataclass(frozen=True, kw_only=True)
class HolidayRule:
    """What a house does on holidays, from a first to a last day."""

    valid_from: date
    valid_until: date | None
    closing: HolidayClosing
    names: frozenset[str] = frozenset()
    """German names of the holidays on which it is closed, where it is so on some."""
    own: tuple[OwnHoliday, ...] = ()
    region: str | None = None
    """Whose public holidays count instead of those of the house's region; None: of that, empty: none."""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def closing_name(self, day: date, *, holiday: tuple[str, str] | None) -> tuple[str, str] | None:
        """The name of what closes the house on a day, German and English; None if nothing does.

        `holiday` is how the public holiday on that day is called in both; two of one day are parted by `; `.
        """
        if holiday and self._closes(holiday[0]):
            return holiday
        for one in self.own:
            if one.when.is_on(day):
                return one.name, one.name_en or one.name
        return None

    def _closes(self, holiday: str) -> bool:
        if self.closing is HolidayClosing.SOME:
            return not self.names.isdisjoint(holiday.split("; "))
        return self.closing is HolidayClosing.ALL


def holiday_rules(written: Iterable[Mapping[str, Any]]) -> tuple[HolidayRule, ...]:
    """The rules from their stored form, `{"valid_from", "valid_until", "closing", "names", "own"}`, and `"region"` where it
    is another than the house began with."""
    return tuple(
        HolidayRule(
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            closing=HolidayClosing(row["closing"]),
            names=frozenset(row["names"]),
            own=tuple(OwnHoliday(one["de"], one["en"], yearly_day(one["when"])) for one in row["own"]),
            region=row.get("region"),
        )
        for row in written
    )


def region_on(rules: Iterable[HolidayRule], day: date, *, usual: str) -> str:
    """Whose public holidays count on a day; `usual` is the region where no rule names one."""
    for rule in rules:
        if rule.region is not None and rule.holds_on(day):
            return rule.region
    return usual
