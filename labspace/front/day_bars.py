"""A space's day as stretches: bars of a small drawing, and cells of a timeline that lead to booking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from labspace.bookings.availability import SpaceTime, Standing, Strip, strips
from labspace.front.asked import QUARTER, quarter_before
from labspace.front.links import booking_url
from labspace.front.standings import standing_word
from labspace.spaces.house import HouseSpace
from labspace.timelines import Cell, Scale, Stretch
from labspace.times import TimeSpan
from labspace.words import gettext as _


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a space's day as a drawing needs it: over so many columns, how it stands."""

    x: int
    """The column it begins at."""
    columns: int
    state: str


def day_bars(time: SpaceTime, scale: Scale) -> tuple[Bar, ...]:
    """A space's day from edge to edge of the scale; what no stretch covers is closed."""
    bars: list[Bar] = []
    column = 0
    for strip in strips(time, scale.window):
        first, last = scale.column_of(strip.span.starts_at), scale.column_of(strip.span.ends_at)
        if last <= max(first, column):
            continue
        if first > column:
            bars.append(Bar(column, first - column, Standing.CLOSED.value))
            column = first
        bars.append(Bar(column, last - column, strip.standing.value))
        column = last
    if column < (end := scale.columns):
        bars.append(Bar(column, end - column, Standing.CLOSED.value))
    return tuple(bars)


def day_cells(
    time: SpaceTime, scale: Scale, *, space: HouseSpace, now: datetime, leads_on: bool = True
) -> tuple[Cell, ...]:
    """A space's day as cells of a timeline; what is free after `now` leads to booking where it `leads_on`."""
    stretches = [
        Stretch(
            span=strip.span,
            state=strip.standing.value,
            text=_("wird gerade vergeben") if strip.on_hold else standing_word(strip.standing),
            url=_free_url(space, strip, zone=scale.zone, now=now) if leads_on else "",
        )
        for strip in strips(time, scale.window)
    ]
    return scale.cells(stretches, closed_text=standing_word(Standing.CLOSED))


def _free_url(space: HouseSpace, strip: Strip, *, zone: ZoneInfo, now: datetime) -> str:
    # Someone standing in the house books the quarter of an hour that is running.
    begins = max(strip.span.starts_at, quarter_before(now))
    if strip.standing is not Standing.FREE or strip.span.ends_at - begins < QUARTER:
        return ""
    return booking_url(space, TimeSpan(begins, strip.span.ends_at), zone=zone)
