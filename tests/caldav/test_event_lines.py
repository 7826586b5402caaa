"""When a stored event is, read back from its bytes: zones, whole days, the doubled hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.caldav.event_lines import EventLines, object_bytes, overlaps, uid_of
from labspace.ical import CalendarEvent, event_bytes
from tests.calendars.readers import read_with_vobject

MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
LENGTHS = st.integers(1, 60 * 24 * 9).map(lambda minutes: timedelta(minutes=minutes))


def written(starts_at, ends_at, *, zone="Europe/Berlin", whole_days=False, **more):
    values = {"uid": "a@labspace", "summary": "Tag", "location": "", "description": ""} | more
    return event_bytes(
        CalendarEvent(
            sequence=0,
            created_at=starts_at,
            changed_at=starts_at,
            starts_at=starts_at,
            ends_at=ends_at,
            zone=ZoneInfo(zone),
            whole_days=whole_days,
            url="https://example.org/",
            status="CONFIRMED",
            takes_time=True,
            **values,
        )
    )


@given(starts_at=MOMENTS, length=LENGTHS, zone=st.sampled_from(["Europe/Berlin", "America/New_York"]))
def test_an_event_is_when_it_was_written(starts_at, length, zone):
    event = EventLines(written(starts_at, starts_at + length, zone=zone))
    assert (event.starts_at, event.ends_at) == (starts_at, starts_at + length)


@given(starts_at=MOMENTS, length=LENGTHS)
def test_in_utc_it_is_at_the_same_time_for_an_independent_reader(starts_at, length):
    data = object_bytes(written(starts_at, starts_at + length), utc=True)
    [event] = read_with_vobject(data)
    assert (event.starts, event.ends) == (starts_at, starts_at + length)
    assert b"TZID" not in data


@given(starts_at=MOMENTS, length=LENGTHS, begin=st.none() | MOMENTS, end=st.none() | MOMENTS)
def test_it_lies_in_a_range_exactly_where_some_second_of_it_does(starts_at, length, begin, end):
    event = EventLines(written(starts_at, starts_at + length))
    first = max(starts_at, begin) if begin else starts_at
    after = min(starts_at + length, end) if end else starts_at + length
    if begin and end and begin >= end:
        return
    assert overlaps(event, begin, end) is (first < after)


def test_whole_days_begin_and_end_at_midnight_here():
    zone = ZoneInfo("Europe/Berlin")
    starts_at, ends_at = (datetime(2026, 3, day, tzinfo=zone).astimezone(UTC) for day in (28, 31))
    ics = written(starts_at, ends_at, whole_days=True)
    assert b"DTSTART;VALUE=DATE:20260328" in ics
    event = EventLines(ics)
    assert (event.starts_at, event.ends_at) == (starts_at, ends_at)
    assert b"DTSTART;VALUE=DATE:20260328" in object_bytes(ics, utc=True)


@pytest.mark.parametrize("uid", ["short@labspace", "x" * 200 + "@labspace"])
def test_the_uid_is_read_however_long_it_is(uid):
    day = datetime(2026, 11, 24, tzinfo=UTC)
    assert uid_of(written(day, day + timedelta(hours=1), uid=uid)) == uid


def test_properties_are_read_without_their_escapes():
    day = datetime(2026, 11, 24, tzinfo=UTC)
    ics = written(day, day + timedelta(hours=1), summary="A;B,C\\D " + "ü" * 90, description="x\ny")
    lines = EventLines(ics).lines
    assert lines["SUMMARY"][0].value == "A;B,C\\D " + "ü" * 90
    assert lines["DESCRIPTION"][0].value == "x\ny"
    assert lines["DTSTART"][0].params == {"TZID": "Europe/Berlin"}
