"""Days and times as files write them, and the moments they mean on nights when the clocks change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

_DAY = r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4}|\d\d)|(?P<c>\d{8}))"
_CLOCK = r"(?P<H>\d{1,2})[:.](?P<M>\d\d)(?:[:.](?P<S>\d\d)(?:[.,]\d{1,9})?)?"
_ZONE = r"(?P<z>Z|UTC|GMT|MEZ|CET|MESZ|CEST|(?:UTC|GMT)?[+-]\d\d:?(?:\d\d)?)"
_MOMENT = re.compile(
    rf"(?:[A-Za-z]{{2,10}}\.?,? )?{_DAY}(?:[T ]|, )\s*{_CLOCK}(?:\s*Uhr)?\s*{_ZONE}?", re.ASCII
)
_ONLY_DAY = re.compile(rf"(?:[A-Za-z]{{2,10}}\.?,? )?{_DAY}(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_HOUR = re.compile(
    r"(?P<H>\d{1,2})(?:[:.](?P<M>\d\d)(?:[:.](?P<S>\d\d))?)?(?:\s*(?:-|–|bis)\s*\d{1,2}(?:[:.]\d\d){0,2})?(?:\s*(?:Uhr|h))?"
)
_NAMED = {"Z": 0, "UTC": 0, "GMT": 0, "MEZ": 1, "CET": 1, "MESZ": 2, "CEST": 2}
FIRST_YEAR = 1990
"""Nobody counted passers-by by machine before; an older year is a slip."""


@dataclass(frozen=True)
class Clock:
    """A day and time by a wall clock, and how far that clock is ahead of UTC where the file says so."""

    wall: datetime
    """Naive."""
    ahead: timedelta | None = None


def clock_in(text: str) -> Clock | None:
    """The day and time a cell shows; None for what is none. 24:00 is the end of its day."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    day = _day(found)
    wall = _wall(day, int(found["H"]), int(found["M"]), int(found["S"] or 0)) if day else None
    ahead = _ahead(found["z"]) if found["z"] else None
    if wall is None or (found["z"] and ahead is None):
        return None
    return Clock(wall, ahead)


def clock_of(day: str, hour: str) -> Clock | None:
    """The day and time of two cells; the second may be an hour (`13`) or a range of them (`13:00–14:00`)."""
    on, found = day_in(day), _HOUR.fullmatch(hour.strip())
    if on is None or found is None:
        return None
    wall = _wall(on, int(found["H"]), int(found["M"] or 0), int(found["S"] or 0))
    return Clock(wall) if wall else None


def day_in(text: str) -> date | None:
    """The day a cell shows: 2026-11-23, 23.11.2026, 23.11.26 or 20261123; None for what is none."""
    found = _ONLY_DAY.fullmatch(text.strip())
    return _day(found) if found else None


def _day(found: re.Match[str]) -> date | None:
    if found["c"]:
        parts = (found["c"][:4], found["c"][4:6], found["c"][6:])
    elif found["y"]:
        parts = (found["y"], found["m"], found["d"])
    else:
        parts = (found["y2"], found["m2"], found["d2"])
    year = int(parts[0]) + (2000 if len(parts[0]) == 2 else 0)
    try:
        return date(year, int(parts[1]), int(parts[2])) if FIRST_YEAR <= year <= 2199 else None
    except ValueError:
        return None


def _wall(day: date, hour: int, minute: int, second: int) -> datetime | None:
    if (hour, minute, second) == (24, 0, 0):
        return datetime.combine(day + timedelta(days=1), time())
    if hour > 23 or minute > 59 or second > 59:
        return None
    return datetime.combine(day, time(hour, minute, second))


def _ahead(zone: str) -> timedelta | None:
    if zone in _NAMED:
        return timedelta(hours=_NAMED[zone])
    digits = zone[-(len(zone) - max(zone.find("+"), zone.find("-"))) :].replace(":", "")
    hours, minutes = int(digits[1:3]), int(digits[3:] or 0)
    if hours > 14 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if digits[0] == "-" else 1)


@dataclass(frozen=True)
class Placed:
    """What a clock means: the moment, or that its night skips the time; and how often its time was named before."""

    moment: datetime | None
    """None: the clocks are put forward over it."""
    turn: int = 0


def placed(clocks: Sequence[Clock], *, zone: ZoneInfo) -> list[Placed]:
    """The moments of clocks in the order of a file, by the wall clock of `zone` where a clock says nothing else.

    In the hour that comes twice the first naming is the earlier, the second the later; in a file
    that runs backwards the other way round.
    """
    runs_back = len(clocks) > 1 and clocks[-1].wall < clocks[0].wall
    order = range(len(clocks) - 1, -1, -1) if runs_back else range(len(clocks))
    seen: Counter[datetime] = Counter()
    found: list[Placed] = [Placed(None)] * len(clocks)
    for at in order:
        clock = clocks[at]
        if clock.ahead is not None:
            found[at] = Placed(clock.wall.replace(tzinfo=timezone(clock.ahead)).astimezone(UTC))
            continue
        turn = seen[clock.wall]
        seen[clock.wall] += 1
        moments = _moments(clock.wall, zone=zone)
        found[at] = Placed(moments[turn % len(moments)] if moments else None, turn)
    return found


def _moments(wall: datetime, *, zone: ZoneInfo) -> Sequence[datetime]:
    """The moments at which a wall clock shows this time: one, two in the doubled hour, none in the skipped."""
    candidates = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [moment for moment in candidates if moment.astimezone(zone).replace(tzinfo=None) == wall]
    return real if len(real) == 2 and real[0] != real[1] else real[:1]


def named_once(clocks: Sequence[Clock], *, zone: ZoneInfo) -> Iterator[datetime]:
    """Wall-clock times of a doubled hour that the file names only once, in order."""
    naive = Counter(clock.wall for clock in clocks if clock.ahead is None)
    for wall in sorted(naive):
        if naive[wall] == 1 and len(_moments(wall, zone=zone)) == 2:
            yield wall
