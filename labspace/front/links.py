"""Addresses that carry a time: the plan for other hours, and where booking a space starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote_plus, urlencode
from zoneinfo import ZoneInfo

from labspace.formats import clock_text
from labspace.front.asked import Asked
from labspace.spaces.house import HouseSpace
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan

ASKED_FOR = {
    SpaceKind.EVENT_AREA: "/veranstaltungen/anfrage",
    SpaceKind.POPUP_SLOT: "/pop-up/bewerbung",
}
"""Where one asks for the kinds that are not booked at once."""


def time_query(span: TimeSpan, *, zone: ZoneInfo) -> dict[str, str]:
    """`tag`, `von` and `bis` of a span, as all pages read them."""
    return {
        "tag": span.starts_at.astimezone(zone).date().isoformat(),
        "von": clock_text(span.starts_at, zone=zone),
        "bis": end_clock(span.ends_at, zone=zone),
    }


def asked_query(asked: Asked, *, zone: ZoneInfo) -> dict[str, str]:
    """As `time_query` of what was asked for, and for how many people where that was said."""
    people = {} if asked.people is None else {"personen": str(asked.people)}
    return time_query(asked.span, zone=zone) | people


def end_clock(moment: datetime, *, zone: ZoneInfo) -> str:
    """14:00; midnight at the end of a day is 24:00."""
    text = clock_text(moment, zone=zone)
    return "24:00" if text == "00:00" else text


def with_query(url: str, query: Mapping[str, str]) -> str:
    """An address with days and times behind it, which need no escaping."""
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def booking_url(space: HouseSpace, span: TimeSpan, *, zone: ZoneInfo, people: int | None = None) -> str:
    """Where booking this space starts, by its kind."""
    path = ASKED_FOR.get(space.kind, "/buchungen/neu")
    url = f"{path}?flaeche={quote_plus(space.public_id)}&{_escaped(span, zone)}"
    return url if people is None else f"{url}&personen={people}"


@lru_cache(maxsize=1024)
def _escaped(span: TimeSpan, zone: ZoneInfo) -> str:
    return urlencode(time_query(span, zone=zone))
