"""Passers-by from files as counters export them: both nights of the clock change, gaps, doubles, every encoding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.context.kinds import Stamp
from labspace.context.reading.findings import TableRefused
from labspace.context.reading.passers_by import read_passers_by
from labspace.context.reading.read import HourRead
from labspace.context.reading.texts import MOST_BYTES

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 12, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def read(text: str | bytes, stamp: Stamp = Stamp.BEGIN) -> HourRead:
    data = text.encode() if isinstance(text, str) else text
    return read_passers_by(data, zone=ZONE, stamp=stamp, now=NOW)


def utc(day: int, hour: int, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def wrong(text: str | bytes) -> set[tuple[int, str, str]]:
    with pytest.raises(TableRefused) as refused:
        read(text)
    return {(one.row, one.column, one.code) for one in refused.value.findings}


def remarks(found: HourRead) -> set[str]:
    return {one.code for one in found.remarks}


TWO_HOURS = {utc(2, 8): 120, utc(2, 9): 1340}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "location,time of measurement,weekday,pedestrians count,temperature in ºc,incidents\n"
            '"Bochum, Kortumstraße",2026-11-02 09:00:00+01:00,Monday,120,8.1,\n'
            '"Bochum, Kortumstraße",2026-11-02 10:00:00+01:00,Monday,1340,8.4,"Markt, Umzug"\n',
            id="timestamps with offset, quoted commas",
        ),
        pytest.param(
            "location;time of measurement;pedestrians count\n"
            "Kortumstraße;2026-11-02T08:00:00.000Z;120\nKortumstraße;2026-11-02T09:00:00.000Z;1340\n",
            id="timestamps in UTC",
        ),
        pytest.param("Zeitstempel;Passanten;Passanten ltr\n2026-11-02 09:00:00;120;60\n2026-11-02 10:00:00;1340;600\n", id="local times"),
        pytest.param("Datum;Uhrzeit;Anzahl\n02.11.2026;09:00;120\n02.11.2026;10:00;1.340\n", id="day and time, point for thousands"),
        pytest.param("Datum;Stunde;Anzahl\n2.11.26;9;120\n2.11.26;10;1 340\n", id="hours as numbers, blank for thousands"),
        pytest.param("Datum;Zeitraum;Gesamt\n02.11.2026;09:00–10:00;120,0\n02.11.2026;10:00 - 11:00;1340,00\n", id="ranges of hours, decimal commas"),
        pytest.param("Datum\tUhrzeit\tSumme\r\n02.11.2026\t9:00 Uhr\t120\r\n02.11.2026\t10:00 Uhr\t1340\r\n", id="tabs"),
        pytest.param("Passantenzählung\nStand: 03.11.2026\n\nZeitpunkt;Frequenz\n02.11.2026 09:00;120\n02.11.2026 10:00;1340\n", id="titles above the heading"),
        pytest.param("sep=;\nZeitpunkt;Frequenz\n02.11.2026, 09:00;120\n\n02.11.2026, 10:00;1340\n;\n", id="empty rows, and the word for spreadsheets"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 10:00;1340\n02.11.2026 09:00;120\n", id="latest first"),
        pytest.param("Datum;Anzahl\n02.11.2026 09:00;120\n02.11.2026 10:00;1340\n", id="day and time in a column called Datum"),
        pytest.param("Zeitpunkt;Frequenz\n2026-11-02 10:00 MEZ;1340\n2026-11-02 10:00 CEST;120\n", id="zones by name"),
    ],
)  # fmt: skip
def test_a_format_of_counters_is_understood(text: str) -> None:
    assert dict(read(text).values) == TWO_HOURS
    assert dict(read("\ufeff" + text).values) == TWO_HOURS
    assert dict(read(text.encode("utf-16")).values) == TWO_HOURS


def test_windows_letters_are_read_and_told() -> None:
    text = "Zählstelle;Zeitpunkt;Frequenz\nKortumstraße;02.11.2026 09:00;120\n"
    found = read(text.encode("cp1252"))
    assert (dict(found.values), found.encoding, remarks(found)) == (
        {utc(2, 8): 120},
        "cp1252",
        {"encoding_guessed"},
    )


def night(day: str, hours: list[int]) -> str:
    rows = "".join(f"{day} {hour:02}:00;{10 + at}\n" for at, hour in enumerate(hours))
    return "Zeitpunkt;Frequenz\n" + rows


def test_the_night_of_25_hours_has_its_doubled_hour_twice() -> None:
    found = read(night("25.10.2026", [1, 2, 2, 3]))
    assert dict(found.values) == {utc(24, 23, month=10) + at * HOUR: 10 + at for at in range(4)}
    assert remarks(found) == set()
    backwards = read(night("25.10.2026", [3, 2, 2, 1]))
    assert dict(backwards.values) == {utc(25, 2, month=10) - at * HOUR: 10 + at for at in range(4)}


def test_a_doubled_hour_named_once_leaves_a_gap_and_a_remark() -> None:
    found = read(night("25.10.2026", [1, 2, 3]))
    assert found.missing == 1
    assert remarks(found) == {"doubled_hour_named_once", "gap"}
    assert dict(found.values) == {
        utc(24, 23, month=10): 10,
        utc(25, 0, month=10): 11,
        utc(25, 2, month=10): 12,
    }


def test_the_night_of_23_hours_has_no_gap() -> None:
    found = read(night("29.03.2026", [1, 3]))
    assert dict(found.values) == {utc(29, 0, month=3): 10, utc(29, 1, month=3): 11}
    assert (found.missing, remarks(found)) == (0, set())


@pytest.mark.parametrize(("cell", "is_taken"), [("0", True), ("", True), ("7", False)])
def test_the_skipped_hour_may_only_be_empty(cell: str, is_taken: bool) -> None:
    text = f"Zeitpunkt;Frequenz\n29.03.2026 01:00;10\n29.03.2026 02:00;{cell}\n29.03.2026 03:00;11\n"
    if is_taken:
        found = read(text)
        assert (len(found.values), remarks(found)) == (2, {"skipped_time_left_out"})
    else:
        assert wrong(text) == {(3, "Zeitpunkt", "time_is_skipped")}


def test_missing_hours_are_no_zeros() -> None:
    found = read(
        "Zeitpunkt;Frequenz\n02.11.2026 09:00;5\n02.11.2026 10:00;\n02.11.2026 11:00;-\n02.11.2026 14:00;0\n"
    )
    assert dict(found.values) == {utc(2, 8): 5, utc(2, 13): 0}
    assert found.missing == 4
    (gap,) = found.remarks
    assert (gap.code, gap.values["hours"]) == ("gap", 4)


def test_the_same_row_twice_counts_once_and_another_number_refuses_the_file() -> None:
    row = "02.11.2026 09:00;5\n"
    found = read(f"Zeitpunkt;Frequenz\n{row}{row}")
    assert (dict(found.values), remarks(found)) == ({utc(2, 8): 5}, {"same_row_twice"})
    assert wrong(f"Zeitpunkt;Frequenz\n{row}02.11.2026 09:00;6\n") == {(3, "Frequenz", "said_twice")}


def test_a_time_may_name_the_end_of_its_hour() -> None:
    text = "Zeitpunkt;Frequenz\n02.11.2026 10:00;120\n02.11.2026 11:00;1340\n"
    assert dict(read(text, Stamp.END).values) == TWO_HOURS
    assert dict(read("Datum;Stunde;Anzahl\n01.11.2026;24:00;7\n", Stamp.END).values) == {utc(1, 22): 7}


def test_quarters_are_added_up_and_an_hour_that_lacks_one_is_left_out() -> None:
    rows = "".join(f"02.11.2026 {9 + at // 4:02}:{at % 4 * 15:02};{at}\n" for at in range(7))
    found = read("Zeitpunkt;Frequenz\n" + rows)
    assert dict(found.values) == {utc(2, 8): 0 + 1 + 2 + 3}
    assert remarks(found) == {"hours_not_whole"}
    whole = read("Zeitpunkt;Frequenz\n" + rows + "02.11.2026 10:45;7\n", Stamp.BEGIN)
    assert dict(whole.values) == {utc(2, 8): 6, utc(2, 9): 22}


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        pytest.param("", {(0, "", "empty")}, id="empty"),
        pytest.param("Hallo Welt\n", {(0, "", "no_heading")}, id="a letter"),
        pytest.param("Zeitpunkt;Frequenz\n", {(0, "", "no_rows")}, id="a heading only"),
        pytest.param("Zeitpunkt;Wetter\n02.11.2026 09:00;x\n", {(0, "", "no_column")}, id="without counts"),
        pytest.param("Datum;Anzahl\n02.11.2026;12\n", {(0, "", "no_hours")}, id="by the day"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 25:00;12\n02.11.2026 9 Uhr;x\n", {(2, "Zeitpunkt", "not_a_time"), (3, "Zeitpunkt", "not_a_time")}, id="no times"),
        pytest.param("Zeitpunkt;Frequenz\n31.02.2026 09:00;12\n", {(2, "Zeitpunkt", "not_a_time")}, id="no day"),
        pytest.param("Zeitpunkt;Frequenz\n11/02/2026 09:00;12\n", {(2, "Zeitpunkt", "not_a_time")}, id="month first"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 09:00;viele\n02.11.2026 10:00;-3\n02.11.2026 11:00;12,5\n", {(2, "Frequenz", "not_a_count"), (3, "Frequenz", "not_a_count"), (4, "Frequenz", "not_a_count")}, id="no counts"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 09:00;900000\n", {(2, "Frequenz", "too_many_people")}, id="too many people"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 09:00;1.234\n02.11.2026 10:00;2.500\n", {(2, "Frequenz", "thousands_or_decimals")}, id="thousands or decimals"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2028 09:00;5\n", {(2, "Zeitpunkt", "lies_ahead")}, id="ahead"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 09:07;5\n", {(2, "Zeitpunkt", "between_the_hours")}, id="at odd minutes"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 09:00;5;6\n02.11.2026 10:00\n", {(2, "", "too_many_cells"), (3, "", "too_few_cells")}, id="ragged"),
        pytest.param('Zeitpunkt;Frequenz\n02.11.2026 09:00;5\n"02.11.2026 10:00;6\n02.11.2026 11:00;7\n', {(3, "", "broken_quotes")}, id="a quotation mark nobody closes"),
        pytest.param("Zeitpunkt;Passanten;Frequenz\n02.11.2026 09:00;5;6\n", {(1, "Frequenz", "doubled_column")}, id="two columns of counts"),
        pytest.param("Standort;Zeitpunkt;Frequenz\nA;02.11.2026 09:00;5\nB;02.11.2026 09:00;6\n", {(3, "Standort", "several_places")}, id="two places"),
        pytest.param("Zeitpunkt;Frequenz\n02.11.2026 09:00;\n", {(0, "", "no_values")}, id="nothing counted"),
        pytest.param(b"Zeitpunkt;Frequenz\n\x81\x8d;5\n", {(2, "", "wrong_encoding")}, id="no encoding"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", {(1, "", "no_text")}, id="a spreadsheet"),
        pytest.param(b"\xff\xfeZ", {(1, "", "wrong_encoding")}, id="half a letter"),
        pytest.param(b"x" * (MOST_BYTES + 1), {(0, "", "too_big")}, id="too big"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_row_column_and_reason(
    text: str | bytes, findings: set[tuple[int, str, str]]
) -> None:
    assert wrong(text) == findings


def test_all_findings_come_at_once_and_only_so_many_are_listed() -> None:
    rows = "".join(f"02.11.2026 09:00;x{at}\n" for at in range(500))
    with pytest.raises(TableRefused) as refused:
        read("Zeitpunkt;Frequenz\n" + rows)
    assert (refused.value.count, len(refused.value.findings)) == (500, 100)


FIRST = datetime(2026, 1, 1, tzinfo=UTC)
COUNTED = st.dictionaries(st.integers(0, 500 * 24), st.integers(0, 9_999), min_size=1, max_size=60)
AROUND_CHANGES = st.dictionaries(
    st.one_of(st.integers(2080, 2100), st.integers(7125, 7140)),
    st.integers(0, 9_999),
    min_size=1,
    max_size=30,
)


@given(COUNTED | AROUND_CHANGES, st.booleans())
def test_what_is_written_with_offsets_is_read_back(hours: Mapping[int, int], backwards: bool) -> None:
    """The plain model: an hour is a moment, however it is written."""
    expected = {FIRST + at * HOUR: count for at, count in hours.items()}
    rows = [f"{moment.astimezone(ZONE).isoformat()},{count}" for moment, count in sorted(expected.items())]
    found = read("\n".join(["timestamp,count", *(reversed(rows) if backwards else rows)]))
    assert dict(found.values) == expected
    assert list(found.values) == sorted(expected)
    assert found.missing == max(hours) - min(hours) + 1 - len(hours)


@given(st.integers(0, 9000), st.integers(1, 60), st.booleans())
def test_unbroken_local_times_are_read_back_across_any_night(first: int, many: int, backwards: bool) -> None:
    expected = {FIRST + (first + at) * HOUR: at for at in range(many)}
    walls = [moment.astimezone(ZONE) for moment in expected]
    # A file that begins or ends inside the doubled hour does not say which of the two it means.
    doubled = [wall for wall in walls if wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()]
    if len(doubled) % 2:
        return
    rows = [
        f"{wall:%d.%m.%Y};{wall:%H:%M};{count}" for wall, count in zip(walls, expected.values(), strict=True)
    ]
    found = read("\n".join(["Datum;Uhrzeit;Anzahl", *(reversed(rows) if backwards else rows)]))
    assert dict(found.values) == expected
    assert found.missing == 0


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_brought_is_read_or_refused(data: bytes) -> None:
    for brought in (data, b"Zeitpunkt;Frequenz\n" + data):
        found = read_or_refused(brought)
        if isinstance(found, TableRefused):
            assert found.count >= len(found.findings) > 0
        else:
            assert found.values


def read_or_refused(data: bytes) -> HourRead | TableRefused:
    try:
        return read(data)
    except TableRefused as refused:
        return refused
