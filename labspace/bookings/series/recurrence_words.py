"""A rule of recurrence in the reader's words; whole sentences, nothing put together from pieces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from babel.dates import format_date

from labspace.bookings.series.recurrence import LAST, Frequency, Recurrence
from labspace.formats import day_text, weekday_name
from labspace.words import gettext as _
from labspace.words import ngettext

_A_MONDAY = date(2026, 11, 23)


def rule_text(rule: Recurrence) -> str:
    """Jede Woche: Montag, Donnerstag · Alle 2 Monate am ersten Dienstag."""
    if rule.frequency is Frequency.DAILY:
        return ngettext("Jeden Tag", "Alle %(num)d Tage", rule.interval)
    if rule.frequency is Frequency.WEEKLY:
        return ngettext(
            "Jede Woche: %(days)s",
            "Alle %(num)d Wochen: %(days)s",
            rule.interval,
            days=weekdays_text(rule.weekdays),
        )
    if rule.month_day is not None:
        return ngettext(
            "Jeden Monat am %(day)d.", "Alle %(num)d Monate am %(day)d.", rule.interval, day=rule.month_day
        )
    return _nth_text(rule.nth or LAST, rule.interval, weekday_name(rule.weekdays[0]))


def _nth_text(nth: int, interval: int, weekday: str) -> str:
    if nth == 1:
        return ngettext(
            "Jeden Monat am ersten %(weekday)s",
            "Alle %(num)d Monate am ersten %(weekday)s",
            interval,
            weekday=weekday,
        )
    if nth == 2:
        return ngettext(
            "Jeden Monat am zweiten %(weekday)s",
            "Alle %(num)d Monate am zweiten %(weekday)s",
            interval,
            weekday=weekday,
        )
    if nth == 3:
        return ngettext(
            "Jeden Monat am dritten %(weekday)s",
            "Alle %(num)d Monate am dritten %(weekday)s",
            interval,
            weekday=weekday,
        )
    if nth == 4:
        return ngettext(
            "Jeden Monat am vierten %(weekday)s",
            "Alle %(num)d Monate am vierten %(weekday)s",
            interval,
            weekday=weekday,
        )
    return ngettext(
        "Jeden Monat am letzten %(weekday)s",
        "Alle %(num)d Monate am letzten %(weekday)s",
        interval,
        weekday=weekday,
    )


def end_text(rule: Recurrence) -> str:
    """bis 18.12.2026 · 10 Termine."""
    if rule.until is not None:
        return _("bis %(day)s", day=day_text(rule.until))
    return ngettext("%(num)d Termin", "%(num)d Termine", rule.count or 0)


def weekdays_text(days: Iterable[int]) -> str:
    """Montag, Donnerstag."""
    return ", ".join(weekday_name(day) for day in sorted(set(days)))


@cache
def weekday_names(language: str) -> tuple[str, ...]:
    """Montag, Dienstag … in a language."""
    return tuple(format_date(_A_MONDAY + timedelta(days=day), "EEEE", locale=language) for day in range(7))


def clock_minutes_text(starts: int, ends: int) -> str:
    """09:00–12:00 Uhr for minutes of the day."""
    return _("%(start)s–%(end)s Uhr", start=clock_value(starts), end=clock_value(ends))


def clock_value(minute: int) -> str:
    """09:00 for 540; the end of the day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
