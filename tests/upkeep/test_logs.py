"""Nothing that is anybody's, and no secret, gets into the log; whoever runs the house still reads what went wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import text

from config import Settings
from labspace.access import public
from labspace.db import db
from labspace.logs import JsonLines, PlainLines, write_logs
from tests.factories import Cast
from tests.scene import Scene

SECRETS = {
    "password": "Ein langes Kennwort 17",
    "token": "Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0",
    "mail": "frieda.beispiel@example.invalid",
    "name": "Frieda Niemand-Beispiel",
    "smtp": "smtp://haus:geheim99@mail.example.invalid",
    "cookie": "eyJfdXNlcl9pZCI6IjEyMyJ9.aaaa.bbbbbbbbbbbbbbbbbbbb",
}


@pytest.fixture
def written(settings: Settings) -> Iterator[StringIO]:
    """What the process logs, in JSON, as under a real server."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    write_logs(replace(settings, log="json"))
    stream = StringIO()
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], root.level = handlers, level
    root.setLevel(level)


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_no_secret_that_is_sent_gets_into_the_log(
    scene: Scene, settings: Settings, written: StringIO, site: Callable[[Settings], Flask]
) -> None:
    told = site(replace(settings, log="json"))
    told.config.update(WTF_CSRF_ENABLED=False)
    told.add_url_rule("/bricht/<part>", "breaks", _breaks)
    client = told.test_client()
    client.set_cookie("labspace", SECRETS["cookie"])
    headers = {"Authorization": f"Bearer {SECRETS['token']}", "User-Agent": SECRETS["name"]}
    for secret in SECRETS.values():
        client.get("/", query_string={"q": secret}, headers={**headers, "Referer": f"http://x/{secret}"})
        client.get(f"/gibt-es-nicht/{secret}")
        client.get(f"/kalender/1-{secret}.ics")
        client.get(f"/kennwort-vergessen/{secret}")
        client.get(f"/bricht/{secret}", headers=headers)
        client.post("/anmeldung", data={"email": secret, "password": secret})
        client.post("/registrierung", data={"email": secret, "password": secret, "name": secret})
    said = written.getvalue()
    assert said.count('"message": "request"') == 7 * len(SECRETS)
    assert '"status": 500' in said
    for kind, secret in SECRETS.items():
        for part in {secret, *secret.split("@"), secret.removeprefix("smtp://").partition("@")[0]}:
            assert part not in said, kind


@public
def _breaks(part: str) -> str:
    # The database's complaint holds the row at hand.
    db.session.execute(text("INSERT INTO location (slug, name) VALUES (:a, :a)"), {"a": part})
    return ""


def test_a_fault_says_where_it_was(
    cast: Cast, settings: Settings, written: StringIO, site: Callable[[Settings], Flask]
) -> None:
    broken = site(replace(settings, log="json"))
    broken.add_url_rule("/bricht/<part>", "breaks", _breaks)
    assert broken.test_client().get("/bricht/x").status_code == 500
    told = next(line for line in lines(written) if line["level"] == "error")
    assert told["logger"] == "labspace.front.errors"
    trace = told["trace"]
    assert isinstance(trace, list)
    assert any(str(place).endswith("_breaks") for place in trace)
    assert "IntegrityError" in trace
    request = next(line for line in lines(written) if line["message"] == "request")
    assert (request["route"], request["status"]) == ("/bricht/<part>", 500)


@pytest.mark.parametrize("form", [PlainLines(), JsonLines()], ids=["plain", "json"])
def test_messages_lose_addresses_passwords_and_tokens(form: logging.Formatter) -> None:
    for secret in (SECRETS["mail"], SECRETS["token"], SECRETS["smtp"]):
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed for %s", (secret,), None)
        line = form.format(record)
        assert "failed for" in line
        for part in (secret, "geheim99", "frieda"):
            assert part not in line


def test_a_record_whose_values_do_not_fit_is_written_all_the_same() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "two %s %s", ("one",), None)
    assert json.loads(JsonLines().format(record))["message"] == "two %s %s"


def test_people_read_a_line() -> None:
    record = logging.LogRecord("labspace.x", logging.WARNING, "x.py", 1, "mail 7 not sent", (), None)
    line = PlainLines().format(record)
    assert line.endswith("warning labspace.x: mail 7 not sent")
    assert line.startswith("20")
