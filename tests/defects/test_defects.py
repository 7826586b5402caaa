"""Something is broken: whoever finds it says so, the house sees it through, and both know how it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.defects.actions import MOST_A_DAY, report_defect, take_step
from labspace.defects.models import DefectReport, DefectStep
from labspace.defects.states import DefectState
from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from tests.factories import Cast, book, on_day
from tests.pictures.files import picture_bytes
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]
URL = "/flaechen/bochum-desk-01/mangel"


def reported(session: Session, cast: Cast, now: datetime, *, by: User | None = None) -> DefectReport:
    report = report_defect(
        session,
        cast.desk.id,
        words="Die Lampe flackert.",
        picture=None,
        alternative="",
        by=by or cast.alice,
        now=now,
    )
    session.commit()
    return report


def step(
    session: Session, cast: Cast, report: DefectReport, state: DefectState, now: datetime, *, words: str = ""
) -> None:
    take_step(session, report.id, state, words=words, expected=report.version, by=cast.nora, now=now)
    session.commit()


def mails_to(session: Session, user: User) -> list[str]:
    question = select(OutboxRow.subject).where(OutboxRow.recipient == user.email).order_by(OutboxRow.id)
    return list(session.scalars(question))


def test_the_team_hears_of_it_and_whoever_reported_it_hears_of_every_step(
    visit: Visit, session: Session, cast: Cast
) -> None:
    alice, nora = visit(cast.alice), visit(cast.nora)
    answer = alice.post(URL, {"worte": "Die Lampe flackert."})
    assert answer.location == "/maengel"
    assert "Die Lampe flackert." in alice.get("/maengel").words()
    assert mails_to(session, cast.nora) == ["Mangel gemeldet: Desk 1"]
    report = session.scalars(select(DefectReport)).one()
    assert "Die Lampe flackert." in nora.get("/team/bochum/maengel").words()
    page = f"/team/bochum/maengel/{report.id}"
    nora.post(page, {"stand": "in_work", "worte": "Elektriker bestellt", "fassung": "1"})
    nora.post(page, {"stand": "done", "worte": "", "fassung": "2"})
    words = alice.get("/maengel").words()
    assert "Elektriker bestellt" in words
    assert "erledigt" in words
    assert "Nora" not in words
    assert mails_to(session, cast.alice) == ["Ihre Meldung: in Arbeit", "Ihre Meldung: erledigt"]
    assert "Alles in Ordnung" in nora.get("/team/bochum/maengel").words()


def test_a_picture_is_seen_by_reporter_and_team_alone(visit: Visit, session: Session, cast: Cast) -> None:
    form = {
        "worte": "Riss",
        "bild": (BytesIO(picture_bytes(size=(40, 30))), "riss.png"),
        "bildbeschreibung": "Ein Riss in der Platte",
    }
    visit(cast.alice).post(URL, form)
    report = session.scalars(select(DefectReport)).one()
    shown = visit(cast.nora).get(f"/team/bochum/maengel/{report.id}")
    image = next(one for one in shown.all("img") if one.get("alt") == "Ein Riss in der Platte")
    for person, expect in ((cast.alice, 200), (cast.nora, 200), (cast.charlie, 404), (None, 404)):
        visit(person).get(image.get("src") or "", expect=expect)


def test_the_page_shows_who_comes_to_the_space_soon(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(date(2026, 11, 26), 9, 12, house=cast.house)
    booking = book(session, cast.desk, cast.bob, span, now=now)
    other = book(session, cast.second_desk, cast.bob, span, now=now)
    report = reported(session, cast, now)
    links = [link.get("href") for link in visit(cast.nora).get(f"/team/bochum/maengel/{report.id}").all("a")]
    assert f"/buchungen/{booking.reference}" in links
    assert f"/buchungen/{other.reference}" not in links


@pytest.mark.parametrize("state", DefectState)
def test_every_step_has_a_way_back(state: DefectState) -> None:
    reached = set(state.may_become)
    while further := {after for one in reached for after in one.may_become} - reached:
        reached |= further
    assert state in reached


def test_a_step_that_does_not_follow_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    report = reported(session, cast, now)
    step(session, cast, report, DefectState.DONE, now)
    with pytest.raises(Refused) as refused:
        step(session, cast, report, DefectState.DECLINED, now)
    session.rollback()
    assert refused.value.codes == {"not_possible_in_state"}
    step(session, cast, report, DefectState.IN_WORK, now, words="Flackert wieder")
    assert session.scalars(select(DefectStep.state).order_by(DefectStep.id)).all() == [
        DefectState.DONE,
        DefectState.IN_WORK,
    ]


def test_two_people_never_overwrite_each_other(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    report = reported(session, cast, now)
    nora, page = visit(cast.nora), f"/team/bochum/maengel/{report.id}"
    nora.post(page, {"stand": "in_work", "worte": "", "fassung": "1"})
    refused = nora.post(page, {"stand": "done", "worte": "Von mir", "fassung": "1"}, expect=409)
    assert "inzwischen bearbeitet" in refused.words()
    assert "Von mir" in [field.get("value") for field in refused.all("input")]
    assert "2" in [field.get("value") for field in refused.all("input") if field.get("name") == "fassung"]


def test_so_many_a_day_and_no_more(session: Session, cast: Cast, now: datetime) -> None:
    for _turn in range(MOST_A_DAY):
        reported(session, cast, now)
    with pytest.raises(Refused) as refused:
        reported(session, cast, now)
    session.rollback()
    assert refused.value.codes == {"too_many_reports"}
    reported(session, cast, now, by=cast.bob)
    reported(session, cast, now + timedelta(days=2))


def test_a_report_without_words_is_refused(visit: Visit, session: Session, cast: Cast) -> None:
    alice = visit(cast.alice)
    alice.post(URL, {"worte": ""}, expect=422)
    alice.post(URL, {"worte": "x" * 1001}, expect=422)
    form = {
        "worte": "Riss",
        "bild": (BytesIO(picture_bytes(size=(40, 30))), "riss.png"),
        "bildbeschreibung": "",
    }
    alice.post(URL, form, expect=422)
    alice.get("/flaechen/gibt-es-nicht/mangel", expect=404)
    assert session.scalar(select(func.count(DefectReport.id))) == 0


def test_only_the_team_of_the_house_sees_it_through(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    report = reported(session, cast, now)
    page = f"/team/bochum/maengel/{report.id}"
    for person in (cast.alice, cast.charlie):
        visit(person).get("/team/bochum/maengel", expect=403)
        visit(person).post(page, {"stand": "done", "fassung": "1"}, expect=403)
    nora = visit(cast.nora)
    nora.get(f"/team/witten/maengel/{report.id}", expect=403)
    visit(cast.ada).get(f"/team/witten/maengel/{report.id}", expect=404)
    nora.get("/team/bochum/maengel/99999999999999999999", expect=404)
    nora.post(page, {"stand": "weg", "fassung": "1"}, expect=422)
    assert "Die Lampe" not in visit(cast.charlie).get("/maengel").words()
