"""`labspace bookings …`: bookings from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from labspace.accounts.models import User
from labspace.accounts.queries import find_user
from labspace.busy.kinds import Unreadable
from labspace.db import db
from labspace.times import utc_now
from labspace.transfer.bookings.asked import Asked, Finding
from labspace.transfer.bookings.calendar_file import read_ics, window_at
from labspace.transfer.bookings.placing import place_all, spaces_run_by
from labspace.transfer.bookings.table import FIELDS, NoTable, read_table
from labspace.transfer.bookings.words import not_read_text

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("bookings")
def bookings() -> None:
    """Take bookings over from elsewhere."""


def _pairs(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name not in FIELDS:
            raise click.BadParameter(f"“{pair}”: write {'|'.join(FIELDS)}=…")
        found[name] = value
    return found


@bookings.command("csv")
@click.argument("file", type=FILE)
@click.option("--by", required=True, metavar="EMAIL", help="Who of the team enters them.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Where a field stands.")
@click.option("--default", "defaults", multiple=True, metavar="FIELD=VALUE", help="Where a cell is empty.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@with_appcontext
def from_csv(file: Path, by: str, columns: tuple[str, ...], defaults: tuple[str, ...], dry_run: bool) -> None:
    """Place the bookings of a CSV file, all or none.

    Fields: space (its id), email, day, starts, ends; title and people if there are any.
    """
    team = _team(by)
    chosen, usual = _pairs(columns), _pairs(defaults)
    with force_locale("en"):
        try:
            asked, findings = read_table(file.read_bytes(), columns=chosen, defaults=usual)
        except NoTable as problem:
            raise click.ClickException(f"{file}: {not_read_text(problem)}") from problem
    _place(asked, findings, team, dry_run=dry_run)


@bookings.command("ics")
@click.argument("file", type=FILE)
@click.option("--by", required=True, metavar="EMAIL", help="Who of the team enters them.")
@click.option("--space", required=True, metavar="ID", help="The space the calendar is about.")
@click.option("--for", "email", required=True, metavar="EMAIL", help="For whom they are booked.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@with_appcontext
def from_ics(file: Path, by: str, space: str, email: str, dry_run: bool) -> None:
    """Place the events of a calendar file as bookings of one space, all or none."""
    team, now = _team(by), utc_now()
    found = spaces_run_by(db.session(), team).get(space)
    if found is None:
        raise click.ClickException(f"There is no space “{space}” in the houses of {by}.")
    with force_locale("en"):
        try:
            asked, findings = read_ics(
                file.read_bytes(), space=space, email=email, zone=found.location.zone, window=window_at(now)
            )
        except Unreadable as problem:
            raise click.ClickException(f"{file} is no calendar ({problem.code}).") from problem
    _place(asked, findings, team, dry_run=dry_run)


def _team(email: str) -> User:
    user = find_user(db.session(), email)
    if user is None or not user.is_active or not (user.is_administrator or user.staff_roles):
        raise click.ClickException(f"{email} is nobody of a team.")
    return user


def _place(asked: list[Asked], findings: list[Finding], team: User, *, dry_run: bool) -> None:
    session = db.session()
    spaces = spaces_run_by(session, team)
    with force_locale("en"):
        placed, more = place_all(session, asked, by=team, spaces=spaces, now=utc_now())
    for finding in sorted([*findings, *more]):
        click.echo(f"Line {finding.line}: {finding.said}" if finding.line else finding.said)
    refused = len(findings) + len(more)
    if dry_run:
        session.rollback()
        click.echo(f"{placed} would be booked, {refused} not (dry run, nothing was written).")
    elif refused:
        session.rollback()
        raise click.ClickException(f"{refused} cannot be booked; nothing was written. Try --dry-run first.")
    else:
        session.commit()
        click.echo(f"{placed} booked.")
