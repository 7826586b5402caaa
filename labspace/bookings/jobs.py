"""What bookings do by themselves every minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    settle_all_no_shows,
    settle_all_options,
)
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.actions.remind import remind_all
from labspace.bookings.series.actions.end import tell_of_endings
from labspace.bookings.series.actions.offer import offer_all_dates
from labspace.notices.jobs import every_minute


@every_minute
def let_options_lapse(session: Session, now: datetime) -> None:
    """End options whose deadline has passed; those behind move up."""
    settle_all_options(session, now=now)


@every_minute
def let_holds_lapse(session: Session, now: datetime) -> None:
    """End holds nobody took up in time; until then pages show their time as taken."""
    settle_all_holds(session, now=now)


@every_minute
def let_go_of_no_shows(session: Session, now: datetime) -> None:
    """Free what nobody checked in to by the end of the grace time."""
    settle_all_no_shows(session, now=now)


@every_minute
def remind_of_bookings(session: Session, now: datetime) -> None:
    """Mail everybody whose booking comes near, once."""
    remind_all(session, now=now)


@every_minute
def offer_skipped_dates(session: Session, now: datetime) -> None:
    """Mail everybody of whose skipped dates some can be had now, once each."""
    offer_all_dates(session, now=now)


@every_minute
def tell_of_series_ending(session: Session, now: datetime) -> None:
    """Mail everybody whose series has its last date soon, once."""
    tell_of_endings(session, now=now)
