"""Lengths of time and lists of rules as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.houses.ruling.lines import (
    NotALine,
    keep_ids,
    read_length,
    read_lines,
    read_product,
    read_quota,
    read_step,
    write_length,
    write_lines,
    write_product,
    write_quota,
    write_step,
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90), ("90 Min.", 90), ("2 Std.", 120), ("2h", 120), ("1 Stunde", 60), ("14 Tage", 20160),
        ("1 day", 1440), ("0", 0), ("", None), ("lange", None), ("1,5 h", None), ("-5", None), ("9" * 30, None),
    ],
)  # fmt: skip
def test_a_length_is_read(text: str, minutes: int | None) -> None:
    assert read_length(text) == minutes


@given(st.integers(0, 999_999), st.booleans())
def test_a_length_is_read_as_it_is_written(minutes: int, german: bool) -> None:
    assert read_length(write_length(minutes, german=german)) == minutes


def test_a_part_of_the_day_is_read() -> None:
    assert read_product("8–13 Vormittag / Morning") == {
        "id": "vormittag", "name": {"de": "Vormittag", "en": "Morning"}, "from": "08:00", "until": "13:00",
    }  # fmt: skip
    assert read_product("13:30–18 Nachmittag / Tee")["name"]["en"] == "Tee"
    assert read_product("18–24 Später Abend")["id"] == "spaeter-abend"


@pytest.mark.parametrize(
    "line", ["Vormittag", "8–13", "13–8 Vormittag", "8–9,10–11 Beides", "8 13 Vormittag"]
)
def test_what_is_no_part_of_the_day_is_told(line: str) -> None:
    with pytest.raises(NotALine):
        read_product(line)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "Person, Woche: 3 Buchungen, 12 Stunden",
            {"for": "person", "per": "week", "bookings": 3, "hours": 12.0},
        ),
        ("Organisation, Voraus: 4 Buchungen", {"for": "organisation", "per": "ahead", "bookings": 4}),
        ("person, day: 1 booking", {"for": "person", "per": "day", "bookings": 1}),
        ("Person, Monat: 7,5 Std.", {"for": "person", "per": "month", "hours": 7.5}),
    ],
)
def test_a_quota_is_read(line: str, row: dict[str, object]) -> None:
    assert read_quota(line) == row


@pytest.mark.parametrize(
    "line", ["3 Buchungen", "Person, Jahr: 3 Buchungen", "Person, Woche:", "Hund, Tag: 1 Buchung"]
)
def test_what_is_no_quota_is_told(line: str) -> None:
    with pytest.raises(NotALine):
        read_quota(line)


@given(
    st.sampled_from(["person", "organisation"]),
    st.sampled_from(["day", "week", "month", "ahead"]),
    st.integers(1, 9999),
    st.integers(1, 4000).map(lambda quarters: quarters / 4),
    st.booleans(),
)
def test_a_quota_is_read_as_it_is_written(
    owner: str, period: str, bookings: int, hours: float, german: bool
) -> None:
    row = {"for": owner, "per": period, "bookings": bookings, "hours": hours}
    assert read_quota(write_quota(row, german=german)) == row


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("2 in 60 Tagen: Hinweis", {"after": 2, "within_days": 60, "then": "word"}),
        ("3 in 60 days: approval", {"after": 3, "within_days": 60, "then": "approval"}),
        ("4 in 60 Tagen: Pause 14 Tage", {"after": 4, "within_days": 60, "then": "pause", "pause_days": 14}),
    ],
)
def test_a_consequence_is_read_as_it_is_written(line: str, row: dict[str, object]) -> None:
    assert read_step(line) == row
    assert all(read_step(write_step(row, german=german)) == row for german in (True, False))


@pytest.mark.parametrize("line", ["Pause", "3 in 60 Tagen: Strafe", "3: Hinweis", "x in y Tagen: Hinweis"])
def test_what_is_no_consequence_is_told(line: str) -> None:
    with pytest.raises(NotALine):
        read_step(line)


@pytest.mark.parametrize(
    ("text", "rows"),
    [("", None), (" \n ", None), ("keine", []), ("None", []), ("8–13 Vormittag\n\n13–18 Nachmittag", ["vormittag", "nachmittag"])],
    ids=["empty", "blank", "none", "english", "two"],
)  # fmt: skip
def test_nothing_said_is_another_answer_than_none(text: str, rows: list[str] | None) -> None:
    found = read_lines(text, read_product)
    assert (None if found is None else [one["id"] for one in found]) == rows
    again = write_lines(found, write_product, german=True)
    assert read_lines(again, read_product) == found


def test_too_many_lines_are_too_many() -> None:
    with pytest.raises(NotALine):
        read_lines("\n".join(f"8–13 Teil {number}" for number in range(40)), read_product)


def test_parts_of_the_day_keep_the_ids_they_had() -> None:
    known = [{"id": "morning", "name": {"de": "Vormittag", "en": "Morning"}}]
    found = keep_ids([read_product("8–12 Vormittag"), read_product("12–18 Nachmittag")], known)
    assert found is not None
    assert [one["id"] for one in found] == ["morning", "nachmittag"]
    assert keep_ids(None, known) is None
