"""What the day page of a house lists for its pop-ups: handovers that are due, and offers nobody answered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import time_machine
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.front.popup_dues import popup_dues
from labspace.notices.jobs import run_jobs
from labspace.popups.tenancies.actions.handovers import Found, Protocol, sign_handover, write_handover
from labspace.popups.tenancies.dues import due_handovers, lapsed_offers
from labspace.popups.tenancies.states import Condition, Direction, OfferState
from labspace.times import local_moment
from tests.factories import Cast

FIRST, LAST = date(2027, 1, 18), date(2027, 2, 14)


def at(cast: Cast, day: date, hour: int = 9) -> datetime:
    return local_moment(day, time(hour), zone=cast.house.zone)


def sides(session: Session, cast: Cast, day: date) -> list[tuple[Direction, date]]:
    found = due_handovers(session, cast.house, now=at(cast, day))
    return [(due.direction, due.day) for due in found]


def sign(session, cast, tenancy, side: Direction, now: datetime) -> None:
    counter = Protocol(items=[Found(name="Theke", condition=Condition.GOOD)])
    write_handover(session, tenancy.id, side, counter, by=cast.nora, now=now)
    sign_handover(session, tenancy.id, side, tenant_name="Alice", house_name="Nora", by=cast.nora, now=now)
    session.commit()


def test_a_handover_is_due_from_its_day_until_both_have_signed(session, cast, tenancy) -> None:
    day = timedelta(days=1)
    assert sides(session, cast, FIRST - day) == []
    assert sides(session, cast, FIRST) == [(Direction.IN, FIRST)]
    assert sides(session, cast, LAST - day) == [(Direction.IN, FIRST)]
    assert sides(session, cast, LAST) == [(Direction.IN, FIRST), (Direction.OUT, LAST)]
    # Whoever has left needs no protocol of moving in any more.
    assert sides(session, cast, LAST + day) == [(Direction.OUT, LAST)]
    assert sides(session, cast, LAST + 61 * day) == []
    assert due_handovers(session, cast.other_house, now=at(cast, FIRST)) == []
    session.rollback()
    sign(session, cast, tenancy, Direction.IN, at(cast, FIRST))
    assert sides(session, cast, FIRST) == []
    session.rollback()
    sign(session, cast, tenancy, Direction.OUT, at(cast, LAST))
    assert sides(session, cast, LAST + day) == []


def test_the_day_page_leads_to_the_protocol(app, session, cast, visit, tenancy) -> None:
    with time_machine.travel(at(cast, FIRST + timedelta(days=2)), tick=False):
        page = visit(cast.nora).get("/team/bochum")
    assert "überfällig Übergabe beim Einzug, Mo, 18.01.2027" in page.words()
    assert f"/team/bochum/pop-up/nutzungen/{tenancy.id}/uebergabe/einzug" in page.text
    assert "Zechenkaffee" in page.words()


def test_an_offer_nobody_answered_is_listed_for_two_weeks(app, session, cast, visit, offer, now) -> None:
    made = offer()
    after = now + timedelta(days=8)
    with time_machine.travel(after, tick=False):
        run_jobs(app)
        session.commit()
        page = visit(cast.nora).get("/team/bochum")
    session.expire_all()
    assert made.state is OfferState.LAPSED
    assert "Angebot ohne Antwort verfallen" in page.words()
    assert f"/pop-up/angebote/{made.id}" in page.text
    assert lapsed_offers(session, cast.other_house.id, now=after) == []
    assert lapsed_offers(session, cast.house.id, now=after + timedelta(days=14)) == []


def test_three_statements_tell_all_of_it(app, session, cast, tenancy) -> None:
    house, now = cast.house, at(cast, LAST + timedelta(days=1))
    with app.test_request_context(), statements() as seen:
        assert len(popup_dues(session, house, now=now)) == 2
    assert len(seen) == 3
