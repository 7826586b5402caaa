"""The delivering process, for deployments where the server does not deliver itself."""

from __future__ import annotations

import signal
from threading import Event

import click
from flask import current_app
from flask.cli import with_appcontext

from labspace.db import db
from labspace.logs import write_logs
from labspace.notices.couriers import carry_due
from labspace.notices.delivery import deliver_due, deliver_until
from labspace.notices.jobs import run_jobs, run_long_jobs, run_waited_for
from labspace.notices.senders import sender_for

AT_ONCE = 20.0
"""Seconds that `--once` goes on with long jobs after the last mail; the rest is left to the next call."""


@click.command("worker")
@click.option("--once", is_flag=True, help="Deliver what is due, then end.")
@with_appcontext
def worker(once: bool) -> None:
    """Deliver mails and webhooks, and let options lapse until interrupted. Several may run at once, also beside the server."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings = app.extensions["labspace.settings"]
    write_logs(settings)
    if once:
        run_jobs(app)
        run_waited_for(app)
        count = deliver_due(db.engine, sender_for(settings))
        run_long_jobs(app, seconds=AT_ONCE)
        others = carry_due(app)
        click.echo(f"{count} mail(s) delivered.")
        for name, carried in others.items():
            click.echo(f"{carried} {name}(s) delivered.")
        return
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    click.echo("labspace delivers mails — end with Ctrl+C.")
    deliver_until(stop, app)
