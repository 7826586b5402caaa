"""The server's own address, which mails and calendar links name when no other is set, and a taken port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import click
import pytest

from config import Settings
from labspace.server import GOODBYE, own_address, refuse_if_taken
from tests.support.serve import START_SECONDS, environment_of, free_port


@pytest.mark.parametrize(
    ("host", "address"),
    [
        pytest.param("127.0.0.1", "http://127.0.0.1:8080", id="this machine"),
        pytest.param("0.0.0.0", "http://127.0.0.1:8080", id="all addresses"),
        pytest.param("::", "http://[::1]:8080", id="all addresses, IPv6"),
        pytest.param("2001:db8::1", "http://[2001:db8::1]:8080", id="an IPv6 address"),
        pytest.param("plan.example.org", "http://plan.example.org:8080", id="a name"),
    ],
)
def test_names_where_the_server_is_reached(host: str, address: str) -> None:
    assert own_address(host, 8080) == address


def test_a_taken_port_is_refused_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"port {port}.*PORT=8080"):
            refuse_if_taken("127.0.0.1", port)
    refuse_if_taken("127.0.0.1", port)


def test_the_command_serves_pages(database_url: str, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "LABSPACE_DATA_DIR": str(settings.data_dir),
        "LABSPACE_DATABASE_URL": database_url,
        "LABSPACE_SECRET_KEY": "only for tests",
    }
    command = [sys.executable, "-c", "from labspace.cli import main; main()", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert _first_page(port) == 200
    finally:
        server.terminate()
        server.wait(120)


@pytest.mark.parametrize("line", [0, 1], ids=["before it says anything", "while its processes start"])
def test_a_server_that_is_told_to_end_while_it_starts_ends_with_all_its_processes(
    database_url: str, settings: Settings, line: int
) -> None:
    environment = {**environment_of(settings), "LABSPACE_WORKERS": "2", "PYTHONUNBUFFERED": "1"}
    command = [
        sys.executable,
        "-c",
        "from labspace.cli import main; main()",
        "serve",
        "--port",
        str(free_port()),
    ]
    server = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert server.stdout is not None
    try:
        for _said in range(line):
            assert b"labspace serves on" in server.stdout.readline()
        server.terminate()
        server.wait(GOODBYE + 60)
        deadline = time.monotonic() + 60
        while left := _of_session(server.pid):
            assert time.monotonic() < deadline, f"still there: {left}"
            time.sleep(0.05)
    finally:
        server.stdout.close()
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def _of_session(session: int) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            state, _parent, _group, of_session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(of_session) == session and state != "Z":
                found.append(int(entry.name))
    return found


def _first_page(port: int) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
                return int(answer.status)
        except urllib.error.URLError:
            time.sleep(0.1)
    return 0
