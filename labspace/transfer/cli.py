"""`labspace export` and `labspace import`: a whole system as one file."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from labspace.db import db
from labspace.transfer.exporting import export_system
from labspace.transfer.importing import import_system
from labspace.transfer.layout import TransferRefused
from labspace.transfer.progress import said_in_tenths

FILE = click.Path(dir_okay=False, path_type=Path)


def _say(line: str) -> None:
    click.echo(line, err=True)


@click.command("export")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Write over a file that is there already.")
@with_appcontext
def export_(file: Path, replace: bool) -> None:
    """Write everything needed to go on running to FILE (.json.gz). The system may run meanwhile.

    The file holds personal data and password hashes; only its owner may read it.
    """
    try:
        rows = export_system(db.engine, file, progress=said_in_tenths(_say), replace=replace)
    except TransferRefused as problem:
        raise click.ClickException(str(problem)) from problem
    data = current_app.extensions["labspace.settings"].data_dir
    click.echo(f"{rows} rows written to {file}.")
    click.echo(
        f"Not in it: {data / 'secret_key'} (without it, calendar links change) and {data / 'pages'} "
        "(imprint and privacy texts). Copy both along."
    )


@click.command("import")
@click.argument("file", type=FILE)
@with_appcontext
def import_(file: Path) -> None:
    """Build the system of FILE on an empty database of either engine: all of it or nothing."""
    try:
        rows = import_system(db.engine, file, progress=said_in_tenths(_say))
    except TransferRefused as problem:
        raise click.ClickException(f"{problem} Nothing was imported.") from problem
    click.echo(f"{rows} rows read from {file}. The figures are counted anew by the worker.")
