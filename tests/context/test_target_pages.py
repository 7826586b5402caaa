"""Targets in the browser: set, changed from a day on, ended, taken back; what held stays, and who did it is told."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from labspace.context.models import IndicatorTarget, TargetChange
from labspace.context.queries import targets_of
from labspace.context.target_words import LABELS
from labspace.occupancy.kinds import Indicator, Unit
from labspace.spaces.targets import TargetIndicator, TargetUnit, target_for

URL = "/team/bochum/ziele"
NEW = {
    "kennzahl": "K10",
    "wert": "45,5",
    "je": "week",
    "ab": "01.01.2026",
    "grund": "Förderantrag, Seite 12",
    "grund-en": "",
}
"""It is 23 November 2026."""


@pytest.fixture
def rows(session, cast):
    """The targets of the house, by day."""

    def read():
        session.expire_all()
        found = session.scalars(select(IndicatorTarget).where(IndicatorTarget.location_id == cast.house.id))
        return sorted(found, key=lambda one: one.valid_from)

    return read


def test_a_target_is_set_and_shown_with_who_did_it(cast, visit, rows) -> None:
    nora = visit(cast.nora)
    assert "Aktivierte Stunden" in nora.get(f"{URL}/neu").text
    nora.post(f"{URL}/neu", NEW, expect=303)
    words = nora.get(URL).words()
    for said in (
        "mindestens 45,5 h je Woche",
        "seit 01.01.2026",
        "Förderantrag, Seite 12",
        "festgelegt",
        "Nora",
    ):
        assert said in words
    (row,) = rows()
    assert (row.hundredths, row.valid_until) == (4550, None)


def test_a_change_from_a_day_on_ends_what_held_and_keeps_it(session, cast, visit, rows) -> None:
    nora = visit(cast.nora)
    nora.post(f"{URL}/neu", NEW, expect=303)
    form = nora.get(f"{URL}/neu?ziel={rows()[0].id}").text
    assert 'value="45,5"' in form
    nora.post(f"{URL}/neu", {**NEW, "wert": "50", "ab": "01.12.2026"}, expect=303)
    old, new = rows()
    assert (old.valid_until, new.valid_from) == (date(2026, 11, 30), date(2026, 12, 1))
    known = targets_of(session, cast.house.id)
    week = (date(2026, 11, 30), date(2026, 12, 6))
    # One day of the old and six of the new.
    assert target_for(known, TargetIndicator.ACTIVATED, *week) == Fraction(4550, 700) + Fraction(50 * 6, 7)


def test_a_change_keeps_the_end_of_what_it_follows_and_a_gap_ends_where_the_next_begins(
    cast, visit, rows
) -> None:
    nora = visit(cast.nora)
    nora.post(f"{URL}/neu", {**NEW, "ab": "01.07.2026"}, expect=303)
    nora.post(f"{URL}/neu", {**NEW, "ab": "01.01.2026", "wert": "30"}, expect=303)
    first, second = rows()
    assert first.valid_until == date(2026, 6, 30)
    nora.post(f"{URL}/{second.id}/ende", {"bis": "31.12.2026"}, expect=303)
    nora.post(f"{URL}/neu", {**NEW, "ab": "01.12.2026", "wert": "50"}, expect=303)
    assert [row.valid_until for row in rows()] == [
        date(2026, 6, 30),
        date(2026, 11, 30),
        date(2026, 12, 31),
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        pytest.param({"kennzahl": "K99"}, "Liste", id="no such indicator"),
        pytest.param({"wert": "viel"}, "Bitte eine Zahl", id="no number"),
        pytest.param({"wert": "1,234"}, "höchstens zwei Stellen", id="three digits"),
        pytest.param({"wert": "-1"}, "Bitte eine Zahl", id="less than nothing"),
        pytest.param({"wert": "10000001"}, "kein Haus", id="too much"),
        pytest.param({"kennzahl": "K04", "je": "", "wert": "101"}, "0 und 100 Prozent", id="more than all"),
        pytest.param({"je": ""}, "in welcher Zeit", id="a sum without time"),
        pytest.param({"kennzahl": "K04"}, "wächst nicht mit der Zeit", id="a rate with time"),
        pytest.param({"ab": "irgendwann"}, "Diesen Tag kennen wir nicht", id="no day"),
        pytest.param({"grund": ""}, "woher das Ziel kommt", id="no reason"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(cast, visit, rows, wrong, says) -> None:
    page = visit(cast.nora).post(f"{URL}/neu", {**NEW, **wrong}, expect=422)
    assert says in page.words()
    if "grund" not in wrong:
        assert "Förderantrag, Seite 12" in page.text
    assert not rows()


def test_days_that_are_over_keep_the_target_they_had(cast, visit, rows) -> None:
    nora = visit(cast.nora)
    nora.post(f"{URL}/neu", NEW, expect=303)
    page = nora.post(f"{URL}/neu", {**NEW, "ab": "01.06.2026"}, expect=422)
    assert "frühestens von heute an" in page.words()
    page = nora.post(f"{URL}/neu", NEW, expect=422)
    assert "schon ein Ziel" in page.words()
    (row,) = rows()
    page = nora.post(f"{URL}/{row.id}/ende", {"bis": "31.10.2026"}, expect=422)
    assert "frühestens gestern" in page.words()
    nora.post(f"{URL}/{row.id}/ruecknahme", expect=303)
    assert rows()
    nora.post(f"{URL}/{row.id}/ende", {"bis": "22.11.2026"}, expect=303)
    assert (
        "Dieses Ziel ist schon zu Ende"
        in nora.post(f"{URL}/{row.id}/ende", {"bis": "30.11.2026"}, expect=422).words()
    )


def test_what_has_not_begun_can_be_taken_back_and_the_log_tells_all(session, cast, visit, rows) -> None:
    nora = visit(cast.nora)
    nora.post(f"{URL}/neu", NEW, expect=303)
    nora.post(f"{URL}/neu", {**NEW, "ab": "01.01.2027", "wert": "60"}, expect=303)
    nora.post(f"{URL}/{rows()[1].id}/ruecknahme", expect=303)
    (row,) = rows()
    assert row.valid_until == date(2026, 12, 31)
    steps = session.scalars(select(TargetChange).order_by(TargetChange.id)).all()
    assert [one.step.value for one in steps] == ["set", "ended", "set", "taken_back"]
    assert {one.by_id for one in steps} == {cast.nora.id}
    assert "zurückgenommen: Aktivierte Stunden mindestens 60 h je Woche" in nora.get(URL).words()


def test_targets_of_other_houses_are_not_found(session, cast, visit, rows) -> None:
    visit(cast.nora).post(f"{URL}/neu", NEW, expect=303)
    (row,) = rows()
    ada = visit(cast.ada)
    ada.get(f"/team/witten/ziele/{row.id}/ende", expect=404)
    ada.post(f"/team/witten/ziele/{row.id}/ruecknahme", expect=404)
    ada.get(f"/team/witten/ziele/neu?ziel={row.id}", expect=404)
    ada.get(f"{URL}/99999999999999999999/ende", expect=404)


def test_a_target_may_be_set_on_what_the_registry_of_indicators_knows(app) -> None:
    """Named and counted as there; two are named by figures.md beside it."""
    units = {
        TargetUnit.HOURS: {Unit.UNIT_HOURS, Unit.HOUSE_HOURS, Unit.VISITOR_HOURS},
        TargetUnit.PERCENT: {Unit.SHARE},
        TargetUnit.COUNT: {Unit.NUMBER, Unit.VISITS, Unit.DAYS},
        TargetUnit.RATIO: {Unit.EURO_PER_EURO, Unit.PERSONS_PER_DESK},
    }
    shorter = {"K18": "Pop-up-Tage", "K22": "No-show-Quote"}
    """Of two numbers under one name, the target is on the first."""
    registry = {one.value: one for one in Indicator}
    by_name = [one for one in TargetIndicator if one.value not in registry]
    assert {one.value for one in by_name} == {"popup_weeks_let", "evenings_per_week"}
    with app.test_request_context():
        for one in set(TargetIndicator) - set(by_name):
            known = registry[one.value]
            assert str(LABELS[one]) == shorter.get(one.value, str(known.label))
            assert known.unit in units[one.unit], one
