"""An application, an offer for it and a tenancy, made through the front door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.actions.offers import Terms, accept_offer, make_offer
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.shop_hours import WeeklyHours
from tests.bookings.conftest import _rivals, race

__all__ = ["_rivals", "race"]

FIRST_ON = date(2027, 1, 18)
"""KW 3/2027."""
HOURS = WeeklyHours(by_weekday=dict.fromkeys(range(1, 6), (11 * 60, 18 * 60)))


@pytest.fixture
def apply(session, cast, now) -> Callable[..., PopupApplication]:
    """Hands an application in: `apply(by=cast.charlie, first_on=…)`."""

    def hand_in(by: Any = None, **more: Any) -> PopupApplication:
        told = {"title": "Zechenkaffee", "concept": "Kaffee.", "first_on": FIRST_ON, "weeks": 4}
        concept = Concept(**{**told, "organisation_id": None if by else cast.acme.id, **more})
        application = apply_for_slot(session, cast.popup, concept, applicant=by or cast.alice, now=now)
        session.commit()
        return application

    return hand_in


@pytest.fixture
def offer(session, cast, now, apply) -> Callable[..., PopupOffer]:
    """Offers the slot: `offer(application, until=…, weeks=2)`."""

    def make(application: PopupApplication | None = None, *, at: datetime = now, **more: Any) -> PopupOffer:
        told = {
            "space_id": cast.popup.id,
            "first_on": FIRST_ON,
            "weeks": 4,
            "price_cents": 40_000,
            "market_cents": 120_000,
            "until": now + timedelta(days=7),
            "hours": HOURS,
        }
        asked = application or apply()
        found = make_offer(session, asked.id, Terms(**{**told, **more}), by=cast.nora, now=at)
        session.commit()
        return found

    return make


@pytest.fixture
def tenancy(session, cast, now, offer) -> Tenancy:
    """Alice's four weeks from 18 January 2027 on."""
    found = accept_offer(session, offer().id, by=cast.alice, now=now)
    session.commit()
    return found
