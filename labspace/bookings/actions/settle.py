"""What has lapsed is settled before anything new is judged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.actions.claims import SpaceTaken, drop_claims, rules_of_booking, take_claims, units_of
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.changes import BookingLapsed, OptionPromoted
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.states import BookingState


def settle_options(session: Session, unit_ids: Collection[int], *, now: datetime) -> None:
    """End the options on these units whose deadline has passed, and promote those behind them."""
    lapsed = session.scalars(
        select(Booking)
        .join(BookedUnit, BookedUnit.booking_id == Booking.id)
        .where(
            BookedUnit.space_id.in_(unit_ids),
            Booking.state == BookingState.OPTION,
            Booking.option_until <= now,
        )
        .order_by(Booking.id)
        .distinct()
    ).all()
    for booking in lapsed:
        before = snapshot(booking)
        drop_claims(session, booking)
        booking.become(BookingState.EXPIRED, now=now)
        booking.option_rank = None
        note(session, booking, what="lapsed", before=before, actor_id=None, at=now)
        announce(session, BookingLapsed(booking, None, now))
    for booking in lapsed:
        promote_behind(session, booking, now=now)


def promote_behind(session: Session, gone: Booking, *, now: datetime) -> None:
    """Give waiting options on the units of `gone` the best rank that is free for them, in order."""
    waiting = session.scalars(
        select(Booking)
        .join(BookedUnit, BookedUnit.booking_id == Booking.id)
        .where(
            BookedUnit.space_id.in_(select(BookedUnit.space_id).where(BookedUnit.booking_id == gone.id)),
            Booking.state == BookingState.OPTION,
            Booking.option_rank > 1,
            Booking.starts_at < gone.ends_at,
            Booking.ends_at > gone.starts_at,
        )
        .order_by(Booking.option_rank, Booking.id)
        .distinct()
    ).all()
    for booking in waiting:
        _raise_rank(session, booking, now=now)


def _raise_rank(session: Session, booking: Booking, *, now: datetime) -> None:
    unit_ids, old_rank = units_of(session, booking.id), booking.option_rank or 1
    rank = rank_for(session, booking, unit_ids=unit_ids)
    if rank >= old_rank:
        return
    if rank == 1:
        try:
            take_claims(session, booking, unit_ids=unit_ids, rules=rules_of_booking(session, booking))
        except SpaceTaken:
            return
    before = snapshot(booking)
    booking.option_rank = rank
    note(session, booking, what="promoted", before=before, actor_id=None, at=now, reschedules=False)
    announce(session, OptionPromoted(booking, None, now, old_rank=old_rank))


def rank_for(session: Session, booking: Booking, *, unit_ids: Collection[int]) -> int:
    """The next free rank for an option on these units and this time: 1 if nobody is ahead."""
    ahead = session.scalars(
        select(Booking)
        .join(BookedUnit, BookedUnit.booking_id == Booking.id)
        .where(
            BookedUnit.space_id.in_(unit_ids),
            Booking.id != (booking.id or 0),
            Booking.state == BookingState.OPTION,
            Booking.starts_at < booking.ends_at,
            Booking.ends_at > booking.starts_at,
        )
        .distinct()
    ).all()
    own = booking.option_rank
    ranks = [other.option_rank or 1 for other in ahead if own is None or (other.option_rank or 1) < own]
    return max(ranks, default=0) + 1
