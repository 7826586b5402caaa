"""Tells the packages below who subscribes to their bookings."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.readers import tell_of_readers
from labspace.calendars.models import FeedLink
from labspace.calendars.scopes import personal

STILL_READING = timedelta(days=14)
"""The slowest calendars fetch once a week; whoever did not for two has given the subscription up."""


@tell_of_readers
def reads_personal_feed(session: Session, user_id: int, now: datetime) -> bool:
    """Whether a calendar has fetched this person's own feed of late."""
    fetched = select(FeedLink.id).where(
        FeedLink.user_id == user_id,
        FeedLink.scope == personal(user_id).key,
        FeedLink.revoked_at.is_(None),
        FeedLink.fetched_at > now - STILL_READING,
    )
    return session.scalar(fetched.limit(1)) is not None
