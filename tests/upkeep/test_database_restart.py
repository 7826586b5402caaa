"""PostgreSQL is started again while people book: no page fails afterwards, no promise is lost, nobody restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from labspace import create_app
from tests.support.serve import Serve, ask
from tests.upkeep.own_postgres import assert_kept_and_told_once, own_postgres, settings_on
from tests.upkeep.program import alices_program


@pytest.mark.postgres
def test_a_restarted_database_is_used_again_by_the_same_processes(tmp_path: Path) -> None:
    with own_postgres() as (postgres, url):
        settings = settings_on(url, tmp_path)
        app = create_app(settings)
        program = alices_program(app)
        serve = Serve(settings, tmp_path / "server.log", {"LABSPACE_DELIVER_IN_SERVER": "no"})
        try:
            serve.start()
            processes = serve.workers()
            promised = [program.promised(serve.port, number) for number in range(6)]
            postgres.stop()
            assert program.book(serve.port, 6)[0] == 503
            assert ask(serve.port, "/readyz")[0] == 503
            assert ask(serve.port, "/healthz")[0] == 200
            assert postgres.start() is not None
            serve.wait_until_ready()
            # What was promised before is answered the same under its key, and booking goes on.
            assert [program.promised(serve.port, number) for number in range(6)] == promised
            promised += [program.promised(serve.port, number) for number in range(6, 12)]
            assert serve.workers() == processes
        finally:
            serve.kill()
        assert_kept_and_told_once(app, promised)
