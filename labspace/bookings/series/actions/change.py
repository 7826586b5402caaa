"""Changing the coming dates of a series, from one on or all: every date of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.bookers import lock_bookers
from labspace.bookings.actions.history import snapshot
from labspace.bookings.changes import BookingChange, BookingMoved, BookingRetold
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.prices.kept import set_price, tariffs_of
from labspace.bookings.series.actions.place import board_of, check_apart, check_kind
from labspace.bookings.series.actions.reach import Reach, lock_with_bookings, reach_of
from labspace.bookings.series.actions.rows import note_all, person_refusals, put_units_and_claims
from labspace.bookings.series.actions.split import continue_series
from labspace.bookings.series.asker import Asker
from labspace.bookings.series.board import Board, load_parts
from labspace.bookings.series.changes import SeriesMoved
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.plan import PlannedDate, SeriesRefused
from labspace.bookings.series.reasons import stored
from labspace.bookings.series.recurrence import Recurrence, occurrences
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of


@dataclass(frozen=True, kw_only=True)
class SeriesEdit:
    """What the coming dates get: hours of the local day, spaces, words; `day_shift` moves the weekdays."""

    starts_minute: int
    ends_minute: int
    day_shift: int = 0
    space_ids: tuple[int, ...] = ()
    """Empty: each date keeps the space it has."""
    title: str = ""
    people: int = 1
    note: str = ""
    with_exceptions: bool = False
    """Change the dates, too, that were changed by themselves; else they stay as they are."""


@dataclass(frozen=True)
class _Step:
    date: SeriesDate
    booking: Booking
    planned: PlannedDate
    moves: bool


def change_series(
    session: Session,
    booking_id: int,
    edit: SeriesEdit,
    *,
    everything: bool,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Series:
    """Give the dates from that of this booking on, or with `everything` all ahead, what `edit` says.

    The series is split where dates before stay as they were; returned is the part that was changed.
    Skipped dates get the new hours and are judged anew, but not booked. Raises `SeriesRefused` with
    what stands against each date; the caller rolls back, and then nothing has changed.
    """
    actor_id = by.id
    begin_write(session)
    reach = reach_of(session, booking_id, everything=everything, now=now, expected_version=expected_version)
    series = reach.series
    rule = _shifted_rule(series, edit)
    refuse_any(person_refusals(session, series.booked_by, organisation_id=None))
    rows = [one for one in reach.booked(now=now) if edit.with_exceptions or not one.is_exception]
    ids = [one.booking_id for one in rows if one.booking_id is not None]
    parts = load_parts(session, series.location_id)
    wanted = edit.space_ids or tuple(space.id for space in series.spaces)
    spaces, units, bookings = lock_with_bookings(session, ids, parts.ever(wanted))
    board = _board(session, reach, edit, spaces, parts, bookings, now=now)
    steps = _steps(board, rows, bookings, edit)
    if refused := [step.planned for step in steps if step.planned.refusals]:
        raise SeriesRefused(refused)
    changed = continue_series(session, reach, rule, day_shift=edit.day_shift, now=now)
    _retell(changed, edit, spaces, now=now)
    changes = _carry_out(session, steps, edit, board, units, actor_id=actor_id, now=now)
    _judge_skipped(reach, edit, board, spaces, now=now)
    session.flush()
    for change in changes:
        announce(session, change)
    told = tuple(change.booking for change in changes)
    announce(session, SeriesMoved(changed, tuple(reach.dates), told, actor_id, now))
    return changed


def _shifted_rule(series: Series, edit: SeriesEdit) -> Recurrence:
    rule = series.recurrence.shifted(edit.day_shift)
    if rule is None:
        raise Refused(Refusal("series_day_fixed"))
    return rule


def _board(
    session: Session,
    reach: Reach,
    edit: SeriesEdit,
    spaces: dict[int, Space],
    parts: Any,
    bookings: Sequence[Booking],
    *,
    now: datetime,
) -> Board:
    house = reach.series.location
    named = [spaces[space_id] for space_id in edit.space_ids if space_id in spaces]
    if len(named) < len(set(edit.space_ids)):
        raise Refused(Refusal("space_unknown"))
    known = {space.id: space for booking in bookings for space in booking.spaces}
    known |= {space.id: space for space in [*named, *reach.series.spaces]}
    if not known:
        # Of a pool with nothing but skipped dates ahead: none of them has a space.
        pool = spaces_of(session, [house.id], on=reach.start, kind=reach.series.kind)
        known = {space.id: space for space in pool}
    if named:
        check_kind(named, house)
        check_apart(named, parts, on=reach.start)
        if named[0].kind is not reach.series.kind:
            raise Refused(Refusal("not_allowed"))
    shift = timedelta(days=edit.day_shift)
    days = [one.day + shift for one in reach.dates]
    at = occurrences(days, edit.starts_minute, edit.ends_minute, zone=house.zone)
    without = {booking.id for booking in bookings}
    owner, organisation_id = reach.series.booked_by, reach.series.organisation_id
    board = board_of(
        session,
        house,
        list(known.values()),
        at,
        now=now,
        parts=parts,
        without=without,
        locked=True,
        holder_id=owner.id,
    )
    # Alone, because what one has booked may be counted: of two changes at once the second waits.
    lock_bookers(session, owner.id, organisation_id=organisation_id, alone=True)
    first = min(one.span.starts_at for one in at if one.span is not None)
    board.asker = Asker(session, owner, organisation_id, first, without)
    return board


def _steps(
    board: Board, rows: Sequence[SeriesDate], bookings: Sequence[Booking], edit: SeriesEdit
) -> list[_Step]:
    now_as = {booking.id: booking for booking in bookings}
    steps = []
    for one in rows:
        booking = now_as[one.booking_id or 0]
        spaces = [board.spaces[space_id] for space_id in edit.space_ids] or list(booking.spaces)
        planned, moves = _planned(board, one, booking, spaces, edit)
        if not planned.refusals and planned.span is not None:
            board.take(spaces, planned.span)
        steps.append(_Step(one, booking, planned, moves))
    return steps


def _planned(
    board: Board, one: SeriesDate, booking: Booking, spaces: Sequence[Space], edit: SeriesEdit
) -> tuple[PlannedDate, bool]:
    day = one.day + timedelta(days=edit.day_shift)
    zone = booking.location.zone
    (at,) = occurrences([day], edit.starts_minute, edit.ends_minute, zone=zone)
    details = Details(people=edit.people, layout=booking.layout)
    if at.span is None:
        return PlannedDate(day, tuple(spaces), None, (at.missing,) if at.missing else ()), True
    if at.span == booking.span and {space.id for space in spaces} == {space.id for space in booking.spaces}:
        # It stays where it is: neither a lead time nor a new closure stands against its new title.
        crowd = tuple(board.crowd(spaces, at.span, details))
        return PlannedDate(day, tuple(spaces), at.span, crowd), False
    refusals = board.refusals(spaces, at.span, details, replaced=booking.span)
    stays = {space.id for space in spaces} <= {space.id for space in booking.spaces}
    approved = booking.state is BookingState.CONFIRMED and stays and booking.span.contains(at.span)
    if board.needs_approval(spaces, at.span) and not approved and booking.state is BookingState.CONFIRMED:
        refusals.append(Refusal("needs_approval"))
    return PlannedDate(day, tuple(spaces), at.span, tuple(refusals), is_doubled=at.is_doubled), True


def _retell(series: Series, edit: SeriesEdit, spaces: dict[int, Space], *, now: datetime) -> None:
    series.starts_minute, series.ends_minute = edit.starts_minute, edit.ends_minute or 1440
    series.title, series.people, series.note = edit.title, edit.people, edit.note
    if edit.space_ids:
        series.is_pool, series.spaces = False, [spaces[space_id] for space_id in edit.space_ids]
    series.changed_at = now


def _carry_out(
    session: Session,
    steps: Sequence[_Step],
    edit: SeriesEdit,
    board: Board,
    units: dict[int, frozenset[int]],
    *,
    actor_id: int,
    now: datetime,
) -> list[BookingChange]:
    """Write the new spans, spaces and words; the bookings' own changes, to be announced."""
    before = {step.booking.id: snapshot(step.booking) for step in steps}
    old_spans = {step.booking.id: step.booking.span for step in steps}
    words = (edit.title, edit.people, edit.note)
    moved = [step for step in steps if step.moves]
    retold = [
        step
        for step in steps
        if not step.moves and words != (step.booking.title, step.booking.people, step.booking.note)
    ]
    ids = [step.booking.id for step in moved]
    tariffs = tariffs_of(session, moved[0].booking.location) if moved else []
    with session.begin_nested():
        session.execute(delete(Claim).where(Claim.booking_id.in_(ids)))
        session.execute(delete(BookedUnit).where(BookedUnit.booking_id.in_(ids)))
        for step in steps:
            step.booking.title, step.booking.people, step.booking.note = words
            step.date.is_exception = False
        for step in moved:
            assert step.planned.span is not None
            step.booking.span, step.booking.spaces = step.planned.span, list(step.planned.spaces)
            step.booking.check_in_until = board.check_in_until(step.planned.spaces, step.planned.span)
            step.booking.product = board.product(step.planned.spaces, step.planned.span)
            set_price(session, step.booking, tariffs=tariffs)
        for step in steps:
            step.date.starts_at, step.date.ends_at = step.booking.starts_at, step.booking.ends_at
        session.flush()
        put_units_and_claims(session, [(step.booking, step.planned) for step in moved], board=board, now=now)
    note_all(session, [s.booking for s in moved], what="moved", before=before, actor_id=actor_id, at=now)
    note_all(
        session,
        [s.booking for s in retold],
        what="retold",
        before=before,
        actor_id=actor_id,
        at=now,
        reschedules=False,
    )
    changes: list[BookingChange] = [
        BookingMoved(
            step.booking,
            actor_id,
            now,
            old_span=old_spans[step.booking.id],
            old_unit_ids=units[step.booking.id],
            in_series=True,
        )
        for step in moved
    ]
    return changes + [BookingRetold(step.booking, actor_id, now, in_series=True) for step in retold]


def _judge_skipped(
    reach: Reach, edit: SeriesEdit, board: Board, spaces: dict[int, Space], *, now: datetime
) -> None:
    zone = reach.series.location.zone
    asked = [spaces[space_id] for space_id in edit.space_ids] or list(reach.series.spaces)
    details = replace(reach.series.details, people=edit.people)
    for one in reach.skipped(now=now):
        (at,) = occurrences([one.day], edit.starts_minute, edit.ends_minute, zone=zone)
        one.starts_at = at.span.starts_at if at.span else None
        one.ends_at = at.span.ends_at if at.span else None
        one.free_since = None
        if at.missing is not None:
            one.reasons = stored([at.missing])
        elif at.span is not None and asked:
            one.reasons = stored(board.refusals(asked, at.span, details)) or one.reasons
