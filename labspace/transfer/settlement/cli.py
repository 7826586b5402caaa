"""`labspace settlement`: what bookings came to, for the books."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, astuple
from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from labspace.db import db
from labspace.locations.models import Location
from labspace.transfer.settlement.gathering import HEADINGS, settlement_lines

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("settlement")
@click.argument("slug")
@click.option("--from", "first", type=DAY, required=True, help="First local day.")
@click.option("--to", "last", type=DAY, required=True, help="Last local day.")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@with_appcontext
def settlement(slug: str, first: datetime, last: datetime, form: str) -> None:
    """Print the priced bookings of the house SLUG that begin on these days; prices in cents."""
    session = db.session()
    house = session.scalars(select(Location).where(Location.slug == slug)).one_or_none()
    if house is None:
        raise click.ClickException(f"There is no house “{slug}”.")
    if last < first:
        raise click.ClickException("The last day lies before the first.")
    lines = settlement_lines(session, house, first=first.date(), last=last.date())
    if form == "json":
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for line in lines:
        writer.writerow([_harmless(value) for value in astuple(line)])
    click.echo(out.getvalue(), nl=False)


def _harmless(value: object) -> object:
    """A spreadsheet runs what begins like a formula; names come from people."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
