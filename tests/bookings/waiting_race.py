"""One of many processes that serve, book or claim from the waiting list in the same moment."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.synchronize import Barrier

from sqlalchemy.orm import Session

import labspace.bookings.waiting.listeners  # noqa: F401 - no application registers them here
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.waiting.actions import accept_offer, serve_waiting
from tests.bookings.race import attempt


def try_to_claim(url: str, user_id: int, offer_id: int, now: datetime, ready: Barrier) -> str:
    """Wait for all rivals, then click on the offer."""
    return attempt(url, user_id, ready, lambda session, user: accept_offer(session, offer_id, now=now))


def try_to_serve(url: str, user_id: int, now: datetime, ready: Barrier) -> str:
    """Wait for all rivals, then do what the jobs do every minute."""

    def serve(session: Session, user: object) -> None:
        settle_all_holds(session, now=now)
        session.commit()
        serve_waiting(session, now=now)

    return attempt(url, user_id, ready, serve)
