"""`labspace doctor`."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from labspace.db import db
from labspace.times import utc_now
from labspace.upkeep.backups.nightly import backup_findings
from labspace.upkeep.day_sheets.nightly import day_sheet_findings
from labspace.upkeep.examining.contents import (
    claim_findings,
    clock_findings,
    fact_findings,
    queue_findings,
    schema_findings,
)
from labspace.upkeep.examining.findings import Finding, Grade, trouble
from labspace.upkeep.examining.surroundings import folder_findings, mail_findings, settings_findings


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at everything this deployment stands on and say what to do. Changes nothing.

    The exit code is 1 where something does not work or soon will not, otherwise 0.
    """
    found = list(examine(current_app.extensions["labspace.settings"]))
    for finding in found:
        click.echo(f"{finding.grade.value:<5} {finding.subject}: {finding.says}")
        if finding.do:
            click.echo(f"      → {finding.do}")
    if troubles := sum(finding.grade is Grade.TROUBLE for finding in found):
        raise click.ClickException(f"{troubles} thing(s) to act on.")
    click.echo("Nothing to act on.")


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that is looked at, in an order in which it may be acted on."""
    yield from settings_findings(settings)
    yield from folder_findings(settings)
    try:
        yield from _database()
    except SQLAlchemyError as problem:
        yield trouble(
            "database",
            f"The database does not answer ({type(problem).__name__}).",
            do="Start it, and look at LABSPACE_DATABASE_URL.",
        )
    yield from mail_findings(settings)
    yield from backup_findings(settings, now=utc_now())
    yield from day_sheet_findings(settings, now=utc_now())


def _database() -> Iterator[Finding]:
    fits = list(schema_findings(db.engine))
    yield from fits
    if any(finding.grade is Grade.TROUBLE and finding.subject == "migrations" for finding in fits):
        return
    session, now = db.session(), utc_now()
    for look in (clock_findings, claim_findings, queue_findings, fact_findings):
        yield from look(session, now=now)
    session.rollback()
