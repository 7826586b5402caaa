"""The team's pages of hours: filled with what holds, nothing lost when refused, decided with open eyes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.houses.dated.models import DatedChange
from labspace.locations.models import SpecialOpening
from tests.factories import Cast, book, on_day
from tests.support.filled import filled

THURSDAY = date(2026, 11, 26)
WEEKLY, OPENINGS = "/team/bochum/oeffnungszeiten", "/team/bochum/sonderoeffnungen"


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    return book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)


def week(**changed: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "ab": "26.11.2026",
        "bis_tag": "",
        **dict.fromkeys(("mo", "di", "mi", "do", "fr"), "10-16"),
        **changed,
    }


def test_the_form_begins_with_what_holds(visit, cast: Cast) -> None:
    values = filled(visit(cast.nora).get(WEEKLY))
    assert {values[name] for name in ("mo", "di", "mi", "do", "fr", "sa", "so")} == {"08:00–18:00"}
    assert values["ab"] == "24.11.2026"


def test_hours_are_set_seen_and_taken_back(visit, session: Session, cast: Cast, booking: Booking) -> None:
    nora = visit(cast.nora)
    stand = filled(nora.get(WEEKLY))["stand"]
    asked = nora.post(WEEKLY, week(stand=stand), expect=409)
    assert "Noch ist nichts geändert" in asked.words()
    assert f"/buchungen/{booking.reference}" in [link.get("href") for link in asked.all("a")]
    again = filled(asked)
    assert (again["do"], again["sa"]) == ("10-16", "")
    nora.post(WEEKLY, {**again, "buchungen": "absagen", "grund": "Kürzere Zeiten"})
    session.expire_all()
    assert booking.state is BookingState.CANCELLED_HOUSE
    words = nora.get(WEEKLY).words()
    assert "Montag bis Freitag10:00–16:00" in words
    assert "Samstag bis Sonntaggeschlossen" in words
    assert "1 Buchung abgesagt" in words
    change_id = session.scalars(select(DatedChange.id)).one()
    page = nora.get(f"/team/bochum/festlegungen/{change_id}")
    assert "Alle Tage08:00–18:00" in page.words()
    nora.post(f"/team/bochum/festlegungen/{change_id}/ruecknahme")
    assert "Montag bis Freitag" not in nora.get(WEEKLY).words()
    assert "zurückgenommen" in nora.get(WEEKLY).words()
    nora.post(f"/team/bochum/festlegungen/{change_id}/ruecknahme", expect=422)


def test_whoever_comes_second_sees_what_holds_and_keeps_what_was_typed(
    visit, session: Session, cast: Cast
) -> None:
    nora = visit(cast.nora)
    stand = filled(nora.get(WEEKLY))["stand"]
    nora.post(WEEKLY, week(stand=stand))
    refused = visit(cast.ada).post(WEEKLY, week(stand=stand, mo="9–12"), expect=409)
    assert "Inzwischen hat jemand anderes" in refused.words()
    again = filled(refused)
    assert again["mo"] == "9–12"
    visit(cast.ada).post(WEEKLY, again)
    assert session.scalar(select(func.count(DatedChange.id))) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ab": ""}, "von wann an"), ({"ab": "31.02."}, "kennen wir nicht"), ({"ab": "gestern"}, "Was war, bleibt"),
        ({"bis_tag": "24.11.2026"}, "vor dem ersten"), ({"bis_tag": "irgendwann"}, "kennen wir nicht"),
        ({"mo": "8–12, 11–18"}, "überschneiden"), ({"mo": "18–8"}, "bevor sie beginnt"),
        ({"mo": "vormittags"}, "verstehen wir nicht"), ({"mo": "8" * 999}, "höchstens 80 Zeichen"),
        ({"buchungen": "vielleicht"}, "aus der Liste"), ({"stand": "x" * 64}, "Inzwischen"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_impossible_hours_are_refused_and_kept(
    visit, session: Session, cast: Cast, changed: dict[str, str], words: str
) -> None:
    nora = visit(cast.nora)
    stand = filled(nora.get(WEEKLY))["stand"]
    refused = nora.post(
        WEEKLY, week(**{"stand": stand, **changed}), expect=409 if "stand" in changed else 422
    )
    assert words in refused.words()
    assert filled(refused)["di"] == "10-16"
    assert session.scalar(select(func.count(DatedChange.id))) == 0


def opening(**changed: str) -> dict[str, str]:
    return {"tag": "26.11.2026", "von": "18", "bis": "22", "bis_tag": "", "grund": "Lange Nacht", **changed}


def test_a_special_opening_is_made_and_ended(visit, session: Session, cast: Cast, now: datetime) -> None:
    nora = visit(cast.nora)
    nora.post(OPENINGS, opening())
    made = session.scalars(select(SpecialOpening)).one()
    assert "Lange Nacht" in nora.get(OPENINGS).words()
    late = book(session, cast.desk, cast.alice, on_day(THURSDAY, 19, 21, house=cast.house), now=now)
    end = f"{OPENINGS}/{made.id}/aufhebung"
    asked = nora.post(end, expect=409)
    assert f"/buchungen/{late.reference}" in [link.get("href") for link in asked.all("a")]
    assert session.scalar(select(func.count(SpecialOpening.id))) == 1
    nora.post(end, {**filled(asked), "buchungen": "absagen"}, expect=422)
    nora.post(end, {**filled(asked), "buchungen": "absagen", "grund": "Sie fällt aus"})
    session.expire_all()
    assert late.state is BookingState.CANCELLED_HOUSE
    assert session.scalar(select(func.count(SpecialOpening.id))) == 0
    words = nora.get(OPENINGS).words()
    assert "Sonderöffnung aufgehoben" in words
    assert "1 Buchung abgesagt" in words
    assert "gibt es nicht mehr" in nora.get(nora.post(end).location).words()


def test_a_booking_within_the_weekly_hours_is_not_asked_about(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    nora = visit(cast.nora)
    nora.post(OPENINGS, opening(von="8", bis="22"))
    made = session.scalars(select(SpecialOpening)).one()
    nora.post(f"{OPENINGS}/{made.id}/aufhebung")
    assert session.scalar(select(func.count(SpecialOpening.id))) == 0


@pytest.mark.parametrize(
    "changed",
    [{"tag": "gestern"}, {"tag": "31.02."}, {"von": "25"}, {"bis": "17"}, {"bis_tag": "20.11.2026"}, {"grund": "x" * 999}],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_an_impossible_opening_is_refused(
    visit, session: Session, cast: Cast, changed: dict[str, str]
) -> None:
    visit(cast.nora).post(OPENINGS, opening(**changed), expect=422)
    assert session.scalar(select(func.count(SpecialOpening.id))) == 0


def test_a_form_sent_twice_opens_once(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(OPENINGS, opening())
    assert "schon eine Sonderöffnung" in nora.post(OPENINGS, opening(), expect=422).words()
    assert session.scalar(select(func.count(SpecialOpening.id))) == 1


def test_only_those_who_run_the_house(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(OPENINGS, opening())
    nora.post(WEEKLY, week(stand=filled(nora.get(WEEKLY))["stand"]))
    opening_id = session.scalars(select(SpecialOpening.id)).one()
    change_id = session.scalars(select(DatedChange.id)).one()
    for path in (WEEKLY, OPENINGS, f"/team/bochum/festlegungen/{change_id}"):
        visit(cast.alice).get(path, expect=403)
        nora.get(path.replace("bochum", "witten"), expect=403)
    visit(cast.ada).get(f"/team/witten/festlegungen/{change_id}", expect=404)
    visit(cast.ada).post(f"/team/witten/festlegungen/{change_id}/ruecknahme", expect=404)
    visit(cast.ada).post(f"/team/witten/sonderoeffnungen/{opening_id}/aufhebung", expect=404)
    nora.get("/team/bochum/festlegungen/99999999999999999999", expect=404)
    nora.get("/team/bochum/festlegungen/4711", expect=404)
