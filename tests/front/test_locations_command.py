"""`labspace locations import FILE`: all of the file or nothing, and every finding with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from labspace.demo.loading import house_file
from labspace.front.cli import locations
from labspace.locations.models import Location
from labspace.spaces.models import Space


@pytest.fixture
def run(app: Flask, tmp_path: Path):
    def call(content: bytes, *, code: int = 0) -> str:
        file = tmp_path / "houses.json"
        file.write_bytes(content)
        result = app.test_cli_runner().invoke(locations, ["import", str(file)])
        assert result.exit_code == code, result.output
        return result.output

    return call


@pytest.fixture
def engine_name() -> str:
    """Reading and writing files is tested on both engines in tests/spaces and tests/demo."""
    return "sqlite"


def test_adds_the_houses_of_a_file(session, run):
    assert "Added Stadtlabor Herne (herne)." in run(house_file("herne"))
    assert session.scalar(select(func.count(Space.id))) == 19


def test_names_every_finding_with_file_path_and_reason_and_changes_nothing(session, run, monkeypatch):
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    file = json.loads(house_file("herne"))
    file["houses"][0]["spaces"][2]["kind"] = "dungeon"
    file["houses"][0]["hours"][0]["closes"] = "07:00"
    told = run(json.dumps(file).encode(), code=1)
    assert "houses.json: $.houses[0].spaces[2].kind: „dungeon“ ist unbekannt." in told
    assert "houses.json: $.houses[0].hours[0].closes: Das Ende muss nach dem Beginn liegen." in told
    assert "2 finding(s)" in told
    assert session.scalar(select(func.count(Location.id))) == 0


def test_a_house_that_is_there_already_is_a_finding(session, run, monkeypatch):
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    run(house_file("herne"))
    assert "Ein Haus mit dem Kürzel „herne“ gibt es schon." in run(house_file("herne"), code=1)
    session.rollback()
    assert session.scalar(select(func.count(Location.id))) == 1


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"{", b"[1, 2", b"null", b"\x00", b'{"format": "x"}'], ids=repr
)
def test_a_wrong_file_gets_a_sentence(session, run, content):
    assert "nothing was changed" in run(content, code=1)
