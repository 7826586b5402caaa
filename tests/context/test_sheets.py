"""Series as table files: harmless in a spreadsheet, and read back as they were."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from labspace.context.kinds import SeriesKind, Stamp
from labspace.context.reading.passers_by import read_passers_by
from labspace.context.reading.read import EventKey, Weather
from labspace.context.reading.weather import read_weather
from labspace.context.sheets import excel_sheet, machine_sheet

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def cells(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "|", "%", " ="])
def test_no_text_of_somebody_runs_in_a_spreadsheet(app: Flask, start: str) -> None:
    danger = start + "HYPERLINK(1)"
    day = date(2026, 11, 1)
    with app.test_request_context():
        events = {EventKey(day, day, danger): danger}
        rates = {day: (125, danger, danger)}
        texts = [
            machine_sheet(SeriesKind.CITY_EVENTS, events),
            machine_sheet(SeriesKind.VACANCY, rates),
            excel_sheet(SeriesKind.CITY_EVENTS, events, about=[("Quelle", danger)], zone=ZONE),
            excel_sheet(SeriesKind.VACANCY, rates, about=[("Quelle", danger)], zone=ZONE),
        ]
    for text, delimiter in zip(texts, ",,;;", strict=True):
        found = [cell for row in cells(text, delimiter) for cell in row]
        assert f"'{danger}" in found
        assert danger not in found


def test_numbers_below_zero_stay_numbers(app: Flask) -> None:
    values = {date(2026, 11, 1): Weather(mean_tenths_c=-5, max_tenths_c=12, rain_tenths_mm=0)}
    assert (
        machine_sheet(SeriesKind.WEATHER, values) == "date,tmk,txk,tnk,rsk,sdk\n2026-11-01,-0.5,1.2,,0.0,\n"
    )
    assert (
        dict(read_weather(machine_sheet(SeriesKind.WEATHER, values).encode(), today=NOW.date()).values)
        == values
    )
    with app.test_request_context():
        text = excel_sheet(SeriesKind.WEATHER, values, about=[], zone=ZONE)
    assert text.endswith("01.11.2026;-0,5;1,2;;0,0;\r\n")


def test_the_doubled_hour_is_told_apart_and_read_back(app: Flask) -> None:
    values = {datetime(2026, 10, 25, hour, tzinfo=UTC): hour for hour in (0, 1, 2)}
    text = machine_sheet(SeriesKind.PASSERS_BY, values)
    found = read_passers_by(text.encode(), zone=ZONE, stamp=Stamp.BEGIN, now=NOW)
    assert dict(found.values) == values
    with app.test_request_context():
        rows = cells(excel_sheet(SeriesKind.PASSERS_BY, values, about=[], zone=ZONE), ";")
    assert [row[1] for row in rows[2:]] == ["02:00 (CEST)", "02:00 (CET)", "03:00 (CET)"]
