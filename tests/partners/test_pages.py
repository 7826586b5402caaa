"""The team agrees with a partner and keeps times; the partner books and returns them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.partners.models import Allotment, AllotmentDate, PartnerAgreement
from labspace.partners.states import DateState
from tests.factories import Cast
from tests.partners.conftest import THURSDAY
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]


def date_id(session: Session, day: date = THURSDAY) -> int:
    return session.scalars(select(AllotmentDate.id).where(AllotmentDate.day == day)).one()


def test_the_team_agrees_and_keeps_thursdays(session: Session, cast: Cast, visit: Visit) -> None:
    team = visit(cast.nora)
    data = {"organisation": "acme", "ansprechperson": "Frau Beispiel", "ab": "1.12.2026"}
    page = team.post("/team/bochum/partner", data)
    kept = {
        "flaeche": cast.area.public_id,
        "wochentag": "3",
        "von": "14",
        "bis": "18:00",
        "frist": "14",
        "kontingent_ab": "1.12.2026",
    }
    team.post(f"{page.location}/kontingent", kept)
    words = team.get(page.location).words()
    assert "Donnerstag, 14:00–18:00 Uhr" in words
    assert "unbenutzt 14 Tage vorher wieder frei" in words
    assert "Acme" in team.get("/team/bochum/partner").words()


@pytest.mark.parametrize(
    ("part", "data", "sentence"),
    [
        ("", {"organisation": "Niemand", "ab": "1.12.2026"}, "Eine Organisation „Niemand“ gibt es nicht"),
        ("", {"organisation": "Acme", "ab": "irgendwann"}, "Diesen Tag kennen wir nicht"),
        ("/kontingent", {"von": "spät", "bis": "18:00", "frist": "7"}, "Diese Uhrzeit kennen wir nicht"),
        ("/kontingent", {"von": "18", "bis": "14", "frist": "7"}, "Das Ende liegt vor dem Beginn"),
        ("/kontingent", {"von": "14", "bis": "18", "frist": "999"}, "Bitte eine Zahl von 0 bis 365 angeben."),
        ("/ende", {"letzter_tag": ""}, "Bitte einen Tag angeben"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    session: Session,
    cast: Cast,
    agreement: PartnerAgreement,
    visit: Visit,
    part: str,
    data: dict[str, str],
    sentence: str,
) -> None:
    address = f"/team/bochum/partner/{agreement.id}{part}" if part else "/team/bochum/partner"
    if part == "/kontingent":
        data = {"flaeche": cast.area.public_id, "wochentag": "3", "kontingent_ab": "1.12.2026", **data}
    page = visit(cast.nora).post(address, data, expect=422)
    assert sentence in page.words()
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Allotment)) == 0
    assert session.scalar(select(func.count()).select_from(PartnerAgreement)) == 1


def test_members_of_a_partner_find_their_page_from_their_bookings(
    cast: Cast, agreement: PartnerAgreement, visit: Visit
) -> None:
    alice = visit(cast.alice)
    assert "Vereinbarungen mit Häusern" in alice.get("/buchungen").words()
    assert 'href="/partner"' in alice.get("/buchungen").text
    assert f'href="/partner/{agreement.id}"' in alice.get("/partner").text
    words = alice.get(f"/partner/{agreement.id}").words()
    assert "AnsprechpersonFrau Beispiel" in words
    assert "01.11.2026 bis 30.06.2027" in words
    assert "Agreements with houses" in visit(cast.alice, language="en").get("/buchungen").words()
    assert 'href="/partner"' not in visit(cast.charlie).get("/buchungen").text


def test_the_partner_books_and_returns_their_dates(
    session: Session, cast: Cast, allotment: Allotment, visit: Visit
) -> None:
    alice = visit(cast.alice)
    assert "Acme" in alice.get("/partner").words()
    used, returned = date_id(session), date_id(session, date(2026, 12, 10))
    (once,) = (
        one.get("value")
        for one in alice.get(f"/partner/termine/{used}").all("input")
        if one.get("name") == "once"
    )
    data = {"titel": "Ringvorlesung", "personen": "20", "bestuhlung": "rows", "once": once}
    page = alice.post(f"/partner/termine/{used}", data)
    assert "Ringvorlesung" in alice.get(page.location).words()
    # Whoever clicks twice has booked: a refusal would have them look for a booking they hold.
    assert alice.post(f"/partner/termine/{used}", data).location == page.location
    # A form opened in another window is one of its own; the date is used by then.
    again = alice.post(f"/partner/termine/{used}", {**data, "once": "another window"}, expect=422)
    assert "Dieser Termin wird nicht mehr für Sie freigehalten" in again.words()
    alice.post(f"/partner/termine/{returned}/rueckgabe")
    states = [session.get_one(AllotmentDate, one, populate_existing=True).state for one in (used, returned)]
    assert states == [DateState.USED, DateState.RETURNED]
    words = alice.get(f"/partner/{allotment.agreement_id}").words()
    assert "gebucht" in words
    assert "zurückgegeben" in words


def test_five_thousand_people_are_refused_in_words_and_nothing_is_lost(
    session: Session, cast: Cast, allotment: Allotment, visit: Visit
) -> None:
    data = {"titel": "Konzert", "personen": "4999", "bestuhlung": "rows"}
    page = visit(cast.alice).post(f"/partner/termine/{date_id(session)}", data, expect=422)
    assert "Konzert" in page.text
    assert session.get_one(AllotmentDate, date_id(session)).state is DateState.HELD


def test_the_team_ends_what_was_kept(
    session: Session, cast: Cast, allotment: Allotment, visit: Visit
) -> None:
    team, address = visit(cast.nora), f"/team/bochum/partner/{allotment.agreement_id}"
    team.post(f"{address}/kontingent/{allotment.id}/ende")
    assert "Für diesen Partner" not in team.get(address).words()
    assert "beendet" in team.get(address).words()
    team.post(f"{address}/ende", {"letzter_tag": "heute"})
    states = set(session.scalars(select(AllotmentDate.state)))
    assert states == {DateState.RELEASED}


def test_the_public_never_learns_for_whom_a_time_is_kept(
    session: Session, cast: Cast, allotment: Allotment, visit: Visit
) -> None:
    for visitor in (visit(), visit(cast.charlie)):
        for address in (
            f"/standorte/bochum/tag?tag={THURSDAY.isoformat()}",
            f"/flaechen/{cast.area.public_id}?tag={THURSDAY.isoformat()}",
        ):
            assert "Acme" not in visitor.get(address).text
