"""Zones by the names calendars give them: IANA, Windows (CLDR), with a maker's prefix, or written out in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, tzinfo
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_UTC_NAMES = frozenset({"utc", "gmt", "z", "etc/utc", "etc/gmt", "zulu", "coordinated universal time"})
_GERMAN_WINDOWS = {
    "mitteleuropäische zeit": "Europe/Berlin",
    "mitteleuropäische sommerzeit": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "westeuropäische zeit": "Europe/London",
    "osteuropäische zeit": "Europe/Kiev",
}
"""What German Windows and old Outlook write; CLDR maps the English names only."""
_OUTLOOK_LISTS = re.compile(r"\((?:UTC|GMT)[+-]\d\d:\d\d\)\s*(.+)")
_MOST_RULES = 20
"""Observances of one zone; more than any country ever had in use."""
_YEARLY = re.compile(
    r"(?:FREQ=YEARLY|INTERVAL=1|BYMONTH=(?:[1-9]|1[0-2])|BYDAY=-?[1-5](?:MO|TU|WE|TH|FR|SA|SU)"
    r"|BYMONTHDAY=[1-9]|BYMONTHDAY=1\d|BYMONTHDAY=2[0-8]|WKST=[A-Z]{2}|UNTIL=[0-9TZ]+)",
    re.IGNORECASE,
)


class Zones:
    """Finds the zone a calendar means; what is in the system's data goes before what the file wrote out."""

    def __init__(self, written_out: Iterable[list[str]] = ()) -> None:
        self._written = {name: lines for lines in written_out if (name := _named(lines))}
        self._made: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """The zone of this name; None if neither labspace nor the file knows it."""
        name = name.strip().strip('"')
        if name not in self._made:
            self._made[name] = zone_named(name) or _made_of(self._written.get(name))
        return self._made[name]


@cache
def zone_named(name: str) -> tzinfo | None:
    """The zone with this IANA or Windows name, alone or behind a maker's prefix."""
    if name.casefold() in _UTC_NAMES:
        return UTC
    windows = WINDOWS_TO_OLSON.get(name) or _GERMAN_WINDOWS.get(name.casefold())
    if windows:
        return ZoneInfo(windows)
    parts = name.strip("/").split("/")
    # Such as /mozilla.org/20050126_1/Europe/Berlin or America/Argentina/Salta.
    for count in (3, 2, 1):
        candidate = "/".join(parts[-count:])
        if candidate in _known():
            return ZoneInfo(candidate)
    listed = _OUTLOOK_LISTS.fullmatch(name)
    return _by_towns(listed.group(1)) if listed else None


def _by_towns(towns: str) -> tzinfo | None:
    """The zone of a line in Outlook's list, such as “Amsterdam, Berlin, Bern, Rom, Stockholm, Wien”."""
    for town in towns.split(","):
        ending = "/" + town.strip().replace(" ", "_")
        if found := sorted(key for key in _known() if key.endswith(ending)):
            return ZoneInfo(found[0])
    return None


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def _named(lines: list[str]) -> str:
    for line in lines:
        head, _colon, value = line.partition(":")
        if head.upper().split(";")[0] == "TZID":
            return value.strip().strip('"')
    return ""


def _made_of(lines: list[str] | None) -> tzinfo | None:
    """A zone as the file writes it out; None if it does so with more than yearly rules."""
    if lines is None or sum(line.upper().startswith("BEGIN:") for line in lines) > _MOST_RULES:
        return None
    if not all(_is_harmless(line) for line in lines):
        return None
    # Not with `icalendar`: it keeps each zone it meets by name, for all calendars of the process.
    try:
        made: tzinfo = tzical(StringIO("\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""]))).get()
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
        return None
    return made


def _is_harmless(line: str) -> bool:
    head, _colon, value = line.partition(":")
    if head.upper().split(";")[0] != "RRULE":
        return True
    return "FREQ=YEARLY" in value.upper() and all(map(_YEARLY.fullmatch, value.split(";")))
