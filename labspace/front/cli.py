"""`labspace locations`: houses from files."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import g
from flask.cli import with_appcontext

from labspace.db import db
from labspace.front.house_import import FileRefused, import_houses
from labspace.spaces.findings import sentence_of


@click.group("locations")
def locations() -> None:
    """Bring houses into the system."""


@locations.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_file(file: Path) -> None:
    """Add the houses of FILE (docs/locations-format.md), all of them or none.

    Everything wrong with the file is named with its place, in German or English as LANG says;
    then nothing has changed and the exit code is 1.
    """
    g.labspace_language = "de" if os.environ.get("LANG", "").startswith("de") else "en"
    session = db.session()
    try:
        added = import_houses(session, file.read_bytes())
        db.session.commit()
    except FileRefused as refused:
        db.session.rollback()
        for finding in refused.findings:
            click.echo(f"{file.name}: {sentence_of(finding)}", err=True)
        count = len(refused.findings)
        raise click.ClickException(f"{count} finding(s) in {file.name}; nothing was changed.") from refused
    for house in added:
        click.echo(f"Added {house.name} ({house.slug}).")
