"""Pure: what a houses file says about a house itself: name, texts, opening hours, closures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import holidays

from labspace.locations.coordinates import coordinates_text
from labspace.locations.hours import WeeklyWindow
from labspace.locations.reading import Fields, Node, printable
from labspace.times import LocalTimeMissing, local_moment

MOST_ROWS = 2000
MOST_REMINDER_HOURS = 14 * 24
MOST_VERSIONS = 50
MOST_SECTIONS = 40
NO_MOMENT = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for a moment that was reported as wrong."""


class Weekday(Enum):
    MO, TU, WE, TH, FR, SA, SU = "mo", "tu", "we", "th", "fr", "sa", "su"


@dataclass(frozen=True)
class Texts:
    """The same words in German and English."""

    de: str = ""
    en: str = ""


@dataclass(frozen=True)
class DatedSpan:
    """A special opening or a closure with its reason; aware, in UTC."""

    starts_at: datetime
    ends_at: datetime
    reason: Texts


@dataclass(frozen=True)
class RulesTextSpec:
    """One version of the house rules that people accept; it holds until the next one begins."""

    version: str
    valid_from: date
    text: Texts
    """Blank lines part paragraphs; one that begins with # is a heading."""


@dataclass(frozen=True)
class HouseSpec:
    """A house without its floors."""

    slug: str
    name: str
    city: str
    timezone: str
    address: str
    coordinates: str
    """As `locations.coordinates` writes them; empty: not known."""
    text: Texts
    is_demo: bool
    holiday_region: str
    closed_on_holidays: bool
    reminder_hours: int | None
    hours: tuple[WeeklyWindow, ...]
    special_openings: tuple[DatedSpan, ...]
    closures: tuple[DatedSpan, ...]
    house_rules: tuple[RulesTextSpec, ...] = ()


HOUSE_NEEDS = ("slug", "name", "city", "timezone", "hours")
HOUSE_MAY = (
    "address", "coordinates", "text", "demo", "holiday_region", "closed_on_holidays", "reminder_hours", "special_openings",
    "closures", "house_rules", "holiday_rules", "quiet_days",
)  # fmt: skip


def read_house(house: Fields) -> HouseSpec:
    """The house in an object's members; what is wrong goes to the report."""
    timezone = read_timezone(house["timezone"])
    address, region = house.get("address"), house.get("holiday_region")
    closed, reminder = house.get("closed_on_holidays"), house.get("reminder_hours")
    return HouseSpec(
        slug=house["slug"].slug(),
        name=house["name"].text(at_most=120),
        city=house["city"].text(at_most=80),
        timezone=timezone,
        address=address.text(at_least=0, at_most=300) if address else "",
        coordinates=_coordinates(place) if (place := house.get("coordinates")) else "",
        text=read_texts(house.get("text"), at_most=2000),
        is_demo=(demo := house.get("demo")) is not None and demo.flag(),
        holiday_region=read_holiday_region(region) if region else "",
        closed_on_holidays=closed.flag() if closed else True,
        reminder_hours=reminder.whole(at_least=0, at_most=MOST_REMINDER_HOURS) if reminder else None,
        hours=read_weekly_hours(house["hours"]),
        special_openings=read_dated_spans(house, "special_openings", timezone),
        closures=read_dated_spans(house, "closures", timezone),
        house_rules=_house_rules(house),
    )


def _coordinates(place: Node) -> str:
    """`[latitude, longitude]`."""
    parts = place.items(at_least=2, at_most=2)
    if len(parts) != 2:
        return ""
    latitude, longitude = parts
    return coordinates_text(
        (latitude.number(at_least=-90, at_most=90), longitude.number(at_least=-180, at_most=180))
    )


def _house_rules(house: Fields) -> tuple[RulesTextSpec, ...]:
    """The versions of the house rules; no two of one name, or from the same day on."""
    found: list[RulesTextSpec] = []
    for row in house.each("house_rules", at_most=MOST_VERSIONS):
        fields = row.fields(need=("version", "valid_from", "sections"))
        parts = [_section(part) for part in fields["sections"].items(at_least=1, at_most=MOST_SECTIONS)]
        one = RulesTextSpec(
            version=fields["version"].text(at_most=20),
            valid_from=fields["valid_from"].day(),
            text=Texts(
                *("\n\n".join(getattr(part, language) for part in parts) for language in ("de", "en"))
            ),
        )
        if one.version and any(other.version == one.version for other in found):
            fields["version"].refuse("doubled_id", given=one.version)
        if any(other.valid_from == one.valid_from for other in found):
            fields["valid_from"].refuse("doubled_id", given=printable(fields["valid_from"].value))
        found.append(one)
    return tuple(found)


