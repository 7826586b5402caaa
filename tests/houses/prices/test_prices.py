"""Prices set by the team: dated, per place and group; what was quoted stays, and is shown first."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.prices.kept import quote_for
from labspace.bookings.prices.models import TariffRow
from labspace.houses.dated.models import DatedChange
from labspace.houses.prices.forms import read_amount, read_permille
from tests.factories import Cast, book, on_day
from tests.support.filled import filled

THURSDAY = date(2026, 11, 26)
DESKS, DESKS_OF_STARTUPS = "/team/bochum/preise/desk/alle", "/team/bochum/preise/desk/startup"


def sent(visitor, page: str, **changed: str) -> dict[str, str | list[str]]:
    return {**filled(visitor.get(page)), "ab": "26.11.2026", **changed}


def price(session: Session, cast: Cast, day: date, group: TariffGroup = TariffGroup.NON_MEMBER) -> int | None:
    session.expire_all()
    found = quote_for(session, [cast.desk], on_day(day, 9, 11, house=cast.house), group=group)
    return found.price_cents if found else None


def test_prices_hold_from_their_day_on_for_their_group(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(DESKS, sent(nora, DESKS, stunde="5,00", tag="24"))
    nora.post(DESKS_OF_STARTUPS, sent(nora, DESKS_OF_STARTUPS, tag="0", bis_tag="31.12.2026"))
    assert price(session, cast, THURSDAY) == 1000
    assert price(session, cast, date(2026, 11, 25)) is None
    assert price(session, cast, THURSDAY, TariffGroup.STARTUP) == 0
    assert price(session, cast, date(2027, 1, 4), TariffGroup.STARTUP) == 1000
    assert cast.house.tariff_revision == 2
    words = nora.get("/team/bochum/preise").words()
    assert "Preise (Arbeitsplätze, Startup), 26.11.2026–31.12.2026" in words


def test_what_was_quoted_is_kept_and_shown_first(visit, session: Session, cast: Cast, now: datetime) -> None:
    nora = visit(cast.nora)
    nora.post(DESKS, sent(nora, DESKS, stunde="5"))
    booking = book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 11, house=cast.house), now=now)
    assert booking.price_cents == 1000
    asked = nora.post(DESKS, sent(nora, DESKS, stunde="7,50"), expect=409)
    assert f"/buchungen/{booking.reference}" in [link.get("href") for link in asked.all("a")]
    assert price(session, cast, THURSDAY) == 1000
    nora.post(DESKS, filled(asked))
    session.refresh(booking)
    assert (booking.price_cents, price(session, cast, THURSDAY)) == (1000, 1500)
    change_id = session.scalars(select(DatedChange.id).order_by(DatedChange.id.desc())).first()
    undo = f"/team/bochum/festlegungen/{change_id}/ruecknahme"
    nora.post(undo, filled(nora.post(undo, expect=409)))
    assert price(session, cast, THURSDAY) == 1000


def test_without_any_price_the_general_one_holds(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    house = "/team/bochum/preise/haus/alle"
    nora.post(house, sent(nora, house, stunde="3"))
    nora.post(DESKS, sent(nora, DESKS, stunde="5"))
    assert price(session, cast, THURSDAY) == 1000
    nora.post(DESKS, sent(nora, DESKS, stunde=""))
    assert price(session, cast, THURSDAY) == 600
    assert session.scalar(select(func.count(TariffRow.id))) == 1


def test_the_form_begins_with_what_holds(visit, cast: Cast) -> None:
    nora = visit(cast.nora)
    assert (filled(nora.get(DESKS))["satz"], filled(nora.get(DESKS))["brutto"]) == ("19", ["y"])
    nora.post(DESKS, sent(nora, DESKS, woche="1.200,50", satz="7,5", schluessel="reduced"))
    values = filled(nora.get(f"{DESKS}?ab=27.11.2026"))
    assert (values["woche"], values["satz"], values["schluessel"]) == ("1200,50", "7,5", "reduced")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"stunde": "viel"}, "Bitte einen Betrag"), ({"stunde": "-1"}, "Bitte einen Betrag"),
        ({"stunde": "1,234"}, ""), ({"stunde": "9" * 15}, "Bitte einen Betrag"), ({"satz": "101"}, "von 0 bis 100"),
        ({"satz": "7,55"}, "von 0 bis 100"), ({"satz": ""}, "Steuersatz"), ({"schluessel": "Voll!"}, "kleine Buchstaben"),
        ({"ab": "gestern"}, "Was war, bleibt"),
    ],
    ids=lambda value: " ".join(f"{name} {text}" for name, text in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_is_no_price_is_refused(
    visit, session: Session, cast: Cast, changed: dict[str, str], words: str
) -> None:
    nora = visit(cast.nora)
    answer = nora.post(DESKS, {**sent(nora, DESKS, tag="24"), **changed}, expect=422 if words else 303)
    if words:
        assert words in answer.words()
        assert filled(answer)["tag"] == "24"
    assert session.scalar(select(func.count(DatedChange.id))) == (0 if words else 1)


def test_only_the_house_of_ones_own(visit, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.get("/team/witten/preise", expect=403)
    nora.get("/team/bochum/preise/witten-desk-01/alle", expect=404)
    nora.get("/team/bochum/preise/desk/freunde", expect=404)
    visit(cast.alice).post(DESKS, {"ab": "26.11.2026"}, expect=403)


@given(st.integers(0, 10_000_000), st.sampled_from([",", "."]))
def test_an_amount_is_read_to_the_cent(cents: int, point: str) -> None:
    assert read_amount(f"{cents // 100}{point}{cents % 100:02d} €") == cents


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_none(text: str) -> None:
    found, rate = read_amount(text), read_permille(text)
    assert found is None or 0 <= found <= 10_000_000
    assert rate is None or 0 <= rate <= 1000
