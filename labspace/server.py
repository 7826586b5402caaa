"""The production server: granian with the workers the settings ask for."""

from __future__ import annotations

import click
from flask import current_app
from granian.constants import Interfaces
from granian.server import Server


def run(*, host: str, port: int) -> None:
    """Serve until interrupted; every worker process builds its own application."""
    settings = current_app.extensions["labspace.settings"]
    click.echo(f"labspace serves on http://{host}:{port} — end with Ctrl+C.")
    Server(
        "labspace.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=1,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
