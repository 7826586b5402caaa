"""Visit hours are "geschätzt" unless all of them were measured (K15), wherever they are told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

import openpyxl
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole, User
from labspace.api.tokens.kinds import Scope
from labspace.bookings.states import BookingState
from labspace.context.models import IndicatorTarget
from labspace.locations.models import Location
from labspace.notices.models import OutboxRow
from labspace.occupancy.months import Month
from labspace.occupancy.released.actions import release_month
from labspace.reports import monthly
from labspace.reports.actions import begin_report, choose_readers
from labspace.reports.models import Report
from labspace.reports.monthly import send_monthly
from labspace.spaces.targets import TargetIndicator, TargetPer
from tests.api.conftest import Program, program
from tests.conftest import NOW
from tests.dashboards.test_pages import rows_of
from tests.factories import LONG_AGO, make_house, make_organisation, make_space, make_user, on_day
from tests.occupancy.conftest import Put
from tests.occupancy.test_pages import table_of

__all__ = ["program"]

NOVEMBER = Month(2026, 11)
SETTLED = datetime(2026, 12, 9, 9, tzinfo=UTC)
MARK = "(geschätzt)"


@dataclass(frozen=True)
class Hall:
    """A house whose desks six people of six organisations used, and whether all of them checked in."""

    house: Location
    nora: User
    is_measured: bool

    @property
    def mark(self) -> str:
        return "" if self.is_measured else f" {MARK}"


@pytest.fixture(params=[True, False], ids=["all of grade A", "one of grade B"])
def hall(request: pytest.FixtureRequest, session: Session, put: Put) -> Hall:
    house = make_house(session, "herne")
    nora = make_user(session, "Nora", now=NOW)
    session.add(StaffRole(user_id=nora.id, location_id=house.id))
    desk = make_space(session, house, valid_from=LONG_AGO)
    for number in range(6):
        user = make_user(session, f"Person{number}", now=NOW)
        body = make_organisation(session, f"Body{number}", user, now=NOW)
        # One day last year too, so that comparisons have both sides.
        for day in (date(2026, 11, 2 + number), *([date(2025, 11, 3)] if not number else [])):
            span = on_day(day, 9, 13, house=house)
            checked_in_at = span.starts_at if request.param or number else None
            put(
                desk,
                span,
                BookingState.USED,
                user,
                organisation_id=body.id,
                checked_in_at=checked_in_at,
            )
    session.commit()
    return Hall(house=house, nora=nora, is_measured=request.param)


@pytest.fixture(autouse=True)
def settled() -> object:
    with time_machine.travel(SETTLED, tick=False):
        yield


@pytest.fixture
def report(session: Session, hall: Hall) -> Report:
    session.add(
        IndicatorTarget(
            location_id=hall.house.id,
            indicator=TargetIndicator.VISIT_HOURS,
            hundredths=2000,
            reason="",
            reason_en="",
            per=TargetPer.MONTH,
            valid_from=LONG_AGO,
            valid_until=None,
        )
    )
    session.commit()
    made = begin_report(
        session,
        [hall.house],
        programme="Innenstadt",
        first=NOVEMBER.first,
        last=NOVEMBER.last,
        language="de",
        by=hall.nora,
        now=SETTLED,
    )
    session.commit()
    return made


def test_on_the_overview(visit, hall: Hall) -> None:
    page = visit(hall.nora).get("/auslastung/uebersicht?zeitraum=2026-11")
    rows = rows_of(page, "Kennzahlen des Zeitraums")
    assert rows["Besuchsstunden"][0] == "24,0 h"
    assert ("geschätzt" in rows["Besuchsstunden"][-1]) is not hall.is_measured
    assert f"4,0 h{hall.mark}" in rows["Besuchsstunden"]  # the year before
    assert "geschätzt" not in rows["Besuche"][-1]


def test_in_large_print(visit, hall: Hall) -> None:
    page = visit(hall.nora).get("/auslastung/besuche?zeitraum=2026-11")
    (stat,) = [
        " ".join("".join(one.itertext()).split())
        for one in page.all("div")
        if one.get("class") == "stat" and "Besuchsstunden" in "".join(one.itertext())
    ]
    assert ("geschätzt" in stat) is not hall.is_measured


def test_beside_other_houses_and_periods(visit, hall: Hall) -> None:
    nora = visit(hall.nora)
    houses = rows_of(
        nora.get("/auslastung/haeuser?zeitraum=2026-11&gruppe=menschen"), "Alle Kennzahlen nebeneinander"
    )
    assert houses["Besuchsstunden"] == [f"24,0 h{hall.mark}"]
    periods = rows_of(
        nora.get("/auslastung/zeitraeume?zeitraum=2026-11&gruppe=menschen"), "Kennzahlen in beiden Zeiträumen"
    )
    assert periods["Besuchsstunden"][:2] == [f"24,0 h{hall.mark}", f"4,0 h{hall.mark}"]


def test_over_the_list_behind_it(visit, hall: Hall) -> None:
    words = visit(hall.nora).get("/auslastung/buchungen?zeitraum=2026-11&zahl=K15").words()
    assert f"Besuchsstunden im ganzen Zeitraum: 24,0 h{hall.mark}." in words


def test_in_every_output_of_a_report(visit, hall: Hall, report: Report) -> None:
    nora = visit(hall.nora)
    name = f"Besuchsstunden{hall.mark}"
    page = nora.get(f"/berichte/{report.id}")
    assert (MARK in page.text) is not hall.is_measured
    assert name in page.words()
    told = {
        form: nora.get(f"/berichte/{report.id}/fassungen/1/zahlen.csv?form={form}").data.decode()
        for form in ("excel", "maschine")
    }
    assert all(name in text and (MARK in text) is not hall.is_measured for text in told.values())
    book = openpyxl.load_workbook(
        io.BytesIO(nora.get(f"/berichte/{report.id}/fassungen/1/bericht.xlsx").data)
    )
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert name in cells
    assert any(MARK in str(cell) for cell in cells) is not hall.is_measured
    said = json.loads(nora.get(f"/berichte/{report.id}/fassungen/1/bericht.json").data)
    assert {one["label"] for one in said["figures"] if one["indicator"] == "K15"} == {
        name, f"Besuchsstunden, davon intern{hall.mark}"
    }  # fmt: skip
    assert [one["label"] for one in said["targets"]] == [name]


def test_in_the_monthly_mail(session: Session, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells no visit hours as it is; whoever lets it tell them gets the mark with them."""
    monkeypatch.setattr(monthly, "LEAD", ("K15",))
    choose_readers(session, hall.house.id, [hall.nora.id], by=hall.nora, now=NOW)
    session.commit()
    assert send_monthly(session, SETTLED) == 1
    (mail,) = session.scalars(select(OutboxRow).where(OutboxRow.topic.like("monthly:%")))
    assert "Besuchsstunden" in mail.plain
    assert (MARK in mail.plain) is not hall.is_measured


