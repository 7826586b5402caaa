"""What screens and widgets print: plain values in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.space_times import space_times
from labspace.displays.queries import public_titles
from labspace.displays.standings import Known, Now, Standing, standing_of
from labspace.formats import clock_text, hours_text, weekday_text
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.names import space_name
from labspace.times import TimeSpan
from labspace.words import gettext as _

AHEAD = timedelta(days=8)
"""So far a screen looks for the next free time."""


@dataclass(frozen=True, kw_only=True)
class ShownSpace:
    """One space on a screen."""

    public_id: str
    name: str
    kind: str
    now: str
    """free, taken or closed: for the looks."""
    word: str
    until: str
    """Until when, in words; empty where that is not known."""
    until_at: int
    """The same as epoch seconds, for the time that is left; 0 where it lies beyond today or is not known."""
    title: str
    """What is on where that is public, or whose time it is where that person allows it."""
    following: str
    next_free: str
    is_free_then: bool
    """The next free time begins right when this one ends, so a list need not say it twice."""


def shown_spaces(
    session: Session,
    house: House,
    *,
    now: datetime,
    only: HouseSpace | None = None,
    with_names: bool = False,
) -> list[ShownSpace]:
    """The spaces of the house as they stand at `now`, in their order; in a fixed number of statements.

    `with_names` also says whose time it is, of people who allow that.
    """
    today = now.astimezone(house.zone).date()
    window = TimeSpan(now, now + AHEAD)
    times = space_times(session, [house], window, on=today, viewer_id=None, now=now)
    units = house.units_on(today)
    asked = [space for space in house.spaces_on(today) if only is None or space.id == only.id]
    shared = {unit for space in asked for unit in units[space.id]}
    titles = public_titles(session, shared, window, with_names=with_names)
    return [
        _shown(space, standing_of(times[space.id], _titles(units[space.id], titles), now=now), house, now=now)
        for space in asked
    ]


def _titles(units: frozenset[int], titles: dict[int, list[Known]]) -> list[Known]:
    return sorted((one for unit in units for one in titles.get(unit, [])), key=lambda one: one.span.starts_at)


def _shown(space: HouseSpace, standing: Standing, house: House, *, now: datetime) -> ShownSpace:
    until = standing.until
    is_today = until is not None and _day(until, house) == _day(now, house)
    return ShownSpace(
        public_id=space.public_id,
        name=space_name(space),
        kind=str(space.kind.label),
        now=standing.now.value,
        word={Now.FREE: _("Frei"), Now.TAKEN: _("Belegt"), Now.CLOSED: _("Geschlossen")}[standing.now],
        until=_until(until, house, now=now) if until else "",
        until_at=int(until.timestamp()) if until and is_today else 0,
        title=standing.title,
        following=_following(standing, house, now=now),
        next_free=_next_free(standing.next_free, house, now=now),
        is_free_then=standing.next_free is not None and standing.next_free.starts_at == until,
    )


def _until(until: datetime, house: House, *, now: datetime) -> str:
    clock = clock_text(until, zone=house.zone)
    if _day(until, house) == _day(now, house):
        return _("bis %(time)s Uhr", time=clock)
    return _("bis %(day)s, %(time)s Uhr", day=weekday_text(_day(until, house)), time=clock)


def _following(standing: Standing, house: House, *, now: datetime) -> str:
    span = standing.next_taken
    if span is None or _day(span.starts_at, house) != _day(now, house):
        return ""
    hours = hours_text(span, zone=house.zone)
    return _("%(hours)s: %(title)s", hours=hours, title=standing.next_title or _("belegt"))


def _next_free(free: TimeSpan | None, house: House, *, now: datetime) -> str:
    if free is None:
        return ""
    clock = clock_text(free.starts_at, zone=house.zone)
    if _day(free.starts_at, house) == _day(now, house):
        return _("heute ab %(time)s Uhr", time=clock)
    return _("%(day)s ab %(time)s Uhr", day=weekday_text(_day(free.starts_at, house)), time=clock)


def _day(moment: datetime, house: House) -> date:
    return moment.astimezone(house.zone).date()
