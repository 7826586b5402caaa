"""The tally sheet: a number of a day or of its hours, corrected without losing what was said, and never over somebody's head."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import db
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.visits.actions import Counted, enter_count
from labspace.visits.kinds import DataGrade, VisitSource
from labspace.visits.models import VisitCount, VisitStay
from labspace.visits.queries import counted_by_kind, hours_of, stays_of
from tests.factories import Cast
from tests.support.statements import counted
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
SHEET = "/team/bochum/strichliste"
FRIDAY = date(2026, 11, 20)
CAFE = SpaceKind.CAFE_TABLE


def sheet(**values: str) -> dict[str, str]:
    return {"tag": "2026-11-20", "was": "cafe", "quelle": "tally", **values}


def hour(cast: Cast, clock: int, *, day: date = FRIDAY) -> datetime:
    return TimeSpan.of_days(day, day, zone=cast.house.zone).starts_at + timedelta(hours=clock)


def field_of(cast: Cast, clock: int, *, day: date = FRIDAY) -> str:
    return f"stunde-{int(hour(cast, clock, day=day).timestamp())}"


def cafe(session: Session, cast: Cast) -> list[tuple[int, bool]]:
    session.rollback()
    rows = session.scalars(select(VisitCount).where(VisitCount.kind == CAFE).order_by(VisitCount.id))
    return [(row.count, row.ended_at is None) for row in rows]


def seen_on(page: Page) -> str:
    found = re.search(r'name="stand" value="([\d ]*)"', page.text)
    assert found
    return found[1]


def test_a_number_of_the_cafe_is_kept_for_its_day(session: Session, cast: Cast, visit: Visit) -> None:
    nora = visit(cast.nora)
    nora.post(SHEET, sheet(personen="34", anmerkung="zwei Zettel"))
    found = counted_by_kind(session, [cast.house.id], CAFE, FRIDAY, FRIDAY)
    assert {key: (one.count, one.grade) for key, one in found.items()} == {
        (cast.house.id, FRIDAY): (34, DataGrade.B)
    }
    words = nora.get(f"{SHEET}?tag=20.11.2026").words()
    assert "Freitag, 20. November 2026" in words
    assert "Café 34 B Strichliste" in words
    assert "„zwei Zettel“" in words
    assert cast.nora.name in words


def test_hours_add_up_to_the_day_and_are_kept(session: Session, cast: Cast, visit: Visit) -> None:
    visit(cast.nora).post(
        SHEET, sheet(**{field_of(cast, 10): "7", field_of(cast, 11): "0", field_of(cast, 15): "9"})
    )
    row = session.scalars(select(VisitCount)).one()
    assert row.count == 16
    assert hours_of(session, [row.id]) == {row.id: {hour(cast, 10): 7, hour(cast, 11): 0, hour(cast, 15): 9}}
    words = visit(cast.nora).get(f"{SHEET}?tag=2026-11-20").words()
    assert "10:00 Uhr: 7 · 11:00 Uhr: 0 · 15:00 Uhr: 9" in words


def test_the_house_and_its_cafe_are_counted_apart(session: Session, cast: Cast, visit: Visit) -> None:
    nora = visit(cast.nora)
    nora.post(SHEET, sheet(personen="30"))
    nora.post(SHEET, sheet(personen="80", was="haus"))
    assert cafe(session, cast) == [(30, True)]
    words = nora.get(f"{SHEET}?tag=2026-11-20").words()
    assert "Ganzes Haus 80 B Strichliste" in words
    assert "Café 30 B Strichliste" in words
    assert "Sie wird zu keiner anderen addiert" in words


def test_a_correction_and_a_withdrawal_keep_what_was_said(session: Session, cast: Cast, visit: Visit) -> None:
    nora = visit(cast.nora)
    nora.post(SHEET, sheet(personen="340"))
    nora.post(SHEET, sheet(personen="34"))
    assert cafe(session, cast) == [(340, False), (34, True)]
    row = session.scalars(select(VisitCount).where(VisitCount.ended_at.is_(None))).one()
    nora.post(f"{SHEET}/{row.id}/ruecknahme")
    assert cafe(session, cast) == [(340, False), (34, False)]
    words = nora.get(f"{SHEET}?tag=2026-11-20").words()
    assert "Was für diesen Tag zählt" not in words
    assert "(ersetzt)" in words
    nora.post(f"{SHEET}/{row.id}/ruecknahme", expect=404)


def test_correcting_begins_with_what_was_said(cast: Cast, session: Session, visit: Visit) -> None:
    nora = visit(cast.nora)
    nora.post(SHEET, sheet(**{field_of(cast, 10): "7", "anmerkung": "ohne Team"}))
    row = session.scalars(select(VisitCount)).one()
    page = nora.get(f"{SHEET}?tag=2026-11-20&zahl={row.id}")
    assert re.search(rf'name="{field_of(cast, 10)}"[^>]*value="7"', page.text)
    assert '<details class="more" open>' in page.text
    assert "ohne Team</textarea>" in page.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({}, "Bitte eine Zahl angeben; 0, wenn niemand kam.", id="no number"),
        pytest.param({"personen": "viele"}, "Bitte geben Sie eine ganze Zahl ein.", id="words"),
        pytest.param({"personen": "-1"}, "Bitte eine Zahl von 0 bis 99999 angeben.", id="below nobody"),
        pytest.param({"personen": "3", "was": ""}, "Bitte wählen, was gezählt wurde.", id="of nothing"),
        pytest.param({"personen": "3", "quelle": "door"}, "Bitte wählen Sie etwas aus der Liste.", id="as if tapped"),
    ],
)  # fmt: skip
def test_bad_numbers_are_refused_and_nothing_is_lost(
    session: Session, cast: Cast, visit: Visit, values: dict[str, str], sentence: str
) -> None:
    answer = visit(cast.nora).post(SHEET, sheet(anmerkung="zwei Zettel", **values), expect=422)
    assert sentence in answer.words()
    assert "zwei Zettel" in answer.text
    assert cafe(session, cast) == []


def test_hours_that_do_not_add_up_are_refused(session: Session, cast: Cast, visit: Visit) -> None:
    values = sheet(personen="20", **{field_of(cast, 10): "7", field_of(cast, 11): "9"})
    answer = visit(cast.nora).post(SHEET, values, expect=422)
    assert "Die Stunden ergeben zusammen 16." in answer.words()
    assert cafe(session, cast) == []


def test_a_day_to_come_is_no_day_to_count(session: Session, cast: Cast, visit: Visit) -> None:
    nora = visit(cast.nora)
    assert "Montag, 23. November 2026" in nora.get(f"{SHEET}?tag=2026-12-24").words()
    with pytest.raises(Refused, match="visits_in_the_future"):
        enter_count(session, _counted(cast, 3, day=date(2026, 11, 24)), by=cast.nora, now=hour(cast, 12))


def test_a_house_without_a_cafe_has_none_to_count(session: Session, cast: Cast, visit: Visit) -> None:
    cast.table.valid_until = date(2026, 11, 1)
    session.commit()
    page = visit(cast.nora).get(f"{SHEET}?tag=2026-11-20")
    assert "Gäste ohne Reservierung" not in page.words()
    answer = visit(cast.nora).post(SHEET, sheet(personen="3"), expect=422)
    assert "Bitte wählen Sie etwas aus der Liste." in answer.words()


def test_the_length_of_a_visit_is_printed(session: Session, cast: Cast, visit: Visit) -> None:
    usual = "Pop-up-Fläche 0,25 h · Café-Tisch 0,75 h"
    assert usual in visit(cast.nora).get(f"{SHEET}?tag=2026-11-20").words()
    stay = VisitStay(
        location_id=cast.house.id, kind=CAFE, minutes=40, valid_from=date(2026, 11, 20), valid_until=None
    )
    session.add(stay)
    session.commit()
    assert [one.minutes for one in stays_of(session, [cast.house.id])[cast.house.id]] == [40]
    assert "Café-Tisch 0,67 h" in visit(cast.nora).get(f"{SHEET}?tag=2026-11-20").words()
    assert usual in visit(cast.nora).get(f"{SHEET}?tag=2026-11-19").words()


def test_the_sheet_costs_the_same_however_many_numbers_there_are(
    session: Session, cast: Cast, visit: Visit
) -> None:
    nora = visit(cast.nora)
    nora.post(SHEET, sheet(personen="1"))
    nora.get(f"{SHEET}?tag=2026-11-20")
    with counted(session) as few:
        nora.get(f"{SHEET}?tag=2026-11-20")
    for number in range(2, 12):
        nora.post(SHEET, sheet(**{field_of(cast, 10): str(number)}))
    with counted(session) as many:
        nora.get(f"{SHEET}?tag=2026-11-20")
    assert len(many) == len(few)


# --- twice at once -------------------------------------------------------------------------------


def test_the_second_is_told_what_the_first_wrote_and_may_still_say_so(
    session: Session, cast: Cast, visit: Visit
) -> None:
    nora, ada = visit(cast.nora), visit(cast.ada)
    before = seen_on(nora.get(f"{SHEET}?tag=2026-11-20"))
    nora.post(SHEET, sheet(personen="34", stand=before))
    told = ada.post(SHEET, sheet(personen="43", anmerkung="mein Zettel", stand=before), expect=409)
    assert (
        "Inzwischen hat jemand für 20.11.2026 eine andere Zahl eingetragen: 34 (Strichliste, 09:00 Uhr)."
        in told.words()
    )
    assert 'value="43"' in told.text
    assert "mein Zettel" in told.text
    assert cafe(session, cast) == [(34, True)]
    ada.post(SHEET, sheet(personen="43", stand=seen_on(told)))
    assert cafe(session, cast) == [(34, False), (43, True)]


def test_the_same_number_twice_is_no_conflict(session: Session, cast: Cast, visit: Visit) -> None:
    before = seen_on(visit(cast.nora).get(f"{SHEET}?tag=2026-11-20"))
    for person in (cast.nora, cast.ada):
        visit(person).post(SHEET, sheet(personen="34", stand=before))
    assert cafe(session, cast) == [(34, True)]


def test_a_mistake_elsewhere_in_the_form_does_not_hide_what_happened_meanwhile(
    session: Session, cast: Cast, visit: Visit
) -> None:
    nora, ada = visit(cast.nora), visit(cast.ada)
    before = seen_on(ada.get(f"{SHEET}?tag=2026-11-20"))
    nora.post(SHEET, sheet(personen="34", stand=before))
    again = ada.post(SHEET, sheet(personen="viele", stand=before), expect=422)
    ada.post(SHEET, sheet(personen="43", stand=seen_on(again)), expect=409)


def test_another_source_is_told_of_too(session: Session, cast: Cast, visit: Visit) -> None:
    before = seen_on(visit(cast.ada).get(f"{SHEET}?tag=2026-11-20"))
    visit(cast.nora).post(SHEET, sheet(personen="34", quelle="counter", stand=before))
    told = visit(cast.ada).post(SHEET, sheet(personen="40", quelle="estimate", stand=before), expect=409)
    assert "34 (Zählgerät am Eingang" in told.words()


def test_of_many_in_the_same_moment_one_number_holds_and_the_others_are_told(
    session: Session, cast: Cast, now: datetime
) -> None:
    rivals, house, nora = 6, cast.house.id, cast.nora.id
    begin = Barrier(rivals)
    span = TimeSpan.of_days(FRIDAY, FRIDAY, zone=cast.house.zone)
    session.commit()
    engine = db.engine

    def write(number: int) -> str:
        with Session(engine) as own:
            by = own.get_one(User, nora)
            counted = Counted(
                location_id=house, day=FRIDAY, span=span, count=number, source=VisitSource.TALLY, kind=CAFE
            )
            begin.wait()
            try:
                enter_count(own, counted, by=by, now=now, seen=())
                own.commit()
            except Refused as refused:
                return min(refused.codes)
            return "won"

    with ThreadPoolExecutor(rivals) as pool:
        answers = list(pool.map(write, range(1, rivals + 1)))
    assert sorted(answers) == ["counted_meanwhile"] * (rivals - 1) + ["won"]
    assert cafe(session, cast) == [(answers.index("won") + 1, True)]


def _counted(cast: Cast, number: int, *, day: date = FRIDAY) -> Counted:
    return Counted(
        location_id=cast.house.id,
        day=day,
        span=TimeSpan.of_days(day, day, zone=cast.house.zone),
        count=number,
        source=VisitSource.TALLY,
        kind=CAFE,
    )
