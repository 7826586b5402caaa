"""PostgreSQL's own disk is full to the last byte while people book: nothing is lost, nothing is half there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from labspace import create_app
from tests.support.postgres import Cluster
from tests.support.serve import START_SECONDS, Serve, ask
from tests.support.skips import shown_otherwise
from tests.support.small_disk import Ballast, NotAllowed, mount
from tests.upkeep.own_postgres import assert_kept_and_told_once, own_postgres, settings_on
from tests.upkeep.program import Program, alices_program

ROOM = 256 * 1024 * 1024
MOST = 80
"""Hours asked for until the tables need a page that is not there."""
READ = ("/", "/api/v1/locations")


@pytest.fixture
def on_a_small_disk() -> Iterator[tuple[Cluster, str]]:
    """A PostgreSQL whose data lies on a disk of its own, and the URL of a database there."""
    try:
        with own_postgres(disk=partial(mount, size=ROOM)) as found:
            yield found
    except NotAllowed as problem:
        shown_otherwise(f"no disk may be mounted: {problem}", by="test_full_disk_while_booking")


@pytest.mark.postgres
def test_a_database_without_room_books_again_when_there_is_some(
    on_a_small_disk: tuple[Cluster, str], tmp_path: Path
) -> None:
    postgres, url = on_a_small_disk
    settings = settings_on(url, tmp_path)
    app = create_app(settings)
    program = alices_program(app)
    ballast = Ballast(postgres.home / "data" / "ballast")
    serve = Serve(settings, tmp_path / "server.log", {"LABSPACE_DELIVER_IN_SERVER": "no"})
    try:
        serve.start()
        processes = serve.workers()
        promised = [program.promised(serve.port, number) for number in range(3)]
        # No table can grow: nothing is booked, everything can be read.
        ballast.fill()
        promised += _booked_until_refused(program, serve.port, since=len(promised))
        for path in (*READ, f"/flaechen/{program.space}", "/readyz"):
            assert ask(serve.port, path)[0] == 200, path
        ballast.drop()
        promised.append(program.promised(serve.port, len(promised)))
        # Its log cannot grow either: it ends, and can only start where there is room again.
        ballast.fill()
        _make_it_write_its_log(url)
        _wait_until_ended(postgres)
        assert _is_told_later(*program.book(serve.port, len(promised)))
        assert [ask(serve.port, path)[0] for path in ("/readyz", "/healthz")] == [503, 200]
        ballast.drop()
        assert postgres.start() is not None
        serve.wait_until_ready()
        assert [program.promised(serve.port, number) for number in range(len(promised))] == promised
        promised += [program.promised(serve.port, len(promised) + number) for number in range(3)]
        assert serve.workers() == processes
    finally:
        serve.kill()
    assert_kept_and_told_once(app, promised)


def _booked_until_refused(program: Program, port: int, *, since: int) -> list[int]:
    promised: list[int] = []
    for number in range(since, MOST):
        status, answer = program.book(port, number)
        if status != 201:
            assert _is_told_later(status, answer), answer
            return promised
        promised.append(int(answer["id"]))
    raise AssertionError(f"{MOST} hours were booked on a full disk")


def _is_told_later(status: int, answer: dict[str, object]) -> bool:
    return (status, answer["code"]) == (503, "unavailable")


def _make_it_write_its_log(url: str) -> None:
    """More than the pieces of its log that are there already can hold."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    megabytes = f"SELECT pg_logical_emit_message(false, 'labspace', repeat('x', 1000000)) FROM generate_series(1, {ROOM // 1_000_000})"
    with psycopg.connect(dsn, autocommit=True) as connection, pytest.raises(psycopg.OperationalError):
        connection.execute(megabytes.encode())


def _wait_until_ended(postgres: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    while postgres.is_running():
        assert time.monotonic() < deadline, (postgres.home / "log").read_text()
        time.sleep(0.1)
