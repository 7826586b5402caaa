"""The real server on loopback, for as long as a block runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labspace.home import HOME

START_SECONDS = 40


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    pid: int
    """Of the process that started the others."""


@contextmanager
def serving(*, database_url: str, folder: Path, port: int, workers: int = 2) -> Iterator[Served]:
    """Runs `labspace serve` as a deployment would; ends the processes it started."""
    environment = {
        **os.environ,
        "LABSPACE_DATABASE_URL": database_url,
        "LABSPACE_DATA_DIR": str(folder),
        "LABSPACE_BASE_URL": f"http://127.0.0.1:{port}",
        "LABSPACE_SECRET_KEY": "bench",
        "LABSPACE_WORKERS": str(workers),
        "LABSPACE_MAIL": "folder",
        "LABSPACE_API_CALLS_PER_TOKEN": "0",
        "LABSPACE_API_CALLS_PER_ADDRESS": "0",
    }
    command = [sys.executable, "-c", "from labspace.cli import main; main()", "serve", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=HOME, env=environment, stdout=log, stderr=log)
        try:
            _wait(server, port, log=folder / "server.log")
            yield Served(port, server.pid)
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, *, log: Path) -> None:
    deadline = time.perf_counter() + START_SECONDS
    while time.perf_counter() < deadline:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-2000:]}")
