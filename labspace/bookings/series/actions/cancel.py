"""Calling off the coming dates of a series, from one on or all; what is over stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.history import snapshot
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.changes import BookingCancelled
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.reasons import noted_reason
from labspace.bookings.rulebook.book import RuleEntry, rules_for
from labspace.bookings.rulebook.queries import rule_entries
from labspace.bookings.series.actions.reach import is_ahead, lock_with_bookings, reach_of
from labspace.bookings.series.actions.rows import note_all
from labspace.bookings.series.changes import SeriesCancelled
from labspace.bookings.series.models import DateState, Series
from labspace.bookings.states import OPEN, BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def cancel_series(
    session: Session,
    booking_id: int,
    *,
    everything: bool,
    by: User,
    now: datetime,
    code: CancelReason | None = None,
    reason: str = "",
    by_house: bool = False,
    expected_version: int | None = None,
) -> Series:
    """Cancel the dates from that of this booking on, or with `everything` all that have not begun.

    Each counts as early or late by its own deadline. Skipped dates among them are given up; what the
    house calls off is kept as skipped instead. The series ends there; nothing continues it, so it is
    not split.
    """
    actor_id = by.id
    if code is None and reason:
        code = CancelReason.OTHER
    if by_house and code is None:
        raise Refused(Refusal("reason_missing"))
    begin_write(session)
    reach = reach_of(session, booking_id, everything=everything, now=now, expected_version=expected_version)
    series, ahead = reach.series, reach.booked(now=now)
    ids = [one.booking_id for one in ahead if one.booking_id is not None]
    _spaces, _units, bookings = lock_with_bookings(session, ids)
    bookings = [booking for booking in bookings if booking.state in OPEN and booking.starts_at > now]
    entries = rule_entries(session, [series.location_id])[series.location_id]
    before = {booking.id: snapshot(booking) for booking in bookings}
    session.execute(delete(Claim).where(Claim.booking_id.in_(before)))
    for booking in bookings:
        early = BookingState.CANCELLED_HOUSE if by_house else _by_deadline(booking, entries, now=now)
        booking.become(early, now=now)
        booking.cancel_code, booking.cancel_reason = code, reason[:300]
    for one in () if by_house else reach.skipped(now=now):
        one.state, one.free_since = DateState.GIVEN_UP, None
    if reach.before and not everything:
        series.rule = replace(series.recurrence, until=reach.start - timedelta(days=1), count=None).text
    if not any(is_ahead(one, now=now) for one in reach.before):
        series.cancelled_at = now
    series.changed_at = now
    note_all(
        session,
        bookings,
        what="cancelled",
        before=before,
        actor_id=actor_id,
        at=now,
        text=noted_reason(code, reason),
    )
    for booking in bookings:
        announce(session, BookingCancelled(booking, actor_id, now, in_series=True))
    announce(session, SeriesCancelled(series, tuple(reach.dates), tuple(bookings), actor_id, now))
    return series


def _by_deadline(booking: Booking, entries: list[RuleEntry], *, now: datetime) -> BookingState:
    """Late after the deadline of the house rules, as for a single booking."""
    day = booking.starts_at.astimezone(booking.location.zone).date()
    longest = max(
        rules_for(entries, kind=booking.kind, space_id=space.id, day=day).cancel_until_minutes
        for space in booking.spaces
    )
    early = booking.state is not BookingState.CONFIRMED or now <= booking.starts_at - timedelta(
        minutes=longest
    )
    return BookingState.CANCELLED_EARLY if early else BookingState.CANCELLED_LATE
