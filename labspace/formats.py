"""How times, lengths and numbers are written for people, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import language_now, ngettext


def is_german() -> bool:
    return language_now() == "de"


def date_text(day: date, pattern: str) -> str:
    """A day by a CLDR pattern, in the reader's language."""
    return _written(day, pattern, language_now())


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    # Days, patterns and languages are few, and Babel takes as long for one as for a whole row of a list.
    return format_date(day, pattern, locale=language)


_A_MONDAY = date(2026, 11, 23)


def day_text(day: date) -> str:
    """27.03.2026 · 27 March 2026."""
    return date_text(day, "dd.MM.yyyy" if is_german() else "d MMMM yyyy")


def weekday_text(day: date) -> str:
    """Fr, 27.03.2026 · Fri, 27 March 2026."""
    return f"{weekday_name(day.weekday(), short=True)}, {day_text(day)}"


def weekday_name(weekday: int, *, short: bool = False) -> str:
    """Montag · Monday for 0, or short Mo · Mon."""
    day = _A_MONDAY + timedelta(days=weekday)
    if not short:
        return date_text(day, "EEEE")
    # CLDR puts a point behind the short German name.
    return date_text(day, "EEEEEE" if is_german() else "EEE").rstrip(".")


def long_day_text(day: date) -> str:
    """Freitag, 27. März 2026 · Friday, 27 March 2026."""
    return date_text(day, "EEEE, d. MMMM yyyy" if is_german() else "EEEE, d MMMM yyyy")


def month_text(day: date) -> str:
    """März 2026 · March 2026."""
    return date_text(day, "LLLL yyyy")


def week_text(day: date) -> str:
    """KW 53/2026, by ISO 8601."""
    year, week, _weekday = day.isocalendar()
    return _("KW %(week)d/%(year)d", week=week, year=year)


def clock_text(moment: datetime, *, zone: ZoneInfo) -> str:
    """14:00, without "Uhr"; 24:00 never occurs."""
    return f"{moment.astimezone(zone):%H:%M}"


def moment_text(moment: datetime, *, zone: ZoneInfo) -> str:
    """Fr, 27.03.2026, 14:00 Uhr."""
    day = weekday_text(moment.astimezone(zone).date())
    return _("%(day)s, %(time)s Uhr", day=day, time=clock_text(moment, zone=zone))


def hours_text(span: TimeSpan, *, zone: ZoneInfo) -> str:
    """14:00–16:00 Uhr · 14:00–16:00."""
    return _(
        "%(start)s–%(end)s Uhr", start=clock_text(span.starts_at, zone=zone), end=_end_clock(span, zone=zone)
    )


def _end_clock(span: TimeSpan, *, zone: ZoneInfo) -> str:
    end = span.ends_at.astimezone(zone)
    at_midnight = (end.hour, end.minute) == (0, 0) and span.duration > timedelta()
    return "24:00" if at_midnight else f"{end:%H:%M}"


def span_text(span: TimeSpan, *, zone: ZoneInfo) -> str:
    """Fr, 27.03.2026, 14:00–16:00 Uhr; whole days as 01.12.2026–14.12.2026."""
    first = span.starts_at.astimezone(zone)
    last = (span.ends_at - timedelta(seconds=1)).astimezone(zone)
    midnight = (0, 0)
    end = span.ends_at.astimezone(zone)
    if (first.hour, first.minute) == midnight and (end.hour, end.minute) == midnight:
        return day_text(first.date()) if first.date() == last.date() else days_text(first.date(), last.date())
    if first.date() == last.date():
        return _("%(day)s, %(hours)s", day=weekday_text(first.date()), hours=hours_text(span, zone=zone))
    return _(
        "%(first)s, %(start)s Uhr bis %(last)s, %(end)s Uhr",
        first=weekday_text(first.date()),
        start=f"{first:%H:%M}",
        last=weekday_text(end.date()),
        end=f"{end:%H:%M}",
    )


def days_text(first: date, last: date) -> str:
    """01.12.2026–14.12.2026, both days included."""
    return _("%(first)s–%(last)s", first=day_text(first), last=day_text(last))


def duration_text(minutes: int) -> str:
    """15 Minuten · 2 Stunden · 1 Std. 30 Min. · 14 Tage."""
    if minutes % 1440 == 0 and minutes:
        return ngettext("%(num)d Tag", "%(num)d Tage", minutes // 1440)
    whole, rest = divmod(minutes, 60)
    if not whole:
        return ngettext("%(num)d Minute", "%(num)d Minuten", rest)
    if not rest:
        return ngettext("%(num)d Stunde", "%(num)d Stunden", whole)
    return _("%(hours)d Std. %(minutes)d Min.", hours=whole, minutes=rest)


def number_text(value: float, *, digits: int = 0) -> str:
    """12 500 with a narrow no-break space and decimal comma in German, 12,500 in English."""
    text = f"{value:,.{digits}f}"
    if is_german():
        return text.replace(",", "\u202f").replace(".", ",")
    return text


def decimal_of(value: Fraction | int, *, digits: int = 1) -> Decimal:
    """An exact number rounded half up, as all figures are shown (figures.md R11)."""
    nearest = (int(abs(Fraction(value)) * 2 * 10**digits) + 1) // 2
    return Decimal(nearest if value >= 0 else -nearest).scaleb(-digits)


def exact_text(value: Fraction | int, *, digits: int = 1) -> str:
    """1 234,5 · 1,234.5 – an exact number, half up, in the reader's language."""
    text = f"{decimal_of(value, digits=digits):,}"
    if is_german():
        return text.replace(",", "\u202f").replace(".", ",")
    return text


def percent_text(rate: Fraction | None) -> str:
    """51,9 % · 51.9% from an exact share of one; k. A. where there was nothing to divide by."""
    if rate is None:
        return not_stated_text()
    return _("%(number)s %%", number=exact_text(rate * 100))


def hour_count_text(length: timedelta) -> str:
    """27,0: an elapsed time in hours with one decimal, without its unit."""
    return exact_text(Fraction(length // timedelta(seconds=1), 3600))


def not_stated_text() -> str:
    """k. A. · n/a: there is no such figure."""
    return _("k. A.")


def euro_text(cents: int) -> str:
    """1.573,45 € · €1,573.45."""
    whole = f"{cents / 100:,.2f}"
    if is_german():
        return whole.translate(str.maketrans(",.", ".,")) + "\u00a0€"
    return f"€{whole}"
