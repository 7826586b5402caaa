"""One of many processes that want the same desk in the same moment; started by test_races.py."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.synchronize import Barrier

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, configure_mappers

from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.wishes import Wish
from labspace.errors import Refused

ATTEMPT_SECONDS = 240
"""Two busy cores start 32 processes slowly."""

# Done once in the server that forks the rivals, not by each of them.
configure_mappers()


def try_to_book(url: str, user_id: int, wish: Wish, now: datetime, ready: Barrier) -> str:
    """Wait for all rivals, then book: `won`, or the codes of the refusal."""
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            user = session.get_one(User, user_id)
            ready.wait(ATTEMPT_SECONDS)
            try:
                place_booking(session, wish, booked_by=user, now=now)
                session.commit()
            except Refused as refused:
                session.rollback()
                return ",".join(sorted(refused.codes))
        return "won"
    finally:
        engine.dispose()
