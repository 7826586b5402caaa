"""The legal pages stand for everybody, and a barrier can be reported without an account."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from labspace.db import db
from labspace.notices.models import OutboxRow
from labspace.paragraphs import Block, blocks_of

PAGES = ["/impressum", "/datenschutz", "/barrierefreiheit", "/hausordnung"]
REPORT = {"barrier": "Der Plan ist zu klein.", "place": "Bochum", "email": "alice@example.org", "website": ""}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_stands_in_both_languages(app: Flask, visit, path: str, language: str) -> None:
    visit(language=language).get(path)


@pytest.mark.parametrize("path", PAGES[:2])
def test_gaps_of_the_operator_are_marked(app: Flask, visit, path: str) -> None:
    assert visit().get(path).all("mark")


def test_an_operators_text_takes_the_place_of_ours(settings: Settings, app: Flask, visit) -> None:
    folder: Path = settings.data_dir / "pages"
    folder.mkdir()
    (folder / "impressum.de.txt").write_text("# Wir\n\nStadt <b>Beispiel</b>\nRathaus", encoding="utf-8")
    page = visit().get("/impressum")
    assert "Wir Stadt <b>Beispiel</b> Rathaus" in page.words()
    assert not page.all("mark")
    assert visit(language="en").get("/impressum").all("mark")


def test_blank_lines_part_paragraphs() -> None:
    assert blocks_of("\n# Kontakt\n\n eine\nzwei \n\n\n\ndrei\n") == [
        Block("heading", "Kontakt"),
        Block("paragraph", "eine\nzwei"),
        Block("paragraph", "drei"),
    ]


def test_a_report_becomes_a_mail_to_the_house(session: Session, settings: Settings, visit) -> None:
    page = visit().post("/barrierefreiheit", REPORT)
    assert page.location == "/barrierefreiheit"
    mail = session.scalars(select(OutboxRow)).one()
    assert mail.recipient == settings.mail_from
    assert "Der Plan ist zu klein." in mail.plain
    assert "alice@example.org" in mail.plain


def test_the_first_field_is_enough(session: Session, visit) -> None:
    visit().post("/barrierefreiheit", {"barrier": "Kein Ton"})
    session.scalars(select(OutboxRow)).one()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"barrier": " "}, "Bitte beschreiben Sie kurz", id="nothing said"),
        pytest.param({"email": "alice"}, "vollständige Mail-Adresse", id="half an address"),
        pytest.param({"barrier": "x" * 5000}, "höchstens 4000 Zeichen", id="far too long"),
    ],
)
def test_an_incomplete_report_is_shown_again(
    session: Session, visit, change: dict[str, str], says: str
) -> None:
    assert says in visit().post("/barrierefreiheit", {**REPORT, **change}, expect=422).words()
    assert not session.scalars(select(OutboxRow)).all()


def test_machines_are_thanked_and_forgotten(session: Session, visit) -> None:
    visit().post("/barrierefreiheit", {**REPORT, "website": "https://example.org"})
    assert not session.scalars(select(OutboxRow)).all()


def test_a_flood_of_reports_is_slowed_down(session: Session, visit) -> None:
    for _number in range(20):
        visit().post("/barrierefreiheit", REPORT)
    page = visit().post("/barrierefreiheit", REPORT, expect=429)
    assert int(page.headers["Retry-After"]) > 0
    assert len(session.scalars(select(OutboxRow)).all()) == 20


# A PostgreSQL database serves the next test too; the file of SQLite is this test's own.
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_error_page_stands_without_a_database(app: Flask, visit, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit()
    with app.app_context():
        db.session.remove()
        db.metadata.drop_all(db.engine)
    page = visitor.get("/", expect=503)
    assert page.all("h1")
