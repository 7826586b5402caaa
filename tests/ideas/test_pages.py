"""The public's pages of ideas and the team's board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.ideas.actions import Told, release, tell_idea
from labspace.ideas.kinds import MoneySource
from labspace.ideas.models import Idea, IdeaMoney
from labspace.ideas.states import IdeaState, Visibility
from tests.factories import Cast
from tests.ideas.conftest import CONTACT
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]


def hidden(page: Page) -> dict[str, str]:
    """What the form carries unseen."""
    found = {
        field.get("name"): field.get("value") or ""
        for field in page.all("input")
        if field.get("type") == "hidden"
    }
    return {str(name): value for name, value in found.items() if name}


def told(page: Page, **more: str) -> dict[str, str]:
    return {
        **hidden(page),
        "standort": "bochum",
        "titel": "Bänke am Markt",
        "idee": "Damit man verweilt.",
        "kontakt": "0234 000000",
        **more,
    }


def test_anybody_tells_an_idea_and_it_waits_to_be_read(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    visitor = visit()
    page = visitor.get("/ideen/neu?standort=bochum")
    with time_machine.travel(now + timedelta(seconds=40), tick=False):
        assert visitor.post("/ideen/neu", told(page)).location == "/ideen"
        visitor.post("/ideen/neu", told(page))
        assert "Danke. Ihre Idee ist eingegangen" in visitor.get("/ideen").words()
    idea = session.scalars(select(Idea)).one()
    assert (idea.title, idea.visibility, idea.is_suspected) == ("Bänke am Markt", Visibility.WAITING, False)
    assert "Bänke" not in visitor.get("/ideen").words()
    visitor.get(f"/ideen/{idea.reference}", expect=404)


def test_what_is_missing_is_said_and_nothing_is_lost(session: Session, cast: Cast, visit: Visit) -> None:
    visitor = visit()
    page = visitor.post("/ideen/neu", told(visitor.get("/ideen/neu"), titel=" "), expect=422)
    assert "Bitte sagen Sie in einem Satz, worum es geht." in page.words()
    assert "Damit man verweilt." in page.text
    assert session.scalar(select(func.count()).select_from(Idea)) == 0


def test_a_robots_idea_is_kept_aside_until_the_team_clears_it(
    session: Session, cast: Cast, visit: Visit
) -> None:
    visitor = visit()
    visitor.post("/ideen/neu", told(visitor.get("/ideen/neu"), website="https://spam.example"))
    idea = session.scalars(select(Idea)).one()
    assert idea.is_suspected
    team = visit(cast.nora)
    assert "Vermutlich von Automaten" in team.get("/team/bochum/ideen").words()
    team.post(f"/team/bochum/ideen/{idea.reference}/freigabe")
    assert "Vermutlich von Automaten" not in team.get("/team/bochum/ideen").words()


def test_after_many_ideas_from_one_place_one_waits(cast: Cast, visit: Visit) -> None:
    visitor = visit()
    page = visitor.get("/ideen/neu")
    for number in range(20):
        visitor.post("/ideen/neu", told(page, once=f"form-{number}"))
    refused = visitor.post("/ideen/neu", told(page, once="form-20"), expect=429)
    assert int(refused.headers["Retry-After"]) > 0
    assert "Damit man verweilt." in refused.text


def test_the_public_reads_the_wording_of_the_house_and_nobodys_contact(
    session: Session, cast: Cast, idea: Idea, visit: Visit, now: datetime
) -> None:
    team, public = visit(cast.nora), visit()
    address = f"/team/bochum/ideen/{idea.reference}"
    assert CONTACT in team.get(address).words()
    team.post(f"{address}/veroeffentlichung", {"titel": "Reparieren", "text": "Gemeinsam."})
    team.post(f"{address}/stand", {"stand": "discussed", "am": "gestern", "notiz": "Interne Notiz"})
    for page in (public.get("/ideen"), public.get(f"/ideen/{idea.reference}")):
        assert "Reparieren" in page.words()
        assert "besprochen" in page.words()
        for private in (CONTACT, "Interne Notiz", "Nora", "Jeden Samstag"):
            assert private not in page.text
    team.post(f"{address}/zurueckhaltung", {"grund": "Doppelt"})
    public.get(f"/ideen/{idea.reference}", expect=404)


def test_the_list_is_narrowed_by_house_and_theme(
    session: Session, cast: Cast, idea: Idea, visit: Visit, now: datetime
) -> None:
    release(session, idea.id, title="Reparieren", text="Gemeinsam.", by=cast.nora, now=now)
    public = visit()
    assert "Reparieren" in public.get("/ideen?standort=bochum").words()
    assert "Dazu gibt es noch keine Idee" in public.get("/ideen?standort=witten").words()
    assert "Dazu gibt es noch keine Idee" in public.get("/ideen?thema=industrie").words()


@pytest.mark.parametrize(
    ("part", "data", "sentence"),
    [
        (
            "stand",
            {"stand": "tried", "am": "heute", "notiz": "Versucht"},
            "Eine erprobte Idee nennt ihren Versuch",
        ),
        ("stand", {"stand": "discussed", "am": "morgen", "notiz": "Bald"}, "Dieser Tag liegt in der Zukunft"),
        (
            "stand",
            {"stand": "became", "am": "heute", "notiz": "Fertig"},
            "Bitte wählen Sie etwas aus der Liste",
        ),
        ("stand", {"stand": "discussed", "am": "irgendwann", "notiz": "?"}, "Diesen Tag kennen wir nicht"),
        ("versuch", {"nummer": "BO-2222222"}, "ist keine Veranstaltung und kein Pop-up"),
        (
            "geld",
            {"quelle": "own", "schritt": "paid", "betrag": "100", "geld_am": "heute"},
            "braucht einen Beleg",
        ),
        (
            "geld",
            {"quelle": "own", "schritt": "requested", "betrag": "viel", "geld_am": "heute"},
            "Betrag wie 2500",
        ),
        ("veroeffentlichung", {"titel": "", "text": ""}, "Bitte geben Sie einen Titel an."),
        ("zurueckhaltung", {"grund": ""}, "Bitte einen Grund angeben"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    session: Session, cast: Cast, idea: Idea, visit: Visit, part: str, data: dict[str, str], sentence: str
) -> None:
    page = visit(cast.nora).post(f"/team/bochum/ideen/{idea.reference}/{part}", data, expect=422)
    assert sentence in page.words()
    assert all(typed in page.text for name, typed in data.items() if name != "stand")
    session.expire_all()
    assert session.get_one(Idea, idea.id).state is IdeaState.NEW
    assert session.scalar(select(func.count()).select_from(IdeaMoney)) == 0


def test_money_is_entered_summed_and_taken_back(
    session: Session, cast: Cast, idea: Idea, visit: Visit, now: datetime
) -> None:
    team = visit(cast.nora)
    address = f"/team/bochum/ideen/{idea.reference}"
    paid = {"schritt": "paid", "geld_am": "heute", "beleg": "RE 4"}
    team.post(f"{address}/geld", {**paid, "quelle": "own", "betrag": "2500"})
    team.post(f"{address}/geld", {**paid, "quelle": "public_grant", "betrag": "5.000,00 €".replace(".", "")})
    assert "2,00 € je eigenem Euro" in team.get("/team/bochum/ideen").words()
    grant = session.scalars(select(IdeaMoney).where(IdeaMoney.source == MoneySource.PUBLIC_GRANT)).one()
    team.post(f"{address}/geld/{grant.id}/ruecknahme")
    assert "0,00 € je eigenem Euro" in team.get("/team/bochum/ideen").words()


def test_fifty_ideas_take_as_many_statements_as_one(
    session: Session, cast: Cast, idea: Idea, visit: Visit, now: datetime
) -> None:
    team, public = visit(cast.nora), visit()

    def counts() -> list[int]:
        found = []
        for visitor, url in ((team, "/team/bochum/ideen"), (public, "/ideen")):
            visitor.get(url)
            with statements() as seen:
                visitor.get(url)
            found.append(len(seen))
        return found

    release(session, idea.id, title="Reparieren", text="Gemeinsam.", by=cast.nora, now=now)
    few = counts()
    for number in range(50):
        more = tell_idea(session, Told(location_id=cast.house.id, title=f"Idee {number}", text="…"), now=now)
        release(session, more.id, title=f"Idee {number}", text="…", by=cast.nora, now=now)
    assert counts() == few
    words = team.get("/team/bochum/ideen").words()
    assert "neu 51" in words
    assert "31 weitere" in words
