"""What other programs read of a server: is it alive, is it ready, and its numbers, which are not for everybody."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from config import Settings
from labspace.db import db
from tests.factories import Cast
from tests.scene import Scene

TOKEN = "only-for-this-test"


def numbers(body: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Each value by its name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }


@pytest.fixture
def watched(scene: Scene, settings: Settings, site: Callable[[Settings], Flask]) -> Flask:
    """The scene's site, whose numbers are read with a token."""
    return site(replace(settings, metrics=TOKEN))


def read(watched: Flask) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = watched.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return numbers(answer.text)


def test_alive_asks_nothing_of_the_database(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    try:
        assert app.test_client().get("/healthz").text == "ok\n"
        answer = app.test_client().get("/readyz")
        assert (answer.status_code, "labspace db upgrade" in answer.text) == (503, True)
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO alembic_version VALUES ('{newest()}')"))
    assert app.test_client().get("/readyz").text == "ok\n"


def newest() -> str:
    from labspace.schema import newest_revision

    found = newest_revision()
    assert found
    return found


def test_a_site_whose_guards_are_gone_is_not_ready(app: Flask, engine_name: str) -> None:
    from labspace.bookings.guards import ensure_guards

    with db.engine.begin() as connection:
        if engine_name == "sqlite":
            name = connection.scalar(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'claim%'")
            )
            connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("DROP TRIGGER claim_on_unit ON claim"))
            connection.execute(text("DROP FUNCTION claim_on_unit"))
    assert app.test_client().get("/readyz").status_code == 503
    with db.engine.begin() as connection:
        ensure_guards(connection)
    assert app.test_client().get("/readyz").status_code == 200


def test_there_are_no_numbers_where_none_are_asked_for(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Bearer ", TOKEN, f"Basic {TOKEN}"])
def test_numbers_are_for_whoever_has_the_token(watched: Flask, header: str) -> None:
    answer = watched.test_client().get("/metrics", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert "labspace_" not in answer.text


def test_requests_statements_and_bookings_are_counted(watched: Flask, cast: Cast) -> None:
    client = watched.test_client()
    for _again in range(3):
        client.get("/standorte/bochum")
    client.get("/gibt-es-nicht")
    found = read(watched)
    house = (("endpoint", "house.show"), ("method", "GET"), ("status", "200"))
    nothing = (("endpoint", "none"), ("method", "GET"), ("status", "404"))
    assert found["labspace_requests_total", house] == 3
    assert found["labspace_requests_total", nothing] == 1
    assert found["labspace_request_seconds_count", ()] == 4
    assert found["labspace_statements_total", ()] > 3
    assert found["labspace_bookings", (("state", "confirmed"),)] > 0
    assert found["labspace_outbox_waiting", (("channel", "mail"),)] >= 0


def test_the_share_of_unchanged_feeds_is_counted(watched: Flask) -> None:
    client = watched.test_client()
    first = client.get("/programm.ics")
    client.get("/programm.ics", headers={"If-None-Match": first.headers["ETag"]})
    found = read(watched)
    assert found["labspace_feed_answers_total", (("status", "200"),)] == 1
    assert found["labspace_feed_answers_total", (("status", "304"),)] == 1


def test_numbers_name_nobody(watched: Flask, cast: Cast) -> None:
    client = watched.test_client()
    client.get(f"/gibt-es-nicht/{cast.alice.email}?token=geheimnis")
    client.open("/", method="ERFUNDEN")
    body = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    for secret in (cast.alice.email, cast.alice.name, "geheimnis", "ERFUNDEN"):
        assert secret not in body


@contextmanager
def served(settings: Settings, folder: Path, **more: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`labspace serve` as in life, on a free port; and where its log lies, in `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "LABSPACE_DATA_DIR": str(settings.data_dir),
        "LABSPACE_DATABASE_URL": settings.database_url,
        "LABSPACE_SECRET_KEY": settings.secret_key,
        **more,
    }
    command = [sys.executable, "-c", "from labspace.cli import main; main()", "serve", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 90
        while not _answers(port):
            assert process.poll() is None, (folder / "server.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _answers(port: int) -> bool:
    try:
        return ask(port, "/readyz")[0] == 200
    except OSError:
        return False


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={**headers, "Connection": "close"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_all_processes_of_a_server_are_counted_together(
    settings: Settings, database_url: str, tmp_path: Path
) -> None:
    with served(settings, tmp_path, LABSPACE_METRICS=TOKEN, LABSPACE_WORKERS="2", LABSPACE_LOG="json") as (
        port,
        _process,
    ):
        for _again in range(20):
            assert ask(port, "/healthz")[0] == 200
        counted = []
        for _again in range(6):
            status, body = ask(port, "/metrics", Authorization=f"Bearer {TOKEN}")
            assert status == 200
            counted.append(
                numbers(body)[
                    "labspace_requests_total",
                    (("endpoint", "upkeep.alive"), ("method", "GET"), ("status", "200")),
                ]
            )
    # Whichever process answers, it tells of all.
    assert counted == [20] * 6
