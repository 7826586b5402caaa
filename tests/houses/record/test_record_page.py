"""One page tells who changed what about a house, and leads to where it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.context.kinds import TargetStep
from labspace.context.models import TargetChange
from labspace.houses.dated.models import DatedChange, Subject
from labspace.houses.record.models import HouseRecord
from labspace.houses.team.actions import set_role
from labspace.houses.team.kinds import TeamRole
from labspace.spaces.targets import TargetIndicator
from tests.factories import Cast
from tests.support.filled import filled
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
PAGE = "/team/bochum/aenderungen"
HOURS, DESK_PRICES = "/team/bochum/oeffnungszeiten", "/team/bochum/preise/desk/startup"
OPENINGS, CLOSURES = "/team/bochum/sonderoeffnungen", "/team/bochum/schliessungen"
ADVENT = {"tag": "06.12.2026", "von": "10:00", "bis": "18:00", "grund": "Adventsmarkt"}


@pytest.fixture
def changed(visit: Visit, cast: Cast) -> Page:
    """The record after Nora changed hours, prices, an opening, a closure, a target and the address."""
    nora = visit(cast.nora)
    nora.post(HOURS, {**filled(nora.get(HOURS)), "ab": "01.12.2026", "mo": "10–16"})
    nora.post(DESK_PRICES, {**filled(nora.get(DESK_PRICES)), "ab": "01.12.2026", "tag": "12"})
    nora.post(OPENINGS, ADVENT)
    nora.post(CLOSURES, {**ADVENT, "tag": "24.12.2026", "grund": "Heiligabend", "haeuser": "bochum"})
    nora.post("/team/bochum/haus", {**filled(nora.get("/team/bochum/haus")), "anschrift": "Anderer Weg 1"})
    return nora.get(PAGE)


def texts(page: Page) -> list[str]:
    """What a link or button says on the page."""
    return [one.get("aria-label") or "".join(one.itertext()).strip() for one in page.all("a")]


def links(page: Page) -> set[str]:
    return {one.get("href") or "" for one in page.all("a")}


def undone_at(page: Page) -> list[str]:
    return [action for one in page.all("form") if "ruecknahme" in (action := one.get("action") or "")]


def test_all_that_was_changed_stands_in_one_list_with_who_did_it(changed: Page) -> None:
    words = changed.words()
    for what in (
        "Wochenzeiten, ab 01.12.2026",
        "Preise (Arbeitsplätze, Startup), ab 01.12.2026",
        "Sonderöffnung: So, 06.12.2026",
        "Geschlossen: Do, 24.12.2026",
        "→ Anderer Weg 1",
    ):
        assert what in words, words
    assert words.count("Nora") >= 5


def test_each_line_leads_to_where_it_is_taken_back(
    visit: Visit, session: Session, cast: Cast, changed: Page
) -> None:
    nora = visit(cast.nora)
    changes = session.scalars(select(DatedChange).order_by(DatedChange.id)).all()
    for one in changes:
        assert f"/team/bochum/festlegungen/{one.id}" in links(changed)
        nora.post(f"/team/bochum/festlegungen/{one.id}/ruecknahme")
    assert {OPENINGS, CLOSURES} <= links(changed)
    assert sum(text.startswith("Zurücknehmen …: ") for text in texts(changed)) == 2
    assert sum(text.startswith("Aufheben …: ") for text in texts(changed)) == 2
    (undo,) = undone_at(changed)
    nora.post(undo)
    nora.get(PAGE)
    again = nora.get(PAGE)
    assert again.words().lower().count("zurückgenommen") == 3
    assert undone_at(again) == []
    assert not any(text.startswith("Zurücknehmen …") for text in texts(again))


def test_what_is_lifted_or_over_has_no_way_back(visit: Visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(OPENINGS, ADVENT)
    (end,) = [
        one.get("action") for one in nora.get(OPENINGS).all("form") if "aufhebung" in str(one.get("action"))
    ]
    nora.post(str(end))
    page = nora.get(PAGE)
    assert "Sonderöffnung aufgehoben: " in page.words()
    assert not any(text.startswith("Aufheben …") for text in texts(page))


def test_who_only_runs_the_days_reads_it_and_takes_nothing_back(
    visit: Visit, session: Session, cast: Cast, now: datetime, changed: Page
) -> None:
    set_role(session, cast.house.id, cast.alice.id, TeamRole.DAYS, expected=None, by=cast.nora, now=now)
    session.commit()
    alice = visit(cast.alice)
    page = alice.get(PAGE)
    assert "Wochenzeiten, ab 01.12.2026" in page.words()
    assert undone_at(page) == []
    assert not any(text.startswith(("Zurücknehmen", "Aufheben")) for text in texts(page))
    for url in links(page):
        if url.startswith("/team/bochum") and "lang=" not in url:
            alice.get(url)


def test_targets_stand_in_it_too(visit: Visit, session: Session, cast: Cast, now: datetime) -> None:
    session.add(
        TargetChange(
            location_id=cast.house.id, step=TargetStep.SET, indicator=TargetIndicator.OCCUPANCY, hundredths=4500,
            per=None, valid_from=date(2027, 1, 1), valid_until=None, by_id=cast.nora.id, at=now,
        )
    )  # fmt: skip
    session.commit()
    page = visit(cast.nora).get(PAGE)
    assert "festgelegt: " in page.words()
    assert "/team/bochum/ziele" in links(page)


def test_many_changes_come_page_by_page(visit: Visit, session: Session, cast: Cast, now: datetime) -> None:
    session.add_all(
        HouseRecord(
            location_id=cast.house.id, at=now - timedelta(hours=number), actor_id=cast.nora.id,
            subject="house_listed", before={}, after={},
        )
        for number in range(120)
    )  # fmt: skip
    session.commit()
    nora = visit(cast.nora)
    counted = [len(undone_at(nora.get(f"{PAGE}?seite={number}"))) for number in (1, 2, 3)]
    assert counted == [50, 50, 20]
    assert "Ältere" in nora.get(PAGE).words()
    assert "Neuere" not in nora.get(PAGE).words()
    last = nora.get(f"{PAGE}?seite=3").words()
    assert "Ältere" not in last
    assert "Neuere" in last
    for nonsense in ("0", "-1", "x", "²", "99999", "9" * 40):
        nora.get(f"{PAGE}?seite={nonsense}")
    assert "Älteres gibt es nicht" in nora.get(f"{PAGE}?seite=99").words()


def test_the_database_is_asked_as_often_for_many_changes(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    nora = visit(cast.nora)

    def asked() -> int:
        with statements() as counted:
            nora.get(PAGE)
        return len(counted)

    def change(number: int) -> DatedChange:
        return DatedChange(
            location_id=cast.house.id, subject=Subject.RULES, scope="kind:desk", at=now - timedelta(hours=number),
            actor_id=cast.nora.id, first_day=date(2026, 12, 1), last_day=None, before=[], after=[],
        )  # fmt: skip

    session.add(change(0))
    session.commit()
    nora.get(PAGE)
    few = asked()
    session.add_all(change(number) for number in range(1, 41))
    session.commit()
    assert asked() == few
