"""What the time control of a house asks for: a day and hours, read from the address bar.

Days and times are understood as people type them (labspace/day_words.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from labspace.bookings.forms import MOST_PEOPLE
from labspace.day_words import day_from, minute_from
from labspace.times import LocalTimeMissing, TimeSpan, covers, start_of_day

QUARTER = timedelta(minutes=15)
USUAL_LENGTH = timedelta(hours=2)
FURTHEST = timedelta(days=730)
"""How far from today the plan can be looked at."""


@dataclass(frozen=True)
class Asked:
    """A day and a time on it; `problems` are refusal codes for what was typed but cannot be."""

    day: date
    span: TimeSpan
    problems: tuple[str, ...] = ()
    is_chosen: bool = field(default=False)
    """Whether the visitor chose the time; otherwise it was proposed."""
    people: int | None = None
    """For how many people; None: nobody said."""


def read_clock(text: str) -> time | None:
    """9 · 9:30 · 0930 · 9.30 Uhr as a time of day; 24:00 is midnight at its end. None for anything else."""
    minute = minute_from(text)
    return None if minute is None else time(minute // 60 % 24, minute % 60)


def asked_for(
    query: Mapping[str, str], *, open_spans: Sequence[TimeSpan], zone: ZoneInfo, now: datetime
) -> Asked:
    """The day and hours of `tag`, `von` and `bis`; what is missing or wrong is proposed instead.

    `personen` says for how many people, and is passed over where it is wrong.
    `open_spans` is the opening of the house for some days from today on; without a wish the
    running or next opening is proposed, from this quarter of an hour on.
    """
    problems: list[str] = []
    today = now.astimezone(zone).date()
    day = None
    if query.get("tag"):
        day = day_from(query["tag"], today=today)
        if day is None:
            problems.append("no_such_day")
        elif abs(day - today) > FURTHEST:
            day, problems = None, [*problems, "too_far_to_look"]
    clocks = [read_clock(query[name]) if query.get(name) else None for name in ("von", "bis")]
    if any(query.get(name) and clock is None for name, clock in zip(("von", "bis"), clocks, strict=True)):
        problems.append("no_such_time")
    people = _people(query.get("personen", ""), problems=problems)
    span = _chosen(day or today, clocks, zone=zone, problems=problems) if any(clocks) else None
    if span is None:
        proposal = _proposal(day, open_spans=open_spans, zone=zone, now=now)
        on = proposal.starts_at.astimezone(zone).date()
        return Asked(on, proposal, tuple(problems), people=people)
    return Asked(day or today, span, tuple(problems), is_chosen=True, people=people)


def _people(text: str, *, problems: list[str]) -> int | None:
    written = text.strip()
    if not written:
        return None
    if written.isascii() and written.isdecimal() and len(written) < 7 and 1 <= int(written) <= MOST_PEOPLE:
        return int(written)
    problems.append("no_such_number")
    return None


def _chosen(
    day: date, clocks: Sequence[time | None], *, zone: ZoneInfo, problems: list[str]
) -> TimeSpan | None:
    starts, ends = clocks
    if starts is None:
        starts = time(max(ends.hour - 2, 0), ends.minute) if ends and ends != time(0) else time(22)
    if ends is None:
        ends = time(starts.hour + 2, starts.minute) if starts.hour < 22 else time(0)
    try:
        return TimeSpan.on_day(day, starts, ends, zone=zone)
    except LocalTimeMissing:
        problems.append("local_time_does_not_exist")
    except ValueError:
        problems.append("ends_before_it_begins")
    return None


def _proposal(day: date | None, *, open_spans: Sequence[TimeSpan], zone: ZoneInfo, now: datetime) -> TimeSpan:
    earliest = quarter_before(now)
    for opening in open_spans:
        if day is not None and opening.starts_at.astimezone(zone).date() != day:
            continue
        starts_at = max(opening.starts_at, earliest)
        if opening.ends_at - starts_at >= QUARTER:
            return TimeSpan(starts_at, min(opening.ends_at, starts_at + USUAL_LENGTH))
    nine = start_of_day(day or now.astimezone(zone).date(), zone=zone) + timedelta(hours=9)
    return TimeSpan(nine, nine + USUAL_LENGTH)


def quarter_before(now: datetime) -> datetime:
    """The beginning of the quarter of an hour that is running."""
    return now - timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)


def is_over(asked: Asked, *, now: datetime) -> bool:
    """Whether the time has passed, so that nothing can be booked in it."""
    return asked.span.ends_at <= now


def day_window(open_spans: Sequence[TimeSpan], day: date, *, zone: ZoneInfo, also: TimeSpan) -> TimeSpan:
    """The full hours of a local day worth drawing: its opening (else 8–18) and `also`."""
    whole = TimeSpan.of_days(day, day, zone=zone)
    spans = [span for span in open_spans if covers([whole], span)]
    midnight = whole.starts_at
    first = min([span.starts_at for span in spans], default=midnight + timedelta(hours=8))
    last = max([span.ends_at for span in spans], default=midnight + timedelta(hours=18))
    if also.overlaps(whole):
        first, last = min(first, max(also.starts_at, midnight)), max(last, min(also.ends_at, whole.ends_at))
    return TimeSpan(_hour_before(first), min(_hour_after(last), whole.ends_at))


def _hour_before(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0)


def _hour_after(moment: datetime) -> datetime:
    down = _hour_before(moment)
    return down if down == moment else down + timedelta(hours=1)
