"""Pure: a recurrence rule as other programs write it (RFC 5545 3.3.10), read into the rules labspace keeps."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from labspace.bookings.series.recurrence import DAY_NAMES, LAST, Frequency, Recurrence

NAMES = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"})
MOST_CHARACTERS = 200
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NTH = frozenset({1, 2, 3, 4, LAST})


class NotKept(ValueError):
    """No rule, or one that labspace does not keep; the message says which part."""


def rule_from(text: str, *, first: datetime, zone: ZoneInfo) -> Recurrence:
    """The rule of a series whose first date begins at `first`; dates are counted in `zone`.

    Daily, weekly and monthly rules with an end. Days of a rule without any come from `first`.
    Raises `NotKept`.
    """
    parts = _parts(text)
    begins = first.astimezone(zone)
    frequency = _frequency(parts.get("FREQ", ""))
    interval = _number(parts.get("INTERVAL", "1"), "INTERVAL")
    if parts.get("WKST", "MO") != "MO" and frequency is Frequency.WEEKLY and interval > 1:
        raise NotKept("WKST")
    days = [_day(name) for name in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    if frequency is Frequency.DAILY and days:
        if interval > 1:
            raise NotKept("BYDAY")
        frequency = Frequency.WEEKLY  # Every day, but only on these weekdays, is every week on them.
    try:
        return Recurrence(
            frequency=frequency,
            interval=interval,
            **_days(frequency, days, parts, begins=begins.date()),
            **_end(parts, begins=begins, zone=zone),
        )
    except NotKept:
        raise
    except ValueError as error:
        raise NotKept(str(error)) from error


def _parts(text: str) -> dict[str, str]:
    written = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    if len(text) > MOST_CHARACTERS:
        raise NotKept("length")
    parts: dict[str, str] = {}
    for part in written.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise NotKept(part[:40])
        if name not in NAMES:
            raise NotKept(name[:40])
        parts[name] = value
    return parts


def _frequency(word: str) -> Frequency:
    try:
        return Frequency(word)
    except ValueError as error:
        raise NotKept("FREQ") from error


def _number(text: str, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not int(text):
        raise NotKept(name)
    return int(text)


def _day(name: str) -> tuple[int | None, int]:
    match = _DAY.fullmatch(name)
    if match is None:
        raise NotKept("BYDAY")
    return (int(match[1]) if match[1] else None), DAY_NAMES.index(match[2])


def _days(
    frequency: Frequency, days: list[tuple[int | None, int]], parts: dict[str, str], *, begins: date
) -> dict[str, Any]:
    """Weekdays, or the day of the month, or the nth of a weekday."""
    numbers = {number for number, _weekday in days}
    weekdays = tuple(sorted({weekday for _number, weekday in days}))
    if frequency is not Frequency.MONTHLY:
        if numbers - {None}:
            raise NotKept("BYDAY")
        if "BYMONTHDAY" in parts or "BYSETPOS" in parts:
            raise NotKept("BYMONTHDAY" if "BYMONTHDAY" in parts else "BYSETPOS")
        if frequency is Frequency.DAILY:
            return {}
        return {"weekdays": weekdays or (begins.weekday(),)}
    if days:
        return {"weekdays": weekdays, "nth": _nth(numbers, weekdays, parts)}
    if "BYSETPOS" in parts:
        raise NotKept("BYSETPOS")
    month_day = _number(parts["BYMONTHDAY"], "BYMONTHDAY") if "BYMONTHDAY" in parts else begins.day
    if month_day > 31:
        raise NotKept("BYMONTHDAY")
    return {"month_day": month_day}


def _nth(numbers: set[int | None], weekdays: tuple[int, ...], parts: dict[str, str]) -> int:
    """Which of its weekdays in the month: said with the day, or by BYSETPOS for a single weekday."""
    if "BYMONTHDAY" in parts:
        raise NotKept("BYMONTHDAY")
    if "BYSETPOS" in parts:
        if numbers != {None} or len(weekdays) != 1:
            raise NotKept("BYSETPOS")
        number: int | None = int(parts["BYSETPOS"]) if re.fullmatch(r"[+-]?[0-9]", parts["BYSETPOS"]) else 0
    else:
        number = next(iter(numbers)) if len(numbers) == 1 else None
    if number is None or number not in _NTH:
        raise NotKept("BYDAY")
    return number


def _end(parts: dict[str, str], *, begins: datetime, zone: ZoneInfo) -> dict[str, Any]:
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise NotKept("COUNT or UNTIL")
    if "COUNT" in parts:
        return {"count": _number(parts["COUNT"], "COUNT")}
    return {"until": _last_day(parts["UNTIL"], begins=begins, zone=zone)}


def _last_day(text: str, *, begins: datetime, zone: ZoneInfo) -> date:
    """The last local day on which a date may begin; a moment before the hour of the start excludes its own day."""
    try:
        if re.fullmatch(r"[0-9]{8}", text):
            return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
        if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z?", text):
            moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - zoned below
            local = (
                moment.replace(tzinfo=UTC).astimezone(zone)
                if text.endswith("Z")
                else moment.replace(tzinfo=zone)
            )
            is_before = local.timetz().replace(tzinfo=None) < begins.timetz().replace(tzinfo=None)
            return local.date() - timedelta(days=int(is_before))
    except (ValueError, OverflowError) as error:
        raise NotKept("UNTIL") from error
    raise NotKept("UNTIL")
