"""`labspace serve` in processes of its own, as in life: started, asked, killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from config import Settings

START_SECONDS = 150


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment_of(settings: Settings, **more: str) -> dict[str, str]:
    """The environment of a process on the test's database."""
    return {
        **os.environ,
        "LABSPACE_DATA_DIR": str(settings.data_dir),
        "LABSPACE_DATABASE_URL": settings.database_url,
        "LABSPACE_SECRET_KEY": settings.secret_key,
        "LABSPACE_PASSWORD_HASH_EFFORT": "test",
        "LABSPACE_DAY_SHEETS": "no",
        **more,
    }


def ask(port: int, path: str, *, method: str = "GET", body: str = "", **headers: str) -> tuple[int, str]:
    """Status and text of one answer on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body or None, headers={**given, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@dataclass
class Serve:
    """A server with its processes; `log` is a file that keeps what it said."""

    settings: Settings
    log: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready."""
        code = "from labspace.cli import main; main()"
        command = [sys.executable, "-c", code, "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment_of(self.settings, **self.more), stdout=log, stderr=log
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Until people may be sent to it, after its start or when its database is there again."""
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            assert self.process.poll() is None, self.log.read_text("utf-8", "replace")
            assert time.monotonic() < deadline, self.log.read_text("utf-8", "replace")
            time.sleep(0.1)

    def is_ready(self) -> bool:
        """Whether people may be sent to it."""
        with suppress(OSError):
            return ask(self.port, "/readyz")[0] == 200
        return False

    def workers(self) -> list[int]:
        """The processes that answer."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_worker(self) -> None:
        """Kill one process that answers; the server starts another."""
        os.kill(self.workers()[0], signal.SIGKILL)

    def kill(self) -> None:
        """Kill all processes at once, as a failing machine does."""
        if self.process is None or self.process.poll() is not None:
            return
        for pid in [self.process.pid, *self.workers()]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(60)
