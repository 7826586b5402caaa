"""Mails about series: one for all dates, written by the transaction that changes them.

They carry the dates as a calendar file, no invitation, which may name one event only (RFC 5546);
see docs/adr on series.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.calendar_event import event_of
from labspace.bookings.series_changes import (
    DatesFreed,
    SeriesCancelled,
    SeriesChange,
    SeriesEnding,
    SeriesMoved,
    SeriesPlaced,
)
from labspace.bookings.series_letters import letter_of_end, letter_of_freed, letter_of_series
from labspace.bookings.series_models import Series
from labspace.notices.invitations import CalendarFile
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail


@listen(SeriesPlaced, SeriesMoved, SeriesCancelled)
def tell_of_series(session: Session, change: SeriesChange) -> None:
    """Write to whoever booked the series."""
    series = change.series
    if series.booked_by.is_active and change.bookings:
        with force_locale(series.booked_by.locale):
            letter = letter_of_series(change, base_url=_base_url())
            events = tuple(event_of(booking, base_url=_base_url()) for booking in change.bookings)
            send(session, series, letter, calendar=CalendarFile(events=events), now=change.at)


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
    calendar: CalendarFile | None = None,
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
