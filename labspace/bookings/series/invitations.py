"""What a mail about a series brings to its owner's calendar: one invitation, a file of dates, or nothing.

A series speaks to calendars in one manner from its first confirmed date on (docs/adr/0026). As one
invitation: one event with the rule, and every later message names it with a higher SEQUENCE. Or by its
dates: each booking is an event of its own, as in the personal feed, because its owner reads that feed or
because no rule says the dates the same to every reader.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy.orm import Session

from labspace.bookings.calendar_event import event_of
from labspace.bookings.changes import BookingChange, BookingDecided, BookingPlaced
from labspace.bookings.models import Booking
from labspace.bookings.readers import reads_a_feed
from labspace.bookings.role_address import invitation, invites_itself
from labspace.bookings.series.changes import SeriesCancelled, SeriesMoved, SeriesPlaced
from labspace.bookings.series.event import events_of, gone, held_by, instance_of, pattern_of
from labspace.bookings.series.manners import Manner
from labspace.bookings.series.models import Series, SeriesDate, SeriesInvitation
from labspace.bookings.series.queries import date_of_booking, dates_of, skipped_date_of
from labspace.bookings.series.repetition import fit_of
from labspace.ical import CalendarEvent
from labspace.notices.invitations import CalendarFile, Invitation


@dataclass(frozen=True)
class Enclosed:
    """What goes with a mail about many dates."""

    manner: Manner
    calendar: Invitation | CalendarFile | None = None


@dataclass(frozen=True)
class Ended:
    """An invitation that says less than before; a mail of its own, since a message names one event."""

    series: Series
    calendar: Invitation
    last_on: date | None
    """The last day it still has; None: it is taken out of the calendar."""


def enclosed_with_new(session: Session, change: SeriesPlaced) -> Enclosed:
    """What the mail about a new series brings; how the series speaks is settled by it."""
    series = change.series
    if reads_a_feed(session, series.booked_by_id, now=change.at):
        return Enclosed(Manner.FEED)
    if invites_itself(series.booked_by) or not _may_be_one(series, change.dates):
        return _file(change.bookings)
    held = held_by(change.dates)
    if not held:
        return Enclosed(Manner.LATER)
    return Enclosed(Manner.INVITATION, _message(session, _begun(session, series), series, held, at=change.at))


def enclosed_with_moved(session: Session, change: SeriesMoved) -> tuple[Enclosed, Ended | None]:
    """What the mail about changed dates brings, and what becomes of the invitation they were part of.

    A successor speaks as the series did that it continues, under a UID of its own.
    """
    series, ended = change.series, None
    known = _known(session, series.id)
    if known is None and (old := _standing(session, series.predecessor_id)) is not None:
        ended = _ended(session, old, change)
        known = _begun(session, series)
    if known is None or known.withdrawn_at is not None:
        if not change.bookings:
            return Enclosed(Manner.LATER), ended
        reads = reads_a_feed(session, series.booked_by_id, now=change.at)
        return Enclosed(Manner.FEED) if reads else _file(change.bookings), ended
    dates = dates_of(session, series.id)
    held = held_by(dates)
    if not _may_be_one(series, dates):
        known.withdrawn_at = change.at
        if known.sent:
            ended = Ended(series, _message(session, known, series, {}, at=change.at, dates=dates), None)
        return _file(list(held.values()) or change.bookings), ended
    if not held and not known.sent:
        return Enclosed(Manner.LATER), ended
    message = _message(session, known, series, held, at=change.at, dates=dates)
    return Enclosed(Manner.INVITATION, message), ended


def enclosed_with_cancelled(session: Session, change: SeriesCancelled) -> Enclosed:
    """What takes the dates out of the calendar that were called off."""
    standing = _standing(session, change.series.id)
    if standing is None:
        return _file(change.bookings)
    dates = dates_of(session, change.series.id)
    message = _message(session, standing, change.series, held_by(dates), at=change.at, dates=dates)
    return Enclosed(Manner.INVITATION, message)


def invitation_for_date(session: Session, change: BookingChange) -> tuple[Series, Invitation] | None:
    """The message about one date of a series that speaks as one, by its RECURRENCE-ID.

    A date that joins the others comes as the whole, without being left out any more. None for
    a date that speaks for itself.
    """
    booking = change.booking
    is_new = isinstance(change, BookingPlaced)
    one = (skipped_date_of if is_new else date_of_booking)(session, booking)
    if one is None:
        return None
    series = one.series
    standing = _standing(session, series.id)
    if isinstance(change, BookingPlaced | BookingDecided):
        dates = dates_of(session, series.id)
        held = held_by(dates) | {one.day: booking}
        if standing is None:
            standing = _begun_late(session, series, dates, held, now=change.at)
        if standing is None:
            return None
        return series, _message(session, standing, series, held, at=change.at)
    if standing is None:
        return None
    event = instance_of(
        series, one.day, booking, sequence=_next(standing), base_url=_base_url(), at=change.at
    )
    return series, _addressed([event], series, at=change.at)


def _begun_late(
    session: Session,
    series: Series,
    dates: Sequence[SeriesDate],
    held: Mapping[date, Booking],
    *,
    now: datetime,
) -> SeriesInvitation | None:
    # The first date the team confirms settles how the series speaks; later ones follow it.
    if len(held) > 1 or _known(session, series.id) or not _may_be_one(series, dates):
        return None
    return None if reads_a_feed(session, series.booked_by_id, now=now) else _begun(session, series)


def _ended(session: Session, standing: SeriesInvitation, change: SeriesMoved) -> Ended:
    """What is left of the invitation to a series of which a later part was changed."""
    dates = dates_of(session, standing.series_id)
    series = session.get_one(Series, standing.series_id)
    held = held_by(dates)
    also = [*dates, *change.dates]
    message = _message(session, standing, series, held, at=change.at, dates=also)
    return Ended(series, message, max(held, default=None))


def _message(
    session: Session,
    standing: SeriesInvitation,
    series: Series,
    held: Mapping[date, Booking],
    *,
    at: datetime,
    dates: Sequence[SeriesDate] = (),
) -> Invitation:
    """The whole as it is now, or its cancellation where nothing of it is held."""
    sequence, base_url = _next(standing), _base_url()
    if held:
        events = events_of(series, held, sequence=sequence, base_url=base_url, at=at)
    else:
        booking = next(one.booking for one in dates if one.booking is not None)
        events = [gone(series, booking, sequence=sequence, base_url=base_url, at=at)]
    session.flush()
    return _addressed(events, series, at=at)


def _addressed(events: Sequence[CalendarEvent], series: Series, *, at: datetime) -> Invitation:
    return invitation(events, house=series.location, attendee=series.booked_by, at=at)


def _next(standing: SeriesInvitation) -> int:
    standing.sent += 1
    return standing.sent - 1


def _may_be_one(series: Series, dates: Collection[SeriesDate]) -> bool:
    # Skipped dates as well: they may be taken up, and must not change how the series speaks.
    return fit_of(pattern_of(series), {one.day for one in dates}) is not None


def _known(session: Session, series_id: int | None) -> SeriesInvitation | None:
    if series_id is None:
        return None
    return session.get(SeriesInvitation, series_id, with_for_update=True, populate_existing=True)


def _standing(session: Session, series_id: int | None) -> SeriesInvitation | None:
    known = _known(session, series_id)
    return known if known is not None and known.withdrawn_at is None else None


def _begun(session: Session, series: Series) -> SeriesInvitation:
    begun = SeriesInvitation(series_id=series.id, sent=0)
    session.add(begun)
    return begun


def _file(bookings: Sequence[Booking]) -> Enclosed:
    return Enclosed(
        Manner.FILE, CalendarFile(events=tuple(event_of(one, base_url=_base_url()) for one in bookings))
    )


def _base_url() -> str:
    return str(current_app.extensions["labspace.settings"].base_url)
