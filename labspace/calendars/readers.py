"""Tells the packages below who subscribes to their bookings."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from labspace.accounts.app_passwords.models import AppPassword
from labspace.bookings.readers import tell_of_readers
from labspace.calendars.models import FeedLink
from labspace.calendars.scopes import personal

STILL_READING = timedelta(days=14)
"""The slowest calendars fetch once a week; whoever did not for two has given the subscription up."""


@tell_of_readers
def reads_own_bookings(session: Session, user_id: int, now: datetime) -> bool:
    """Whether a calendar has fetched this person's own feed of late, by its link or through CalDAV."""
    lately = now - STILL_READING
    link = exists().where(
        FeedLink.user_id == user_id,
        FeedLink.scope == personal(user_id).key,
        FeedLink.revoked_at.is_(None),
        FeedLink.fetched_at > lately,
    )
    device = exists().where(AppPassword.user_id == user_id, AppPassword.last_used_at > lately)
    return bool(session.scalar(select(or_(link, device))))
