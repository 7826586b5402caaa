"""Weather by the day, as the German weather service and others export it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from labspace.context.reading.findings import Report
from labspace.context.reading.moments import day_in
from labspace.context.reading.numbers import decimal_in, is_missing
from labspace.context.reading.read import Weather, WeatherRead
from labspace.context.reading.remarks import note_encoding
from labspace.context.reading.tables import Row, Table, read_table

NAMES = {
    "day": frozenset({"datum", "date", "tag", "day", "mess datum", "time"}),
    "mean_tenths_c": frozenset(
        {"tmk", "temperatur", "mittlere temperatur", "tagesmittel", "temperature", "mean temperature", "tavg", "tmean"}
    ),
    "max_tenths_c": frozenset({"txk", "höchsttemperatur", "temperatur max", "max temperature", "tmax", "maximum"}),
    "min_tenths_c": frozenset({"tnk", "tiefsttemperatur", "temperatur min", "min temperature", "tmin", "minimum"}),
    "rain_tenths_mm": frozenset({"rsk", "niederschlag", "regen", "precipitation", "rain", "prcp"}),
    "sun_tenths_h": frozenset({"sdk", "sonnenstunden", "sonnenscheindauer", "sonne", "sunshine", "sunshine hours"}),
}  # fmt: skip
"""TMK, TXK, TNK, RSK and SDK are the weather service's own."""
LIMITS = {
    "mean_tenths_c": (-600, 600),
    "max_tenths_c": (-600, 600),
    "min_tenths_c": (-600, 600),
    "rain_tenths_mm": (0, 10_000),
    "sun_tenths_h": (0, 240),
}
NOT_MEASURED = Decimal(-999)
MEASURES = Weather._fields


def read_weather(data: bytes, *, today: date) -> WeatherRead:
    """The days of a file, in order. Raises `TableRefused` with every finding.

    -999, which the weather service writes where nothing was measured, is no value; a day without any is left out.
    """
    report = Report()
    table = read_table(data, NAMES, report)
    measures = [name for name in MEASURES if table.has(name)]
    if not table.has("day"):
        report.wrong.add(0, "", "no_column", known=", ".join(sorted(NAMES["day"])))
    if not measures:
        report.wrong.add(0, "", "no_column", known=", ".join(sorted(NAMES["mean_tenths_c"])))
    report.refuse_any()
    days = _by_day(table, measures, today=today, report=report)
    if not days and not report.wrong.count:
        report.wrong.add(0, "", "no_values")
    report.refuse_any()
    missing = _missing(days)
    if missing:
        report.remarks.add(0, "", "days_missing", days=missing)
    note_encoding(table.encoding, report)
    ordered = {day: days[day] for day in sorted(days)}
    return WeatherRead(ordered, report.remarks.in_order(), report.remarks.count, table.encoding, missing)


def _by_day(table: Table, measures: Sequence[str], *, today: date, report: Report) -> dict[date, Weather]:
    """The days with anything measured, as they stand in the file."""
    days: dict[date, Weather] = {}
    lines: dict[date, int] = {}
    for row in table.rows:
        day = day_in(row["day"])
        one = Weather(**{name: _tenths(row, name, table, report) for name in measures})
        if day is None:
            report.wrong.add(row.line, table.headings["day"], "not_a_day", given=row["day"])
        elif day > today:
            report.wrong.add(row.line, table.headings["day"], "lies_ahead")
        elif one == Weather():
            continue
        elif days.setdefault(day, one) != one:
            report.wrong.add(row.line, "", "day_said_twice", line=lines[day])
        elif day in lines:
            report.remarks.add(row.line, "", "same_row_twice", line=lines[day])
        else:
            lines[day] = row.line
    return days


def _tenths(row: Row, name: str, table: Table, report: Report) -> int | None:
    if is_missing(row[name]):
        return None
    value = decimal_in(row[name])
    if value == NOT_MEASURED:
        return None
    at_least, at_most = LIMITS[name]
    column = table.headings[name]
    if value is None:
        report.wrong.add(row.line, column, "not_a_number", given=row[name])
        return None
    tenths = int((value * 10).to_integral_value(ROUND_HALF_UP))
    if not at_least <= tenths <= at_most:
        report.wrong.add(
            row.line, column, "out_of_range", given=row[name], at_least=at_least // 10, at_most=at_most // 10
        )
    return tenths


def _missing(days: Mapping[date, Weather]) -> int:
    return (max(days) - min(days) + timedelta(days=1)).days - len(days) if days else 0
