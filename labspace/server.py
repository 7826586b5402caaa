"""The production server: granian with the workers the settings ask for."""

from __future__ import annotations

import atexit
import os
import socket
import tempfile
from typing import TYPE_CHECKING

import click
from granian.constants import Interfaces
from granian.server import Server

from labspace.security import kept_secret

if TYPE_CHECKING:
    from config import Settings

GOODBYE = 15
"""Seconds after which a worker that was asked to end is ended: one that was just starting hears nothing."""
OWN_LINES = {
    "formatters": {"generic": {"()": "labspace.logs.JsonLines"}, "access": {"()": "labspace.logs.JsonLines"}}
}
"""What granian says of its processes, in the form of all other lines."""


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serve until interrupted; every worker process builds its own application."""
    refuse_if_taken(host, port)
    if not settings.secret_key:
        kept_secret(settings.data_dir)  # one key for all workers, made before any of them looks for it
    # The workers read the environment; without this, PORT=8080 would write mails with links to port 5000.
    os.environ.setdefault("LABSPACE_BASE_URL", own_address(host, port))
    if settings.metrics:
        # Before a worker is started: prometheus-client looks once whether numbers are shared.
        folder = tempfile.TemporaryDirectory(prefix="labspace-metrics-")
        atexit.register(folder.cleanup)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder.name
    click.echo(f"labspace serves on http://{host}:{port} — end with Ctrl+C.")
    Server(
        "labspace.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=1,
        log_access=False,
        log_dictconfig=OWN_LINES if settings.log == "json" else None,
        respawn_failed_workers=True,
        workers_kill_timeout=GOODBYE,
    ).serve()


def refuse_if_taken(host: str, port: int) -> None:
    """Raise `click.ClickException` if another program listens there.

    Granian would share the port with it, and every second page would come from the other one.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(
                f"Cannot listen on {host}, port {port}: {problem.strerror}."
                " If labspace runs there already, use that or end it; or take another port (make run PORT=8080)."
            ) from problem


def own_address(host: str, port: int) -> str:
    """Where this machine reaches a server that listens on `host` and `port`."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{reached}:{port}"
