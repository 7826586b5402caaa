"""How subscribed calendars hear that somebody lifted one of their blockings elsewhere."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.changes import SpaceBlocked
from labspace.bookings.claim_models import BlockingReason
from labspace.busy.actions.decide import let_pass


@listen(SpaceBlocked)
def let_the_event_pass(session: Session, change: SpaceBlocked) -> None:
    """What staff lift by hand does not come back with the next look at the calendar."""
    if change.lifted and change.blocking.reason is BlockingReason.CALENDAR:
        let_pass(session, change.blocking.id)
