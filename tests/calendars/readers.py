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


EXPANDING = """
import ICAL from %(module)s;
let text = "";
for await (const piece of process.stdin) text += piece;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue("tzid"));
}
const found = [];
const note = (part, starts, ends) => {
  if (part.getFirstPropertyValue("status") === "CANCELLED") return;
  found.push([part.getFirstPropertyValue("uid"), starts.toJSDate().toISOString(), ends.toJSDate().toISOString(),
    part.getFirstPropertyValue("location") ?? ""]);
};
const parts = calendar.getAllSubcomponents("vevent");
for (const part of parts.filter((one) => !one.hasProperty("recurrence-id"))) {
  const uid = part.getFirstPropertyValue("uid");
  const exceptions = parts.filter((one) => one.hasProperty("recurrence-id") && one.getFirstPropertyValue("uid") === uid);
  const event = new ICAL.Event(part, { exceptions });
  if (!event.isRecurring()) { note(part, event.startDate, event.endDate); continue; }
  const dates = event.iterator();
  for (let next = dates.next(), n = 0; next && n < 1000; next = dates.next(), n++) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    note(item.component, startDate, endDate);
  }
}
console.log(JSON.stringify(found));
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
    return [_read(event) for event in _run_ical_js(SCRIPT, data)["events"]]


IMAGES = """
import ICAL from %(module)s;
let text = "";
for await (const piece of process.stdin) text += piece;
const images = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").flatMap((part) =>
  part.getAllProperties("image").map((one) => [String(one.getFirstValue()), one.type,
    ...["display", "fmttype"].map((name) => one.getParameter(name))]));
console.log(JSON.stringify(images));
"""

ShownImage = tuple[str, str, str, str]
"""Address, type of the value, DISPLAY and FMTTYPE."""


def images_by_ical_js(data: bytes) -> list[ShownImage]:
    """The pictures of all events as ical.js reads them."""
    return [(url, kind, display, mimetype) for url, kind, display, mimetype in _run_ical_js(IMAGES, data)]


def images_by_vobject(data: bytes) -> list[ShownImage]:
    """The same with vobject."""
    events = vobject.readOne(data.decode("utf-8")).contents.get("vevent", [])
    found = [one for event in events for one in event.contents.get("image", [])]
    return [
        (one.value, one.value_param.lower(), one.display_param, one.params["FMTTYPE"][0]) for one in found
    ]


def _run_ical_js(script: str, data: bytes) -> Any:
    if not ICAL_JS.exists():
        cannot_run("ical.js is not installed; `make setup-dev` does it.")
    node = "node" if machine_npm() else _packaged_node()
    done = subprocess.run(
        [node, "--input-type=module", "-e", script % {"module": json.dumps(ICAL_JS.as_uri())}],
        input=data,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


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


@dataclass(frozen=True, order=True)
class Held:
    """One occurrence as a program shows it; cancelled ones are not shown."""

    uid: str
    starts: datetime
    ends: datetime
    location: str


def expanded_by_ical_js(data: bytes) -> list[Held]:
    """Every occurrence ical.js makes of the events, rules, left-out dates and changed instances included."""
    return sorted(
        Held(uid, _utc_of(starts), _utc_of(ends), location)
        for uid, starts, ends, location in _run_ical_js(EXPANDING, data)
    )


def expanded_by_vobject(data: bytes) -> list[Held]:
    """The same with vobject and dateutil, whose instances are put in place by their RECURRENCE-ID."""
    parts = vobject.readOne(data.decode("utf-8")).contents.get("vevent", [])
    found: dict[tuple[str, datetime], Held | None] = {}
    for part in sorted(parts, key=lambda one: hasattr(one, "recurrence_id")):
        uid, location = part.uid.value, part.location.value if hasattr(part, "location") else ""
        starts, ends = (_utc_of(moment.value) for moment in (part.dtstart, part.dtend))
        cancelled = hasattr(part, "status") and part.status.value == "CANCELLED"
        if hasattr(part, "recurrence_id"):
            found[uid, _utc_of(part.recurrence_id.value)] = (
                None if cancelled else Held(uid, starts, ends, location)
            )
        elif not cancelled:
            firsts = [_utc_of(one) for one in part.rruleset] if part.rruleset else [starts]
            found |= {(uid, one): Held(uid, one, one + (ends - starts), location) for one in firsts}
    return sorted(one for one in found.values() if one is not None)


EXPANDERS = {"ical.js": expanded_by_ical_js, "vobject": expanded_by_vobject}


def _utc_of(moment: datetime | str) -> datetime:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(UTC)


IMAGE_READERS = {"ical.js": images_by_ical_js, "vobject": images_by_vobject}
READERS = {"ical.js": read_with_ical_js, "vobject": read_with_vobject}


def _read(event: dict[str, Any]) -> Read:
    texts = {name: event[name] for name in ("uid", "summary", "location", "description")}
    return Read(**texts, starts=moment_from(event["starts"]), ends=moment_from(event["ends"]))


def moment_from(text: str) -> datetime | date:
    """A day, or a moment in UTC, of ISO text."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).astimezone(UTC)


def _in_utc(value: datetime | date) -> datetime | date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _packaged_node() -> str:
    cannot_run("Node is not on the PATH.")
