"""Pure: when a mail reminds of an option's deadline."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from labspace.bookings.options.clock import Clock


def reminder_due(clock: Clock, *, days: Collection[int], now: datetime) -> int | None:
    """Which reminder is due, as the days before the deadline it stands for; None: none is.

    Of several that are overdue only the last is: after a week without a worker nobody gets three
    mails at once. A deadline that was set and told after the moment of a reminder needs no reminder.
    """
    if not clock.ticks or clock.is_over(now):
        return None
    due = [day for day in days if now >= clock.deadline - timedelta(days=day)]
    nearest = min(due, default=None)
    if nearest is None:
        return None
    moment = clock.deadline - timedelta(days=nearest)
    return nearest if clock.set_at is None or clock.set_at < moment else None