def _section(row: Node) -> Texts:
    fields = row.fields(need=("text",), may=("title",))
    title, text = (
        read_texts(fields.get("title"), at_most=120),
        read_texts(fields["text"], at_least=1, at_most=4000),
    )
    return Texts(
        *(
            f"# {heading}\n\n{words}" if heading else words
            for heading, words in ((title.de, text.de), (title.en, text.en))
        )
    )


def read_texts(node: Node | None, *, at_most: int, at_least: int = 0) -> Texts:
    """`{"de": …, "en": …}`; a plain string stands for both languages."""
    if node is None:
        return Texts()
    if isinstance(node.value, str):
        both = node.text(at_least=at_least, at_most=at_most)
        return Texts(both, both)
    fields = node.fields(need=("de", "en"))
    return Texts(*(fields[language].text(at_least=at_least, at_most=at_most) for language in ("de", "en")))


def read_validity(fields: Fields) -> tuple[date, date | None]:
    """`valid_from` and, perhaps, the last valid day."""
    starts, ends = fields.get("valid_from"), fields.get("valid_until")
    valid_from = starts.day() if starts else date.min
    valid_until = ends.day() if ends else None
    if ends and valid_until != date.min and valid_until is not None and valid_until < valid_from:
        ends.refuse("ends_before_it_begins")
    return valid_from, valid_until


def days_overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two spans of whole days, last day included, share a day."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _holiday_regions() -> frozenset[str]:
    countries = holidays.list_supported_countries(include_aliases=False)
    return frozenset(countries) | {f"{land}-{part}" for land, parts in countries.items() for part in parts}


def read_timezone(node: Node) -> str:
    if isinstance(node.value, str) and node.value in _timezones():
        return node.value
    node.refuse("unknown_timezone", given=printable(node.value))
    return "UTC"


def read_holiday_region(node: Node) -> str:
    """Country and subdivision as in `DE-NW`; reports any other and gives none."""
    if isinstance(node.value, str) and node.value in _holiday_regions():
        return node.value
    node.refuse("unknown_holiday_region", given=printable(node.value))
    return ""


def read_weekly_hours(node: Node) -> tuple[WeeklyWindow, ...]:
    """Weekly windows, one for each day named; reports those that overlap."""
    found: list[WeeklyWindow] = []
    for row in node.items(at_most=200):
        for window in _windows(row):
            if any(_collide(window, other) for other in found):
                row.refuse("hours_overlap")
            found.append(window)
    return tuple(found)


def _windows(row: Node) -> Iterator[WeeklyWindow]:
    fields = row.fields(need=("days", "opens", "closes", "valid_from"), may=("valid_until",))
    opens, closes = fields["opens"].minute(), fields["closes"].minute()
    if closes <= opens:
        fields["closes"].refuse("ends_before_it_begins")
    valid_from, valid_until = read_validity(fields)
    weekdays = list(Weekday)
    for day in fields["days"].items(at_least=1, at_most=7):
        yield WeeklyWindow(weekdays.index(day.one_of(Weekday)), opens, closes, valid_from, valid_until)


def _collide(one: WeeklyWindow, other: WeeklyWindow) -> bool:
    return (
        one.weekday == other.weekday
        and one.opens_minute < other.closes_minute
        and other.opens_minute < one.closes_minute
        and days_overlap((one.valid_from, one.valid_until), (other.valid_from, other.valid_until))
    )


def read_dated_spans(fields: Fields, name: str, timezone: str) -> tuple[DatedSpan, ...]:
    """Special openings or closures, written by the wall clock of the house."""
    return tuple(_dated_span(row, ZoneInfo(timezone)) for row in fields.each(name, at_most=MOST_ROWS))


def _dated_span(row: Node, zone: ZoneInfo) -> DatedSpan:
    fields = row.fields(need=("from", "until"), may=("reason",))
    starts_at, ends_at = (_moment(fields[name], zone) for name in ("from", "until"))
    if starts_at and ends_at and ends_at <= starts_at:
        fields["until"].refuse("ends_before_it_begins")
    reason = read_texts(fields.get("reason"), at_most=200)
    return DatedSpan(starts_at or NO_MOMENT, ends_at or NO_MOMENT, reason)


def _moment(node: Node, zone: ZoneInfo) -> datetime | None:
    local = node.wall_clock()
    if local is None:
        return None
    if not 1990 <= local.year <= 2200:
        node.refuse("not_a_day_and_time", given=printable(node.value))
        return None
    try:
        return local_moment(local.date(), local.time(), zone=zone)
    except LocalTimeMissing:
        node.refuse("local_time_does_not_exist", given=printable(node.value))
        return None
