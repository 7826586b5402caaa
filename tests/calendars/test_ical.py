"""Calendar objects as other programs read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.ical import (
    BERLIN,
    CalendarEvent,
    CalendarHeader,
    EscapedText,
    Party,
    download_bytes,
    event_bytes,
    header_bytes,
    invitation_bytes,
    tidy,
    tidy_line,
)
from tests.calendars.readers import READERS

ZONE = ZoneInfo("Europe/Berlin")
CHANGED = datetime(2026, 11, 23, 8, tzinfo=UTC)
HEADER = CalendarHeader(name="Meine Buchungen", description="", url="https://example.org/kalender")


def event(**more):
    values = {
        "uid": "1@labspace",
        "sequence": 0,
        "created_at": CHANGED,
        "changed_at": CHANGED,
        "starts_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 1, 10, tzinfo=UTC),
        "zone": ZONE,
        "whole_days": False,
        "summary": "Probe",
        "location": "Desk 1, Stadtlabor Bochum",
        "description": "Zeile eins\nZeile zwei",
        "url": "https://example.org/buchungen/BO-1",
        "status": "CONFIRMED",
        "takes_time": True,
        **more,
    }
    return CalendarEvent(**values)


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def feed(*events):
    return header_bytes(HEADER) + b"".join(event_bytes(one) for one in events) + b"END:VCALENDAR\r\n"


def test_the_zone_is_that_of_the_world_for_ten_years():
    ours = tzical(StringIO(BERLIN.replace("X-LIC-LOCATION:Europe/Berlin\n", ""))).get("Europe/Berlin")
    local = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    while local.year < 2037:
        theirs = [local.replace(tzinfo=ZONE, fold=fold).utcoffset() for fold in (0, 1)]
        if theirs[0] == theirs[1]:
            assert ours.utcoffset(local) == theirs[0], local
        near_a_change = local.month in (3, 10) and local.day > 24
        local += timedelta(minutes=30) if near_a_change else timedelta(days=1)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "day", [date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2026, 3, 29)]
)
def test_every_hour_of_a_clock_change_means_the_same_to_all(reader, day):
    first = datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC) - timedelta(hours=1)
    events = [
        event(
            uid=f"{quarter}@labspace",
            starts_at=first + timedelta(minutes=30 * quarter),
            ends_at=first + timedelta(minutes=30 * quarter + 45),
        )
        for quarter in range(14)
    ]
    read = READERS[reader](feed(*events))
    assert [(one.starts, one.ends) for one in read] == [(one.starts_at, one.ends_at) for one in events]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("month", range(1, 13))
def test_a_booking_keeps_its_time_all_year(reader, month):
    starts = datetime(2026, month, 15, 7, 30, tzinfo=UTC)
    (read,) = READERS[reader](feed(event(starts_at=starts, ends_at=starts + timedelta(hours=2))))
    assert (read.starts, read.ends) == (starts, starts + timedelta(hours=2))


@pytest.mark.parametrize("reader", READERS)
def test_whole_days_are_dates_and_end_on_the_day_after(reader):
    starts = datetime(2026, 10, 20, tzinfo=ZONE).astimezone(UTC)
    ends = datetime(2026, 11, 3, tzinfo=ZONE).astimezone(UTC)
    popup = event(whole_days=True, starts_at=starts, ends_at=ends)
    assert "DTSTART;VALUE=DATE:20261020" in unfolded(event_bytes(popup))
    (read,) = READERS[reader](feed(popup))
    assert (read.starts, read.ends) == (date(2026, 10, 20), date(2026, 11, 3))


def test_a_zone_without_a_tested_definition_is_written_in_utc():
    lines = unfolded(event_bytes(event(zone=ZoneInfo("America/New_York"))))
    assert "DTSTART:20261201T080000Z" in lines


HARD = [
    pytest.param("Größe Ü" * 30, id="umlauts at every fold"),
    pytest.param("🎉👩‍🔬" * 25, id="emoji at every fold"),
    pytest.param("a" * 67 + "ü🎉" * 20, id="a border inside a character"),
    pytest.param("C:\\Neu; Komma, Strich\\n", id="escapes"),
    pytest.param('"Anführung" & <b>', id="quotes"),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", HARD)
def test_texts_arrive_as_they_were_written(reader, text):
    (read,) = READERS[reader](feed(event(summary=text, location=text, description=f"{text}\n{text}")))
    assert read.summary == tidy_line(text)
    assert read.location == tidy_line(text)
    assert read.description == tidy(f"{text}\n{text}")


@pytest.mark.parametrize("reader", READERS)
def test_what_breaks_readers_is_taken_out(reader):
    text = "Ver\x0btikal\x0c \x1c\x00Trenn\u2028er\u2029 und\ttab\ufeff \x85Ende"
    (read,) = READERS[reader](feed(event(summary=text, description=text)))
    assert read.summary == "Vertikal Trenn er und tab Ende"


@pytest.mark.parametrize("reader", READERS)
def test_a_name_with_a_line_break_writes_no_property(reader):
    name = "Raum\r\nATTENDEE:mailto:x@example.org\nX-EVIL:1"
    data = header_bytes(replace(HEADER, name=name)) + event_bytes(event(location=name)) + b"END:VCALENDAR\r\n"
    assert not any(line.startswith(("ATTENDEE", "X-EVIL")) for line in unfolded(data))
    (read,) = READERS[reader](data)
    assert read.location == "Raum ATTENDEE:mailto:x@example.org X-EVIL:1"


def test_a_megabyte_becomes_a_line():
    data = event_bytes(event(summary="ä" * 1_000_000, description="b" * 1_000_000))
    assert len(data) < 6000
    assert data.decode().count("…") == 2


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_lines_of_75_octets_that_are_whole_utf8(text):
    data = event_bytes(event(summary=text, location=text, description=text))
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
        assert not any(octet < 32 or octet == 127 for octet in line)


def test_the_escape_is_undone_by_the_letter_of_the_rfc():
    assert EscapedText("a\\N;b,c\nd").to_ical() == b"a\\\\N\\;b\\,c\\nd"


def test_an_event_says_each_thing_once_and_nothing_of_now():
    lines = unfolded(event_bytes(event()))
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "CREATED"):
        assert len([line for line in lines if line.startswith((f"{name}:", f"{name};"))]) == 1, name
    assert "DTSTAMP:20261123T080000Z" in lines
    assert event_bytes(event()) == event_bytes(event())


def test_a_download_invites_nobody():
    lines = unfolded(download_bytes(event()))
    assert not any(line.startswith(("METHOD", "ORGANIZER", "ATTENDEE")) for line in lines)


@pytest.mark.parametrize(("status", "method"), [("CONFIRMED", "REQUEST"), ("CANCELLED", "CANCEL")])
def test_an_invitation_names_one_attendee_who_has_accepted(status, method):
    sent = CHANGED + timedelta(minutes=5)
    data = invitation_bytes(
        event(status=status),
        organizer=Party(email="stadtlabor@example.org", name='Haus "A"; B'),
        attendee=Party(email="alice@example.org", name="Alice\r\nX-EVIL:1"),
        now=sent,
    )
    lines = unfolded(data)
    assert f"METHOD:{method}" in lines
    attendees = [line for line in lines if line.startswith("ATTENDEE")]
    assert len(attendees) == 1
    assert "PARTSTAT=ACCEPTED" in attendees[0]
    assert "RSVP=FALSE" in attendees[0]
    assert attendees[0].endswith(":mailto:alice@example.org")
    assert "DTSTAMP:20261123T080500Z" in lines
    assert "LAST-MODIFIED:20261123T080000Z" in lines
    assert not any(line.startswith("X-EVIL") for line in lines)
    (read,) = READERS["ical.js"](data)
    assert read.uid == "1@labspace"
