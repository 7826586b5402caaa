"""Who came, who left and who did not come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.claims import units_of
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.move import check_version, load_locked
from labspace.bookings.actions.no_shows import note_no_show, settle_no_shows
from labspace.bookings.actions.release import claim_again, release_rest, shorten_claims
from labspace.bookings.actions.settle import promote_behind
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.models import Booking
from labspace.bookings.presence import EARLY_ARRIVAL, LATE_DEPARTURE, whole_minute
from labspace.bookings.release_models import ReleaseCause
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.spaces.kinds import SpaceKind


def check_in(
    session: Session,
    booking_id: int,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
    in_person: bool = False,
) -> Booking:
    """Note that the people are there; the booking counts as used from its booked start (R5).

    Late is better than never: before the no-show is settled it simply counts, afterwards it takes
    the no-show back, and raises `SpaceTaken` if the time has been given to somebody else.
    `in_person`: whoever booked says so, which is possible until the end; staff note it later too.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if now < booking.starts_at - EARLY_ARRIVAL:
        raise Refused(Refusal("not_begun"))
    if in_person and now >= booking.ends_at:
        raise Refused(Refusal("check_in_is_over"))
    if booking.state is BookingState.NO_SHOW:
        settle_no_shows(session, units_of(session, booking_id), now=now)
        claim_again(session, booking, now=now)
    before = snapshot(booking)
    booking.become(BookingState.USED, now=now)
    booking.checked_in_at = now
    note(session, booking, what="checked_in", before=before, actor_id=actor_id, at=now, reschedules=False)
    announce(session, PresenceNoted(booking, actor_id, now))
    return booking


def check_out(
    session: Session, booking_id: int, *, by: User, now: datetime, expected_version: int | None = None
) -> Booking:
    """Note that the people have left; use counts up to the last full minute.

    Earlier than booked, the rest is free at once; later, the overrun is recorded and claims nothing.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if booking.state is not BookingState.USED or booking.used_until is not None:
        raise Refused(Refusal("not_checked_in"))
    if booking.kind is SpaceKind.POPUP_SLOT or now > booking.ends_at + LATE_DEPARTURE:
        raise Refused(Refusal("check_out_is_over"))
    before = snapshot(booking)
    until = max(booking.starts_at, whole_minute(now))
    booking.used_until, released = until, None
    if until < booking.ends_at:
        shorten_claims(session, booking, until=until)
        released = release_rest(session, booking, cause=ReleaseCause.CHECK_OUT, now=now)
    what = "left_early" if released else "left"
    note(session, booking, what=what, before=before, actor_id=actor_id, at=now, reschedules=False)
    announce(session, PresenceNoted(booking, actor_id, now, released=released))
    if released:
        promote_behind(session, booking, now=now)
    return booking


def mark_no_show(
    session: Session, booking_id: int, *, by: User | None, now: datetime, expected_version: int | None = None
) -> Booking:
    """Note that nobody came; what is left of the time is free at once."""
    actor_id = by.id if by else None
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if now < booking.starts_at:
        raise Refused(Refusal("not_begun"))
    note_no_show(session, booking, actor_id=actor_id, now=now)
    return booking


def take_back_presence(
    session: Session, booking_id: int, *, by: User, now: datetime, expected_version: int | None = None
) -> Booking:
    """Undo what was noted by mistake: the booking is confirmed again, and nobody waits for a check-in.

    Raises `SpaceTaken` if the time it gave back has been given to somebody else.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    check_version(booking, expected_version)
    if booking.state not in {BookingState.USED, BookingState.NO_SHOW}:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    if booking.state is BookingState.NO_SHOW or booking.used_until is not None:
        settle_no_shows(session, units_of(session, booking_id), now=now)
        claim_again(session, booking, now=now)
    before = snapshot(booking)
    booking.become(BookingState.CONFIRMED, now=now)
    booking.checked_in_at = booking.used_from = booking.used_until = booking.check_in_until = None
    note(
        session,
        booking,
        what="presence_taken_back",
        before=before,
        actor_id=actor_id,
        at=now,
        reschedules=False,
    )
    announce(session, PresenceNoted(booking, actor_id, now))
    return booking
