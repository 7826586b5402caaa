"""The rules for what stands in a calendar, row by row: header, zone, events, text (RFC 5545, 7986)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from labspace.ical import (
    TIMEZONES,
    CalendarEvent,
    CalendarHeader,
    Party,
    Repetition,
    download_bytes,
    event_bytes,
    header_bytes,
    invitation_bytes,
    tidy,
    tidy_line,
)
from tests.calendars.inbox import value_of
from tests.calendars.readers import READERS, Read
from tests.calendars.strict import read_strictly
from tests.support.clients import Clients

BERLIN = ZoneInfo("Europe/Berlin")
CHANGED = datetime(2026, 11, 23, 8, tzinfo=UTC)
HEADER = CalendarHeader(
    name="Meine Buchungen; alle, „echt“",
    description="Demonstration\nfrei erfunden",
    url="https://example.org/k",
)


def event(number: int = 1, **more: Any) -> CalendarEvent:
    values: dict[str, Any] = {
        "uid": f"{number:05}@labspace",
        "sequence": 0,
        "created_at": CHANGED - timedelta(days=1),
        "changed_at": CHANGED,
        "starts_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 1, 10, tzinfo=UTC),
        "zone": BERLIN,
        "whole_days": False,
        "summary": "Probe",
        "location": "Desk 1",
        "description": "",
        "url": "https://example.org/buchungen/BO-1",
        "status": "CONFIRMED",
        "takes_time": True,
    }
    return CalendarEvent(**values | more)


def feed(*events: CalendarEvent, header: CalendarHeader = HEADER) -> bytes:
    return header_bytes(header) + b"".join(map(event_bytes, events)) + b"END:VCALENDAR\r\n"


def lines(data: bytes) -> list[str]:
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_the_header_says_what_clients_look_for_in_the_forms_they_read() -> None:
    head = lines(header_bytes(HEADER))
    for line in (
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "NAME:Meine Buchungen\\; alle\\, „echt“",
        "X-WR-CALNAME:Meine Buchungen\\; alle\\, „echt“",
        "DESCRIPTION:Demonstration\\nfrei erfunden",
        "X-WR-CALDESC:Demonstration\\nfrei erfunden",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#0F766E",
        "URL:https://example.org/k",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert head.count(line) == 1, line
    assert any(line.startswith("PRODID:-//labspace") for line in head)


def test_the_header_leaves_out_what_confuses_clients() -> None:
    head = lines(header_bytes(HEADER))
    names = {re.split("[:;]", line)[0] for line in head}
    assert not names & {"METHOD", "UID", "X-WR-TIMEZONE", "ORGANIZER", "RDATE", "TZUNTIL", "COMMENT"}
    assert header_bytes(HEADER) == header_bytes(HEADER)


def test_each_zone_stands_once_before_its_first_use_and_has_a_plain_name() -> None:
    text = feed(event(1), event(2)).decode()
    used = set(re.findall(r";TZID=([^:;]+):", text))
    assert used == {"Europe/Berlin"}
    assert text.count("BEGIN:VTIMEZONE") == len(TIMEZONES)
    assert text.count("TZID:Europe/Berlin\r\n") == 1
    assert text.index("TZID:Europe/Berlin\r\n") < text.index("BEGIN:VEVENT")


@pytest.mark.parametrize("zone", TIMEZONES)
def test_a_zone_has_rules_and_no_lists_nor_seconds(zone: str) -> None:
    text = TIMEZONES[zone].decode("ascii")
    assert text.count("RRULE:FREQ=YEARLY;") == text.count("BEGIN:STANDARD") + text.count("BEGIN:DAYLIGHT")
    assert re.findall(r"TZOFFSET\w+:(.*)\r\n", text) == re.findall(r"TZOFFSET\w+:([+-]\d{4})\r\n", text)


@pytest.mark.parametrize("reader", READERS)
def test_ten_years_of_clock_changes_are_those_of_the_world(reader: str) -> None:
    """The hours around each change of 2026 to 2036, as written and as read."""
    starts = []
    for year in range(2026, 2037):
        for month in (3, 10):
            sunday = next(day for day in range(31, 24, -1) if date(year, month, day).weekday() == 6)
            change = datetime(year, month, sunday, 1, tzinfo=UTC)
            starts += [change + timedelta(minutes=30 * step) for step in range(-5, 6)]
    events = [
        event(number, starts_at=one, ends_at=one + timedelta(minutes=20)) for number, one in enumerate(starts)
    ]
    read = READERS[reader](feed(*events))
    assert [(one.starts, one.ends) for one in read] == [(one.starts_at, one.ends_at) for one in events]


def test_no_local_time_is_written_in_a_doubled_hour_and_none_floats() -> None:
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    data = event_bytes(event(starts_at=night, ends_at=night + timedelta(hours=3)))
    assert value_of(data.decode(), "DTSTART") == "20261025T003000Z"
    assert value_of(data.decode(), "DTEND") == "20261025T033000Z"
    plain = [line for line in lines(event_bytes(event())) if line.startswith(("DTSTART", "DTEND"))]
    assert plain == ["DTSTART;TZID=Europe/Berlin:20261201T090000", "DTEND;TZID=Europe/Berlin:20261201T110000"]


def test_stamps_are_in_utc_and_tell_of_the_change_not_of_now() -> None:
    text = event_bytes(event()).decode()
    assert value_of(text, "DTSTAMP") == value_of(text, "LAST-MODIFIED") == "20261123T080000Z"
    assert value_of(text, "CREATED") == "20261122T080000Z"


@pytest.mark.parametrize(
    ("status", "takes_time", "shown"),
    [
        pytest.param("CONFIRMED", True, "OPAQUE", id="an own booking"),
        pytest.param("TENTATIVE", True, "OPAQUE", id="asked for"),
        pytest.param("CONFIRMED", False, "TRANSPARENT", id="somebody else's"),
        pytest.param("CANCELLED", True, "TRANSPARENT", id="called off"),
    ],
)
def test_status_and_transparency(status: str, takes_time: bool, shown: str) -> None:
    text = event_bytes(event(status=status, takes_time=takes_time)).decode()
    assert (value_of(text, "STATUS"), value_of(text, "TRANSP")) == (status, shown)


def test_a_rule_ends_in_utc_and_its_exceptions_are_in_its_zone_one_a_line() -> None:
    weeks = [datetime(2026, 12, 1, 8, tzinfo=UTC) + timedelta(weeks=week) for week in range(1, 4)]
    repeats = Repetition(rule="FREQ=WEEKLY;BYDAY=TU", last_at=weeks[2], without=(weeks[0], weeks[1]))
    written = lines(event_bytes(event(repeats=repeats)))
    assert "RRULE:FREQ=WEEKLY;UNTIL=20261222T080000Z;BYDAY=TU" in written
    assert [line for line in written if line.startswith("EXDATE")] == [
        "EXDATE;TZID=Europe/Berlin:20261208T090000",
        "EXDATE;TZID=Europe/Berlin:20261215T090000",
    ]
    instance = lines(event_bytes(event(instead_of=weeks[2])))
    assert "RECURRENCE-ID;TZID=Europe/Berlin:20261222T090000" in instance
    assert not any(line.startswith(("RRULE", "RDATE", "EXDATE")) for line in instance)


BORDERS = [
    (name, "a" * filler + letters)
    for name, letters in (("umlauts", "äöüß" * 20), ("emoji", "🎉👩‍🔬" * 12), ("escapes", "\\;,\n" * 20))
    for filler in range(12)
]
ODD = [chr(code) for code in (*range(1, 9), *range(11, 32), *range(127, 160), 0x2028, 0x2029, 0xFEFF)]
HARD = [
    *(text for _name, text in BORDERS),
    *(f"vor{letter}nach" for letter in ODD),
    "C:\\Neu, C:\\neu; \\N \\n",
    'Raum\r\nATTENDEE:mailto:x@example.org\nX-EVIL:1 "; x"',
    "x" * 1_000_000,
    "ü" * 1_000_000,
]
"""Texts that have broken calendars: at fold borders, control characters, separators, escapes, a megabyte."""


def hard_feed(texts: list[str] = HARD) -> tuple[bytes, list[CalendarEvent]]:
    events = [
        event(number, summary=text, location=text, description=f"{text}\n\n{text}")
        for number, text in enumerate(texts)
    ]
    return feed(*events, header=replace(HEADER, name=HARD[-3], description=HARD[-3])), events


def as_told(events: list[CalendarEvent]) -> list[tuple[str, str, str]]:
    return [(one.uid, tidy_line(one.summary), tidy(one.description)) for one in events]


def as_read(found: list[Read]) -> list[tuple[str, str, str]]:
    return [(one.uid, one.summary, one.description) for one in found]


@pytest.mark.parametrize("reader", READERS)
def test_every_hard_text_arrives_as_written(reader: str) -> None:
    data, events = hard_feed()
    assert as_read(READERS[reader](data)) == as_told(events)


def test_no_line_is_too_long_broken_or_smuggled_in() -> None:
    data, _events = hard_feed()
    assert not data.startswith(b"\xef\xbb\xbf")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert not re.search(rb"[\x00-\x1f\x7f]", line)
        line.decode("utf-8")
    assert b"\r\n\r\n" not in data
    assert not any(line.startswith(("ATTENDEE", "X-EVIL")) for line in lines(data))
    assert len(data) < 1_000_000


def test_strict_readers_read_all_of_it(clients: Clients, tmp_path: Path) -> None:
    # Their parsers take a hundred times as long: every fifth text of each kind.
    data, events = hard_feed([*HARD[::5], *HARD[-4:]])
    for found in read_strictly(clients, data, home=tmp_path).values():
        assert [one.uid for one in found] == [one.uid for one in events]
        assert {(one.starts, one.ends) for one in found} == {(events[0].starts_at, events[0].ends_at)}
        assert found[0].summary == tidy_line(HARD[0])


@pytest.mark.parametrize("status", ["CONFIRMED", "CANCELLED"])
def test_all_readers_read_invitations(clients: Clients, tmp_path: Path, status: str) -> None:
    whole = event(
        status=status,
        repeats=Repetition(rule="FREQ=WEEKLY;BYDAY=TU", last_at=datetime(2027, 6, 1, 7, tzinfo=UTC)),
    )
    data = invitation_bytes(
        whole,
        organizer=Party(email="stadtlabor@example.org", name='Haus "A"; B, C'),
        attendee=Party(email="alice@example.org", name="Ää 🎉: Öö\r\nX-EVIL:1"),
        now=CHANGED + timedelta(minutes=3),
    )
    read = {name: one(data) for name, one in READERS.items()}
    read |= read_strictly(clients, data, home=tmp_path)
    assert len(read) == 4
    for found in read.values():
        assert [(one.uid, one.starts, one.ends) for one in found] == [
            (whole.uid, whole.starts_at, whole.ends_at)
        ]


def test_a_download_has_no_method_and_nobody_to_answer() -> None:
    for data in (download_bytes(event()), feed(event())):
        assert not re.search(rb"^(METHOD|ORGANIZER|ATTENDEE)", data, re.MULTILINE)
