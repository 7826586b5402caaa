"""The programme as pages show it: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from labspace.events.programme.items import ProgrammeItem
from labspace.events.programme.kinds import SPOKEN
from labspace.formats import (
    clock_text,
    date_text,
    day_text,
    euro_text,
    hours_text,
    is_german,
    long_day_text,
    month_text,
    span_text,
)
from labspace.pictures.shown import ShownPicture, shown_picture
from labspace.times import first_and_last_day
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """One thing that is on."""

    title: str
    url: str
    day: str
    """Freitag, 27. November 2026"""
    day_number: str
    weekday: str
    month: str
    when: str
    hours: str
    house: str
    house_slug: str
    city: str
    where: str
    address: str
    organiser: str
    fee: str
    theme: str
    language: str
    access: Sequence[str]
    access_note: str
    words: str
    registration_url: str
    picture: ShownPicture | None
    is_called_off: bool
    is_over: bool


def shown_item(item: ProgrammeItem, *, root: str, is_over: bool = False) -> ShownItem:
    """The item for a page; `root` is what the site's paths begin with."""
    starts = item.span.starts_at.astimezone(item.zone)
    first, last = starts.date(), item.span.ends_at.astimezone(item.zone).date()
    fee = item.entry_fee_cents
    return ShownItem(
        title=item.title,
        url=root.rstrip("/") + item.path,
        day=long_day_text(first),
        day_number=str(first.day),
        weekday=date_text(first, "EEEEEE" if is_german() else "EEE").rstrip("."),
        month=date_text(first, "LLL").rstrip("."),
        when=span_text(item.span, zone=item.zone),
        hours=_hours(item, is_one_day=first == last),
        house=item.house,
        house_slug=item.house_slug,
        city=item.city,
        where=item.spaces,
        address=item.address,
        organiser=item.organiser,
        fee="" if fee is None else euro_text(fee) if fee else _("Eintritt frei"),
        theme=str(item.theme.label) if item.theme else "",
        language=str(SPOKEN.get(item.language, item.language)),
        access=[str(one.label) for one in item.access],
        access_note=item.access_note,
        words=item.words,
        registration_url=item.registration_url,
        picture=shown_picture(item.picture) if item.picture else None,
        is_called_off=item.is_called_off,
        is_over=is_over,
    )


def _hours(item: ProgrammeItem, *, is_one_day: bool) -> str:
    if not item.is_open_daily:
        show = hours_text if is_one_day else span_text
        return show(item.span, zone=item.zone)
    last = day_text(first_and_last_day(item.span, zone=item.zone)[1])
    if not item.opening:
        return _("bis %(day)s", day=last)
    return _("bis %(day)s, geöffnet %(hours)s", day=last, hours=item.opening)


def by_month(items: Iterable[ProgrammeItem], *, root: str, today: date) -> list[tuple[str, list[ShownItem]]]:
    """Items under the heading of their month; what began before today stands in the present one."""

    def month(item: ProgrammeItem) -> date:
        return max(item.span.starts_at.astimezone(item.zone).date(), today).replace(day=1)

    return [
        (month_text(first), [shown_item(item, root=root) for item in group])
        for first, group in groupby(sorted(items, key=lambda one: (month(one), one.span)), key=month)
    ]


def begins_text(item: ProgrammeItem) -> str:
    """19:00, for short lists."""
    return clock_text(item.span.starts_at, zone=item.zone)


def event_data(item: ProgrammeItem, *, url: str, picture_url: str) -> Mapping[str, Any]:
    """The event in the words of schema.org, for search engines."""
    status = "EventCancelled" if item.is_called_off else "EventScheduled"
    place = {"@type": "Place", "name": f"{item.house}, {item.spaces}" if item.spaces else item.house}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": item.title,
        "description": item.words,
        "startDate": item.span.starts_at.astimezone(item.zone).isoformat(),
        "endDate": item.span.ends_at.astimezone(item.zone).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": item.language,
        "location": place | {"address": item.address or item.city},
        "organizer": {"@type": "Organization", "name": item.organiser},
        "url": url,
    }
    if picture_url:
        data["image"] = [picture_url]
    if item.entry_fee_cents is not None:
        data["isAccessibleForFree"] = item.entry_fee_cents == 0
        price = f"{item.entry_fee_cents / 100:.2f}"
        data["offers"] = {
            "@type": "Offer", "price": price, "priceCurrency": "EUR", "url": item.registration_url or url,
        }  # fmt: skip
    return data
