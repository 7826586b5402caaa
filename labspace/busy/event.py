"""Pure: one VEVENT as labspace understands it, or the finding that says why it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from icalendar import Event, vDDDTypes, vRecur, vText

from labspace.busy.kinds import LONGEST, MOST_TIMES, TITLE_LENGTH, Finding
from labspace.busy.recurring import EARLIEST, Rule, RuleRefused, checked_rule
from labspace.busy.zones import Zones
from labspace.ical import tidy_line
from labspace.times import TimeSpan

When = TypeVar("When", bound=date)

LATEST = 9000
LONGEST_UID = 200
_DECIDING = frozenset(["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"])
"""Lines that say when; without one of them the event cannot be trusted."""
_ZONE = re.compile(r"^([^:\"]*?);TZID=", re.IGNORECASE)
"""Zones are found by `Zones`; the reader would guess, warn, and keep what it guessed for all calendars."""
_WRONG = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


class EventRefused(ValueError):
    """One event that does not count; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as a calendar writes it: on the wall clock of a zone, or a whole day there."""

    wall: datetime
    zone: tzinfo
    is_day: bool

    @property
    def moment(self) -> datetime:
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    def at(self, wall: datetime) -> Clock:
        """Another time of the same clock."""
        return Clock(wall, self.zone, self.is_day)

    @property
    def key(self) -> str:
        """Names an instance of a series: its day, or its moment in UTC."""
        return f"{self.wall:%Y%m%d}" if self.is_day else f"{self.moment:%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True, slots=True)
class Length:
    """How long an event lasts: days follow the calendar, the rest is elapsed time."""

    days: int
    rest: timedelta = timedelta()

    def __bool__(self) -> bool:
        return bool(self.days or self.rest)

    def span_from(self, start: Clock) -> TimeSpan:
        end = start.at(start.wall + timedelta(days=self.days)) if self.days else start
        return TimeSpan(start.moment, end.moment + self.rest)


@dataclass(frozen=True, slots=True)
class ForeignEvent:
    """An event, a series of them, or (with `planned`) one changed instance of a series."""

    uid: str
    sequence: int
    title: str
    start: Clock
    length: Length
    is_busy: bool
    planned: Clock | None
    and_following: bool
    rules: tuple[Rule, ...]
    added: tuple[tuple[Clock, Length | None], ...]
    left_out: tuple[Clock, ...]

    @property
    def planned_key(self) -> str:
        return self.planned.key if self.planned else ""

    @property
    def first_day(self) -> str:
        return self.start.wall.date().isoformat()


def event_of(lines: list[str], *, zones: Zones, floating: tzinfo, house: ZoneInfo) -> ForeignEvent:
    """The event in these unfolded lines; raises `EventRefused`.

    Times without zone are read in `floating`, whole days in the zone of the house.
    """
    reader = _Reader(zones, floating, house)
    try:
        named = [_ZONE.sub(r"\1;X-TZID=", line, count=1) for line in lines]
        read = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *named, "END:VEVENT", ""]))
        broken = [str(name) for name, _why in read.errors if name in _DECIDING]
    except _WRONG:
        raise EventRefused(Finding("not_readable", _title_in(lines))) from None
    title = _title_of(read)
    try:
        if broken:
            raise _Wrong("line_not_readable", {"line": broken[0]})
        return reader.event(read, title, fallback_uid=_fingerprint("\n".join(lines)))
    except (_Wrong, RuleRefused) as wrong:
        values = wrong.values if isinstance(wrong, _Wrong) else {}
        raise EventRefused(Finding(wrong.code, title, _day_of(read), values)) from None
    except _WRONG:
        raise EventRefused(Finding("not_readable", title, _day_of(read))) from None


class _Wrong(ValueError):
    def __init__(self, code: str, values: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code, self.values = code, values or {}


@dataclass(frozen=True, slots=True)
class _Reader:
    zones: Zones
    floating: tzinfo
    house: ZoneInfo

    def event(self, read: Any, title: str, *, fallback_uid: str) -> ForeignEvent:
        if "DTSTART" not in read:
            raise _Wrong("no_start")
        start = self.clock(_only(read["DTSTART"]))
        length = self._length(read, start)
        planned = _only(read.get("RECURRENCE-ID"))
        zone = None if start.is_day else start.zone
        return ForeignEvent(
            uid=_short_uid(str(_only(read.get("UID")) or "")) or fallback_uid,
            sequence=_sequence(read),
            title=title,
            start=start,
            length=length,
            is_busy=bool(length) and not _is_free(read),
            planned=None if planned is None else self.clock(planned),
            and_following=planned is not None and planned.params.get("RANGE", "").upper() == "THISANDFUTURE",
            rules=tuple(checked_rule(rule, zone=zone) for rule in _all(read.get("RRULE")) if _is_rule(rule)),
            added=tuple(self._added(read)),
            left_out=tuple(self.clock_of(one.dt, dates) for dates, one in _dates(read, "EXDATE")),
        )

    def clock(self, prop: Any) -> Clock:
        return self.clock_of(prop.dt, prop)

    def clock_of(self, value: object, prop: Any) -> Clock:
        """`value` on the clock its property names."""
        if isinstance(value, datetime):
            return Clock(_bounded(value).replace(tzinfo=None, fold=0), self._zone(value, prop), False)
        if isinstance(value, date):
            return Clock(datetime.combine(_bounded(value), time()), self.house, True)
        raise _Wrong("not_readable")

    def _zone(self, value: datetime, prop: Any) -> tzinfo:
        name = prop.params.get("X-TZID")
        if value.tzinfo is not None and value.tzname() == "UTC":
            return UTC
        if not name:
            return self.floating
        zone = self.zones.find(str(name))
        if zone is None:
            raise _Wrong("unknown_zone", {"zone": str(name)[:80]})
        return zone

    def _length(self, read: Any, start: Clock) -> Length:
        if (end := _only(read.get("DTEND"))) is not None:
            return _between(start, self.clock(end))
        if (duration := _only(read.get("DURATION"))) is not None:
            return _lasting(duration.dt, start)
        return Length(1 if start.is_day else 0)

    def _added(self, read: Any) -> Iterator[tuple[Clock, Length | None]]:
        for dates, one in _dates(read, "RDATE"):
            if isinstance(one.dt, tuple):
                begins, ends = one.dt
                start = self.clock_of(begins, dates)
                lasts = (
                    ends if isinstance(ends, timedelta) else self.clock_of(ends, dates).moment - start.moment
                )
                yield start, _lasting(lasts, start)
            else:
                yield self.clock_of(one.dt, dates), None


def _between(start: Clock, end: Clock) -> Length:
    if start.is_day != end.is_day:
        raise _Wrong("not_readable")
    if start.is_day:
        # Some programs name the last day where the day after it belongs.
        return _lasting(max(end.wall - start.wall, timedelta(days=end.wall == start.wall)), start)
    return _checked(Length(0, end.moment - start.moment))


def _lasting(duration: timedelta, start: Clock) -> Length:
    rest = timedelta() if start.is_day else timedelta(seconds=duration.seconds)
    return _checked(Length(duration.days, rest))


def _checked(length: Length) -> Length:
    whole = timedelta(days=length.days) + length.rest
    if whole < timedelta():
        raise _Wrong("ends_before_it_begins")
    if whole > LONGEST:
        raise _Wrong("too_long", {"days": LONGEST.days})
    return length


def _bounded(value: When) -> When:
    if not EARLIEST <= value.year <= LATEST:
        raise _Wrong("year_out_of_range", {"year": value.year})
    return value


def _is_free(read: Any) -> bool:
    return (
        str(_only(read.get("STATUS", ""))).upper() == "CANCELLED"
        or str(_only(read.get("TRANSP", ""))).upper() == "TRANSPARENT"
        or str(_only(read.get("X-MICROSOFT-CDO-BUSYSTATUS", ""))).upper() == "FREE"
    )


def _is_rule(rule: object) -> bool:
    if not isinstance(rule, vRecur):
        raise _Wrong("rule_not_understood")
    return True


def _dates(read: Any, name: str) -> list[tuple[Any, Any]]:
    found = [(dates, one) for dates in _all(read.get(name)) for one in dates.dts]
    if len(found) > MOST_TIMES:
        raise _Wrong("too_many_dates", {"most": MOST_TIMES})
    return found


def _all(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _only(value: Any) -> Any:
    """The first where a property that may stand once stands more often."""
    return value[0] if isinstance(value, list) else value


def _sequence(read: Any) -> int:
    try:
        return int(_only(read.get("SEQUENCE", 0)))
    except (ValueError, TypeError):
        return 0


def _short_uid(uid: str) -> str:
    uid = uid.strip()
    return uid if len(uid) <= LONGEST_UID else _fingerprint(uid)


def _fingerprint(text: str) -> str:
    return f"sha256-{sha256(text.encode('utf-8', 'replace')).hexdigest()[:40]}"


def _title_of(read: Any) -> str:
    return tidy_line(str(_only(read.get("SUMMARY")) or ""), most=TITLE_LENGTH)


def _title_in(lines: list[str]) -> str:
    written = next((line for line in lines if line.upper().startswith("SUMMARY")), "")
    return tidy_line(str(vText.from_ical(written.partition(":")[2])), most=TITLE_LENGTH)


def _day_of(read: Any) -> str:
    start = _only(read.get("DTSTART"))
    return f"{start.dt:%Y-%m-%d}" if isinstance(start, vDDDTypes) and isinstance(start.dt, date) else ""
