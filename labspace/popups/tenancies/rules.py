"""Pure: what stands against an offer, an acceptance, another end, and a recorded day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from labspace.errors import Refusal
from labspace.times import TimeSpan

LONGEST_WEEKS = 52
MONTHS = (0, 3, 6, 12)
"""When it is asked what became of an idea: at the end, and so many months after it."""


def against_offer(
    *, span: TimeSpan, weeks: int, first_on: date, until: datetime, now: datetime
) -> Iterator[Refusal]:
    """What stands against offering these weeks until that moment."""
    if first_on.weekday() != 0:
        yield Refusal("not_a_monday")
    if not 1 <= weeks <= LONGEST_WEEKS:
        yield Refusal("weeks_out_of_range", {"most": LONGEST_WEEKS})
    if span.starts_at <= now:
        yield Refusal("offer_in_the_past")
    if until <= now:
        yield Refusal("deadline_past")
    elif until > span.starts_at:
        yield Refusal("deadline_after_start")


def against_answer(*, is_open: bool, until: datetime, now: datetime) -> Iterator[Refusal]:
    """What stands against accepting or declining: valid while now < until."""
    if not is_open or now >= until:
        yield Refusal("offer_gone")


def against_end(*, old: TimeSpan, new: TimeSpan, now: datetime) -> Iterator[Refusal]:
    """What stands against another end of a tenancy whose beginning stays."""
    if new.ends_at == old.ends_at:
        yield Refusal("same_end")
    elif new.ends_at < old.ends_at and new.ends_at < now:
        yield Refusal("end_in_the_past")
    if new.duration > timedelta(weeks=LONGEST_WEEKS, hours=1):
        yield Refusal("weeks_out_of_range", {"most": LONGEST_WEEKS})


def against_opened(*, tenancy: TimeSpan, span: TimeSpan, now: datetime) -> Iterator[Refusal]:
    """What stands against recording that the shop was open: only past hours of the tenancy count."""
    if not tenancy.contains(span):
        yield Refusal("outside_tenancy")
    elif span.ends_at > now:
        yield Refusal("not_over_yet")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
