"""The clocks follow the ranks: who becomes first gets the whole period, who falls back waits.

Called under the lock of the house's event areas, by the one place that gives ranks and by whatever
ends an option.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.models import Booking
from labspace.bookings.options import clock as steps
from labspace.bookings.options.changes import ChallengeWithdrawn
from labspace.bookings.options.models import OptionChallenge, OptionClock
from labspace.bookings.options.states import FIRST, ClockState, Outcome
from labspace.bookings.options.term_queries import event_terms_of
from labspace.bookings.states import CANCELLED, BookingState
from labspace.spaces.kinds import SpaceKind

WaitsBehind = Callable[[int, int], bool]
"""Whether the option with the first id still waits behind that of the second."""


def keep_clocks(
    session: Session,
    options: Mapping[int, Booking],
    *,
    barred: Collection[int],
    waits_behind: WaitsBehind,
    first_until: Mapping[int, datetime],
    now: datetime,
) -> set[int]:
    """Let the clock of each option of a house follow the rank it has now.

    `barred` are those whose time is partly given away for good; the ids of those who were not until
    now come back, to be told. `first_until` are deadlines other than the usual ones for newcomers.
    """
    rows = _rows(session, options)
    for booking_id in sorted(options):
        booking, row = options[booking_id], rows[booking_id]
        clock = steps.moved(row.read(booking), booking.starts_at)
        if booking.option_rank == 1 and clock.state not in FIRST:
            until = first_until.get(booking_id)
            terms = event_terms_of(session, booking)
            clock = steps.become_first(clock, terms=terms, now=now, until=until)
        elif booking.option_rank != 1 and clock.state in FIRST:
            _answer(session, booking_id, Outcome.DECIDED, now=now)
            clock = steps.fall_back(clock)
        row.write(clock, booking)
    _withdraw_idle(session, options, rows, waits_behind=waits_behind, now=now)
    return {booking_id for booking_id in options if _is_news(rows[booking_id], booking_id in barred, now=now)}


def end_clock(session: Session, booking: Booking, *, now: datetime) -> None:
    """Let the clock of what is no option any more stand, and close what was asked of it.

    The booking has its new state already; of other kinds of space nothing is asked.
    """
    if booking.kind is not SpaceKind.EVENT_AREA:
        return
    row = session.get(OptionClock, booking.id, populate_existing=True)
    if row is None or row.state is ClockState.ENDED:
        return
    _answer(session, booking.id, _outcome(booking.state), now=now)
    row.write(steps.end(row.read(booking)), booking)


def open_challenge(session: Session, booking_id: int) -> OptionChallenge | None:
    """What the first is asked at this moment."""
    return session.scalars(
        select(OptionChallenge)
        .where(OptionChallenge.booking_id == booking_id, OptionChallenge.outcome.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


def close_challenge(challenge: OptionChallenge, outcome: Outcome, *, now: datetime) -> None:
    """Write what became of a challenge."""
    challenge.outcome, challenge.answered_at = outcome, now


def _answer(session: Session, booking_id: int, outcome: Outcome, *, now: datetime) -> None:
    if (challenge := open_challenge(session, booking_id)) is not None:
        close_challenge(challenge, outcome, now=now)


def _outcome(state: BookingState) -> Outcome:
    if state is BookingState.EXPIRED:
        return Outcome.LAPSED
    return Outcome.RELEASED if state in CANCELLED else Outcome.DECIDED


def _rows(session: Session, options: Mapping[int, Booking]) -> dict[int, OptionClock]:
    """The clock of each option; what has none yet gets one."""
    found = session.scalars(
        select(OptionClock)
        .where(OptionClock.booking_id.in_(list(options)))
        .execution_options(populate_existing=True)
    )
    rows = {row.booking_id: row for row in found}
    for booking_id in sorted(options.keys() - rows.keys()):
        rows[booking_id] = OptionClock.begun(options[booking_id])
        session.add(rows[booking_id])
    return rows


def _withdraw_idle(
    session: Session,
    options: Mapping[int, Booking],
    rows: Mapping[int, OptionClock],
    *,
    waits_behind: WaitsBehind,
    now: datetime,
) -> None:
    """Withdraw challenges whose asker waits no longer: nobody is hurried for nobody."""
    for booking_id in sorted(options):
        booking, row = options[booking_id], rows[booking_id]
        if row.state is not ClockState.CHALLENGED:
            continue
        asked = open_challenge(session, booking_id)
        if asked is None or asked.challenger_id is None or waits_behind(asked.challenger_id, booking_id):
            continue
        close_challenge(asked, Outcome.WITHDRAWN, now=now)
        before = snapshot(booking)
        row.write(steps.withdraw(row.read(booking), now=now), booking)
        note(
            session,
            booking,
            what="challenge_withdrawn",
            before=before,
            actor_id=None,
            at=now,
            reschedules=False,
        )
        announce(session, ChallengeWithdrawn(booking, None, now, challenge=asked))


def _is_news(row: OptionClock, is_barred: bool, *, now: datetime) -> bool:
    """Keep since when the time is partly given away; whether that is new."""
    is_new = is_barred and row.given_away_since is None
    if is_new:
        row.given_away_since = now
    elif not is_barred:
        row.given_away_since = None
    return is_new
