"""The team takes the settlement and the programme of a period out as files, of its own house only."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.events.programme.models import PublicText
from labspace.events.programme.states import TextState
from labspace.transfer.programme.cli import programme
from tests.factories import Cast
from tests.scene import Scene

PAGE = "/team/bochum/ausgaben"


@pytest.fixture
def month(scene: Scene, session: Session) -> str:
    """The month of the one booking that has a price, as an address says it."""
    booking = session.scalars(select(Booking).where(Booking.price_cents == 500)).one()
    return f"{booking.starts_at.astimezone(booking.location.zone):%Y-%m}"


def rows(text: str, *, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_the_page_says_what_a_period_comes_to(visit: Any, cast: Cast, month: str) -> None:
    page = visit(cast.nora).get(f"{PAGE}?zeitraum={month}")
    assert "5,00 €" in page.words()
    assert f"{PAGE}/abrechnung?form=json&amp;zeitraum={month}" in page.text
    words = visit(cast.nora).get(PAGE).words()
    assert "Oktober 2026" in visit(cast.nora).get(PAGE).text
    assert "Buchungen mit Preis" in words
    assert (
        "höchstens zehn Jahre"
        in visit(cast.nora).get(f"{PAGE}?zeitraum=01.01.2001–31.12.2026", expect=422).words()
    )


def test_the_settlement_for_people_and_for_programs(
    visit: Any, cast: Cast, session: Session, month: str
) -> None:
    booking = session.scalars(select(Booking).where(Booking.price_cents == 500)).one()
    booking.booked_by.name = "=1+1"
    cast.house.is_demo = True
    session.commit()
    nora, address = visit(cast.nora), f"{PAGE}/abrechnung?zeitraum={month}"
    excel = nora.get(f"{address}&form=excel")
    assert excel.text.startswith("\ufeff")
    line = next(
        row for row in rows(excel.text[1:], delimiter=";") if row["Buchungsnummer"] == booking.reference
    )
    assert (line["Preis in Euro"], line["Marktpreis in Euro"], line["Gebucht von"]) == (
        "5,00",
        "20,00",
        "'=1+1",
    )
    assert line["Hinweis"] == "Demonstration – frei erfunden"
    machine = rows(nora.get(f"{address}&form=csv").text, delimiter=",")
    told = json.loads(nora.get(f"{address}&form=json").data)
    assert [row["reference"] for row in machine] == [row["reference"] for row in told]
    assert {row["note"] for row in told} == {"Demonstration – frei erfunden"}
    assert f'"abrechnung-bochum-{month}-01-' in excel.headers["Content-Disposition"]
    nora.get(f"{address}&form=pdf", expect=404)
    nora.get(f"{PAGE}/abrechnung?zeitraum=irgendwann", expect=404)
    visit(cast.charlie).get(address, expect=403)


def test_the_programme_is_what_the_public_sees(
    app: Flask, visit: Any, cast: Cast, scene: Scene, session: Session
) -> None:
    text = session.scalars(select(PublicText).where(PublicText.state == TextState.RELEASED)).first()
    assert text is not None
    booking = session.get_one(Booking, text.booking_id)
    booking.state, booking.option_until, booking.option_rank = BookingState.CONFIRMED, None, None
    session.commit()
    house, day = booking.location, booking.starts_at.astimezone(booking.location.zone).date()
    asked = f"/team/{house.slug}/ausgaben/programm?zeitraum={day:%d.%m.%Y}–{day:%d.%m.%Y}&form="
    ada = visit(cast.ada)
    told = json.loads(ada.get(asked + "json").data)
    (found,) = [row for row in told if row["title"] == text.title]
    assert found["starts_at"] == booking.starts_at.astimezone(house.zone).isoformat()
    assert found["url"].startswith("http://127.0.0.1:5000/programm/")
    assert "email" not in json.dumps(told)
    assert [row["Titel"] for row in rows(ada.get(asked + "excel").text[1:], delimiter=";")] == [
        row["title"] for row in told
    ]
    days = ["--from", str(day), "--to", str(day), "--format"]
    run = app.test_cli_runner()
    assert json.loads(run.invoke(programme, [house.slug, *days, "json"]).output) == told
    assert rows(run.invoke(programme, [*days, "csv"]).output, delimiter=",")
    assert (
        json.loads(
            run.invoke(
                programme, [house.slug, "--from", "2020-01-01", "--to", "2020-01-02", "--format", "json"]
            ).output
        )
        == []
    )
    assert run.invoke(programme, ["palace", *days, "csv"]).exit_code == 1
    later = day - timedelta(days=1)
    assert run.invoke(programme, ["--from", str(day), "--to", str(later)]).exit_code == 1
