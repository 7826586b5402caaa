"""Pages and table files from kept facts say what they said from bookings, and the team reads of the check."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.occupancy.days import Days
from labspace.occupancy.facts.checking import note_check
from labspace.occupancy.facts.jobs import check_at_night, keep_all
from labspace.occupancy.facts.time.models import SpaceFact
from labspace.occupancy.facts.verifying import verify_facts
from tests.factories import on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Example
from tests.support.statements import counted

NOVEMBER = "/auslastung?monat=2026-11"
SHEETS = ("/auslastung.csv?monat=2026-11", "/auslastung.csv?monat=2026-11&form=maschine")


def test_the_sheets_are_the_same_from_facts(
    visit, session: Session, example: Example, december: datetime
) -> None:
    before = [visit(reader).get(sheet).data for reader in (None, example.nora) for sheet in SHEETS]
    keep_all(session, now=DECEMBER)
    with counted(session) as statements:
        after = [visit(reader).get(sheet).data for reader in (None, example.nora) for sheet in SHEETS]
    assert after == before
    assert not [one for one in statements if "booked_unit" in one]


def test_the_worked_example_stands_on_the_page(
    visit, session: Session, example: Example, december: datetime
) -> None:
    keep_all(session, now=DECEMBER)
    page = visit().get(NOVEMBER).data.decode("utf-8")
    for figure in ("51,9", "29,6", "66,7"):
        assert figure in page


def test_the_team_reads_that_facts_and_bookings_agree(
    visit, session: Session, example: Example, december: datetime
) -> None:
    keep_all(session, now=DECEMBER)
    night = on_day(MONDAY, 3, 4, house=example.house).starts_at.replace(month=12, day=2)
    check_at_night(session, night)
    session.commit()
    agree = "Mit den Buchungen verglichen am Mi, 02.12.2026, 03:00 Uhr: 30 Tage stimmen überein."
    assert agree in visit(example.nora).get(NOVEMBER).data.decode("utf-8")
    assert agree not in visit().get(NOVEMBER).data.decode("utf-8")


def test_the_team_reads_that_they_differ(
    visit, session: Session, example: Example, december: datetime
) -> None:
    keep_all(session, now=DECEMBER)
    session.execute(update(SpaceFact).where(SpaceFact.space_id == example.d1.id).values(set_up=60))
    found = verify_facts(session, [example.house], [Days(MONDAY, MONDAY)], now=DECEMBER)
    note_check(session, found, now=DECEMBER)
    session.commit()
    page = visit(example.nora).get(NOVEMBER).data.decode("utf-8")
    assert "3 Abweichungen. Bitte geben Sie das an den Betrieb weiter." in page


@pytest.mark.parametrize("hour", [0, 5, 12, 22])
def test_by_day_nothing_is_checked(session: Session, example: Example, hour: int) -> None:
    keep_all(session, now=DECEMBER)
    with counted(session) as statements:
        check_at_night(session, on_day(MONDAY, hour, hour + 1, house=example.house).starts_at)
    assert not [one for one in statements if "fact" in one]
