"""A tenancy begins with its booking, is put off or ended early, and ends by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import (
    check_in,
    move_booking,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.presence import take_back_presence
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.popups.review.conflicts import concerns
from labspace.popups.tenancies.actions.agreements import draw_up
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.actions.locks import locked_with_slot
from labspace.popups.tenancies.changes import TenancyAgreed, TenancyCalledOff, TenancyEnded
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.records import FollowUp
from labspace.popups.tenancies.rules import MONTHS, against_end, months_after
from labspace.popups.tenancies.shop_hours import USUAL_MINIMUM
from labspace.popups.tenancies.states import UNENDED, TenancyState
from labspace.times import TimeSpan, start_of_day


def begin_tenancy(
    session: Session, booking: Booking, *, offer: PopupOffer | None, application_id: int | None, now: datetime
) -> Tenancy:
    """The tenancy of a confirmed booking of a slot, with its first agreement."""
    tenancy = Tenancy(
        booking=booking,
        application_id=application_id,
        offer_id=offer.id if offer else None,
        location_id=booking.location_id,
        space=booking.spaces[0],
        state=TenancyState.AGREED,
        state_since=now,
        min_days=offer.min_days if offer else USUAL_MINIMUM.days,
        min_minutes=offer.min_minutes if offer else USUAL_MINIMUM.minutes,
        weekly_hours=offer.weekly_hours if offer else [],
        conditions=offer.conditions if offer else "",
        created_at=now,
    )
    session.add(tenancy)
    session.flush()
    note(session, tenancy, "agreed", actor_id=None, at=now)
    draw_up(session, tenancy, by_id=None, now=now)
    announce(session, TenancyAgreed(tenancy, now))
    return tenancy


def change_end(
    session: Session,
    tenancy_id: int,
    *,
    last_on: date,
    price_cents: int | None,
    reason: str,
    by: User,
    now: datetime,
) -> Tenancy:
    """Let a tenancy end on another day, earlier or later; a new agreement says so.

    `price_cents` is the price for the whole time from now on; None keeps it. Raises `Refused`, or
    `SpaceTaken` where somebody has the slot after it.
    """
    actor_id = by.id
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    begin_write(session)
    tenancy = locked_with_slot(session, tenancy_id)
    tenant_id, organisation_id = tenancy.tenant_id, tenancy.booking.organisation_id
    if concerns(session, actor_id, user_id=tenant_id, organisation_id=organisation_id):
        raise Refused(Refusal("own_tenancy"))
    if tenancy.state not in UNENDED:
        raise Refused(Refusal("not_possible_in_state", {"state": tenancy.state}))
    booking, zone = tenancy.booking, tenancy.space.location.zone
    ends_at = start_of_day(last_on + timedelta(days=1), zone=zone)
    if ends_at <= booking.starts_at:
        raise Refused(Refusal("end_before_start"))
    span = TimeSpan(booking.starts_at, ends_at)
    refuse_any(against_end(old=booking.span, new=span, now=now))
    old_last, kept_price = tenancy.first_and_last[1], (booking.price_cents, booking.market_cents)
    was_used = booking.state is BookingState.USED
    if was_used:
        # What was used counts again right below: only what is open may be moved.
        take_back_presence(session, booking.id, by=by, now=now)
    door = StaffDoor(entered_by=by, reason=reason[:300])
    wish = Wish(span=span, space_ids=(tenancy.space_id,))
    booking = move_booking(session, booking.id, wish, by=by, now=now, door=door)
    booking.price_breakdown = None
    booking.price_cents = kept_price[0] if price_cents is None else price_cents
    booking.market_cents = _market(
        booking, kept_price, days=(old_last, last_on), first=tenancy.first_and_last[0]
    )
    session.flush()
    if was_used:
        check_in(session, booking.id, by=by, now=now)
    tenancy.end_reason = reason.strip()[:500]
    note(session, tenancy, "end_changed", actor_id=actor_id, at=now, last_on=last_on.isoformat())
    draw_up(session, tenancy, by_id=actor_id, now=now)
    return tenancy


def _market(
    booking: Booking, kept: tuple[int | None, int | None], *, days: tuple[date, date], first: date
) -> int | None:
    """The market price grows and shrinks with the days."""
    if kept[1] is None:
        return booking.market_cents
    before, after = ((last - first).days + 1 for last in days)
    return round(kept[1] * after / before)


def settle_tenancies(session: Session, *, now: datetime) -> int:
    """Begin and end what is due; safe to run every minute, and after a week. Returns how many changed.

    Looks without a lock first: most minutes there is nothing to do.
    """
    if not _due(session, now=now):
        return 0
    begin_write(session)
    due = _due(session, now=now)
    for tenancy in due:
        if tenancy.state is TenancyState.AGREED:
            tenancy.become(TenancyState.RUNNING, now=now)
            note(session, tenancy, "begun", actor_id=None, at=now)
        if tenancy.booking.ends_at <= now:
            _end(session, tenancy, now=now)
    return len(due)


def _end(session: Session, tenancy: Tenancy, *, now: datetime) -> None:
    tenancy.become(TenancyState.ENDED, now=now)
    last_on = tenancy.first_and_last[1]
    for months in MONTHS:
        session.add(FollowUp(tenancy=tenancy, months=months, due_on=months_after(last_on, months)))
    note(session, tenancy, "ended", actor_id=None, at=now)
    announce(session, TenancyEnded(tenancy, now))


def _due(session: Session, *, now: datetime) -> Sequence[Tenancy]:
    begun = (Tenancy.state == TenancyState.AGREED) & (Booking.starts_at <= now)
    over = (Tenancy.state == TenancyState.RUNNING) & (Booking.ends_at <= now)
    return session.scalars(
        select(Tenancy)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(begun | over)
        .order_by(Tenancy.id)
        .with_for_update(of=Tenancy, skip_locked=True)
    ).all()


def call_off(session: Session, tenancy: Tenancy, *, actor_id: int | None, now: datetime) -> None:
    """Its booking was cancelled."""
    if tenancy.state.may_become(TenancyState.CALLED_OFF):
        tenancy.become(TenancyState.CALLED_OFF, now=now)
        note(session, tenancy, "called_off", actor_id=actor_id, at=now)
        announce(session, TenancyCalledOff(tenancy, now))
