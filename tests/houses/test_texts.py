"""The site's own pages and the house rules, written in the browser, in versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.errors import Refused
from labspace.houses.record.actions import take_back
from labspace.houses.record.models import HouseRecord
from labspace.houses.texts.actions import NewRules, add_rules, write_page
from labspace.houses.texts.kinds import SitePage
from labspace.houses.texts.models import PageText
from labspace.houses.texts.queries import page_in_force
from labspace.locations.models import HouseRulesText
from tests.factories import Cast
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
TODAY = date(2026, 11, 23)


def version_in(page: Page) -> str:
    return next(field.get("value") or "" for field in page.all("input") if field.get("name") == "fassung")


def test_an_administrator_writes_the_imprint(visit: Visit, session: Session, cast: Cast) -> None:
    ada = visit(cast.ada)
    assert "noch nicht ausgefüllt" in visit().get("/impressum").words()
    ada.post("/verwaltung/texte/impressum", {"text": "# Anbieter\n\nStadtlabor e. V.", "text_en": "# Provider\n\nStadtlabor", "fassung": "0"})  # fmt: skip
    words = visit().get("/impressum").words()
    assert "Anbieter" in words
    assert "noch nicht ausgefüllt" not in words
    assert "Provider" in visit(language="en").get("/impressum").words()
    assert "1 Fassung" in ada.get("/verwaltung/texte").words()


def test_a_preview_writes_nothing(visit: Visit, session: Session, cast: Cast) -> None:
    form = {"text": "# Anbieter", "text_en": "", "fassung": "0", "vorschau": "1"}
    page = visit(cast.ada).post("/verwaltung/texte/impressum", form, expect=200)
    assert "Anbieter" in ["".join(one.itertext()) for one in page.all("h3")]
    assert session.scalar(select(func.count(PageText.id))) == 0


def test_english_readers_get_the_german_text_where_there_is_no_other(visit: Visit, cast: Cast) -> None:
    visit(cast.ada).post("/verwaltung/texte/datenschutz", {"text": "Wir speichern wenig.", "fassung": "0"})
    assert "Wir speichern wenig." in visit(language="en").get("/datenschutz").words()


def test_an_earlier_version_comes_back(visit: Visit, session: Session, cast: Cast) -> None:
    ada = visit(cast.ada)
    for number, text in enumerate(("Erste", "Zweite", "")):
        ada.post("/verwaltung/texte/impressum", {"text": text, "text_en": "", "fassung": str(number)})
    assert "noch nicht ausgefüllt" in visit().get("/impressum").words()
    page = ada.get("/verwaltung/texte/impressum?fassung=1")
    assert "Erste" in [("".join(area.itertext())).strip() for area in page.all("textarea")]
    ada.post("/verwaltung/texte/impressum", {"text": "Erste", "text_en": "", "fassung": version_in(page)})
    latest = page_in_force(session, SitePage.IMPRINT)
    assert latest is not None
    assert (latest.version, latest.text) == (4, "Erste")


def test_two_people_never_overwrite_each_other(visit: Visit, session: Session, cast: Cast) -> None:
    ada = visit(cast.ada)
    ada.post("/verwaltung/texte/impressum", {"text": "Von Ada", "text_en": "", "fassung": "0"})
    refused = ada.post(
        "/verwaltung/texte/impressum", {"text": "Von mir", "text_en": "", "fassung": "0"}, expect=409
    )
    words = refused.words()
    assert "inzwischen geändert" in words
    assert "Von Ada" in words
    assert "Von mir" in words
    ada.post(
        "/verwaltung/texte/impressum", {"text": "Von mir", "text_en": "", "fassung": version_in(refused)}
    )
    assert session.scalar(select(func.count(PageText.id))) == 2


def test_the_same_text_is_no_new_version(session: Session, cast: Cast, now: datetime) -> None:
    for expected in (0, 1):
        write_page(
            session, SitePage.IMPRINT, text="Eins", text_en="", expected=expected, by=cast.ada, now=now
        )
        session.commit()
    assert session.scalar(select(func.count(PageText.id))) == 1


def test_only_administrators_write_the_sites_pages(visit: Visit, cast: Cast) -> None:
    for person in (cast.alice, cast.nora):
        visit(person).get("/verwaltung/texte", expect=403)
        visit(person).post("/verwaltung/texte/impressum", {"text": "x"}, expect=403)
    visit(cast.ada).get("/verwaltung/texte/gibt-es-nicht", expect=404)
    visit(cast.ada).post("/verwaltung/texte/impressum", {"text": "x" * 20_001, "fassung": "0"}, expect=422)


def rules(version: str = "2027-01", *, day: date = date(2027, 1, 1)) -> NewRules:
    return NewRules(version=version, valid_from=day, text="Leise sein.", text_en="Be quiet.")


def test_the_team_writes_house_rules_that_hold_from_a_day_on(visit: Visit, cast: Cast) -> None:
    nora = visit(cast.nora)
    form = {"name": "2026-11", "tag": "heute", "text": "Füße abtreten.", "text_en": ""}
    nora.post("/team/bochum/hausordnung", form)
    nora.post(
        "/team/bochum/hausordnung", {**form, "name": "2027-01", "tag": "1.1.2027", "text": "Leise sein."}
    )
    assert "Füße abtreten." in visit().get("/hausordnung?standort=bochum").words()
    assert "Leise sein." in visit().get("/hausordnung?standort=bochum&fassung=2027-01").words()
    words = nora.get("/team/bochum/hausordnung").words()
    assert "gilt seit dem 23.11.2026" in words
    assert "gilt ab dem 01.01.2027" in words


@pytest.mark.parametrize(
    ("new", "code"),
    [
        pytest.param(rules("2027-02", day=TODAY - timedelta(days=1)), "day_over", id="over"),
        pytest.param(rules(), "rules_version_taken", id="name taken"),
        pytest.param(rules("2027-02"), "rules_day_taken", id="day taken"),
    ],
)
def test_impossible_rules_are_refused(
    session: Session, cast: Cast, now: datetime, new: NewRules, code: str
) -> None:
    add_rules(session, cast.house.id, rules(), touched=0, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(Refused) as refused:
        add_rules(session, cast.house.id, new, touched=0, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {code}


def test_rules_are_taken_back_until_they_hold(session: Session, cast: Cast, now: datetime) -> None:
    record = add_rules(session, cast.house.id, rules(), touched=0, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(Refused) as refused:
        take_back(session, record.id, by=cast.nora, now=datetime.fromisoformat("2027-01-01T12:00:00+01:00"))
    session.rollback()
    assert refused.value.codes == {"rules_in_force"}
    take_back(session, record.id, by=cast.nora, now=now)
    session.commit()
    assert session.scalar(select(func.count(HouseRulesText.id))) == 0
    kept = session.scalars(select(HouseRecord)).one()
    assert kept.after["text"] == "Leise sein."


def test_rules_without_a_text_or_a_day_are_refused(visit: Visit, session: Session, cast: Cast) -> None:
    form = {"name": "2027-01", "tag": "1.1.2027", "text": "Leise sein."}
    for changed in ({"name": ""}, {"tag": "bald"}, {"text": ""}, {"name": "x" * 21}):
        visit(cast.nora).post("/team/bochum/hausordnung", {**form, **changed}, expect=422)
    visit(cast.alice).post("/team/bochum/hausordnung", form, expect=403)
    visit(cast.nora).post("/team/witten/hausordnung", form, expect=403)
    assert session.scalar(select(func.count(HouseRulesText.id))) == 0
