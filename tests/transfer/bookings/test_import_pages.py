"""The team looks at a file first, maps its columns, and books all of it or nothing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.notices.models import OutboxRow
from labspace.transfer.bookings.staff import MOST_LINES
from tests.factories import Cast
from tests.support.visit import Page

PAGE = "/team/bochum/uebernahme"
HEAD = "Raum;Wer;Tag;von;bis;Titel\n"
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a@x\r\nDTSTAMP:20261101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20261124T090000\r\nDTEND;TZID=Europe/Berlin:20261124T110000\r\n"
    "RRULE:FREQ=DAILY;COUNT=2\r\nSUMMARY:Runde\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def uploaded(text: str | bytes, name: str = "plan.csv", **more: str) -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    return {"datei": (io.BytesIO(content), name), "flaeche": "", "person": "", **more}


def carried(page: Page, **more: str) -> dict[str, Any]:
    """The form of the page as it is sent again, without choosing the file anew."""
    fields = {
        str(field.get("name")): field.get("value") or ""
        for field in page.all("input")
        if field.get("type") in {"hidden", "text"} and field.get("name") != "csrf_token"
    }
    return {**fields, "flaeche": "", **more}


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Booking.id))) or 0


def test_a_table_is_looked_at_mapped_and_booked(visit: Any, cast: Cast, session: Session) -> None:
    nora, sent = visit(cast.nora), session.scalar(select(func.count(OutboxRow.id)))
    rows = (
        f"{cast.desk.public_id};{cast.alice.email};24.11.2026;9:00;12:00;Prototyp\n"
        f"{cast.second_desk.name};{cast.bob.email};25. November 2026;9 Uhr;10 Uhr;\n"
    )
    unknown = nora.post(PAGE, uploaded(HEAD + rows), expect=422)
    assert "Es gibt keine Spalte für die Mail-Adresse" in unknown.words()
    looked = nora.post(PAGE, carried(unknown, spalte_person="Wer"), expect=200)
    assert "Alles passt. Noch ist nichts gebucht." in looked.words()
    assert "2 Buchungen übernehmen" in looked.words()
    assert count(session) == 0
    nora.post(PAGE, carried(looked, spalte_person="Wer", schritt="buchen"))
    first, second = session.scalars(select(Booking).order_by(Booking.starts_at))
    assert (first.title, first.booked_by_id, first.entered_by_id) == ("Prototyp", cast.alice.id, cast.nora.id)
    assert second.spaces[0].id == cast.second_desk.id
    assert session.scalar(select(func.count(OutboxRow.id))) == sent
    again = nora.post(PAGE, carried(looked, spalte_person="Wer", schritt="buchen"), expect=422)
    assert "Gebucht wird erst, wenn alles passt." in again.words()
    assert count(session) == 2


def test_each_line_that_does_not_fit_is_told_and_nothing_is_booked(
    visit: Any, cast: Cast, session: Session
) -> None:
    rows = (
        f"{cast.desk.public_id};{cast.alice.email};24.11.2026;9:00;12:00;\n"
        f"{cast.desk.public_id};{cast.bob.email};24.11.2026;11:00;13:00;\n"
        f"Thronsaal;{cast.bob.email};24.11.2026;11:00;13:00;\n"
        f"{cast.desk.public_id};niemand@example.org;24.11.2026;14:00;15:00;\n"
        f"{cast.desk.public_id};{cast.bob.email};3/4/2027;9:00;12:00;\n"
        f"{cast.desk.public_id};{cast.bob.email};24.11.2026;9;12:00;\n"
        f"{cast.desk.public_id};{cast.bob.email};24.11.2026;15:00;;\n"
    )
    table = uploaded(HEAD.replace("Wer", "E-Mail") + rows, schritt="buchen")
    words = visit(cast.nora).post(PAGE, table, expect=422).words()
    for part in (
        "Zeile 3", "keine Fläche „Thronsaal“", "Niemand ist mit der Adresse niemand@example.org registriert.",
        "kann zwei Tage meinen", "„9“ ist keine Uhrzeit", "Diese Zeile braucht das Ende.",
    ):  # fmt: skip
        assert part in words, part
    assert count(session) == 0


def test_a_calendar_needs_a_space_and_a_person(visit: Any, cast: Cast, session: Session) -> None:
    nora = visit(cast.nora)
    asked = nora.post(PAGE, uploaded(EVENT, "raum.ics"), expect=422).words()
    assert "Bitte wählen Sie die Fläche, um die es im Kalender geht." in asked
    assert "für wen die Termine" in asked
    about = {"flaeche": cast.desk.public_id, "person": cast.alice.email}
    looked = nora.post(PAGE, uploaded(EVENT, "raum.ics", **about), expect=200)
    assert "2 Buchungen übernehmen" in looked.words()
    nora.post(PAGE, carried(looked, **about, schritt="buchen"))
    assert {booking.title for booking in session.scalars(select(Booking))} == {"Runde"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "in der etwas steht", id="empty"),
        pytest.param(b"x" * 300_000, "größer als 256 KB", id="big"),
        pytest.param(b"\n\n", "Die Datei ist leer.", id="blank"),
        pytest.param(b"BEGIN:VCALENDAR\r\nquatsch", "keine", id="half a calendar"),
        pytest.param(b"\x00\xff\xfe;\x00" * 40, "Es gibt keine Spalte für den Tag", id="no text"),
    ],
)
def test_what_is_no_table_is_told(visit: Any, cast: Cast, content: bytes, said: str) -> None:
    about = {"flaeche": cast.desk.public_id, "person": cast.alice.email}
    assert said in visit(cast.nora).post(PAGE, uploaded(content, **about), expect=422).words()


def test_too_many_lines_are_for_the_command(visit: Any, cast: Cast, session: Session) -> None:
    line = f"{cast.desk.public_id};{cast.alice.email};24.11.2026;9:00;12:00;\n"
    table = uploaded(HEAD.replace("Wer", "E-Mail") + line * (MOST_LINES + 1))
    assert "mehr als 200 Zeilen" in visit(cast.nora).post(PAGE, table, expect=422).words()


def test_what_is_carried_and_was_meddled_with_is_asked_for_again(visit: Any, cast: Cast) -> None:
    page = visit(cast.nora).post(PAGE, {"mitgebracht": "%%%", "flaeche": "", "person": ""}, expect=422)
    assert "Bitte wählen Sie die Datei noch einmal." in page.words()


def test_spaces_of_other_houses_are_not_there(visit: Any, cast: Cast, session: Session) -> None:
    foreign = session.scalars(select(Booking)).first()
    assert foreign is None
    row = f"witten-desk-01;{cast.alice.email};24.11.2026;9:00;12:00;\n"
    words = visit(cast.ada).post(PAGE, uploaded(HEAD.replace("Wer", "E-Mail") + row), expect=200).words()
    assert "keine Fläche „witten-desk-01“" in words
