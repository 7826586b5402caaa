"""Approved places for wheelchairs: shown where areas are chosen, a limit where the house names one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.events.actions import EventDetails, request_events
from labspace.events.models import EventRequest
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import SpaceLayout
from tests.events.conftest import request_values
from tests.factories import Cast, make_space, on_day
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]
PAGE = "/veranstaltungen/anfrage"
DAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def approved(session: Session, cast: Cast) -> None:
    """The whole area has two places for wheelchairs, none of its halves; a hall in Witten has five."""
    cast.area.wheelchair_places, cast.half_a.wheelchair_places = 2, 0
    hall = make_space(session, cast.other_house, SpaceKind.EVENT_AREA, capacity=120, wheelchair_places=5)
    session.add(SpaceLayout(space_id=hall.id, layout=Layout.ROWS, capacity=120))
    session.commit()


def test_as_many_as_approved_are_asked_for(session: Session, cast: Cast, visit: Visit) -> None:
    visit(cast.alice).post(PAGE, request_values(cast, rollstuhl="2"))
    assert session.scalars(select(EventRequest.wheelchair_places)).all() == [2]


def test_the_areas_say_how_many_there_are_and_why_one_does_not_fit(cast: Cast, visit: Visit) -> None:
    values = request_values(cast, personen="30", rollstuhl="1", pruefen="1")
    words = visit(cast.alice).post(PAGE, values, expect=200).words()
    assert "2 Plätze für Rollstühle" in words
    assert "ohne Plätze für Rollstühle" in words
    assert "Hier sind in dieser Bestuhlung keine Plätze für Rollstühle genehmigt." in words


def test_more_than_approved_is_refused_with_what_would_fit_and_nothing_is_lost(
    session: Session, cast: Cast, visit: Visit
) -> None:
    page = visit(cast.alice).post(PAGE, request_values(cast, rollstuhl="4"), expect=422)
    words = page.words()
    assert (
        "Gewünscht sind 4 Plätze für Rollstühle, genehmigt sind hier in dieser Bestuhlung höchstens 2."
        in words
    )
    offers = [button.get("value", "") for button in page.all("button") if button.get("name") == "wechsel"]
    assert [offer.split("|")[0] for offer in offers] == ["witten"]
    assert "Gründende stellen sich vor." in page.text
    assert session.scalar(select(func.count(Booking.id))) == 0


def test_more_places_than_people_are_a_slip(cast: Cast, visit: Visit) -> None:
    page = visit(cast.alice).post(PAGE, request_values(cast, personen="1", rollstuhl="2"), expect=422)
    assert "Das sind mehr Plätze für Rollstühle als Personen." in page.words()


def test_where_the_house_says_nothing_the_wish_goes_to_the_team(
    session: Session, cast: Cast, visit: Visit
) -> None:
    cast.area.wheelchair_places = None
    session.commit()
    visit(cast.alice).post(PAGE, request_values(cast, rollstuhl="9"))
    assert session.scalars(select(EventRequest.wheelchair_places)).all() == [9]


def test_no_door_lets_more_through(session: Session, cast: Cast, now: datetime) -> None:
    wishes = [
        Wish(
            span=on_day(DAY, hour, hour + 1, house=cast.house),
            space_ids=(cast.area.id,),
            details=Details(people=20, layout=Layout.ROWS),
        )
        for hour in (10, 12)
    ]
    details = EventDetails(purpose="x", organiser_name="x", wheelchair_places=3)
    with pytest.raises(Refused) as refused:
        request_events(session, wishes, details, booked_by=cast.alice, now=now)
    assert refused.value.codes == {"too_few_wheelchair_places"}


def test_the_page_of_a_space_and_the_list_say_how_many(session: Session, cast: Cast, visit: Visit) -> None:
    session.add(
        SpaceLayout(
            space_id=cast.area.id, layout=Layout.BANQUET, capacity=40, wheelchair_places=1, position=1
        )
    )
    session.commit()
    assert "Reihen: 2, Bankett: 1" in visit().get(f"/flaechen/{cast.area.public_id}").words()
    words = visit().get("/standorte/bochum?tag=2026-12-01&von=10&bis=12").words()
    assert "99 Personen · 2 Plätze für Rollstühle" in words
    words = visit().get(f"/standorte/bochum?flaeche={cast.half_a.public_id}").words()
    assert "ohne Plätze für Rollstühle" in words


def test_the_month_says_how_many_there_are_on_a_day(cast: Cast, visit: Visit) -> None:
    page = visit().get("/standorte/bochum/eventflaechen?monat=2026-12&tag=2026-12-03&bestuhlung=rows")
    assert "2 Plätze für Rollstühle" in page.words()


def test_the_team_sees_when_fewer_are_approved_than_wished(
    session: Session, cast: Cast, visit: Visit, ask: Callable[..., Booking]
) -> None:
    booking = ask()
    session.get_one(EventRequest, booking.id).wheelchair_places = 3
    session.commit()
    words = visit(cast.nora).get(f"/team/bochum/anfragen/{booking.reference}").words()
    assert "3 Plätze für Rollstühle gewünscht, genehmigt sind 2" in words
