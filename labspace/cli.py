"""The `labspace` command."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click
from flask import Flask
from flask.cli import FlaskGroup

from labspace import create_app
from labspace.db import db
from labspace.schema import SchemaOutdated, check, current_revision, downgrade, upgrade

COMMANDS = {
    "bookings": "labspace.transfer.bookings.cli:bookings",
    "backup": "labspace.upkeep.backups.cli:backup",
    "doctor": "labspace.upkeep.examining.cli:doctor",
    "demo": "labspace.demo.cli:demo",
    "export": "labspace.transfer.cli:export_",
    "import": "labspace.transfer.cli:import_",
    "locations": "labspace.front.cli:locations",
    "occupancy": "labspace.occupancy.cli:occupancy",
    "options": "labspace.events.cli:options",
    "programme": "labspace.transfer.programme.cli:programme",
    "person-data": "labspace.transfer.personal.cli:person_data",
    "reports": "labspace.reports.cli:reports",
    "restore": "labspace.upkeep.backups.cli:restore",
    "settlement": "labspace.transfer.settlement.cli:settlement",
    "token": "labspace.api.tokens.cli:token",
    "user": "labspace.accounts.cli:user",
    "worker": "labspace.notices.cli:worker",
}
"""Where each package keeps its commands, as module:name; read only when one is called."""


WITHOUT_PAGES = {"backup", "db", "restore"}
"""Commands that look after the deployment."""


class LazyCommands(FlaskGroup):
    """Imports a package's commands when they are asked for, so that the others start quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return super().get_command(ctx, name)
        module, _, command = COMMANDS[name].partition(":")
        found: click.Command = getattr(import_module(module), command)
        return found


def _create() -> Flask:
    asked = click.get_current_context(silent=True)
    while asked and asked.parent and asked.parent.parent:
        asked = asked.parent
    return create_app(pages=not asked or asked.info_name not in WITHOUT_PAGES)


@click.group(
    cls=LazyCommands,
    create_app=_create,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    help="Runs labspace: houses with desks, rooms, pop-up slots, a café and event areas on one floor plan.\n\n"
    "Settings come from the environment (LABSPACE_…); config.py lists them.",
)
def labspace() -> None:
    """Gather the commands of all packages."""


@labspace.group("db")
def database() -> None:
    """Bring the database up to date, or look where it stands."""


@database.command("upgrade")
@click.argument("revision", default="head")
def db_upgrade(revision: str) -> None:
    """Create or update all tables and put the overlap guards in force. Safe to repeat."""
    upgrade(db.engine, revision)
    click.echo("The database is up to date.")


@database.command("downgrade")
@click.argument("revision")
def db_downgrade(revision: str) -> None:
    """Take the schema back to REVISION. Data of removed columns is lost."""
    downgrade(db.engine, revision)
    click.echo(f"The database is at {revision}.")


@database.command("status")
def db_status() -> None:
    """Say at which revision the database is and whether it may be used."""
    with db.engine.connect() as connection:
        click.echo(f"Revision: {current_revision(connection) or 'none'}")
    try:
        check(db.engine)
    except SchemaOutdated as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo("Up to date, all overlap guards in force.")


@labspace.command("serve", with_appcontext=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve the site until interrupted. Loads no demonstration data.

    Mails and calendar links name LABSPACE_BASE_URL; without it, this host and port.
    """
    from labspace.server import run

    # Serving processes may be forked off this one and make their own application: nothing of this one's
    # stays in force.
    app = create_app(pages=False)
    with app.app_context():
        try:
            check(db.engine)
        except SchemaOutdated as problem:
            raise click.ClickException(str(problem)) from problem
        db.engine.dispose()
    run(app.extensions["labspace.settings"], host=host, port=port)


def main() -> None:
    """Run the command; settings that cannot work end it with one clear sentence."""
    from config import SettingRefused

    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    try:
        labspace()
    except SettingRefused as problem:
        sys.exit(f"labspace: {problem}")
