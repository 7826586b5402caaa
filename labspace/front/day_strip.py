"""The days and hours above the plan: two weeks as links, and the opening as a band of hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask import url_for

from labspace.formats import date_text, hours_text, is_german, long_day_text, month_text
from labspace.front.house_day import HouseDay
from labspace.front.links import asked_query, time_query, with_query
from labspace.spaces.house import House
from labspace.times import TimeSpan, start_of_day
from labspace.words import gettext as _

DAYS = 14
QUARTER_MINUTES = 15
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class DayChoice:
    """One day of the strip."""

    weekday: str
    number: str
    rest: str
    """What a screen reader says after weekday and number: the month and the opening."""
    label: str
    """The whole day in words with its opening, on hover."""
    url: str
    is_open: bool
    is_asked: bool
    is_today: bool
    month: str
    """The month's name where it begins or the strip does, else empty."""


@dataclass(frozen=True)
class HourChoice:
    """One hour of the band: tapping it moves the asked time there."""

    text: str
    label: str
    url: str
    is_open: bool
    is_asked: bool
    is_now: bool


@dataclass(frozen=True)
class DayStrip:
    """The strip and where its two ends lead; an end without an address is the edge of what can be seen."""

    days: tuple[DayChoice, ...]
    earlier: str
    later: str


def day_strip(day: HouseDay) -> DayStrip:
    """Two weeks from today on, or from the asked day where that lies elsewhere."""
    zone = day.house.zone
    near = timedelta() <= day.asked.day - day.today < timedelta(days=DAYS)
    first = day.today if near else day.asked.day
    opening: dict[date, list[TimeSpan]] = {}
    for span in day.look_ahead:
        opening.setdefault(span.starts_at.astimezone(zone).date(), []).append(span)
    url = _day_url(day)
    days = tuple(
        _day(day, first + timedelta(days=number), opening, url=url, begins=number == 0)
        for number in range(DAYS)
    )
    earlier = max(first - timedelta(days=DAYS), day.today)
    return DayStrip(
        days,
        earlier=url.format(earlier) if first > day.today else "",
        later=url.format(first + timedelta(days=DAYS)),
    )


def _day(
    day: HouseDay, on: date, openings: dict[date, list[TimeSpan]], *, url: str, begins: bool
) -> DayChoice:
    spans = tuple(openings.get(on, ()))
    words = day.house.remember(
        ("words of the day", on, spans, is_german()), lambda: _words_of(on, opening_text(spans, on, day))
    )
    return DayChoice(
        weekday=words.weekday,
        number=str(on.day),
        rest=words.rest,
        label=words.label,
        url=url.format(on),
        is_open=bool(spans),
        is_asked=on == day.asked.day,
        is_today=on == day.today,
        month=words.month if begins or on.day == 1 else "",
    )


@dataclass(frozen=True, slots=True)
class _DayWords:
    weekday: str
    rest: str
    label: str
    month: str


def _words_of(on: date, opening: str) -> _DayWords:
    return _DayWords(
        weekday=date_text(on, "EEEEEE").removesuffix("."),
        rest=f", {month_text(on)}: {opening}",
        label=_("%(day)s: %(opening)s", day=long_day_text(on), opening=opening),
        month=date_text(on, "LLLL"),
    )


def _day_url(day: HouseDay) -> str:
    """The same hours on another day, where they were chosen; with braces where the day stands."""
    query = asked_query(day.asked, zone=day.house.zone)
    if not day.asked.is_chosen:
        query = {name: value for name, value in query.items() if name == "personen"}
    return with_query(url_for("house.show", slug=day.house.slug), {**query, "tag": "{}"})


def opening_text(spans: Sequence[TimeSpan], on: date, day: HouseDay) -> str:
    """When the house is open on a day, and why it is not open all day or at all."""
    reason = closing_reason(day.house, on)
    if spans:
        hours = ", ".join(hours_text(span, zone=day.house.zone) for span in spans)
        if reason:
            return _("geöffnet %(hours)s, sonst geschlossen (%(reason)s)", hours=hours, reason=reason)
        return _("geöffnet %(hours)s", hours=hours)
    if reason:
        return _("geschlossen (%(reason)s)", reason=reason)
    return _("geschlossen")


def closing_reason(house: House, on: date) -> str:
    """Why the house is shut on a day on which it would be open: its closure, or the holiday; else empty."""
    window = TimeSpan.of_days(on, on, zone=house.zone)
    named = [
        one
        for one in house.closures
        if one.reason and one.starts_at < window.ends_at and one.ends_at > window.starts_at
    ]
    if named:
        usual = replace(house, closed=(), _remembered={}).open_spans(window)
        for one in named:
            if any(span.overlaps(TimeSpan(one.starts_at, one.ends_at)) for span in usual):
                return one.reason if is_german() else one.reason_en or one.reason
    if holiday := house.closing_holiday(on):
        return holiday[0] if is_german() else holiday[1]
    return ""


def next_open_day(day: HouseDay) -> date | None:
    """The first day after the asked one on which the house opens, as far as it is known."""
    zone = day.house.zone
    for span in day.look_ahead:
        on = span.starts_at.astimezone(zone).date()
        if on > max(day.asked.day, day.today - timedelta(days=1)) and span.ends_at > day.now:
            return on
    return None


def hour_band(day: HouseDay) -> list[HourChoice]:
    """The hours of the asked day, opened and asked ones marked; each asks for the same length from there."""
    moment, band = day.scale.window.starts_at, []
    house_url = url_for("house.show", slug=day.house.slug)
    while moment < day.scale.window.ends_at:
        band.append(_hour(day, moment, house_url))
        moment += HOUR
    return band


def _hour(day: HouseDay, starts_at: datetime, house_url: str) -> HourChoice:
    zone, asked_for, asked = day.house.zone, day.asked, day.asked.span
    hour = TimeSpan(starts_at, starts_at + HOUR)
    last = start_of_day(day.asked.day + timedelta(days=1), zone=zone)
    moved = TimeSpan(starts_at, max(min(starts_at + asked.duration, last), starts_at + HOUR))
    text = f"{starts_at.astimezone(zone):%H}"
    return HourChoice(
        text=text,
        label=_("ab %(time)s Uhr", time=f"{starts_at.astimezone(zone):%H:%M}"),
        url=with_query(house_url, asked_query(replace(asked_for, span=moved), zone=zone)),
        is_open=any(span.overlaps(hour) for span in day.open_spans),
        is_asked=asked.overlaps(hour),
        is_now=hour.includes(day.now),
    )


def clock_choices(day: HouseDay) -> tuple[list[str], list[str]]:
    """The quarters of an hour to begin and to end at; what is asked for is always among them."""
    zone, query = day.house.zone, time_query(day.asked.span, zone=day.house.zone)
    midnight = start_of_day(day.asked.day, zone=zone).astimezone(zone)
    first = day.scale.window.starts_at.astimezone(zone).hour * 60
    end = day.scale.window.ends_at.astimezone(zone)
    last = 1440 if end.date() > midnight.date() else end.hour * 60 + end.minute
    quarters = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(first, last + 1, QUARTER_MINUTES)]
    return sorted({*quarters[:-1], query["von"]}), sorted({*quarters[1:], query["bis"]})
