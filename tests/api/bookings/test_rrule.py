"""Rules of recurrence as other programs write them."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from labspace.api.bookings.rrule import NotKept, rule_from

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 12, 1, 9, tzinfo=BERLIN)
"""A Tuesday."""


def days(text: str, first: datetime = FIRST) -> list[date]:
    return list(islice(rule_from(text, first=first, zone=BERLIN).days(first=first.date()), 400))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;BYDAY=TU;COUNT=3"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,MO;COUNT=4", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4"),
        ("freq=daily;count=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5"),
        ("FREQ=MONTHLY;COUNT=2", "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=2"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2;COUNT=2", "FREQ=MONTHLY;BYDAY=2FR;COUNT=2"),
        ("FREQ=WEEKLY;UNTIL=20261222", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261222"),
        ("FREQ=WEEKLY;UNTIL=20261222T080000Z", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261222"),
        ("FREQ=WEEKLY;UNTIL=20261222T075959Z", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261221"),
        ("FREQ=WEEKLY;WKST=SU;COUNT=2", "FREQ=WEEKLY;BYDAY=TU;COUNT=2"),
    ],
)
def test_a_rule_is_kept_as_the_house_counts_it(text: str, kept: str) -> None:
    assert rule_from(text, first=FIRST, zone=BERLIN).text == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "weekly",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20261222",
        "FREQ=YEARLY;COUNT=2",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;INTERVAL=99;COUNT=2",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=2",
        "FREQ=WEEKLY;BYDAY=1MO;COUNT=2",
        "FREQ=WEEKLY;BYDAY=XX;COUNT=2",
        "FREQ=WEEKLY;BYHOUR=9;COUNT=2",
        "FREQ=WEEKLY;COUNT=2;COUNT=3",
        "FREQ=MONTHLY;BYDAY=5FR;COUNT=2",
        "FREQ=MONTHLY;BYDAY=FR;COUNT=2",
        "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2",
        "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2",
        "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=7;COUNT=2",
        "FREQ=WEEKLY;UNTIL=20261332",
        "FREQ=WEEKLY;UNTIL=00010101T000000Z",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=WEEKLY;COUNT=\u0663",
        "X" * 400,
    ],
)
def test_what_is_not_kept_is_refused(text: str) -> None:
    with pytest.raises(NotKept):
        rule_from(text, first=FIRST, zone=BERLIN)


weekdays = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=4, unique=True)
ends = st.one_of(
    st.integers(1, 60).map(lambda number: f"COUNT={number}"),
    st.dates(date(2026, 12, 1), date(2028, 12, 31)).map(lambda day: f"UNTIL={day:%Y%m%d}T235959"),
)
rules = st.one_of(
    st.builds(
        lambda every, days, end: (
            f"FREQ=WEEKLY;INTERVAL={every}{';BYDAY=' + ','.join(days) if days else ''};{end}"
        ),
        st.integers(1, 8),
        weekdays,
        ends,
    ),
    st.builds(lambda every, end: f"FREQ=DAILY;INTERVAL={every};{end}", st.integers(1, 40), ends),
    st.builds(
        lambda nth, day, end: f"FREQ=MONTHLY;BYDAY={nth}{day};{end}",
        st.sampled_from([1, 2, 3, 4, -1]),
        st.sampled_from(["MO", "WE", "SU"]),
        ends,
    ),
    st.builds(lambda day, end: f"FREQ=MONTHLY;BYMONTHDAY={day};{end}", st.integers(1, 31), ends),
)


@given(rules, st.dates(date(2026, 12, 1), date(2027, 6, 30)))
def test_the_dates_are_those_another_reader_of_the_standard_finds(text: str, day: date) -> None:
    first = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)
    theirs = rrulestr(text, dtstart=first.replace(tzinfo=None))
    expected = [one.date() for one in islice(theirs, 400) if (one.date() - day).days <= 366 * 5]
    assert days(text, first) == expected
