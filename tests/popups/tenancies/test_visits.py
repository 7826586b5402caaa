"""How many came to a pop-up: entered with its hours, corrected without losing what was said before."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
import time_machine
from sqlalchemy import func, select

from labspace.errors import Refused
from labspace.popups.tenancies.actions.visits import record_visits
from labspace.popups.tenancies.records import OpenedDay
from labspace.times import local_moment
from labspace.visits.kinds import DataGrade, VisitSource
from labspace.visits.models import VisitCount
from labspace.visits.queries import counts_of, visited

TUESDAY = date(2027, 1, 19)
OPEN = {f"am-2027-01-{day}": "11–18" for day in (19, 20)}


@pytest.fixture
def later(cast):
    """The Monday after the first week."""
    moment = local_moment(date(2027, 1, 25), time(9), zone=cast.house.zone)
    with time_machine.travel(moment, tick=False):
        yield moment


@pytest.fixture
def url(tenancy) -> str:
    return f"/pop-up/nutzungen/{tenancy.id}/oeffnung?woche=2027-01-18"


def numbers(tuesday: str, wednesday: str = "") -> dict[str, str]:
    return {**OPEN, "besuche-2027-01-19": tuesday, "besuche-2027-01-20": wednesday}


def test_a_tenant_tells_and_the_page_shows_the_sum(session, cast, visit, tenancy, later, url) -> None:
    alice = visit(cast.alice)
    alice.post(url, numbers("34", "16"))
    words = alice.get(f"/pop-up/nutzungen/{tenancy.id}").words()
    assert "Insgesamt: 50 Besuche (Datengüte C)." in words
    assert "14,0 Std. · 50 Besuche" in words
    assert "Besuche eingetragen" in words
    rows = counts_of(session, tenancy.booking_id)
    assert [(row.day.day, row.count, row.source) for row in rows] == [
        (19, 34, VisitSource.REPORT),
        (20, 16, VisitSource.REPORT),
    ]
    assert rows[0].span.starts_at.astimezone(cast.house.zone).hour == 11
    assert 'value="34"' in alice.get(url).text


def test_a_correction_keeps_the_number_said_before(session, cast, visit, tenancy, later, url) -> None:
    alice = visit(cast.alice)
    for number in ("34", "43", "43"):
        alice.post(url, numbers(number))
    rows = session.scalars(select(VisitCount).order_by(VisitCount.id)).all()
    assert [(row.count, row.ended_at is None) for row in rows] == [(34, False), (43, True)]
    assert rows[1].corrects_id == rows[0].id
    session.rollback()
    alice.post(url, numbers(""))
    assert visited(session, [tenancy.booking_id]) == {}
    assert session.scalar(select(func.count(VisitCount.id))) == 2
    session.rollback()
    assert "Besuche (Datengüte" not in alice.get(f"/pop-up/nutzungen/{tenancy.id}").words()


def test_what_the_team_counted_is_the_better_number(session, cast, visit, tenancy, later, url) -> None:
    visit(cast.alice).post(url, numbers("34"))
    visit(cast.nora).post(url, numbers("30"))
    found = visited(session, [tenancy.booking_id])[tenancy.booking_id]
    assert (found.total, found.grade) == (30, DataGrade.B)
    assert len(counts_of(session, tenancy.booking_id)) == 2
    session.rollback()
    assert 'value="34"' in visit(cast.alice).get(url).text


def test_a_day_without_a_number_is_no_day_without_visitors(session, cast, visit, later, url) -> None:
    visit(cast.alice).post(url, OPEN)
    visit(cast.alice).post(url, numbers("0"))
    assert session.scalars(select(VisitCount.count)).all() == [0]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({"besuche-2027-01-21": "5"}, "Bitte auch sagen, wann geöffnet war", id="shut"),
        pytest.param(numbers("viele"), "Bitte geben Sie eine ganze Zahl ein.", id="a word"),
        pytest.param(numbers("-1"), "Bitte eine Zahl von 0 bis 99999 angeben.", id="negative"),
        pytest.param(numbers("1" + "0" * 30), "Bitte eine Zahl von 0 bis 99999 angeben.", id="huge"),
    ],
)
def test_a_wrong_number_is_refused_and_nothing_is_kept(
    session, cast, visit, later, url, values: dict[str, str], sentence: str
) -> None:
    page = visit(cast.alice).post(url, values, expect=422)
    assert sentence in page.words()
    assert session.scalar(select(func.count(VisitCount.id))) == 0
    assert session.scalar(select(func.count(OpenedDay.id))) == 0


def test_the_action_refuses_a_day_that_was_shut(session, cast, tenancy, later) -> None:
    with pytest.raises(Refused) as refused:
        record_visits(session, tenancy.id, {TUESDAY: 5}, by=cast.alice, now=later)
    assert [(one.code, one.values["day"]) for one in refused.value.refusals] == [
        ("visits_while_shut", TUESDAY)
    ]


def seen_on(text: str) -> str:
    found = re.search(r'name="stand" value="([\d ]*)"', text)
    assert found
    return found[1]


def test_the_second_of_two_is_told_what_the_first_wrote(session, cast, visit, tenancy, later, url) -> None:
    alice = visit(cast.alice)
    before = seen_on(alice.get(url).text)
    alice.post(url, {**numbers("34"), "stand": before})
    told = alice.post(url, {**numbers("43"), "stand": before}, expect=409)
    assert "eine andere Zahl eingetragen: 34" in told.words()
    assert 'value="43"' in told.text
    assert [row.count for row in counts_of(session, tenancy.booking_id)] == [34]
    # Left empty it would be taken back: that too only by somebody who knows of it.
    alice.post(url, {**numbers(""), "stand": before}, expect=409)
    alice.post(url, {**numbers("43"), "stand": seen_on(told.text)})
    session.rollback()
    assert [row.count for row in counts_of(session, tenancy.booking_id)] == [43]
