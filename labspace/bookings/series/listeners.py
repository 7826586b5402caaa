"""What series do when single bookings change: exceptions are marked, freed time is offered again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged
from labspace.announcements import listen
from labspace.bookings.changes import (
    BookingCancelled,
    BookingChange,
    BookingMoved,
    BookingRetold,
    HoldEnded,
    PresenceNoted,
    SpaceBlocked,
    TimeUnblocked,
)
from labspace.bookings.models import Booking
from labspace.bookings.series.actions.offer import announce_freed
from labspace.bookings.series.again import free_again
from labspace.bookings.series.changes import SeriesCancelled, SeriesMoved
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.reasons import stored
from labspace.bookings.series.uids import is_of_series
from labspace.bookings.states import BookingState
from labspace.errors import Refusal
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan


@listen(BookingMoved, BookingRetold)
def mark_exception(session: Session, change: BookingChange) -> None:
    """A date changed by itself is an exception: changes of the whole series leave it alone."""
    if not change.in_series and is_of_series(change.booking.uid):
        session.execute(
            update(SeriesDate).where(SeriesDate.booking_id == change.booking.id).values(is_exception=True)
        )


@listen(BookingMoved, BookingCancelled)
def offer_freed_time(session: Session, change: BookingMoved | BookingCancelled) -> None:
    """Look whether a skipped date of somebody fits now; one statement where nobody waits."""
    if change.in_series:
        return
    booking = change.booking
    span = change.old_span if isinstance(change, BookingMoved) else booking.span
    _offer(session, booking.location_id, booking.kind, [span], now=change.at)
    if booking.state is BookingState.CANCELLED_HOUSE and is_of_series(booking.uid):
        keep_as_skipped(session, [booking], now=change.at)


@listen(PresenceNoted)
def offer_released_time(session: Session, change: PresenceNoted) -> None:
    """The same for the rest of a booking nobody came to, or that ended early."""
    if change.released is not None:
        booking = change.booking
        _offer(session, booking.location_id, booking.kind, [change.released], now=change.at)


@listen(HoldEnded)
def offer_held_time(session: Session, change: HoldEnded) -> None:
    """The same for time that was held for somebody who did not take it."""
    if change.booking is None:
        space = session.get_one(Space, change.hold.space_id)
        _offer(session, space.location_id, space.kind, [change.hold.span], now=change.at)


@listen(SeriesMoved, SeriesCancelled)
def offer_time_of_series(session: Session, change: SeriesMoved | SeriesCancelled) -> None:
    """The same for all the time a series gave back."""
    series = change.series
    spans = [TimeSpan(one.starts_at, one.ends_at) for one in change.dates if one.starts_at and one.ends_at]
    if isinstance(change, SeriesCancelled):
        spans = [booking.span for booking in change.bookings]
        gone = [one for one in change.bookings if one.state is BookingState.CANCELLED_HOUSE]
        keep_as_skipped(session, gone, now=change.at)
    if spans:
        _offer(session, series.location_id, series.kind, spans, now=change.at)


@listen(SpaceBlocked)
def offer_unblocked_time(session: Session, change: SpaceBlocked) -> None:
    """The same for a blocking that staff took back."""
    if change.lifted:
        blocking = change.blocking
        space = blocking.space
        at = blocking.lifted_at or blocking.created_at
        _offer(session, space.location_id, space.kind, [blocking.span], now=at)


@listen(TimeUnblocked)
def offer_time_nothing_blocks(session: Session, change: TimeUnblocked) -> None:
    """The same for what a calendar from outside no longer keeps taken."""
    _offer(session, change.space.location_id, change.space.kind, change.spans, now=change.at)


@listen(OrganisationMerged)
def take_over_series(session: Session, merged: OrganisationMerged) -> None:
    """Series follow their organisation, as bookings do."""
    session.execute(
        update(Series)
        .where(Series.organisation_id == merged.source_id)
        .values(organisation_id=merged.target_id)
    )


def keep_as_skipped(session: Session, bookings: Sequence[Booking], *, now: datetime) -> None:
    """Dates the house called off are kept like skipped ones, so that they can be taken up again."""
    if bookings:
        session.execute(
            update(SeriesDate)
            .where(SeriesDate.booking_id.in_([booking.id for booking in bookings]))
            .values(
                state=DateState.SKIPPED,
                reasons=stored([Refusal("called_off_by_house")]),
                skipped_at=now,
                free_since=None,
            )
        )


def _offer(
    session: Session, location_id: int, kind: SpaceKind, spans: Sequence[TimeSpan], *, now: datetime
) -> None:
    announce_freed(session, free_again(session, location_id, kind, spans, now=now), now=now)
