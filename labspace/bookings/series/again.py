"""Whether skipped dates could be had now: asked for many at once, and when time becomes free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.series.asker import Asker
from labspace.bookings.series.board import Board, load_board, load_parts, window_of
from labspace.bookings.series.models import SeriesDate
from labspace.bookings.series.plan import PlannedDate, nearest, plan_dates
from labspace.bookings.series.queries import skipped_during
from labspace.bookings.series.recurrence import Occurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import TimeSpan


def free_again(
    session: Session, location_id: int, kind: SpaceKind, spans: Sequence[TimeSpan], *, now: datetime
) -> list[SeriesDate]:
    """Skipped dates near these freed spans that fit now and whose owners do not know, longest waiting first."""
    whole = TimeSpan(min(span.starts_at for span in spans), max(span.ends_at for span in spans))
    waiting = skipped_during(session, location_id, kind, whole, now=now)
    if not waiting:
        return []
    judged = judge_again(session, waiting, now=now)
    return [one for one in waiting if judged[one.id].is_free]


def judge_again(
    session: Session, dates: Sequence[SeriesDate], *, now: datetime, instead: bool = False
) -> dict[int, PlannedDate]:
    """What each skipped date would get now, by its id; with `instead` the nearest alternative beside.

    A dozen statements for each house and kind among them, however many dates.
    """
    by_place: dict[tuple[int, SpaceKind], list[SeriesDate]] = defaultdict(list)
    for one in dates:
        if one.starts_at is not None:
            by_place[one.series.location_id, one.series.kind].append(one)
    found: dict[int, PlannedDate] = {}
    for (location_id, kind), group in by_place.items():
        spans = [span_of(one) for one in group]
        first = min(spans).starts_at.date()
        beside = spaces_of(session, [location_id], on=first, kind=kind)
        every = {space.id: space for space in beside}
        every |= {space.id: space for one in group for space in one.series.spaces}
        if not every:
            continue
        parts = load_parts(session, location_id)
        board = load_board(session, list(every.values()), window_of(spans), parts=parts, now=now)
        askers: dict[tuple[int, int | None], Asker] = {}
        for one in group:
            series = one.series
            key = (series.booked_by_id, series.organisation_id)
            if key not in askers:
                askers[key] = Asker(session, series.booked_by, series.organisation_id, min(spans).starts_at)
            board.asker = askers[key]
            found[one.id] = _judged(board, one, beside, instead=instead)
    return found


def span_of(one: SeriesDate) -> TimeSpan:
    """The span of a date whose local time exists."""
    assert one.starts_at is not None
    assert one.ends_at is not None
    return TimeSpan(one.starts_at, one.ends_at)


def _judged(board: Board, one: SeriesDate, beside: Sequence[Space], *, instead: bool) -> PlannedDate:
    series, span = one.series, span_of(one)
    wish = SeriesWish(
        rule=series.recurrence,
        first_on=one.day,
        starts_minute=series.starts_minute,
        ends_minute=series.ends_minute,
        space_ids=tuple(space.id for space in series.spaces),
        details=series.details,
    )
    asked: Sequence[Space] = [board.spaces[space_id] for space_id in wish.space_ids]
    if series.is_pool:
        asked = [
            space
            for space in beside
            if space.is_unit
            and space.capacity >= series.people
            and (not series.pool_feature or series.pool_feature in space.features)
        ]
    # Skipped dates that want the same time do not stand against each other: whoever is first gets it.
    (planned,) = plan_dates(board, [Occurrence(one.day, span)], wish, asked, takes=False)
    if instead and not planned.is_free and len(planned.spaces) == 1:
        other = nearest(board, planned, beside=beside, details=series.details)
        return replace(planned, instead=other)
    return planned
