"""The house rules: each house's version in force, its other versions, and the one a request was made under."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.events.models import EventRequest
from labspace.front.house_rules import MOST_READ
from labspace.locations.models import HouseRulesText
from tests.events.conftest import request_values
from tests.factories import Cast, make_house
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
REQUEST = "/veranstaltungen/anfrage"


def write(session: Session, house_id: int, version: str, day: date, text: str, text_en: str = "") -> None:
    row = HouseRulesText(location_id=house_id, version=version, valid_from=day, text=text, text_en=text_en)
    session.add(row)
    session.commit()


@pytest.fixture
def versions(session: Session, cast: Cast) -> None:
    """Bochum had one version, has another, and will have a third."""
    for version, day in (("1", date(2024, 1, 1)), ("2", date(2026, 11, 1)), ("3", date(2027, 1, 1))):
        words = (f"# Ruhe\n\nLeise nach Fassung {version}.", f"# Quiet\n\nSilence after version {version}.")
        write(session, cast.house.id, version, day, *words)


@pytest.mark.usefixtures("versions")
def test_the_version_in_force_is_shown_in_both_languages(visit: Visit) -> None:
    page = visit().get("/hausordnung")
    assert "Leise nach Fassung 2." in page.words()
    assert "Fassung 2, gilt seit 01.11.2026" in page.words()
    assert "Das ist ein Vorschlag" not in page.words()
    assert ["".join(one.itertext()) for one in page.all("h3")] == ["Ruhe"]
    assert "Silence after version 2." in visit(language="en").get("/hausordnung").words()


@pytest.mark.usefixtures("versions")
def test_of_one_house_every_version_can_be_read(visit: Visit) -> None:
    words = visit().get("/hausordnung?standort=bochum").words()
    assert "Fassung 3, ab 01.01.2027" in words
    assert "gilt ab 01.01.2027" in visit().get("/hausordnung?standort=bochum&fassung=3").words()
    assert "Frühere Fassung 1" in visit().get("/hausordnung?standort=bochum&fassung=1").words()


@pytest.mark.usefixtures("versions")
def test_houses_with_the_same_text_share_it_and_those_without_are_named(
    session: Session, cast: Cast, visit: Visit
) -> None:
    assert "Noch ohne eigene Hausordnung: Stadtlabor Witten." in visit().get("/hausordnung").words()
    text = "# Ruhe\n\nLeise nach Fassung 2."
    write(session, cast.other_house.id, "2", date(2026, 11, 1), text)
    page = visit().get("/hausordnung")
    assert "Stadtlabor Bochum, Stadtlabor Witten" in page.words()
    assert page.words().count("Leise nach Fassung 2.") == 1


@pytest.mark.parametrize("query", ["standort=nirgends", "standort=%F0%9F%92%A5", "standort=bochum&fassung=9"])
def test_what_does_not_exist_is_not_found(cast: Cast, visit: Visit, query: str) -> None:
    visit().get(f"/hausordnung?{query}", expect=404)


def test_a_house_without_a_text_shows_the_proposal(cast: Cast, visit: Visit) -> None:
    assert "Das ist ein Vorschlag" in visit().get("/hausordnung?standort=bochum").words()


def test_many_houses_are_named_with_a_link_and_cost_no_more_statements(
    session: Session, cast: Cast, visit: Visit
) -> None:
    write(session, cast.house.id, "1", date(2024, 1, 1), "Nur hier.")
    visitor = visit()
    visitor.get("/hausordnung")
    with statements() as few:
        visitor.get("/hausordnung")
    for number in range(MOST_READ):
        house = make_house(session, slug=f"haus-{number}", name=f"Haus {number}")
        write(session, house.id, "1", date(2024, 1, 1), f"Text {number}.")
    visitor.get("/hausordnung")
    with statements() as many:
        page = visitor.get("/hausordnung")
    assert len(many) == len(few)
    assert "Text 3." not in page.words()
    (url,) = [link.get("href", "") for link in page.all("a") if "standort=haus-3" in link.get("href", "")]
    assert "Text 3." in visitor.get(url).words()


def beside_the_tick(page: Page) -> str:
    (field,) = [box.get("value", "") for box in page.all("input") if box.get("name") == "fassung"]
    return field


@pytest.mark.usefixtures("versions")
def test_a_request_keeps_the_version_that_was_accepted(session: Session, cast: Cast, visit: Visit) -> None:
    alice = visit(cast.alice)
    page = alice.get(f"{REQUEST}?standort=bochum")
    assert "Hausordnung lesen, Fassung 2" in page.words()
    alice.post(REQUEST, request_values(cast, fassung=beside_the_tick(page), **{"geraet-projector": ""}))
    assert session.scalars(select(EventRequest.house_rules_version)).all() == ["2"]


@pytest.mark.usefixtures("versions")
def test_what_changed_meanwhile_is_read_and_accepted_again(
    session: Session, cast: Cast, visit: Visit
) -> None:
    alice = visit(cast.alice)
    page = alice.post(REQUEST, request_values(cast, fassung="1", **{"geraet-projector": ""}), expect=422)
    assert "Die Hausordnung hat inzwischen eine neue Fassung." in page.words()
    assert beside_the_tick(page) == "2"
    (tick,) = [box for box in page.all("input") if box.get("name") == "hausordnung"]
    assert tick.get("checked") is None
    assert "Gründende stellen sich vor." in page.text
    assert session.scalars(select(EventRequest)).all() == []
