"""One-tap times above the plan: now, this afternoon, tomorrow morning, the next free day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import url_for

from labspace.front.asked import USUAL_LENGTH
from labspace.front.day_strip import next_open_day
from labspace.front.house_day import HouseDay
from labspace.front.links import asked_query, with_query
from labspace.times import TimeSpan, clipped, start_of_day
from labspace.words import gettext as _


@dataclass(frozen=True)
class QuickTime:
    """A link that asks for another time."""

    text: str
    url: str
    is_current: bool


def quick_times(day: HouseDay) -> list[QuickTime]:
    """The times worth a tap, left out where the house is shut or the time is over."""
    zone, now = day.house.zone, day.now
    today = now.astimezone(zone).date()
    found: list[QuickTime] = [_link(day, _("jetzt"), None)]
    for text, on, first, last in (
        (_("heute Nachmittag"), today, 14, 18),
        (_("morgen Vormittag"), today + timedelta(days=1), 9, 13),
        (_("morgen Nachmittag"), today + timedelta(days=1), 14, 18),
    ):
        span = _hours(on, first, last, day)
        if span.starts_at > now and _is_open(day, span):
            found.append(_link(day, text, span))
    if (following := _next_opening(day)) is not None:
        found.append(_link(day, _("nächster offener Tag"), following))
    return found


def _next_opening(day: HouseDay) -> TimeSpan | None:
    """The first hours of the day on which the house opens next after the asked one."""
    on = next_open_day(day)
    for span in day.look_ahead:
        if span.starts_at.astimezone(day.house.zone).date() == on:
            return TimeSpan(span.starts_at, min(span.ends_at, span.starts_at + USUAL_LENGTH))
    return None


def _hours(on: date, first: int, last: int, day: HouseDay) -> TimeSpan:
    midnight = start_of_day(on, zone=day.house.zone)
    return TimeSpan(midnight + timedelta(hours=first), midnight + timedelta(hours=last))


def _is_open(day: HouseDay, span: TimeSpan) -> bool:
    return bool(clipped(day.look_ahead, span))


def _link(day: HouseDay, text: str, span: TimeSpan | None) -> QuickTime:
    url = url_for("house.show", slug=day.house.slug)
    if span is None:
        # "Now" is what is shown unasked, as long as that is today.
        is_now = not day.asked.is_chosen and day.asked.day == day.today and bool(day.open_spans)
        people = day.asked.people
        return QuickTime(text, url if people is None else with_query(url, {"personen": str(people)}), is_now)
    is_asked = day.asked.is_chosen and day.asked.span == span
    return QuickTime(
        text, with_query(url, asked_query(replace(day.asked, span=span), zone=day.house.zone)), is_asked
    )
