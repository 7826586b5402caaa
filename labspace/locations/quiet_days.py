"""Pure: days on which a house thinks twice – quiet days, days before holidays, Sundays with selling – as data.

They only warn, staff decide. What a house has not changed is the list of North Rhine-Westphalia
(Feiertagsgesetz NW, Ladenöffnungsgesetz NRW).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from labspace.locations.yearly import SUNDAY, YearlyDay, yearly_day


@dataclass(frozen=True, kw_only=True)
class QuietDay:
    """A day that needs a second look, and why."""

    code: str
    when: YearlyDay
    name: str
    note: str
    name_en: str = ""
    note_en: str = ""
    only_sales: bool = False
    """Whether only what sells something is warned."""

    def as_json(self) -> dict[str, object]:
        return {**vars(self), "when": self.when.as_json()}


@dataclass(frozen=True)
class QuietRule:
    """The days of a house that need a second look, from a first to a last day."""

    valid_from: date
    valid_until: date | None
    days: tuple[QuietDay, ...]


def quiet_rules(written: Iterable[Mapping[str, Any]]) -> tuple[QuietRule, ...]:
    """The rules from their stored form, `{"valid_from", "valid_until", "days"}`."""
    return tuple(
        QuietRule(
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            tuple(quiet_day(one) for one in row["days"]),
        )
        for row in written
    )


def quiet_day(written: Mapping[str, Any]) -> QuietDay:
    """The day from its stored form."""
    return QuietDay(**{**written, "when": yearly_day(written["when"])})


def quiet_on(day: date, rules: Iterable[QuietRule]) -> list[QuietDay]:
    """What needs a second look on a day, selling or not."""
    for rule in rules:
        if rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until):
            return [one for one in rule.days if one.when.is_on(day)]
    return [one for one in USUAL if one.when.is_on(day)]


_NORTH_RHINE_WESTPHALIA = (
    ("maundy_thursday", YearlyDay(easter=-3),
     "Gründonnerstag", "Maundy Thursday",
     "Ab 18 Uhr sind öffentliche Tanzveranstaltungen untersagt.",
     "public dances are forbidden from 18:00 on."),
    ("good_friday", YearlyDay(easter=-2),
     "Karfreitag, ein stiller Feiertag", "Good Friday, a quiet holiday",
     "Musik, Tanz, Märkte und Unterhaltung sind weitgehend untersagt.",
     "music, dancing, markets and entertainment are largely forbidden."),
    ("all_saints", YearlyDay(month=11, day=1),
     "Allerheiligen, ein stiller Feiertag", "All Saints’ Day, a quiet holiday",
     "Musik, Tanz und Märkte sind von 5 bis 18 Uhr untersagt.",
     "music, dancing and markets are forbidden from 5:00 to 18:00."),
    ("memorial_day", YearlyDay(advent=-35),
     "Volkstrauertag, ein stiller Tag", "the national day of mourning, a quiet day",
     "Musik, Tanz und Märkte sind von 5 bis 13 Uhr untersagt.",
     "music, dancing and markets are forbidden from 5:00 to 13:00."),
    ("sunday_of_the_dead", YearlyDay(advent=-28),
     "Totensonntag, ein stiller Tag", "the Sunday of the Dead, a quiet day",
     "Musik, Tanz und Märkte sind von 5 bis 18 Uhr untersagt.",
     "music, dancing and markets are forbidden from 5:00 to 18:00."),
    ("christmas_eve", YearlyDay(month=12, day=24),
     "Heiligabend", "Christmas Eve",
     "Läden schließen spätestens um 14 Uhr. Bitte die Besetzung des Hauses klären.",
     "shops close at 14:00 at the latest. Please settle who staffs the house."),
    ("new_years_eve", YearlyDay(month=12, day=31),
     "Silvester", "New Year’s Eve",
     "Bitte Besetzung, Brandschutz und Feuerwerk klären.",
     "please settle staffing, fire safety and fireworks."),
    ("sunday_sale", YearlyDay(weekday=SUNDAY),
     "Sonntag", "Sunday",
     "Verkauf ist dann nur an freigegebenen Sonntagen erlaubt.",
     "selling is allowed on released Sundays only."),
)  # fmt: skip
"""Each day's code, when it is, its name and what is to be thought of, in German and English."""
_ONLY_SALES = ("sunday_sale",)

USUAL = tuple(
    QuietDay(
        code=code, when=when, name=name, name_en=name_en, note=note, note_en=note_en,
        only_sales=code in _ONLY_SALES,
    )
    for code, when, name, name_en, note, note_en in _NORTH_RHINE_WESTPHALIA
)  # fmt: skip
"""What holds in North Rhine-Westphalia, for every house that has not said otherwise."""


def coded(*, when: YearlyDay, name: str, name_en: str, note: str, note_en: str, only_sales: bool) -> QuietDay:
    """The usual day of these words, with its code; else a day of the house's own."""
    found = QuietDay(
        code="", when=when, name=name, name_en=name_en, note=note, note_en=note_en, only_sales=only_sales
    )
    return next((one for one in USUAL if replace(one, code="") == found), found)
