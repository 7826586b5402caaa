"""Options at the command line."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from labspace.bookings.actions.settle import lapsed_options, settle_all_options
from labspace.db import db
from labspace.times import utc_now


@click.group("options")
def options() -> None:
    """Look after the options on event areas."""


@options.command("expire")
@click.option("--dry-run", is_flag=True, help="Say which would expire, change nothing.")
@with_appcontext
def expire(dry_run: bool) -> None:
    """Let options expire whose deadline has passed; those behind move up. Safe to run every minute."""
    now = utc_now()
    if dry_run:
        due = lapsed_options(db.session(), now=now)
        for booking in due:
            click.echo(booking.reference)
        click.echo(f"{len(due)} option(s) would expire.")
        return
    count = settle_all_options(db.session(), now=now)
    db.session.commit()
    click.echo(f"{count} option(s) expired.")
