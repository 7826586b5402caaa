"""Passers-by by the hour, as counters export them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from labspace.context.kinds import Stamp
from labspace.context.reading.findings import Report
from labspace.context.reading.moments import Clock, Placed, clock_in, clock_of, day_in, named_once, placed
from labspace.context.reading.numbers import count_in, groups_thousands, is_missing
from labspace.context.reading.read import HourRead
from labspace.context.reading.remarks import note_encoding
from labspace.context.reading.tables import Row, Table, read_table

NAMES = {
    "moment": frozenset(
        {
            "time of measurement", "zeitstempel", "timestamp", "datetime", "date time", "datum uhrzeit",
            "datum zeit", "zeitpunkt", "messzeitpunkt", "messzeit", "beginn", "von", "start", "begintijd", "starts at",
        }
    ),
    "day": frozenset({"datum", "date", "tag", "day", "messtag"}),
    "hour": frozenset({"uhrzeit", "zeit", "time", "stunde", "hour", "zeitraum"}),
    "count": frozenset(
        {
            "pedestrians count", "passanten", "passantenfrequenz", "anzahl passanten", "passanten gesamt", "frequenz",
            "anzahl", "gesamt", "summe", "count", "counts", "pedestrians", "total", "besucher", "personen", "wert",
        }
    ),
    "place": frozenset({"location", "standort", "zählstelle", "zaehlstelle", "zählpunkt", "messstelle", "station", "place"}),
}  # fmt: skip
MOST_IN_AN_HOUR = 200_000
"""More pass nowhere; such a number is a slip or a sum."""
HOUR = timedelta(hours=1)
STEPS = (60, 30, 20, 15, 10, 5)
"""Minutes between two rows; finer ones are added up to their hour."""
MOST_GAPS = 5


def read_passers_by(data: bytes, *, zone: ZoneInfo, stamp: Stamp, now: datetime) -> HourRead:
    """The counts of a file by the beginning of their hour, in UTC. Raises `TableRefused` with every finding.

    Empty cells are hours nobody counted, never zero; a row that stands there twice counts once. Quarters of an
    hour are added up, and an hour that lacks one is left out.
    """
    report = Report()
    table = read_table(data, NAMES, report)
    _refuse_lacking(table, report)
    _refuse_many_places(table, report)
    rows, clocks = _clocks(table, report)
    step = _step(rows, clocks, table, report)
    counts = _counts(table, rows, report)
    if stamp is Stamp.END:
        back = timedelta(minutes=step)
        moments = [
            Placed(one.moment - back if one.moment else None, one.turn) for one in placed(clocks, zone=zone)
        ]
    else:
        moments = placed(clocks, zone=zone)
    parts = _by_moment(table, rows, moments, counts, now=now, report=report)
    report.refuse_any()
    for wall in named_once(clocks, zone=zone):
        report.remarks.add(0, "", "doubled_hour_named_once", day=wall.date(), hour=wall.hour)
    hours = _hours(parts, step=step, zone=zone, report=report)
    if not hours:
        report.wrong.add(0, "", "no_values")
        report.refuse_any()
    missing = _note_gaps(hours, zone=zone, report=report)
    note_encoding(table.encoding, report)
    return HourRead(hours, report.remarks.in_order(), report.remarks.count, table.encoding, missing)


def _refuse_lacking(table: Table, report: Report) -> None:
    if not table.has("count"):
        report.wrong.add(0, "", "no_column", known=", ".join(sorted(NAMES["count"])))
    if not table.has("moment") and not table.has("day", "hour"):
        # A single column may be called "Datum" or "Zeit" and hold both.
        only = next((name for name in ("day", "hour") if table.has(name)), None)
        if only is None or (table.rows and clock_in(table.rows[0][only]) is None):
            code = "no_hours" if only == "day" else "no_column"
            report.wrong.add(0, "", code, known=", ".join(sorted(NAMES["moment"])))
    report.refuse_any()


def _refuse_many_places(table: Table, report: Report) -> None:
    first: str | None = None
    for row in table.rows if table.has("place") else ():
        first = row["place"] if first is None else first
        if row["place"] != first:
            report.wrong.add(
                row.line,
                table.headings["place"],
                "several_places",
                first_place=first,
                other_name=row["place"],
            )
            break
    report.refuse_any()


def _clocks(table: Table, report: Report) -> tuple[Sequence[Row], Sequence[Clock]]:
    """The rows whose time can be read, with it."""
    rows: list[Row] = []
    clocks: list[Clock] = []
    names = [name for name in ("moment", "day", "hour") if table.has(name)]
    parted = names[-2:] == ["day", "hour"]
    for row in table.rows:
        clock = clock_in(row[names[0]])
        if clock is None and parted:
            clock = clock_of(row["day"], row["hour"])
        if clock is not None:
            rows.append(row)
            clocks.append(clock)
            continue
        wrong = "hour" if parted and day_in(row["day"]) else names[0]
        report.wrong.add(row.line, table.headings[wrong], "not_a_time", given=row[wrong])
    return rows, clocks


def _step(rows: Sequence[Row], clocks: Sequence[Clock], table: Table, report: Report) -> int:
    """Minutes between rows: the largest step all times lie on."""
    for step in STEPS:
        if all(clock.wall.minute % step == 0 for clock in clocks):
            break
    column = table.headings.get("moment", table.headings.get("hour", ""))
    for row, clock in zip(rows, clocks, strict=True):
        if clock.wall.minute % STEPS[-1] or clock.wall.second:
            report.wrong.add(row.line, column, "between_the_hours", given=f"{clock.wall:%H:%M:%S}")
    return step


def _counts(table: Table, rows: Sequence[Row], report: Report) -> Sequence[int | None]:
    """The count of each row; None where none was made, and where it was reported."""
    column = table.headings["count"]
    thousands = groups_thousands(row["count"] for row in rows)
    if thousands is None:
        example = next(row for row in rows if "." in row["count"] or "," in row["count"])
        report.wrong.add(example.line, column, "thousands_or_decimals", given=example["count"])
        return [None] * len(rows)
    found: list[int | None] = []
    for row in rows:
        count = None if is_missing(row["count"]) else count_in(row["count"], thousands=thousands)
        if count is None and not is_missing(row["count"]):
            report.wrong.add(row.line, column, "not_a_count", given=row["count"])
        elif count is not None and count > MOST_IN_AN_HOUR:
            report.wrong.add(row.line, column, "too_many_people", given=row["count"], most=MOST_IN_AN_HOUR)
        found.append(count)
    return found


def _by_moment(
    table: Table,
    rows: Sequence[Row],
    moments: Sequence[Placed],
    counts: Sequence[int | None],
    *,
    now: datetime,
    report: Report,
) -> Mapping[datetime, int]:
    """The counted moments; what the clocks skip, what lies ahead and what contradicts itself is told."""
    time_column, column = (
        table.headings.get("moment", table.headings.get("day", table.headings.get("hour", ""))),
        table.headings["count"],
    )
    parts: dict[datetime, int] = {}
    lines: dict[datetime, int] = {}
    for row, place, count in zip(rows, moments, counts, strict=True):
        if place.moment is None:
            # Counters that never put their clock forward write an empty hour here.
            if count:
                report.wrong.add(row.line, time_column, "time_is_skipped")
            else:
                report.remarks.add(row.line, time_column, "skipped_time_left_out")
        elif count is None:
            continue
        elif place.moment > now:
            report.wrong.add(row.line, time_column, "lies_ahead")
        elif parts.setdefault(place.moment, count) != count:
            first = lines[place.moment]
            report.wrong.add(
                row.line, column, "said_twice", given=count, other=parts[place.moment], line=first
            )
        elif place.moment in lines:
            report.remarks.add(row.line, "", "same_row_twice", line=lines[place.moment])
        else:
            lines[place.moment] = row.line
    return parts


def _hours(
    parts: Mapping[datetime, int], *, step: int, zone: ZoneInfo, report: Report
) -> dict[datetime, int]:
    """Sums of whole hours, in order."""
    found: defaultdict[datetime, list[int]] = defaultdict(list)
    for moment, count in parts.items():
        found[moment - timedelta(minutes=moment.astimezone(zone).minute)].append(count)
    lacking = [hour for hour, some in found.items() if len(some) < 60 // step]
    if lacking:
        report.remarks.add(0, "", "hours_not_whole", hours=len(lacking), first=min(lacking).astimezone(zone))
    return {hour: sum(found[hour]) for hour in sorted(found) if len(found[hour]) == 60 // step}


def _note_gaps(hours: Mapping[datetime, int], *, zone: ZoneInfo, report: Report) -> int:
    """How many hours lie between the first and the last that nobody counted; the first gaps are told."""
    known = list(hours)
    gaps = [(before + HOUR, after) for before, after in pairwise(known) if after - before > HOUR]
    for begins, ends in gaps[:MOST_GAPS]:
        report.remarks.add(
            0,
            "",
            "gap",
            begins=begins.astimezone(zone),
            ends=ends.astimezone(zone),
            hours=(ends - begins) // HOUR,
        )
    if len(gaps) > MOST_GAPS:
        report.remarks.add(0, "", "more_gaps", gaps=len(gaps) - MOST_GAPS)
    return sum((ends - begins) // HOUR for begins, ends in gaps)
