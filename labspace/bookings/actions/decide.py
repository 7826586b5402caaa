"""Staff decide on what was asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.claims import (
    drop_claims,
    holds_claims,
    in_the_way,
    refuse_if_taken,
    take_claims,
    unit_rules_of_booking,
    units_of,
)
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.actions.no_shows import settle_no_shows
from labspace.bookings.actions.option_clocks import end_clock
from labspace.bookings.actions.overrule import take_precedence
from labspace.bookings.actions.settle import core_of, promote_behind, settle_options
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.changes import BookingDecided
from labspace.bookings.models import Booking
from labspace.bookings.reasons import noted_reason
from labspace.bookings.states import UNDECIDED, BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def confirm_booking(
    session: Session,
    booking_id: int,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
    over_rank_reason: str = "",
    told_together: bool = False,
) -> Booking:
    """Confirm a request or the first-ranked option; it claims its units from now on.

    Raises `Refused` with `higher_rank_first` for an option somebody is ahead of, unless staff give
    their reason for passing them over (`over_rank_reason`), which is kept; `SpaceTaken` if the time is
    no longer free. What lapsed on the way stays settled: the caller may commit that.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    unit_ids = units_of(session, booking_id)
    settle_options(session, unit_ids, now=now)
    settle_no_shows(session, unit_ids, now=now)
    if booking.state not in UNDECIDED:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    overridden = _refuse_behind(session, booking, unit_ids=unit_ids, reason=over_rank_reason)
    before = snapshot(booking)
    with session.begin_nested():
        if overridden:
            take_precedence(session, booking, unit_ids=unit_ids, by=by, reason=over_rank_reason, now=now)
        had_claims = holds_claims(booking)
        booking.become(BookingState.CONFIRMED, now=now)
        booking.option_rank = None
        end_clock(session, booking, now=now)
        if booking.check_in_until is not None and now > booking.starts_at:
            # Nobody checks in to what is not confirmed yet: the grace time begins now.
            grace = booking.check_in_until - max(booking.starts_at, booking.created_at)
            booking.check_in_until = now + grace
        if not had_claims:
            rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
            take_claims(session, booking, unit_ids=unit_ids, rules=rules, now=now)
        note(
            session,
            booking,
            what="confirmed",
            before=before,
            actor_id=actor_id,
            at=now,
            text=over_rank_reason if overridden else "",
            overridden=overridden,
        )
        announce(session, BookingDecided(booking, actor_id, now, told_together=told_together))
        promote_behind(session, booking, now=now)
    return booking


def _refuse_behind(
    session: Session, booking: Booking, *, unit_ids: Collection[int], reason: str
) -> tuple[str, ...]:
    """The rule staff override with this decision, if any; raises `Refused` where they may not."""
    if booking.option_rank in (None, 1):
        return ()
    rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
    ahead = in_the_way(session, core_of(booking), unit_ids=unit_ids, rules=rules)
    refuse_if_taken(claim for claim in ahead if claim.state is not BookingState.OPTION)
    if not reason.strip():
        raise Refused(Refusal("higher_rank_first", {"rank": booking.option_rank}))
    return ("higher_rank_first",)


def reject_booking(
    session: Session,
    booking_id: int,
    *,
    by: User,
    now: datetime,
    reason: str = "",
    code: CancelReason | None = None,
    expected_version: int | None = None,
    told_together: bool = False,
) -> Booking:
    """Reject a request or option, with the reason its booker is told: a word of the list, own words, or both.

    "Another reason" needs words.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if code in (None, CancelReason.OTHER) and not reason.strip():
        raise Refused(Refusal("reason_missing"))
    settle_options(session, units_of(session, booking_id), now=now)
    before = snapshot(booking)
    booking.become(BookingState.REJECTED, now=now)
    booking.cancel_code, booking.cancel_reason, booking.option_rank = code, reason[:300], None
    end_clock(session, booking, now=now)
    drop_claims(session, booking)
    text = noted_reason(code, reason)
    note(session, booking, what="rejected", before=before, actor_id=actor_id, at=now, text=text)
    announce(session, BookingDecided(booking, actor_id, now, told_together=told_together))
    promote_behind(session, booking, now=now)
    return booking
