"""`labspace reports`: check that frozen reports are what they were."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from labspace.db import db
from labspace.reports.canonical import digest_of
from labspace.reports.queries import final_versions


@click.group("reports")
def reports() -> None:
    """Reports that were made final."""


@reports.command("verify")
@with_appcontext
def verify() -> None:
    """Compare every frozen version with its checksum; ends with 1 if one does not fit."""
    versions = final_versions(db.session())
    wrong = [(report, number) for report, number, digest, content in versions if digest_of(content) != digest]
    for report, number in wrong:
        click.echo(f"Report {report}, version {number}: the checksum does not fit.")
    if wrong:
        raise SystemExit(1)
    click.echo(f"{len(versions)} frozen version(s), every checksum fits.")
