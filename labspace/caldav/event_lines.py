"""A stored event taken apart again, as far as filters ask: its properties, and when it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from labspace.ical import lone_event_bytes

HERE = ZoneInfo("Europe/Berlin")
"""The zone of whole days (`calendar-timezone` of every calendar)."""
_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[^=:;]+=(?:"[^"]*"|[^":;]*))*):(?P<value>.*)', re.DOTALL
)
_PARAM = re.compile(r';([^=:;]+)=(?:"([^"]*)"|([^":;]*))')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A property: its parameters and its value, both without escapes."""

    params: Mapping[str, str]
    value: str


_ENDS = re.compile(rb"\nDT(START|END)(?:;VALUE=DATE|;TZID=([^:;\r\n]+))?:([0-9TZ]+)(?=\r)")
_UID = re.compile(rb"\nUID:((?:[^\r\n]|\r\n )+)")


def uid_of(ics: bytes) -> str:
    """The UID of a stored event."""
    match = _UID.search(ics)
    if match is None:
        raise ValueError("an event without a UID")
    return _plain(match[1].replace(b"\r\n ", b"").decode("utf-8"))


class EventLines:
    """One VEVENT as it is stored; taken apart only as far as somebody asks."""

    def __init__(self, ics: bytes) -> None:
        self.ics = ics

    @cached_property
    def lines(self) -> dict[str, list[Line]]:
        """All properties by their names."""
        found: dict[str, list[Line]] = {}
        for raw in self.ics.decode("utf-8").replace("\r\n ", "").split("\r\n"):
            if (match := _LINE.fullmatch(raw)) and match["name"].upper() not in {"BEGIN", "END"}:
                params = {
                    name.upper(): quoted or bare for name, quoted, bare in _PARAM.findall(match["params"])
                }
                found.setdefault(match["name"].upper(), []).append(Line(params, _plain(match["value"])))
        return found

    @cached_property
    def starts_at(self) -> datetime:
        return self._moments[b"START"]

    @cached_property
    def ends_at(self) -> datetime:
        return self._moments[b"END"]

    @cached_property
    def _moments(self) -> dict[bytes, datetime]:
        # These two lines are never folded: nothing but a zone stands in them.
        return {
            which: moment_of(Line({"TZID": zone.decode("ascii")}, value.decode("ascii")))
            for which, zone, value in _ENDS.findall(self.ics)
        }


def moment_of(line: Line) -> datetime:
    """A date or time as a moment in UTC; a whole day begins at midnight here."""
    value, name = line.value, line.params.get("TZID", "")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    try:
        zone = ZoneInfo(name) if name else HERE
    except (ZoneInfoNotFoundError, ValueError):
        zone = HERE
    return moment.replace(tzinfo=zone).astimezone(UTC)


def overlaps(event: EventLines, starts_at: datetime | None, ends_at: datetime | None) -> bool:
    """Whether the event lies in the range, by the table of RFC 4791 9.9 (DTSTART and DTEND are always there)."""
    ends = max(event.ends_at, event.starts_at + timedelta(seconds=1))
    return (starts_at is None or ends > starts_at) and (ends_at is None or event.starts_at < ends_at)


def object_bytes(ics: bytes, *, utc: bool = False) -> bytes:
    """The calendar object of a stored event; with `utc`, its times in UTC and no zone (RFC 4791 9.6.5).

    Each date of a series is an event of its own, so there is nothing else to expand.
    """
    if not utc:
        return lone_event_bytes(ics)
    event = EventLines(ics)
    written = {"DTSTART": event.starts_at, "DTEND": event.ends_at}
    return lone_event_bytes(b"\r\n".join(_in_utc(ics.split(b"\r\n"), written)), with_zone=False)


def _in_utc(raw: Iterable[bytes], moments: Mapping[str, datetime]) -> Iterable[bytes]:
    for line in raw:
        name, is_timed, _ = line.decode("utf-8", "replace").partition(";TZID=")
        if is_timed and name in moments:
            yield f"{name}:{moments[name]:%Y%m%dT%H%M%SZ}".encode("ascii")
        else:
            yield line


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
