"""Feeds hear of bookings in the transaction that changes them: all at once, right before its commit.

A request may change many bookings, and one booking several times; each feed is locked and written
once, last of all, so nobody waits for a feed while somebody waits for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from labspace.accounts.changes import PersonLeaves
from labspace.announcements import listen
from labspace.bookings.changes import BOOKING_CHANGES, BookingChange, BookingPlaced, SpaceBlocked
from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import Booking
from labspace.bookings.options.changes import (
    ChallengeWithdrawn,
    OptionChallenged,
    OptionCommitted,
    OptionExtended,
    PartnerJoined,
    PartnerLeft,
)
from labspace.bookings.series.changes import SERIES_CHANGES, SeriesChange
from labspace.calendars.feeds import Changed, follow
from labspace.calendars.house_links import end_links_of
from labspace.calendars.programme.models import ProgrammeFeed
from labspace.calendars.turns import Turn
from labspace.events.programme.changes import ProgrammeChanged
from labspace.locations.changes import HouseWithdrawn

PENDING = "labspace.calendars.pending"


@dataclass
class Pending:
    """What this transaction has changed so far, and when."""

    at: datetime
    changed: Changed = field(default_factory=Changed)

    def add(self, booking: Booking) -> None:
        self.changed.bookings[booking.id] = booking
        self.changed.turns |= {(Turn.HOUSE, booking.location_id), (Turn.PERSON, booking.booked_by_id)}
        if booking.organisation_id is not None:
            self.changed.turns.add((Turn.ORGANISATION, booking.organisation_id))


@listen(*BOOKING_CHANGES, OptionChallenged, ChallengeWithdrawn, OptionCommitted, OptionExtended)
def note_booking(session: Session, change: BookingChange) -> None:
    """Write the booking's events anew before the commit."""
    if change.in_series:
        return
    pending = _pending(session, change.at)
    pending.add(change.booking)
    if isinstance(change, BookingPlaced):
        pending.changed.new_ids.add(change.booking.id)


@listen(*SERIES_CHANGES)
def note_series(session: Session, change: SeriesChange) -> None:
    """Write the events of all its bookings anew, in as many statements as for one."""
    pending = _pending(session, change.at)
    for booking in change.bookings:
        pending.add(booking)


@listen(PartnerJoined, PartnerLeft)
def note_partner(session: Session, change: PartnerJoined | PartnerLeft) -> None:
    """Who shares an option has it in their calendar too."""
    pending = _pending(session, change.at)
    pending.add(change.booking)
    if change.partner.user_id is not None:
        pending.changed.turns.add((Turn.PERSON, change.partner.user_id))


@listen(ProgrammeChanged)
def note_public_text(session: Session, change: ProgrammeChanged) -> None:
    """The feeds of its house show the public title."""
    _pending(session, change.at).add(change.event.booking)


@listen(SpaceBlocked)
def note_blocking(session: Session, change: SpaceBlocked) -> None:
    """A blocked space is taken."""
    blocking: Blocking = change.blocking
    pending = _pending(session, blocking.lifted_at or blocking.created_at)
    pending.changed.blockings[blocking.id] = blocking
    pending.changed.turns.add((Turn.HOUSE, blocking.space.location_id))


@listen(PersonLeaves)
def note_departure(session: Session, change: PersonLeaves) -> None:
    """What stays of the person's bookings is written anew wherever it shows."""
    pending = _pending(session, change.at)
    for booking in session.scalars(select(Booking).where(Booking.booked_by_id == change.user_id)):
        pending.add(booking)


@listen(HouseWithdrawn)
def note_withdrawal(session: Session, change: HouseWithdrawn) -> None:
    """Links to the calendars of a house that is no more answer 410, whatever gets its number later."""
    end_links_of(session, change.location_id, change.space_ids, now=change.at)
    session.execute(delete(ProgrammeFeed).where(ProgrammeFeed.scope == f"house {change.location_id}"))


def _pending(session: Session, at: datetime) -> Pending:
    pending: Pending = session.info.setdefault(PENDING, Pending(at))
    pending.at = max(pending.at, at)
    return pending


@event.listens_for(Session, "before_commit")
def follow_before_commit(session: Session) -> None:
    """Bring all that changed into the feeds, as part of the transaction."""
    if PENDING not in session.info or session.in_nested_transaction():
        return
    session.flush()
    pending: Pending = session.info.pop(PENDING)
    follow(session, pending.changed, now=pending.at)


@event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    """What was rolled back never happened."""
    session.info.pop(PENDING, None)
