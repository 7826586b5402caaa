"""How long a visit counts, kept by the team: days that are over stay as they were counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.houses.dated.models import DatedChange
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import stay_on
from labspace.visits.models import VisitStay
from labspace.visits.queries import stays_of
from tests.factories import LONG_AGO, Cast
from tests.support.filled import filled

PAGE = "/team/bochum/besuchsdauer"
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


def minutes(session: Session, cast: Cast, day: date, kind: SpaceKind = SpaceKind.CAFE_TABLE) -> int:
    session.expire_all()
    return stay_on(stays_of(session, [cast.house.id])[cast.house.id], kind, day) // timedelta(minutes=1)


def sent(visitor, **changed: str) -> dict[str, str | list[str]]:
    return {**filled(visitor.get(PAGE)), **changed}


def test_another_length_holds_from_its_day_on_and_is_taken_back(visit, session: Session, cast: Cast) -> None:
    session.add(
        VisitStay(location_id=cast.house.id, kind=SpaceKind.CAFE_TABLE, minutes=40, valid_from=LONG_AGO)
    )
    session.commit()
    nora = visit(cast.nora)
    assert filled(nora.get(PAGE))["cafe"] == "40"
    nora.post(PAGE, sent(nora, cafe="50", popup="20"))
    assert (minutes(session, cast, TODAY), minutes(session, cast, TOMORROW)) == (40, 50)
    assert minutes(session, cast, TOMORROW, SpaceKind.POPUP_SLOT) == 20
    assert "Dauer eines Besuchs, ab 24.11.2026" in nora.get("/team/bochum/aenderungen").words()
    made = session.scalars(select(DatedChange)).one()
    nora.post(f"/team/bochum/festlegungen/{made.id}/ruecknahme")
    assert minutes(session, cast, TOMORROW) == 40
    assert minutes(session, cast, TOMORROW, SpaceKind.POPUP_SLOT) == 15


def test_an_empty_field_brings_back_what_is_usual(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(PAGE, sent(nora, cafe="50"))
    nora.post(PAGE, sent(nora, cafe="", ab="1.12.2026"))
    assert (minutes(session, cast, TOMORROW), minutes(session, cast, date(2026, 12, 1))) == (50, 45)


@pytest.mark.parametrize("text", ["0", "1441", "lange", "-5", "1,5"])
def test_impossible_lengths_are_refused(visit, session: Session, cast: Cast, text: str) -> None:
    nora = visit(cast.nora)
    refused = nora.post(PAGE, sent(nora, cafe=text, popup="20"), expect=422)
    assert "Zahl von 1 bis 1440" in refused.words()
    assert filled(refused)["popup"] == "20"
    assert session.scalar(select(func.count(VisitStay.id))) == 0


def test_strangers_find_no_page(visit, cast: Cast) -> None:
    visit(cast.charlie).get(PAGE, expect=403)
    visit(cast.charlie).post(PAGE, {}, expect=403)
    visit(cast.nora).get(PAGE.replace("bochum", "witten"), expect=403)
