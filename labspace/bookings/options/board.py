"""All options of a house with their clocks, as the team sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.settle import core_of
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.options.letters import moment_words
from labspace.bookings.options.models import OptionClock
from labspace.bookings.options.queries import clocks_of
from labspace.bookings.options.shown import remaining_words
from labspace.bookings.options.states import ClockState
from labspace.bookings.queries import undecided_bookings
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.states import BookingState


@dataclass(frozen=True, kw_only=True)
class OptionRow:
    """One option in the team's list."""

    item: ShownBooking
    rank: int
    state: ClockState
    is_given_away: bool
    deadline: str
    remaining: str
    is_over: bool
    """Its deadline has passed and it lapses within the minute."""
    waiting: int
    """How many wait behind it."""
    ticks: bool


def option_rows(session: Session, location_id: int, *, now: datetime) -> list[OptionRow]:
    """The options of a house: those the team must decide first, then by deadline; who waits comes last."""
    options = [
        booking
        for booking in undecided_bookings(session, location_id)
        if booking.state is BookingState.OPTION
    ]
    clocks, waiting = clocks_of(session, [one.id for one in options]), _waiting(session, options)
    rows = [(_order(one, clocks.get(one.id)), one) for one in options]
    return [
        _row(one, clocks.get(one.id), waiting[one.id], now=now)
        for _key, one in sorted(rows, key=lambda r: r[0])
    ]


_FIRST_OF_ALL = {ClockState.COMMITTED: 0, ClockState.CHALLENGED: 1, ClockState.RUNNING: 1}


def _order(booking: Booking, row: OptionClock | None) -> tuple[int, datetime, int, int]:
    state = (row or OptionClock.begun(booking)).state
    until = booking.option_until or booking.starts_at
    return (_FIRST_OF_ALL.get(state, 2), until, booking.option_rank or 0, booking.id)


def _row(booking: Booking, row: OptionClock | None, waiting: int, *, now: datetime) -> OptionRow:
    row = row or OptionClock.begun(booking)
    clock = row.read(booking)
    return OptionRow(
        item=shown(booking),
        rank=booking.option_rank or 0,
        state=clock.state,
        is_given_away=row.given_away_since is not None,
        deadline=moment_words(booking, clock.deadline) if clock.ticks else "",
        remaining=remaining_words(clock.deadline - now) if clock.ticks and not clock.is_over(now) else "",
        is_over=clock.is_over(now),
        waiting=waiting,
        ticks=clock.ticks and not clock.is_over(now),
    )


def _waiting(session: Session, options: Sequence[Booking]) -> dict[int, int]:
    """How many wait behind each: of a worse rank, on a space they share, at the same time."""
    units: dict[int, set[int]] = defaultdict(set)
    planned = select(BookedUnit.booking_id, BookedUnit.space_id).where(
        BookedUnit.booking_id.in_([one.id for one in options])
    )
    for booking_id, space_id in session.execute(planned):
        units[booking_id].add(space_id)
    return {
        one.id: sum(
            (other.option_rank or 0) > (one.option_rank or 0)
            and not units[one.id].isdisjoint(units[other.id])
            and core_of(one).overlaps(core_of(other))
            for other in options
        )
        for one in options
    }
