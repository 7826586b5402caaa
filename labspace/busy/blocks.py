"""A calendar file cut into its events before any of them is read, so that a broken one spoils no other.

Only the lines that say when something is taken are kept: descriptions, addresses, attendees and
attachments are dropped here and reach neither the database nor a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from labspace.busy.kinds import MOST_BYTES, MOST_EVENTS, Unreadable

KEPT = frozenset({
    "UID", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
    "STATUS", "TRANSP", "SUMMARY", "X-MICROSOFT-CDO-BUSYSTATUS",
})  # fmt: skip
_KEPT_OF_ZONE = frozenset(["TZID", "BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"])
LONGEST_LINE = 20_000
"""Characters of one unfolded line; EXDATE of a long series takes some thousand."""

_NAME = re.compile(r"([A-Za-z0-9-]+)(?=[:;])")
_FOLD = re.compile(r"\n[ \t]")


@dataclass(slots=True)
class Blocks:
    """The unfolded lines of a file by what they belong to."""

    events: list[list[str]] = field(default_factory=list)
    """One more than is read, where there are too many."""
    zones: list[list[str]] = field(default_factory=list)
    zone_name: str = ""
    """X-WR-TIMEZONE: the zone of times that name none."""

    def text(self) -> str:
        """The calendar again, without what was dropped; small enough to be kept."""
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
        if self.zone_name:
            lines.append(f"X-WR-TIMEZONE:{self.zone_name}")
        for kind, blocks in (("VTIMEZONE", self.zones), ("VEVENT", self.events)):
            for block in blocks:
                lines += [f"BEGIN:{kind}", *block, f"END:{kind}"]
        return "\r\n".join([*lines, "END:VCALENDAR", ""])


def decoded(content: bytes) -> str:
    """The text of a file; UTF-8 or UTF-16 as it says, else as old Windows programs write it."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too_big")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def blocks_of(text: str) -> Blocks:
    """Cut a calendar into blocks; raises `Unreadable` for what is none, or was cut off on its way.

    Half a file must not look as if the missing events had been deleted.
    """
    lines = _unfolded(text)
    first = next(lines, "")
    if first.upper() != "BEGIN:VCALENDAR":
        raise Unreadable("no_calendar")
    blocks, ended = Blocks(), False
    for line in lines:
        opener = line.upper()
        if opener == "BEGIN:VEVENT":
            lines_of_event = _until(lines, "VEVENT")
            if len(blocks.events) <= MOST_EVENTS:
                blocks.events.append(_own_lines(lines_of_event))
        elif opener == "BEGIN:VTIMEZONE":
            blocks.zones.append(
                [kept for kept in _until(lines, "VTIMEZONE") if _name_of(kept) in _KEPT_OF_ZONE]
            )
        elif opener.startswith("BEGIN:") and opener != "BEGIN:VCALENDAR":
            _until(lines, opener.removeprefix("BEGIN:"))
        elif opener.startswith("X-WR-TIMEZONE:"):
            blocks.zone_name = line.partition(":")[2].strip()[:100]
        ended = opener == "END:VCALENDAR"
    if not ended:
        raise Unreadable("cut_off")
    return blocks


def _own_lines(lines: list[str]) -> list[str]:
    """What the event says of itself; not what its alarms say."""
    own, depth = [], 0
    for line in lines:
        name = _name_of(line)
        if name == "BEGIN":
            depth += 1
        elif name == "END":
            depth -= 1
        elif depth == 0 and name in KEPT:
            own.append(line)
    return own


def _until(lines: Iterator[str], kind: str) -> list[str]:
    end, taken = f"END:{kind}", list[str]()
    for line in lines:
        if line.upper() == end:
            return taken
        if line.upper() in {"BEGIN:VEVENT", "END:VCALENDAR"}:
            break
        taken.append(line)
    raise Unreadable("cut_off")


def _name_of(line: str) -> str:
    found = _NAME.match(line)
    return found.group(1).upper() if found else ""


def _unfolded(text: str) -> Iterator[str]:
    whole = _FOLD.sub("", text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    for line in whole.split("\n"):
        if line := line.strip():
            yield line[:LONGEST_LINE]
