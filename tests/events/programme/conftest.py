"""An event in the programme, for the tests of its pages and feeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.bookings.actions import confirm_booking
from labspace.bookings.models import Booking
from labspace.events.programme.actions import Wording, propose_text, release_text
from labspace.events.programme.kinds import Access
from tests.factories import Cast

WORDS = Wording(
    title="Frühstück für Gründende",
    words="Kaffee, kurze Vorstellungen, viel Zeit zum Reden.",
    organiser_name="Gründungsnetz",
    access=(Access.STEP_FREE, Access.HEARING_LOOP),
)


@pytest.fixture
def wanted(session: Session, cast: Cast, ask: Callable[..., Booking]) -> Booking:
    """Alice's option for a public event on 1 December."""
    booking = ask()
    session.execute(update(Booking).where(Booking.id == booking.id).values(is_public=True))
    session.commit()
    return booking


@pytest.fixture
def shown(session: Session, cast: Cast, wanted: Booking, now: datetime) -> Booking:
    """The event in the programme."""
    confirm_booking(session, wanted.id, by=cast.nora, now=now)
    text = propose_text(session, wanted.id, WORDS, by=cast.alice, now=now)
    release_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    return wanted
