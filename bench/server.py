"""The real server on loopback, for as long as a block runs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.shares import with_children
from labspace.home import HOME

START_SECONDS = 150
LABSPACE = (sys.executable, "-c", "from labspace.cli import main; main()")


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    pid: int
    """Of the process that started the others."""


@contextmanager
def serving(
    *, database_url: str, folder: Path, port: int, workers: int = 2, more: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Runs `labspace serve` as a deployment would, with `more` settings; ends the processes it started."""
    environment = _environment(
        database_url,
        folder,
        LABSPACE_BASE_URL=f"http://127.0.0.1:{port}",
        LABSPACE_WORKERS=str(workers),
        **(more or {}),
    )
    command = [*LABSPACE, "serve", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=HOME, env=environment, stdout=log, stderr=log)
        try:
            _wait(server, port, log=folder / "server.log")
            yield Served(port, server.pid)
        finally:
            _end(server)


@contextmanager
def delivering(
    database_url: str, folder: Path, more: Mapping[str, str], *, nice: int = 0
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs `labspace worker` beside the server, with `more` settings; ends it."""
    command = ["nice", "-n", str(nice), *LABSPACE, "worker"]
    environment = _environment(database_url, folder, **more)
    with (folder / "worker.log").open("a") as log:
        worker = subprocess.Popen(command, cwd=HOME, env=environment, stdout=log, stderr=log)
        try:
            yield worker
        finally:
            _end(worker)


def _environment(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "LABSPACE_DATABASE_URL": database_url,
        "LABSPACE_DATA_DIR": str(folder),
        "LABSPACE_SECRET_KEY": "bench",
        "LABSPACE_MAIL": "folder",
        "LABSPACE_BACKUPS": "no",  # made at night only: the figures are to be those of the day
        "LABSPACE_API_CALLS_PER_TOKEN": "0",
        "LABSPACE_API_CALLS_PER_ADDRESS": "0",
        **more,
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    # Whoever is killed while starting leaves its processes behind: they would answer on the port for ever.
    below = with_children(process.pid)
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        for pid in below:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


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
