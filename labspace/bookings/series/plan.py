"""What would become of each date of a wished series: booked where, or everything that stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from labspace.bookings.actions.checks import passed_over
from labspace.bookings.alternatives import Alternative, Difference, max_people
from labspace.bookings.rulebook.breaches import broken_time_rules
from labspace.bookings.series.board import Board
from labspace.bookings.series.recurrence import Occurrence, occurrence_on
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.wishes import Details
from labspace.errors import Refusal, Refused
from labspace.spaces.models import Space
from labspace.times import TimeSpan, start_of_day


@dataclass(frozen=True)
class PlannedDate:
    """One date: the spaces and span it would get, and what stands against it (nothing: it is free)."""

    day: date
    spaces: tuple[Space, ...]
    span: TimeSpan | None
    refusals: tuple[Refusal, ...] = ()
    is_exception: bool = False
    """It takes something else than the series asks for."""
    is_doubled: bool = False
    waits: bool = False
    """The house approves bookings of these spaces: the date would be requested, not booked."""
    overridden: tuple[str, ...] = ()
    """Codes of the rules staff let pass for this date."""
    instead: Alternative | None = None

    @property
    def is_free(self) -> bool:
        return not self.refusals


class SeriesRefused(Refused):
    """A series that may not be booked or changed as a whole; `dates` say what stands against each."""

    def __init__(self, dates: Sequence[PlannedDate]) -> None:
        every = {
            (refusal.code, str(refusal.values)): refusal for one in dates for refusal in one.refusals
        }.values()
        super().__init__(*every)
        self.dates = tuple(dates)


def plan_dates(
    board: Board,
    days: Iterable[Occurrence],
    wish: SeriesWish,
    asked: Sequence[Space],
    *,
    takes: bool = True,
) -> list[PlannedDate]:
    """Each date in order; `asked` are the named spaces, or in order of choice those of a pool.

    With `takes` a date that is free counts as claimed for all after it.
    """
    named = bool(wish.space_ids)
    occurrences = list(days)
    choice = list(asked) if named else _steadiest(board, occurrences, asked, wish.details)
    instead = {one.day: one for one in wish.instead}
    planned = []
    for occurrence in occurrences:
        other = instead.get(occurrence.day)
        if other is not None and (space := board.spaces.get(other.space_id)) is not None:
            zone = space.location.zone
            at = occurrence_on(occurrence.day, other.starts_minute, other.ends_minute, zone=zone)
            one = replace(_judged(board, at, [space], wish.details), is_exception=True)
        elif named:
            one = _judged(board, occurrence, choice, wish.details)
        else:
            one = _first_free(board, occurrence, choice, wish.details)
        if takes and one.is_free and one.span is not None:
            board.take(one.spaces, one.span)
        planned.append(one)
    return planned


def _judged(board: Board, at: Occurrence, spaces: Sequence[Space], details: Details) -> PlannedDate:
    if at.span is None:
        return PlannedDate(at.day, tuple(spaces), None, (at.missing,) if at.missing else ())
    refusals, overridden = passed_over(board.refusals(spaces, at.span, details), board.door)
    return PlannedDate(
        at.day,
        tuple(spaces),
        at.span,
        tuple(refusals),
        is_doubled=at.is_doubled,
        waits=not refusals and board.waits(spaces, at.span),
        overridden=overridden,
    )


def _first_free(board: Board, at: Occurrence, choice: Sequence[Space], details: Details) -> PlannedDate:
    tried = [_judged(board, at, [space], details) for space in choice[:1]]
    if not tried or at.span is None:
        missing = at.missing or Refusal("none_free")
        return PlannedDate(at.day, (), at.span, (missing,))
    if tried[0].is_free:
        return tried[0]
    for space in choice[1:]:
        one = _judged(board, at, [space], details)
        if one.is_free:
            return one
        tried.append(one)
    open_ones = [one for one in tried if {refusal.code for refusal in one.refusals} <= {"space_taken"}]
    return replace(tried[0], refusals=(Refusal("none_free"),)) if open_ones else tried[0]


def _steadiest(
    board: Board, days: Sequence[Occurrence], pool: Sequence[Space], details: Details
) -> list[Space]:
    """The pool with the space first that is free on most dates: nobody likes to change desks."""
    spans = [one.span for one in days if one.span is not None]
    best: list[tuple[int, Space]] = []
    for space in pool:
        free = sum(1 for span in spans if not board.refusals([space], span, details))
        if free == len(spans):
            return [space, *(other for other in pool if other is not space)]
        best.append((-free, space))
    return [space for _free, space in sorted(best, key=lambda pair: pair[0])]


def with_alternatives(
    board: Board,
    planned: Sequence[PlannedDate],
    *,
    beside: Sequence[Space],
    details: Details,
    most: int = 60,
) -> list[PlannedDate]:
    """The dates, the refused ones with the nearest alternative on that day, if there is any."""
    left, told = most, []
    for one in planned:
        if one.is_free or one.span is None or len(one.spaces) != 1 or not left:
            told.append(one)
            continue
        left -= 1
        told.append(replace(one, instead=nearest(board, one, beside=beside, details=details)))
    return told


def nearest(
    board: Board, one: PlannedDate, *, beside: Sequence[Space], details: Details
) -> Alternative | None:
    """Another space at the same hours, nearest first; else the same space at the nearest hours that day."""
    if one.span is None or not one.spaces:
        return None
    asked = one.spaces[0]
    by_nearness = sorted(beside, key=lambda space: (abs(space.position - asked.position), space.position))
    for space in by_nearness:
        fits = space.id != asked.id and max_people(space) >= details.people
        if fits and not board.refusals([space], one.span, details):
            return Alternative(Difference.SPACE, (space,), one.span)
    for span in _shifted(board, asked, one.span):
        if not board.refusals([asked], span, details):
            return Alternative(Difference.TIME, (asked,), span)
    return None


def _shifted(board: Board, space: Space, span: TimeSpan) -> Iterator[TimeSpan]:
    """The same length at other starts of that local day within opening, nearest first."""
    rules, zone = board.rules(space, span), space.location.zone
    if rules.whole_days:
        return
    day = span.starts_at.astimezone(zone).date()
    today = TimeSpan(start_of_day(day, zone=zone), start_of_day(day + timedelta(days=1), zone=zone))
    step = timedelta(minutes=rules.raster_minutes)
    starts: list[datetime] = []
    for piece in board.opening[space.id]:
        if (open_today := piece.intersection(today)) is None:
            continue
        start = open_today.starts_at
        while start + span.duration <= open_today.ends_at:
            starts.append(start)
            start += step
    for start in sorted(starts, key=lambda one: abs(one - span.starts_at)):
        other = TimeSpan(start, start + span.duration)
        broken = broken_time_rules(other, rules=rules, open_spans=[other], zone=zone, now=board.now)
        if other != span and not any(broken):
            yield other
