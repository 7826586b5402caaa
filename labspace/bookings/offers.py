"""Alternatives as links: where each leads and what a person reads on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from labspace.bookings.alternatives import Alternative, Difference
from labspace.formats import duration_text, hours_text, number_text, span_text
from labspace.spaces.names import space_names
from labspace.times import TimeSpan
from labspace.words import gettext as _

NEXT_TO = 3.0
"""Metres between the middles of two spaces that lie side by side."""


@dataclass(frozen=True)
class Offer:
    """One alternative on a page."""

    text: str
    difference: str
    url: str


def offers(
    instead: Iterable[Alternative], *, wished: TimeSpan, link: Callable[[Alternative], str]
) -> list[Offer]:
    """What a person reads of each alternative; `link` says where it leads."""
    return [Offer(_text(other), _difference(other, wished=wished), link(other)) for other in instead]


def _text(other: Alternative) -> str:
    if other.difference in {Difference.TIME, Difference.SHORTER}:
        return hours_text(other.span, zone=other.zone)
    if other.difference is Difference.DAY:
        return span_text(other.span, zone=other.zone)
    if other.difference is Difference.SPACE:
        return space_names(other.spaces)
    return _("%(space)s in %(house)s", space=space_names(other.spaces), house=other.house)


def _difference(other: Alternative, *, wished: TimeSpan) -> str:
    if other.difference is Difference.TIME:
        return _shift(other.span.starts_at - wished.starts_at)
    if other.difference is Difference.SHORTER:
        less = duration_text(int((wished.duration - other.span.duration) / timedelta(minutes=1)))
        return _("gleiche Fläche, %(length)s kürzer", length=less)
    if other.difference is Difference.DAY:
        return _("gleiche Fläche, anderer Tag")
    if other.difference is Difference.SPACE:
        return _nearness(other.metres)
    return _("anderer Standort, gleiche Zeit")


def _nearness(metres: float | None) -> str:
    if metres is None:
        return _("andere Fläche, gleiche Zeit")
    if metres < NEXT_TO:
        return _("gleich daneben, gleiche Zeit")
    return _("%(metres)s m weiter, gleiche Zeit", metres=number_text(round(metres)))


def _shift(moved: timedelta) -> str:
    minutes = int(abs(moved) / timedelta(minutes=1))
    if not minutes:
        return _("gleiche Fläche, andere Dauer")
    length = duration_text(minutes)
    if moved > timedelta():
        return _("gleiche Fläche, %(length)s später", length=length)
    return _("gleiche Fläche, %(length)s früher", length=length)


def clock_values(span: TimeSpan, *, zone: ZoneInfo) -> dict[str, str]:
    """Day, from and to of a span as the fields of a form and the parameters of an address carry them."""
    first, last = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
    ends = "24:00" if last.date() > first.date() and last.hour == last.minute == 0 else f"{last:%H:%M}"
    return {"tag": first.date().isoformat(), "von": f"{first:%H:%M}", "bis": ends}
