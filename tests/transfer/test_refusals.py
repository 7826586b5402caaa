"""What an import does not take, and what it says."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from labspace.db import Base, db
from labspace.transfer.cli import export_, import_
from labspace.transfer.layout import TransferRefused
from tests.scene import Scene
from tests.transfer.conftest import lines_of
from tests.transfer.systems import fill_at_random


@pytest.fixture
def file(session: Session, scene: Scene, export: Callable[[], Path]) -> Path:
    fill_at_random(session, scene, seed=1)
    return export()


@pytest.fixture
def changed(file: Path) -> Callable[..., Path]:
    """The file with some of its lines changed; its digest is made to fit."""
    import hashlib

    def change(edit: Callable[[list[bytes]], None]) -> Path:
        lines = lines_of(file)
        edit(lines)
        body = b"".join(lines[:-1])
        end = b'],"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'
        file.write_bytes(gzip.compress(body + end))
        return file

    return change


def rows_in(engine: Engine) -> int:
    with engine.connect() as connection:
        return sum(
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        )


def refused(take_in, engine: Engine, path: Path) -> str:
    before = rows_in(engine)
    with pytest.raises(TransferRefused) as problem:
        take_in(engine, path)
    assert rows_in(engine) == before
    return str(problem.value)


def test_a_newer_version_of_the_format(changed, take_in, empty):
    def newer(lines):
        lines[0] = lines[0].replace(b'"version":1', b'"version":2')

    assert "version 2" in refused(take_in, empty, changed(newer))


@pytest.mark.parametrize(("schema", "said"), [("0049", "older labspace"), ("9999", "newer labspace")])
def test_another_schema(changed, take_in, empty, schema: str, said: str):
    def another(lines):
        lines[0] = re.sub(rb'"schema":"\w+"', f'"schema":"{schema}"'.encode(), lines[0])

    assert said in refused(take_in, empty, changed(another))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hello", id="no gzip"),
        pytest.param(gzip.compress(b"hello\n"), id="no JSON"),
        pytest.param(
            gzip.compress(b'{"format":"other","version":1,"schema":"1","rows":0,"tables":[\n'), id="other"
        ),
        pytest.param(gzip.compress(b"{}\n"), id="another JSON"),
    ],
)
def test_a_wrong_file(empty, take_in, tmp_path, content: bytes):
    path = tmp_path / "wrong.json.gz"
    path.write_bytes(content)
    assert re.search("no export|not laid out|cut off", refused(take_in, empty, path))


def test_a_file_that_is_not_there(empty, take_in, tmp_path):
    assert "no file" in refused(take_in, empty, tmp_path / "nothing")


def test_a_database_that_is_not_empty(session, file, take_in):
    assert "not empty" in refused(take_in, db.engine, file)


@pytest.mark.parametrize("kept", [0.9, 0.999])
def test_a_file_cut_off(file, take_in, other, kept: float):
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    assert "not complete" in refused(take_in, other, file)


def test_a_file_damaged_on_its_way(file, take_in, empty):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    assert refused(take_in, empty, file)


def test_a_row_changed_by_hand(file, take_in, empty):
    text = gzip.decompress(file.read_bytes()).replace(b"Alice", b"Malle", 1)
    file.write_bytes(gzip.compress(text))
    assert "changed after it was written" in refused(take_in, empty, file)


def of_table(lines: list[bytes], name: str) -> int:
    """Where the rows of a table begin."""
    return next(at for at, line in enumerate(lines) if line.startswith(f'{{"table":"{name}"'.encode())) + 1


def with_value(lines: list[bytes], name: str, row: int, column: str, value: object) -> int:
    """Set a value of a row (from 1); returns the number of its line."""
    start = of_table(lines, name)
    at = json.loads(lines[start - 1].rstrip(b"\n") + b"]}")["columns"].index(column)
    line = lines[start - 1 + row]
    values = json.loads(line.rstrip(b",\n"))
    values[at] = value
    lines[start - 1 + row] = json.dumps(values).encode() + line[len(line.rstrip(b",\n")) :]
    return start + row


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        pytest.param("at", "yesterday", "at is no moment", id="no moment"),
        pytest.param("at", None, "at must not be null", id="null"),
        pytest.param("what", "x" * 5000, "what is longer", id="too long"),
        pytest.param("what", "a\0b", "NUL", id="NUL"),
        pytest.param("what", 3, "what is no text", id="no text"),
        pytest.param("before", 3, "before is no array", id="bare JSON"),
        pytest.param("booking_id", 2**70, "too large", id="too large"),
        pytest.param("booking_id", 424242, "(?i)foreign key", id="names nobody"),
        pytest.param("booking_id", True, "no whole number", id="yes as a number"),
    ],
)
def test_one_broken_row_among_many(changed, take_in, other, column: str, value: object, said: str):
    number = []

    def broken(lines):
        number.append(with_value(lines, "booking_event", 17, column, value))

    problem = refused(take_in, other, changed(broken))
    assert re.search(said, problem)
    assert f"Line {number[0]}, table booking_event, row 17 (id " in problem


def test_an_unknown_word_of_a_set(changed, take_in, empty):
    def broken(lines):
        with_value(lines, "booking", 1, "state", "perhaps")

    assert "state is none of cancelled_early" in refused(take_in, empty, changed(broken))


def test_two_on_one_space(changed, take_in, other):
    """The guards are in force while rows come in."""

    def doubled(lines):
        start = of_table(lines, "claim")
        values = json.loads(lines[start].rstrip(b",\n"))
        values[0] = 999_999
        last = start
        while lines[last + 1].startswith(b"["):
            last += 1
        lines[last] = lines[last].rstrip(b"\n") + b",\n"
        lines.insert(last + 1, json.dumps(values).encode() + b"\n")
        head = lines[start - 1]
        lines[start - 1] = re.sub(
            rb'"count":(\d+)', lambda found: b'"count":%d' % (int(found[1]) + 1), head, count=1
        )
        lines[0] = re.sub(
            rb'"rows":(\d+)', lambda found: b'"rows":%d' % (int(found[1]) + 1), lines[0], count=1
        )

    problem = refused(take_in, other, changed(doubled))
    assert "table claim" in problem
    assert "ex_claim_overlap" in problem


def test_a_table_that_is_missing(changed, take_in, empty):
    def without_the_last(lines):
        start = max(at for at, line in enumerate(lines) if line.startswith(b'{"table"'))
        del lines[start:-1]

    assert "lacks the table" in refused(take_in, empty, changed(without_the_last))


def test_a_table_nobody_knows(changed, take_in, empty):
    def renamed(lines):
        lines[1] = lines[1].replace(b'"location"', b'"palace"', 1)

    assert "table palace is not what" in refused(take_in, empty, changed(renamed))


def test_the_commands_say_so(app: Flask, file: Path, tmp_path: Path):
    run = app.test_cli_runner()
    there = run.invoke(export_, [str(file)])
    assert (there.exit_code, "is there already" in there.output) == (1, True)
    said = run.invoke(export_, [str(file), "--replace"]).output
    assert "rows written to" in said
    assert "secret_key" in said
    assert "100 %" in said
    full = run.invoke(import_, [str(file)])
    assert (full.exit_code, "Nothing was imported" in full.output) == (1, True)


def test_the_export_leaves_nothing_half_written(app, scene, tmp_path, export, monkeypatch):
    from labspace.transfer import exporting

    def fails(*_given):
        raise RuntimeError("out of order")

    monkeypatch.setattr(exporting, "_rows", fails)
    with pytest.raises(RuntimeError, match="out of order"):
        export("half.json.gz")
    assert not [path for path in tmp_path.iterdir() if "half" in path.name]