def test_on_the_public_page_and_in_its_files(visit, session: Session, hall: Hall) -> None:
    assert release_month(session, hall.house, NOVEMBER, now=SETTLED)
    session.commit()
    page = visit().get("/standorte/herne/zahlen")
    rows = table_of(page, "Besuche nach Art der Fläche")
    assert rows["Gesamt"][1] == "24,0"
    assert (MARK in rows["Flächen"][1]) is not hall.is_measured
    excel = visit().get("/standorte/herne/zahlen/datei?form=excel").data.decode("utf-8-sig")
    assert f"K15;Besuchsstunden{hall.mark};;24,0;" in excel
    assert (MARK in excel) is not hall.is_measured
    machine = visit().get("/standorte/herne/zahlen/datei?form=maschine").data.decode()
    marks = {row["estimated"] for row in csv.DictReader(io.StringIO(machine)) if row["indicator"] == "K15"}
    assert marks == ({""} if hall.is_measured else {"yes"})
    said = json.loads(visit().get("/standorte/herne/zahlen/datei?form=json").data)
    assert {one["estimated"] for one in said["figures"] if one["indicator"] == "K15"} == {
        not hall.is_measured
    }


def test_over_the_api(session: Session, hall: Hall, program: Callable[..., Program]) -> None:
    release_month(session, hall.house, NOVEMBER, now=SETTLED)
    session.commit()
    asked = f"/occupancy/indicators?from={NOVEMBER.first}&to={NOVEMBER.last}"
    for caller in (program(hall.nora, Scope.STAFF), program()):
        told = caller.get(asked).get_json()["indicators"]
        (hours,) = [one for one in told if one["id"] == "K15"]
        assert (hours["value"], hours["estimated"]) == (float(Fraction(24)), not hall.is_measured)
        assert not any(one["estimated"] for one in told if one["id"] != "K15")
