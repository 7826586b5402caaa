"""The composition of deploy/ on this machine, without containers: its commands with its settings, as processes.

Everybody is on the loopback here, so ports and the addresses of database and mail server differ; and each
server answers with one process.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.visitor import Visitor
from config import Settings, settings_from
from labspace import create_app
from labspace.accounts.models import User
from labspace.accounts.passwords import hash_password
from labspace.db import db
from tests.notices.sink import mail_sink
from tests.support.serve import free_port
from tests.tooling.composition import composition, container
from tests.upkeep.program import Program, alices_program

PATIENCE = 240
"""Seconds that anything may take on a loaded machine."""
PASSWORD = "wort für alice"


@dataclass(frozen=True)
class Services:
    """What the composition runs."""

    database: str
    mail: str
    folder: Path

    def settings(self, name: str) -> dict[str, str]:
        """Those of a service; what lies in a container or a volume of its own is named as it is here."""
        return {
            **composition()["services"][name]["environment"],
            "LABSPACE_DATABASE_URL": self.database,
            "LABSPACE_MAIL": self.mail,
            "LABSPACE_DATA_DIR": str(self.folder),
            "LABSPACE_WORKERS": "1",
        }

    def start(self, name: str, *, port: int = 0) -> subprocess.Popen[bytes]:
        """A service by its own command, or by that of its container."""
        own = composition()["services"][name].get("command")
        program, *words = shlex.split(own) if own else container("CMD")
        assert program == "labspace"
        here = {"0.0.0.0": "127.0.0.1", "5000": str(port)}
        code = "from labspace.cli import main; main()"
        command = [sys.executable, "-c", code, *(here.get(word, word) for word in words)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, env={**os.environ, **self.settings(name)}, stdout=log, stderr=log
            )

    @contextmanager
    def running(self, name: str, *, port: int = 0) -> Iterator[None]:
        """A service for as long as the block runs; it ends when it is asked to."""
        process = self.start(name, port=port)
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(PATIENCE) == 0, self.log.read_text("utf-8", "replace")

    @property
    def log(self) -> Path:
        """What they said."""
        return self.folder / "services.log"


@pytest.mark.postgres
def test_the_composition_is_one_site(postgres_url: str, tmp_path: Path) -> None:
    with mail_sink() as sink, ExitStack() as stack:
        services = Services(postgres_url, sink.url, tmp_path)
        assert services.start("upgrade").wait(PATIENCE) == 0, services.log.read_text("utf-8", "replace")
        settings = settings_from(services.settings("app1"))
        program = _alice(settings)
        one, other = free_port(), free_port()
        for name, port in (("app1", one), ("app2", other)):
            stack.enter_context(services.running(name, port=port))
        stack.enter_context(services.running("worker"))
        for port in (one, other):
            _wait_until_healthy(port)
        promised = program.promised(one, 0)
        # The same call under the same key, and the same session, by whichever server the proxy asks.
        assert program.promised(other, 0) == promised
        _is_signed_in_at_both(one, other)
        assert sink.arrived.wait(PATIENCE), services.log.read_text("utf-8", "replace")
        assert b"https://haus.example.org/" in sink.mails[0]


def _alice(settings: Settings) -> Program:
    """Her program; she signs in with `PASSWORD`."""
    app = create_app(settings)
    program = alices_program(app)
    with app.app_context():
        alice = db.session.scalars(select(User).where(User.email == "alice@example.org")).one()
        alice.password_hash = hash_password(PASSWORD)
        db.session.commit()
        db.engine.dispose()
    return program


def _wait_until_healthy(port: int) -> None:
    """As whoever runs the containers asks."""
    program, *words = (word.replace(":5000/", f":{port}/") for word in container("HEALTHCHECK"))
    assert program == "python"
    deadline = time.monotonic() + PATIENCE
    while subprocess.run([sys.executable, *words], check=False, capture_output=True).returncode:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _is_signed_in_at_both(one: int, other: int) -> None:
    """She signs in at one behind the proxy with TLS, and the other knows her."""
    address = "https://haus.example.org/"
    behind = {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Host": "haus.example.org",
        "X-Forwarded-Proto": "https",
    }
    alice = Visitor(one, behind, address=address, seconds=PATIENCE)
    alice.sign_in("alice@example.org", PASSWORD)
    there = Visitor(other, behind, dict(alice.cookies), seconds=PATIENCE)
    assert b"alice@example.org" in there.get("/profil").body
    # Behind no TLS the cookie would not be sent back at all.
    assert "Secure" in alice.get("/profil").headers["set-cookie"]
    for visitor in (alice, there):
        visitor.close()
