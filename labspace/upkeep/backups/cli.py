"""`labspace backup` and `labspace restore`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from labspace.db import db
from labspace.times import utc_now
from labspace.upkeep.backups.archive import BackupRefused, Contents
from labspace.upkeep.backups.making import make_backup
from labspace.upkeep.backups.restoring import check_backup, restore_backup

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Write all of this deployment to FILE while it runs, and read it again to see that it is whole.

    The file holds personal data and the secret key: keep it as you keep those.
    """
    settings = current_app.extensions["labspace.settings"]
    try:
        contents = make_backup(file, engine=db.engine, settings=settings, now=utc_now())
    except BackupRefused as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{file}: {said(contents)}, {file.stat().st_size / 1e6:.1f} MB, read again and whole.")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only say whether FILE could be taken back; change nothing.")
@click.option("--replace", is_flag=True, help="Also where there is a database: it is lost.")
@click.option("--other-key", is_flag=True, help="Also where FILE was sealed with another secret key.")
@with_appcontext
def restore(file: Path, check: bool, replace: bool, other_key: bool) -> None:
    """Make this deployment what it was when FILE was written. Stop server and worker first.

    A file that was cut off or changed is refused, and nothing is changed then.
    """
    settings = current_app.extensions["labspace.settings"]
    try:
        if check:
            contents = check_backup(file, settings=settings, other_key=other_key)
        else:
            contents = restore_backup(
                file, engine=db.engine, settings=settings, replace=replace, other_key=other_key
            )
    except BackupRefused as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{file}: {said(contents)}, {'whole' if check else 'restored'}.")


def said(contents: Contents) -> str:
    """What is in a backup, in a line."""
    rows = sum(table.rows for table in contents.tables.values())
    return f"{rows} rows in {len(contents.tables)} tables of {contents.made_at} ({contents.engine})"
