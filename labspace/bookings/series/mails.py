"""Mails about series: one for all dates, written by the transaction that changes them.

What they bring to the calendar is decided in `series_invitations`.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.arrivals import arrival_of
from labspace.bookings.series.changes import (
    DatesFreed,
    SeriesCancelled,
    SeriesChange,
    SeriesEnding,
    SeriesMoved,
    SeriesPlaced,
)
from labspace.bookings.series.invitations import (
    Enclosed,
    enclosed_with_cancelled,
    enclosed_with_moved,
    enclosed_with_new,
)
from labspace.bookings.series.letters import letter_of_end, letter_of_ended, letter_of_freed, letter_of_series
from labspace.bookings.series.models import Series
from labspace.notices.invitations import CalendarFile, Invitation
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail


@listen(SeriesPlaced, SeriesCancelled)
def tell_of_series(session: Session, change: SeriesPlaced | SeriesCancelled) -> None:
    """Write to whoever booked the series, or called it off."""
    if change.series.booked_by.is_active and change.bookings:
        with force_locale(change.series.booked_by.locale):
            if isinstance(change, SeriesPlaced):
                enclosed = enclosed_with_new(session, change)
            else:
                enclosed = enclosed_with_cancelled(session, change)
            _send_with(session, change, enclosed)


@listen(SeriesMoved)
def tell_of_moved_series(session: Session, change: SeriesMoved) -> None:
    """Write to whoever booked the series; a second time where an older invitation says less from now on."""
    series = change.series
    if series.booked_by.is_active:
        with force_locale(series.booked_by.locale):
            enclosed, ended = enclosed_with_moved(session, change)
            if ended is not None:
                letter = letter_of_ended(ended.series, last_on=ended.last_on, base_url=_base_url())
                send(session, ended.series, letter, calendar=ended.calendar, now=change.at)
            if change.bookings or enclosed.calendar is not None:
                _send_with(session, change, enclosed)


def _send_with(session: Session, change: SeriesChange, enclosed: Enclosed) -> None:
    ways_in = arrival_of(session, change.bookings[0]) if change.bookings else ()
    letter = letter_of_series(change, manner=enclosed.manner, base_url=_base_url(), besides=ways_in)
    send(session, change.series, letter, calendar=enclosed.calendar, now=change.at)


@listen(DatesFreed)
def tell_of_freed(session: Session, change: DatesFreed) -> None:
    """Write to whoever waits for the dates, once for all of them."""
    series = change.dates[0].series
    if series.booked_by.is_active:
        with force_locale(series.booked_by.locale):
            send(session, series, letter_of_freed(change, base_url=_base_url()), now=change.at)


@listen(SeriesEnding)
def tell_of_end(session: Session, change: SeriesEnding) -> None:
    """Write to whoever booked the series, unless they want no reminders."""
    series = change.series
    if series.booked_by.is_active and series.booked_by.wants_reminders:
        with force_locale(series.booked_by.locale):
            letter = letter_of_end(series, last=change.last, base_url=_base_url())
            send(session, series, letter, now=change.at)


def send(
    session: Session,
    series: Series,
    letter: Letter,
    *,
    calendar: Invitation | CalendarFile | None = None,
    now: datetime,
) -> None:
    """Put the letter to the series' owner into the outbox."""
    enqueue_mail(
        session,
        topic=f"series:{series.id}",
        recipient=series.booked_by.email,
        subject=letter.subject,
        plain=plain_of(letter),
        html=html_of(letter),
        invitation=calendar,
        now=now,
    )


def _base_url() -> str:
    return str(current_app.extensions["labspace.settings"].base_url)
