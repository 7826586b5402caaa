"""What is asked for a cancelled event: proposed by the tiers, changed by the house with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.reviews import event_to_change, remember
from labspace.events.decision.models import CancellationShare
from labspace.events.decision.money import days_before
from labspace.events.terms import event_terms_of


def propose_share(session: Session, booking: Booking, *, now: datetime) -> CancellationShare | None:
    """Keep what the tiers of the house propose for an event its organiser just cancelled.

    None where the house proposes nothing.
    """
    zone = booking.location.zone
    event_on, today = booking.starts_at.astimezone(zone).date(), now.astimezone(zone).date()
    days = days_before(event_on, cancelled_on=today)
    percent = event_terms_of(session, booking).cancellation_percent(days)
    if percent is None:
        return None
    share = CancellationShare(
        booking_id=booking.id,
        days_before=days,
        proposed_percent=percent,
        applied_percent=percent,
        price_cents=booking.price_cents,
        at=now,
    )
    session.add(share)
    session.flush()
    return share


def change_share(
    session: Session, booking_id: int, *, percent: int, reason: str, by: User, now: datetime
) -> CancellationShare:
    """Ask for another share than proposed, with a reason; back to the proposal needs none."""
    booking = event_to_change(session, booking_id, expected_version=None)
    share = session.get(CancellationShare, booking_id, populate_existing=True)
    if share is None:
        raise LookupError(booking_id)
    if not 0 <= percent <= 100:
        raise Refused(Refusal("percent_outside"))
    if percent != share.proposed_percent and not reason.strip():
        raise Refused(Refusal("reason_missing"))
    share.applied_percent = percent
    share.reason = reason.strip()[:300] if percent != share.proposed_percent else ""
    share.set_by_id, share.at = by.id, now
    session.flush()
    remember(session, booking, what="share_changed", by=by, now=now)
    return share
