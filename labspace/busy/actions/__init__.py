"""Everything that changes a subscribed calendar or what it keeps taken."""

from labspace.busy.actions.decide import dismiss_event, give_way, keep_booking
from labspace.busy.actions.refresh import (
    Lease,
    forget_drafts,
    note_fetched,
    note_not_fetched,
    settle_open_times,
    take_due,
)
from labspace.busy.actions.subscribe import (
    Content,
    draft_calendar,
    pause_calendar,
    remove_calendar,
    replace_content,
    resume_calendar,
    start_calendar,
)

__all__ = [
    "Content",
    "Lease",
    "dismiss_event",
    "draft_calendar",
    "forget_drafts",
    "give_way",
    "keep_booking",
    "note_fetched",
    "note_not_fetched",
    "pause_calendar",
    "remove_calendar",
    "replace_content",
    "resume_calendar",
    "settle_open_times",
    "start_calendar",
    "take_due",
]
