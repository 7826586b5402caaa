"""What tests of event requests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from labspace.bookings.actions import confirm_booking
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.events.actions import EventDetails, request_event
from labspace.events.catering import CateringChoice
from labspace.events.equipment.models import EquipmentStock
from labspace.spaces.kinds import Layout
from tests.factories import LONG_AGO, Cast, on_day

DAY = date(2026, 12, 1)


def request_values(cast: Cast, **more: Any) -> dict[str, Any]:
    """A complete form for the whole area on a Tuesday; `more` replaces single fields."""
    return {
        "standort": cast.house.slug,
        "flaeche": cast.area.public_id,
        "tag": "01.12.2026",
        "von": "10:00",
        "bis": "12:00",
        "aufbau": "60",
        "abbau": "30",
        "personen": "80",
        "bestuhlung": "rows",
        "titel": "Gründerfrühstück",
        "zweck": "Gründende stellen sich vor.",
        "veranstalter": "Acme",
        "fuer": str(cast.acme.id),
        "zugang": "public",
        "eintritt": "5,50",
        "geraet-projector": "1",
        "hausordnung": "y",
        **more,
    }


@pytest.fixture(autouse=True)
def stock(session: Session, cast: Cast) -> None:
    """Two projectors and ten partition walls in Alice's house, and a coffee break by its café."""
    session.add_all(
        EquipmentStock(
            location_id=cast.house.id,
            code=code,
            name=name,
            name_en=name_en,
            number=number,
            position=position,
            valid_from=LONG_AGO,
        )
        for position, (code, name, name_en, number) in enumerate(
            [("projector", "Beamer", "Projector", 2), ("partition", "Stellwand", "Partition wall", 10)]
        )
    )
    session.add(
        CateringChoice(
            location_id=cast.house.id,
            code="coffee",
            name="Kaffeepause",
            name_en="Coffee break",
            per_person_cents=650,
            valid_from=LONG_AGO,
        )
    )
    session.commit()


@pytest.fixture
def ask(session: Session, cast: Cast, now: datetime) -> Callable[..., Booking]:
    """A request for the whole area by Alice, committed; `ask(9, 12, by=cast.charlie)`."""

    def place(
        starts: int = 10, ends: int = 12, *, day: date = DAY, by: Any = None, space: Any = None
    ) -> Booking:
        wish = Wish(
            span=on_day(day, starts, ends, house=cast.house),
            space_ids=((space or cast.area).id,),
            details=Details(title="Gründerfrühstück", people=40, layout=Layout.ROWS),
        )
        details = EventDetails(purpose="Gründende stellen sich vor.", organiser_name="Acme")
        request = request_event(session, wish, details, booked_by=by or cast.alice, now=now)
        session.commit()
        return request.booking

    return place


@pytest.fixture
def event(session: Session, cast: Cast, ask: Callable[..., Booking], now: datetime) -> Booking:
    """Alice's event on the whole area on 1 December from ten to twelve, confirmed."""
    booking = ask()
    confirm_booking(session, booking.id, by=cast.nora, now=now)
    session.commit()
    return booking
