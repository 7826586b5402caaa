"""Pure: what a houses file says about holidays and days that need a second look (docs/locations-format.md, "Days").

What is read has the form in which a house keeps it (`holiday_rules`, `quiet_days`), and is written back from it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from labspace.locations.holiday_rules import HolidayClosing
from labspace.locations.hours import holiday_names
from labspace.locations.house_file import days_overlap, read_holiday_region, read_texts, read_validity
from labspace.locations.quiet_days import QuietDay, coded, quiet_day
from labspace.locations.reading import Fields, Node, printable
from labspace.locations.yearly import FURTHEST, SUNDAY, YearlyDay, is_date, yearly_day

Stored: TypeAlias = dict[str, Any]

MOST_RULES = 50
MOST_OWN = 20
MOST_NAMES = 60
MOST_DAYS = 14
MOST_NAME = 80
MOST_NOTE = 200
NAMED_YEARS = range(2000, 2051)
"""Holidays of these years are known by name; some come only in some of them."""
_DATE = re.compile(r"(\d\d)-(\d\d)")
_FEAST = re.compile(r"(easter|advent)(?:([+-])(\d{1,3}))?")


def read_holiday_rules(house: Fields, *, region: str) -> tuple[Stored, ...]:
    """On which holidays of its region the house is closed by date, and its own; two never hold on the same day."""
    return _apart(
        [(row, _holiday_rule(row, region)) for row in house.each("holiday_rules", at_most=MOST_RULES)]
    )


def read_quiet_days(house: Fields) -> tuple[Stored, ...]:
    """The days that need a second look, by date; two lists never hold on the same day."""
    return _apart([(row, _quiet_rule(row)) for row in house.each("quiet_days", at_most=MOST_RULES)])


def write_holiday_rules(stored: Iterable[Mapping[str, Any]]) -> list[Stored]:
    """As a houses file says it."""
    return [
        {
            "closing": row["closing"],
            **({"region": row["region"]} if "region" in row else {}),
            **({"names": row["names"]} if row["names"] else {}),
            "own": [
                {"when": write_when(yearly_day(one["when"])), "name": {"de": one["de"], "en": one["en"]}}
                for one in row["own"]
            ],
            **_days(row),
        }
        for row in stored
    ]


def write_quiet_days(stored: Iterable[Mapping[str, Any]]) -> list[Stored]:
    """As a houses file says it."""
    return [{"days": [_written_day(quiet_day(one)) for one in row["days"]], **_days(row)} for row in stored]


def _written_day(day: QuietDay) -> Stored:
    return {
        "when": write_when(day.when),
        "name": {"de": day.name, "en": day.name_en},
        "note": {"de": day.note, "en": day.note_en},
        "only_sales": day.only_sales,
    }


def _days(row: Mapping[str, Any]) -> Stored:
    until = {"valid_until": row["valid_until"]} if row["valid_until"] else {}
    return {"valid_from": row["valid_from"], **until}


def _apart(rows: Sequence[tuple[Node, Stored]]) -> tuple[Stored, ...]:
    for number, (node, row) in enumerate(rows):
        if any(days_overlap(_span(row), _span(other)) for _node, other in rows[:number]):
            node.refuse("days_overlap")
    return tuple(row for _node, row in rows)


def _span(row: Stored) -> tuple[date, date | None]:
    until = row["valid_until"]
    return date.fromisoformat(row["valid_from"]), until and date.fromisoformat(until)


def _validity(fields: Fields) -> Stored:
    first, last = read_validity(fields)
    return {"valid_from": first.isoformat(), "valid_until": last and last.isoformat()}


def _holiday_rule(row: Node, region: str) -> Stored:
    some = isinstance(row.value, dict) and row.value.get("closing") == HolidayClosing.SOME.value
    needed = ("closing", "valid_from", "names") if some else ("closing", "valid_from")
    fields = row.fields(need=needed, may=("own", "region", "valid_until"))
    named = fields.get("region")
    other = None if named is None else "" if named.value == "" else read_holiday_region(named)
    known = holiday_names(region=region if other is None else other, years=NAMED_YEARS)
    names = fields["names"].items(at_least=1, at_most=MOST_NAMES) if some else []
    return {
        "closing": fields["closing"].one_of(HolidayClosing).value,
        "names": sorted({_holiday(name, known) for name in names}),
        "own": [_own(one) for one in fields.each("own", at_most=MOST_OWN)],
        **({} if other is None else {"region": other}),
        **_validity(fields),
    }


def _holiday(node: Node, known: Collection[str]) -> str:
    name = node.text(at_most=120)
    if name and name not in known:
        node.refuse("unknown_word", given=printable(name), known=", ".join(known))
    return name


def _own(row: Node) -> Stored:
    fields = row.fields(need=("when", "name"))
    name, when = read_texts(fields["name"], at_most=MOST_NAME), _when(fields["when"], may_be_weekly=False)
    if not name.de:
        fields["name"].refuse("missing")
    return {"de": name.de, "en": name.en, "when": when.as_json()}


def _quiet_rule(row: Node) -> Stored:
    fields = row.fields(need=("days", "valid_from"), may=("valid_until",))
    days = [_quiet_day(one).as_json() for one in fields["days"].items(at_most=MOST_DAYS)]
    return {"days": days, **_validity(fields)}


def _quiet_day(row: Node) -> QuietDay:
    fields = row.fields(need=("when", "name", "note"), may=("only_sales",))
    name = read_texts(fields["name"], at_most=MOST_NAME)
    note = read_texts(fields["note"], at_most=MOST_NOTE)
    for field, words in (("name", name), ("note", note)):
        if not words.de:
            fields[field].refuse("missing")
    only_sales = fields.get("only_sales")
    return coded(
        when=_when(fields["when"]),
        name=name.de,
        name_en=name.en,
        note=note.de,
        note_en=note.en,
        only_sales=only_sales is not None and only_sales.flag(),
    )


def _when(node: Node, *, may_be_weekly: bool = True) -> YearlyDay:
    day = read_when(node.value) if isinstance(node.value, str) else None
    if day is None or (day.weekday is not None and not may_be_weekly):
        node.refuse("not_a_yearly_day", given=printable(node.value))
        return YearlyDay(month=1, day=1)
    return day


def read_when(text: str) -> YearlyDay | None:
    """The day meant by `12-24`, `easter-48`, `advent-28` or `sunday`; None if none."""
    if text == "sunday":
        return YearlyDay(weekday=SUNDAY)
    if found := _FEAST.fullmatch(text):
        offset = int(found[3] or 0) * (-1 if found[2] == "-" else 1)
        if abs(offset) > FURTHEST:
            return None
        return YearlyDay(advent=offset) if found[1] == "advent" else YearlyDay(easter=offset)
    found = _DATE.fullmatch(text)
    if found is None or not text.isascii() or not is_date(month=int(found[1]), day=int(found[2])):
        return None
    return YearlyDay(month=int(found[1]), day=int(found[2]))


def write_when(day: YearlyDay) -> str:
    """The day as a houses file says it."""
    if day.weekday is not None:
        return "sunday"
    for feast, offset in (("easter", day.easter), ("advent", day.advent)):
        if offset is not None:
            return f"{feast}{offset:+d}" if offset else feast
    return f"{day.month:02d}-{day.day:02d}"
