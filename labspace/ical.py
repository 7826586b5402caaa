"""iCalendar objects (RFC 5545, 5546) that every calendar program reads the same way.

Built with the `icalendar` package, but without its conveniences that go wrong: random UIDs, "now" as
DTSTAMP, unescaped names, and VTIMEZONEs that begin summer an hour late. The reasons stand beside
each step; `tests/test_ical.py` holds the bytes against readers that are not `icalendar`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration, vGeo, vRecur, vText, vUri

PRODID = "-//labspace//labspace//DE"

BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
X-LIC-LOCATION:Europe/Berlin
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""

TIMEZONES: Mapping[str, bytes] = {"Europe/Berlin": BERLIN.replace("\n", "\r\n").encode("ascii")}
"""Zones whose definition is tested against zoneinfo; times of all others are written in UTC."""

END = b"END:VCALENDAR\r\n"

MAX_LINE, MAX_TEXT = 250, 4000

_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x85]")
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def tidy(text: str, *, most: int = MAX_TEXT) -> str:
    """`text` as calendars can read it: no control characters, plain line breaks, at most `most` characters.

    One vertical tab makes a whole feed unreadable in some clients, U+2028 cuts titles in others.
    """
    head = text[: 2 * most]
    clean = _UNREADABLE.sub("", _BREAKS.sub("\n", head)).replace("\t", " ").strip()
    return clean if len(clean) <= most and len(text) <= 2 * most else clean[: most - 1].rstrip() + "…"


def tidy_line(text: str, *, most: int = MAX_LINE) -> str:
    """`tidy` text in one line."""
    return tidy(" ".join(tidy(text, most=most).split()), most=most)


class EscapedText(vText):
    """A TEXT value escaped once, by the letter of RFC 5545 3.3.11.

    The package reads a written `\\N` ("C:\\Neu") as a line break, and writes unknown properties raw.
    """

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode("utf-8")


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """How an event comes back: by a rule that counts on the house's clock, up to a last date, some left out.

    None of its starts lies in an hour that the house's clock shows twice or not at all: half the
    readers take the other one. A date that differs from the rule is an event of its own beside it.
    """

    rule: str
    """RRULE text without an end, such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH`."""
    last_at: datetime
    """When the last date begins."""
    without: tuple[datetime, ...] = ()
    """When the dates would begin that the rule names and that are not held."""


@dataclass(frozen=True, kw_only=True)
class EventImage:
    """A picture programs may show beside an event (RFC 7986 5.10); who does not, reads of it in the description."""

    url: str
    """Absolute, open to everybody, another one for other bytes; of ASCII characters."""
    mimetype: str


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """What a calendar shows of one booking; texts in the reader's language, untidied."""

    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    """Rises with every visible change: clients skip an event whose LAST-MODIFIED did not rise."""
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    whole_days: bool
    """Shown as dates where the span is whole local days."""
    summary: str
    location: str
    description: str
    url: str
    status: str
    """CONFIRMED, TENTATIVE or CANCELLED."""
    takes_time: bool
    geo: tuple[float, float] | None = None
    image: EventImage | None = None
    related_to: str = ""
    """UID of the series the event is a date of."""
    repeats: Repetition | None = None
    """None: it takes place once. Needs a zone of `TIMEZONES`, in which the rule counts."""
    instead_of: datetime | None = None
    """Of a date that differs from its event's rule: when the rule would begin it (RECURRENCE-ID)."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """A mail address with the name it is shown with."""

    email: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CalendarHeader:
    """What a subscribed calendar says of itself."""

    name: str
    description: str
    url: str
    colour: str = "teal"
    """A CSS colour name (RFC 7986)."""
    hex_colour: str = "#0F766E"
    refresh: timedelta = field(default=timedelta(hours=1))


def event_bytes(
    event: CalendarEvent, *, stamp: datetime | None = None, parties: Mapping[str, Party] | None = None
) -> bytes:
    """The VEVENT, folded, ending with a line break.

    `stamp` is the moment of the message in invitations; elsewhere DTSTAMP equals LAST-MODIFIED, so
    that two fetches of an unchanged feed are the same bytes. `parties`: see `invitation_bytes`.
    """
    item = Event()
    item.add("UID", event.uid)
    item.add("DTSTAMP", (stamp or event.changed_at).astimezone(UTC))
    starts, ends = ends_of(event)
    if event.instead_of:
        item.add("RECURRENCE-ID", event.instead_of.astimezone(event.zone))
    item.add("DTSTART", starts)
    item.add("DTEND", ends)
    if event.repeats:
        _add_repetition(item, event.repeats, zone=event.zone)
    item.add("SUMMARY", EscapedText(tidy_line(event.summary)))
    if location := tidy_line(event.location):
        item.add("LOCATION", EscapedText(location))
    if description := tidy(event.description):
        item.add("DESCRIPTION", EscapedText(description))
    if event.geo:
        item.add("GEO", vGeo(event.geo))
    if event.image:
        # BADGE: small, beside the title. VALUE has no default here and must be said.
        about = {"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": event.image.mimetype}
        item.add("IMAGE", vUri(event.image.url), parameters=about)
    if event.related_to:
        item.add("RELATED-TO", event.related_to)
    item.add("URL", vUri(event.url))
    item.add("STATUS", event.status)
    item.add("TRANSP", "OPAQUE" if event.takes_time and event.status != "CANCELLED" else "TRANSPARENT")
    item.add("SEQUENCE", event.sequence)
    item.add("CREATED", event.created_at.astimezone(UTC))
    item.add("LAST-MODIFIED", event.changed_at.astimezone(UTC))
    for name, party in (parties or {}).items():
        item.add(name, _address(party, attends=name == "ATTENDEE"))
    return bytes(item.to_ical())


def _add_repetition(item: Event, repeats: Repetition, *, zone: ZoneInfo) -> None:
    # UNTIL in UTC (RFC 5545 3.3.10), left-out dates in the zone of DTSTART, one a line: several in one
    # are read in part only by some, and UTC ones not at all.
    until = f"{repeats.last_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    item.add("RRULE", vRecur.from_ical(f"{repeats.rule};UNTIL={until}"))
    for moment in repeats.without:
        item.add("EXDATE", moment.astimezone(zone))


def ends_of(event: CalendarEvent) -> tuple[date, date] | tuple[datetime, datetime]:
    """Start and end as they are written: dates, local times, or UTC where local ones are read differently."""
    starts, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    midnight = all((end.hour, end.minute, end.second) == (0, 0, 0) for end in (starts, ends))
    if event.whole_days and midnight:
        return starts.date(), ends.date()
    # Half the readers take the other 02:30 of a doubled hour (calendar-rules 1.5), and a zone
    # without a tested definition is understood by nobody: UTC is the same for all.
    if event.zone.key not in TIMEZONES or _is_doubled(starts) or _is_doubled(ends):
        return event.starts_at.astimezone(UTC), event.ends_at.astimezone(UTC)
    return starts, ends


def _is_doubled(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _address(party: Party, *, attends: bool) -> vCalAddress:
    address = vCalAddress(f"mailto:{tidy_line(party.email)}")
    address.params["CN"] = tidy_line(party.name).replace('"', "'")
    if attends:
        address.params["ROLE"] = "REQ-PARTICIPANT"
        address.params["PARTSTAT"] = "ACCEPTED"
        address.params["RSVP"] = "FALSE"
    return address


def header_bytes(header: CalendarHeader) -> bytes:
    """The beginning of a feed up to its first event: no METHOD (rule 3), the zone written out."""
    calendar = _calendar()
    name, description = tidy_line(header.name), tidy(header.description)
    for key, text in (
        ("NAME", name),
        ("X-WR-CALNAME", name),
        ("DESCRIPTION", description),
        ("X-WR-CALDESC", description),
        ("COLOR", header.colour),
        ("X-APPLE-CALENDAR-COLOR", header.hex_colour),
    ):
        if text:
            calendar.add(key, EscapedText(text))
    calendar.add("URL", vUri(header.url))
    # VALUE is required (RFC 7986 5.7); the package writes the older name's value as Python would.
    calendar.add("REFRESH-INTERVAL", header.refresh, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(header.refresh))
    return _opened(calendar) + b"".join(TIMEZONES.values())


def download_bytes(*events: CalendarEvent) -> bytes:
    """One event or several as a file: no METHOD and no ORGANIZER, who would get mails of acceptance."""
    zones = sorted({_zone_of(event) for event in events})
    return _opened(_calendar()) + b"".join(zones) + b"".join(map(event_bytes, events)) + END


def lone_event_bytes(event: bytes, *, with_zone: bool = True) -> bytes:
    """A stored VEVENT as a calendar of its own, as CalDAV keeps one (RFC 4791 4.1)."""
    return _lone_head(with_zone) + event + END


@cache
def _lone_head(with_zone: bool) -> bytes:
    return _opened(_calendar()) + (b"".join(TIMEZONES.values()) if with_zone else b"")


def invitation_bytes(
    event: CalendarEvent, *instances: CalendarEvent, organizer: Party, attendee: Party, now: datetime
) -> bytes:
    """The iTIP message (RFC 5546) for a mail: CANCEL for a cancelled event, else REQUEST.

    One attendee, who has accepted by booking and is asked for no answer. `instances` are the dates of a
    repeated event that differ from its rule; they have its UID, since a message is about one.
    """
    calendar = _calendar()
    calendar.add("METHOD", method_of(event))
    parties = {"ORGANIZER": organizer, "ATTENDEE": attendee}
    written = b"".join(event_bytes(one, stamp=now, parties=parties) for one in (event, *instances))
    return _opened(calendar) + _zone_of(event) + written + END


def method_of(event: CalendarEvent) -> str:
    """REQUEST or CANCEL; goes into the Content-Type of the mail as well (RFC 6047 2.4)."""
    return "CANCEL" if event.status == "CANCELLED" else "REQUEST"


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def _opened(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical()).removesuffix(END)


def _zone_of(event: CalendarEvent) -> bytes:
    return TIMEZONES.get(event.zone.key, b"")
