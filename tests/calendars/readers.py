"""Reads calendars with programs that did not write them: ical.js (Thunderbird) and vobject (Nextcloud's kin)."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import vobject

from tests.support.skips import cannot_run
from tools.npm import machine_npm

ICAL_JS = Path(__file__).resolve().parents[2] / "node_modules" / "ical.js" / "dist" / "ical.js"

SCRIPT = """
import ICAL from %(module)s;
let text = "";
for await (const piece of process.stdin) text += piece;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue("tzid"));
}
const events = calendar.getAllSubcomponents("vevent").map((part) => {
  const event = new ICAL.Event(part);
  const moment = (time) => time.isDate ? time.toString() : time.toJSDate().toISOString();
  return {
    uid: event.uid, summary: event.summary, location: event.location ?? "", description: event.description ?? "",
    starts: moment(event.startDate), ends: moment(event.endDate), names: part.getAllProperties().map((p) => p.name),
  };
});
console.log(JSON.stringify({method: calendar.getFirstPropertyValue("method"), events}));
"""


@dataclass(frozen=True)
class Read:
    """An event as a program understood it."""

    uid: str
    summary: str
    location: str
    description: str
    starts: datetime | date
    ends: datetime | date


def read_with_ical_js(data: bytes) -> list[Read]:
    """The events as ical.js reads them, with the VTIMEZONE of the calendar."""
    if not ICAL_JS.exists():
        cannot_run("ical.js is not installed; `make setup-dev` does it.")
    node = "node" if machine_npm() else _packaged_node()
    done = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT % {"module": json.dumps(ICAL_JS.as_uri())}],
        input=data,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return [_read(event) for event in json.loads(done.stdout)["events"]]


def read_with_vobject(data: bytes) -> list[Read]:
    """The events as vobject and dateutil read them."""
    calendar = vobject.readOne(data.decode("utf-8"))
    texts = ("uid", "summary", "location", "description")
    return [
        Read(
            **{name: getattr(event, name).value if hasattr(event, name) else "" for name in texts},
            starts=_in_utc(event.dtstart.value),
            ends=_in_utc(event.dtend.value),
        )
        for event in calendar.contents.get("vevent", [])
    ]


READERS = {"ical.js": read_with_ical_js, "vobject": read_with_vobject}


def _read(event: dict[str, Any]) -> Read:
    def moment(text: str) -> datetime | date:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).astimezone(UTC)

    texts = {name: event[name] for name in ("uid", "summary", "location", "description")}
    return Read(**texts, starts=moment(event["starts"]), ends=moment(event["ends"]))


def _in_utc(value: datetime | date) -> datetime | date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _packaged_node() -> str:
    cannot_run("Node is not on the PATH.")
