"""`labspace settlement`: what bookings came to, for the books."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from labspace.db import db
from labspace.locations.models import Location
from labspace.transfer.settlement.gathering import settlement_lines
from labspace.transfer.settlement.sheets import SHEETS

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("settlement")
@click.argument("slug")
@click.option("--from", "first", type=DAY, required=True, help="First local day.")
@click.option("--to", "last", type=DAY, required=True, help="Last local day.")
@click.option(
    "--format", "form", type=click.Choice(["csv", "json", "excel"]), default="csv", show_default=True
)
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
    click.echo(SHEETS[form](lines), nl=False)
