"""Drafts that are put aside, and wishes that do not fit: clear words, a way on, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.events.drafts import MOST_DRAFTS, EventDraft
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import SpaceLayout
from tests.events.conftest import DAY, request_values
from tests.factories import Cast, book, make_space, on_day
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
PAGE = "/veranstaltungen/anfrage"


def put_aside(cast: Cast, visit: Visit, **more: str) -> str:
    """The address of Alice's new draft."""
    return visit(cast.alice).post(PAGE, request_values(cast, sichern="1", **more)).location


def typed(page: Page) -> dict[str, str]:
    return {box.get("name", ""): box.get("value", "") for box in page.all("input")}


def test_a_draft_keeps_all_that_was_typed_and_reserves_nothing(
    session: Session, cast: Cast, visit: Visit
) -> None:
    page = visit(cast.alice).get(put_aside(cast, visit, titel="", personen="viele"))
    assert typed(page)["personen"] == "viele"
    assert typed(page)["geraet-projector"] == "1"
    assert "Gründende stellen sich vor." in page.text
    assert session.scalar(select(func.count(Booking.id))) == 0


def test_a_draft_whose_slot_is_gone_says_so_and_keeps_the_rest(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    address = put_aside(cast, visit)
    book(session, cast.half_a, cast.charlie, on_day(DAY, 9, 12, house=cast.house), now=now)
    page = visit(cast.alice).get(address)
    assert "Event_Area 1 – bis 99 Personen, Reihen belegt" in page.words()
    assert typed(page)["titel"] == "Gründerfrühstück"


def test_a_draft_goes_when_it_is_sent(session: Session, cast: Cast, visit: Visit) -> None:
    draft_id = put_aside(cast, visit).rpartition("=")[2]
    visit(cast.alice).post(PAGE, request_values(cast, entwurf=draft_id))
    assert session.scalar(select(func.count(EventDraft.id))) == 0
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_saved_again_it_is_one_draft(session: Session, cast: Cast, visit: Visit) -> None:
    draft_id = put_aside(cast, visit).rpartition("=")[2]
    put_aside(cast, visit, entwurf=draft_id, titel="Besser")
    (draft,) = session.scalars(select(EventDraft))
    assert draft.title == "Besser"


def test_drafts_are_nobody_elses(cast: Cast, visit: Visit) -> None:
    address = put_aside(cast, visit)
    visit(cast.charlie).get(address, expect=404)
    visit(cast.alice).get(PAGE + "?entwurf=gibt-es-nicht", expect=404)
    assert "Gründerfrühstück" not in visit(cast.charlie).get(PAGE).words()
    assert "Gründerfrühstück" in visit(cast.alice).get(PAGE).words()


def test_the_oldest_draft_makes_room(session: Session, cast: Cast, visit: Visit) -> None:
    for number in range(MOST_DRAFTS + 2):
        put_aside(cast, visit, titel=str(number))
    titles = {draft.title for draft in session.scalars(select(EventDraft))}
    assert len(titles) == MOST_DRAFTS
    assert str(MOST_DRAFTS + 1) in titles


@pytest.fixture
def hall(session: Session, cast: Cast) -> None:
    """A hall for 200 in Witten, and room for 150 who stand in Bochum."""
    session.add(SpaceLayout(space_id=cast.area.id, layout=Layout.STANDING, capacity=150))
    cast.area.capacity = 150
    large = make_space(session, cast.other_house, SpaceKind.EVENT_AREA, capacity=200)
    session.add(SpaceLayout(space_id=large.id, layout=Layout.ROWS, capacity=200))
    session.commit()


@pytest.mark.usefixtures("hall")
def test_too_many_people_are_shown_what_would_fit_and_take_it_with_one_tap(
    session: Session, cast: Cast, visit: Visit
) -> None:
    values = request_values(cast, personen="120")
    page = visit(cast.alice).post(PAGE, values, expect=422)
    assert "Für 120 Personen ist hier kein Platz: Zugelassen sind höchstens 99." in page.words()
    offers = [button.get("value", "") for button in page.all("button") if button.get("name") == "wechsel"]
    assert [offer.split("|")[0::2] for offer in offers] == [["bochum", "standing"], ["witten", "rows"]]
    page = visit(cast.alice).post(PAGE, {**values, "wechsel": offers[1]}, expect=200)
    assert "Stadtlabor Witten" in page.words()
    assert "Gründende stellen sich vor." in page.text
    page = visit(cast.alice).post(PAGE, {**values, "wechsel": offers[0]}, expect=200)
    assert "Event_Area 1 – bis 150 Personen" in page.words()


@pytest.mark.usefixtures("hall")
def test_more_than_any_house_holds_is_said_plainly(cast: Cast, visit: Visit) -> None:
    page = visit(cast.alice).post(PAGE, request_values(cast, personen="900", pruefen="1"), expect=200)
    assert "Für so viele Personen ist zu dieser Zeit in keinem Haus Platz." in page.words()


@pytest.mark.parametrize("wish", ["", "x", "a|b|c", "bochum|nirgends|rows", "witten|x|trampolin"])
def test_a_tampered_offer_changes_nothing(session: Session, cast: Cast, visit: Visit, wish: str) -> None:
    visit(cast.alice).try_out("POST", PAGE, data=request_values(cast, wechsel=wish))
    assert session.scalar(select(func.count(Booking.id))) == 0
