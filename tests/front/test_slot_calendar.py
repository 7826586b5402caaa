"""A house's pop-up slots in one week, on the plan and as a list: for everybody, and for the team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.demo.loading import load_houses
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.actions.offers import Terms, accept_offer, make_offer
from labspace.popups.tenancies.models import PopupOffer
from labspace.popups.tenancies.shop_hours import WeeklyHours
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.factories import Cast, make_space
from tests.support.statements import counted
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
FIRST_ON = date(2027, 1, 18)
PUBLIC, TEAM = "/standorte/bochum/pop-up?woche=KW 3/2027", "/team/bochum/pop-up/plan?woche=KW 3/2027"


@pytest.fixture
def apply(session: Session, cast: Cast, now: datetime) -> Callable[..., PopupApplication]:
    """Hands an application in: `apply(slot, cast.charlie)`."""

    def hand_in(slot: Space, by: User, title: str = "Hutladen") -> PopupApplication:
        concept = Concept(title=title, concept="Hüte.", first_on=FIRST_ON, weeks=2)
        made = apply_for_slot(session, slot, concept, applicant=by, now=now)
        session.commit()
        return made

    return hand_in


def offer(session: Session, cast: Cast, application: PopupApplication, *, now: datetime) -> PopupOffer:
    terms = Terms(
        space_id=application.space_id or 0,
        first_on=FIRST_ON,
        weeks=2,
        price_cents=0,
        market_cents=0,
        until=now + timedelta(days=7),
        hours=WeeklyHours(by_weekday=dict.fromkeys(range(1, 6), (660, 1080))),
    )
    made = make_offer(session, application.id, terms, by=cast.nora, now=now)
    session.commit()
    return made


@pytest.fixture
def slots(session: Session, cast: Cast, apply: Callable[..., PopupApplication], now: datetime) -> list[Space]:
    """Four slots in KW 3/2027: free, wished twice, offered, let."""
    more = [make_space(session, cast.house, SpaceKind.POPUP_SLOT, number) for number in (2, 3, 4)]
    session.commit()
    found = [cast.popup, *more]
    apply(found[1], cast.charlie)
    apply(found[1], cast.bob, "Radwerkstatt")
    offer(session, cast, apply(found[2], cast.charlie, "Teeladen"), now=now)
    accept_offer(
        session,
        offer(session, cast, apply(found[3], cast.alice, "Zechenkaffee"), now=now).id,
        by=cast.alice,
        now=now,
    )
    session.commit()
    return found


def told(page: Page, slot: Space) -> str:
    """What the list says of a slot."""
    [line] = [item for item in page.all("li") if item.get("id") == f"flaeche-{slot.public_id}"]
    return " ".join("".join(line.itertext()).split())


def test_everybody_sees_free_or_let_and_no_word_more(cast: Cast, visit: Visit, slots: list[Space]) -> None:
    page = visit().get(PUBLIC)
    assert [told(page, slot).split()[2] for slot in slots] == ["frei", "frei", "vergeben", "vergeben"]
    for secret in ("Hutladen", "Radwerkstatt", "Teeladen", "Zechenkaffee", "Wunsch", "Wünsche", "angeboten"):
        assert secret not in page.words(), secret
    assert "KW 3/2027: 18.01.2027–24.01.2027" in page.words()


def test_the_team_sees_who_wishes_what_is_offered_and_let(
    cast: Cast, visit: Visit, slots: list[Space]
) -> None:
    page = visit(cast.nora).get(TEAM)
    free, wished, offered, let = (told(page, slot) for slot in slots)
    assert "frei" in free
    assert "2 Wünsche" in wished
    assert "Hutladen" in wished
    assert "Radwerkstatt" in wished
    assert "angeboten" in offered
    assert "Teeladen" in offered
    assert "vergeben" in let
    assert "Zechenkaffee" in let
    visit(cast.charlie).get(TEAM, expect=403)


def test_a_free_slot_leads_to_an_application_for_that_week(
    cast: Cast, visit: Visit, slots: list[Space]
) -> None:
    links = [link.get("href") or "" for link in visit().get(PUBLIC).all("a")]
    ways = [link for link in links if "/pop-up/bewerbung?" in link]
    assert [f"flaeche={slot.public_id}" in way for slot, way in zip(slots[:2], ways, strict=True)] == [
        True,
        True,
    ]
    assert "tag=2027-01-18" in ways[0]
    assert visit(cast.charlie).get(ways[0]).status == 200


def test_weeks_are_typed_or_turned(cast: Cast, visit: Visit) -> None:
    links = [link.get("href") or "" for link in visit().get(PUBLIC).all("a")]
    assert any("woche=2027-01-11" in link for link in links)
    assert any("woche=2027-01-25" in link for link in links)
    assert "KW 48/2026" in visit().get("/standorte/bochum/pop-up").words()
    page = visit().get("/standorte/bochum/pop-up?woche=irgendwann", expect=422)
    assert "Diese Woche kennen wir nicht." in page.words()
    assert 'value="irgendwann"' in page.text
    visit().get("/standorte/gibt-es-nicht/pop-up", expect=404)


def test_a_house_without_slots_says_so(cast: Cast, visit: Visit) -> None:
    assert "Keine Pop-up-Fläche" in visit().get("/standorte/witten/pop-up").words()


def test_the_plan_says_the_same_as_the_list(session: Session, visit: Visit) -> None:
    load_houses(session)
    page = visit().get(PUBLIC)
    links = {link.get("href"): link for link in page.document.iter() if link.get("data-space")}
    lines = {f"#{item.get('id')}" for item in page.all("li") if (item.get("id") or "").startswith("flaeche-")}
    assert lines
    assert set(links) == lines
    assert all((link.get("aria-label") or "").endswith(": frei") for link in links.values())


def test_it_is_reached_from_the_board_and_from_the_pop_up_page(cast: Cast, visit: Visit) -> None:
    board = visit(cast.nora).get("/team/bochum/pop-up?ab=2027-01-18")
    assert "/team/bochum/pop-up/plan?woche=2027-01-18" in [link.get("href") for link in board.all("a")]
    page = visit().get("/pop-up")
    assert "/standorte/bochum/pop-up" in [link.get("href") for link in page.all("a")]
    assert "/standorte/witten/pop-up" not in [link.get("href") for link in page.all("a")]


def test_the_number_of_statements_does_not_grow(
    session: Session, cast: Cast, visit: Visit, apply: Callable[..., PopupApplication], slots: list[Space]
) -> None:
    def asks() -> list[int]:
        found = []
        for who, url in ((None, PUBLIC), (cast.nora, TEAM)):
            visitor = visit(who)
            visitor.get(url)
            with counted(session) as seen:
                visitor.get(url)
            found.append(len(seen))
        return found

    few = asks()
    for number in range(5, 10):
        slot = make_space(session, cast.house, SpaceKind.POPUP_SLOT, number)
        session.commit()
        apply(slot, cast.charlie)
    assert asks() == few
