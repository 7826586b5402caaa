"""Reads calendars with two more programs, which lose all of a calendar for one bad line.

Home Assistant's `ical` and `ics`, run in the environment of tests/support/clients.py.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.calendars.readers import Read, moment_from
from tests.support.clients import Clients

SCRIPT = """
import json, sys
from datetime import timezone

text = sys.stdin.buffer.read().decode("utf-8")

def moment(value):
    return value.astimezone(timezone.utc).isoformat() if hasattr(value, "hour") else value.isoformat()

def home_assistant():
    from ical.calendar_stream import IcsCalendarStream
    for one in IcsCalendarStream.calendar_from_ics(text).events:
        yield one.uid, one.summary, one.location, one.description, one.dtstart, one.dtend

def ics():
    from ics import Calendar
    for one in Calendar(text).events:
        begin, end = one.begin.datetime, one.end.datetime
        if one.all_day:
            begin, end = begin.date(), end.date()
        yield one.uid, one.name, one.location, one.description, begin, end

programs = {"Home Assistant": home_assistant, "ics": ics}
json.dump({name: [(*texts, moment(begin), moment(end)) for *texts, begin, end in read()]
           for name, read in programs.items()}, sys.stdout)
"""

STRICT = ("Home Assistant", "ics")


def read_strictly(clients: Clients, data: bytes, *, home: Path) -> dict[str, list[Read]]:
    """The events as each of the programs reads them, by UID; fails the test where one reads nothing."""
    found = json.loads(clients.run("-c", SCRIPT, home=home, given=data))
    return {
        name: sorted((_read(*event) for event in events), key=lambda one: one.uid)
        for name, events in found.items()
    }


def _read(
    uid: str, summary: str, location: str | None, description: str | None, starts: str, ends: str
) -> Read:
    first, last = moment_from(starts), moment_from(ends)
    return Read(uid, summary, location or "", description or "", first, last)
