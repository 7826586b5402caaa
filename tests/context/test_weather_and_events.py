"""Weather and city events from files: what stations and calendars write, and every refusal."""

from __future__ import annotations

from datetime import date

import pytest

from labspace.context.reading.city_events import read_city_events
from labspace.context.reading.findings import TableRefused
from labspace.context.reading.read import EventKey, Weather
from labspace.context.reading.weather import read_weather

TODAY = date(2026, 11, 23)
STATION = (
    "STATIONS_ID;MESS_DATUM;QN_3;  FX;  FM;QN_4; RSK;RSKF; SDK;SHK_TAG; TMK; UPM; TXK; TNK; TGK;eor\n"
    "1;20261101;10;9.1;3.2;3;0.3;6;4.2;0;8.5;84;12.1;4.9;2.0;eor\n"
    "1;20261102;10;9.1;3.2;3;-999;6;-999;0;-1.25;84;3.0;-4.4;-6.0;eor\n"
    "1;20261104;10;9.1;3.2;3;-999;-999;-999;-999;-999;-999;-999;-999;-999;eor\n"
)


def test_days_of_a_weather_station() -> None:
    found = read_weather(STATION.encode(), today=TODAY)
    assert dict(found.values) == {
        date(2026, 11, 1): Weather(85, 121, 49, 3, 42),
        date(2026, 11, 2): Weather(-13, 30, -44, None, None),
    }
    assert (found.missing, found.remarks) == (0, ())


def test_days_typed_in_a_spreadsheet() -> None:
    text = "Datum;Temperatur (°C);Niederschlag [mm]\n01.11.2026;8,5;0\n03.11.2026;k. A.;12,3\n"
    found = read_weather(text.encode("cp1252"), today=TODAY)
    assert dict(found.values) == {
        date(2026, 11, 1): Weather(mean_tenths_c=85, rain_tenths_mm=0),
        date(2026, 11, 3): Weather(rain_tenths_mm=123),
    }
    assert found.missing == 1
    assert {one.code for one in found.remarks} == {"days_missing", "encoding_guessed"}


@pytest.mark.parametrize(
    ("rows", "findings"),
    [
        ("24.11.2026;5", {(2, "Datum", "lies_ahead")}),
        ("31.11.2026;5", {(2, "Datum", "not_a_day")}),
        ("01.11.2026;warm", {(2, "Temperatur", "not_a_number")}),
        ("01.11.2026;85", {(2, "Temperatur", "out_of_range")}),
        ("01.11.2026;5\n01.11.2026;6", {(3, "", "day_said_twice")}),
        ("01.11.2026;-999", {(0, "", "no_values")}),
    ],
)
def test_broken_weather_is_refused(rows: str, findings: set[tuple[int, str, str]]) -> None:
    with pytest.raises(TableRefused) as refused:
        read_weather(f"Datum;Temperatur\n{rows}\n".encode(), today=TODAY)
    assert {(one.row, one.column, one.code) for one in refused.value.findings} == findings


def test_events_of_the_city() -> None:
    text = (
        "Von;Bis;Name;Bemerkung\n"
        "05.12.2026;06.12.2026;Lichterfest;Innenstadt\n"
        "2026-11-29;;Sonntagsmarkt;\n"
        "2026-11-29;;  Sonntagsmarkt ;\n"
    )
    found = read_city_events(text.encode())
    assert dict(found.values) == {
        EventKey(date(2026, 11, 29), date(2026, 11, 29), "Sonntagsmarkt"): "",
        EventKey(date(2026, 12, 5), date(2026, 12, 6), "Lichterfest"): "Innenstadt",
    }
    assert list(found.values) == sorted(found.values)
    assert [one.code for one in found.remarks] == ["same_row_twice"]


@pytest.mark.parametrize(
    ("row", "findings"),
    [
        ("05.12.2026;04.12.2026;Fest;", {(2, "Bis", "ends_before_it_begins")}),
        ("05.12.2026;06.12.2027;Fest;", {(2, "Bis", "lasts_too_long")}),
        ("bald;05.12.2026;Fest;", {(2, "Von", "not_a_day")}),
        ("05.12.2026;später;Fest;", {(2, "Bis", "not_a_day")}),
        ("05.12.2026;;;", {(2, "Name", "no_name")}),
        ("05.12.2026;;" + "x" * 121 + ";", {(2, "Name", "text_too_long")}),
        ("05.12.2026;;a\u202eb;", {(2, "Name", "control_character")}),
    ],
)
def test_broken_events_are_refused(row: str, findings: set[tuple[int, str, str]]) -> None:
    with pytest.raises(TableRefused) as refused:
        read_city_events(f"Von;Bis;Name;Bemerkung\n{row}\n".encode())
    assert {(one.row, one.column, one.code) for one in refused.value.findings} == findings
