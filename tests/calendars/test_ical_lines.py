"""The fast writer of feeds and the careful one of everything else make the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.ical import CalendarEvent, EventImage, event_bytes
from labspace.ical_lines import LIMIT, folded, plain_event_bytes
from labspace.locations.coordinates import DIGITS

BERLIN = ZoneInfo("Europe/Berlin")


def degrees(most: int) -> st.SearchStrategy[float]:
    return st.integers(-most * 10**DIGITS, most * 10**DIGITS).map(lambda part: part / 10**DIGITS)


MOMENTS = st.integers(0, 2 * 365 * 96).map(
    lambda quarters: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15) * quarters
)
TEXTS = st.text(max_size=400) | st.text("äöü🎉\\,;\n\t\x0b\u2028^ aN", min_size=60, max_size=300)
IMAGES = st.none() | st.builds(
    EventImage,
    url=st.text("abc/?=&", max_size=120).map("https://example.org/bilder/".__add__),
    mimetype=st.just("image/webp"),
)
PLACES = st.none() | st.tuples(degrees(90), degrees(180))


@st.composite
def events(draw: st.DrawFn) -> CalendarEvent:
    """Any event a feed may hold."""
    starts_at = draw(MOMENTS | st.sampled_from([datetime(2026, 10, 24, 22, tzinfo=UTC)]))
    return CalendarEvent(
        uid=draw(st.text("abc-@123,;", min_size=1, max_size=90)),
        sequence=draw(st.integers(0, 99)),
        created_at=draw(MOMENTS),
        changed_at=draw(MOMENTS),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15) * draw(st.integers(1, 400)),
        zone=draw(st.sampled_from([BERLIN, ZoneInfo("America/New_York"), ZoneInfo("UTC")])),
        whole_days=draw(st.booleans()),
        summary=draw(TEXTS),
        location=draw(TEXTS),
        description=draw(TEXTS),
        url="https://example.org/" + draw(st.text("abc/?=&ä", max_size=90)),
        status=draw(st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"])),
        takes_time=draw(st.booleans()),
        related_to=draw(st.text("abc-@123,;", max_size=90)),
        geo=draw(PLACES),
        image=draw(IMAGES),
    )


@settings(max_examples=300, deadline=None)
@given(events())
def test_both_writers_make_the_same_bytes(event: CalendarEvent) -> None:
    assert plain_event_bytes(event) == event_bytes(event)


@given(st.text("aä🎉\\^,", max_size=400))
def test_no_line_is_longer_than_allowed_and_nothing_is_lost(text: str) -> None:
    lines = folded(text).split(b"\r\n")
    assert all(len(line) <= LIMIT + 1 for line in lines)
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == text


@pytest.mark.parametrize("octets", range(LIMIT - 3, LIMIT + 4))
def test_a_letter_of_two_octets_at_the_border_stays_whole(octets: int) -> None:
    assert "ä" in folded("a" * octets + "ä" + "b" * 10).decode()
