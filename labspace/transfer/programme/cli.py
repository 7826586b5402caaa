"""`labspace programme`: what is publicly on."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import with_appcontext

from labspace.db import db
from labspace.locations.queries import locations
from labspace.times import utc_now
from labspace.transfer.programme.gathering import programme_lines
from labspace.transfer.programme.sheets import SHEETS

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("programme")
@click.argument("slugs", nargs=-1)
@click.option("--from", "first", type=DAY, required=True, help="First local day.")
@click.option("--to", "last", type=DAY, required=True, help="Last local day.")
@click.option("--format", "form", type=click.Choice([*SHEETS]), default="csv", show_default=True)
@with_appcontext
def programme(slugs: tuple[str, ...], first: datetime, last: datetime, form: str) -> None:
    """Print released events and open pop-ups of the houses SLUGS, or of all, on these days."""
    session = db.session()
    houses = {house.slug: house for house in locations(session)}
    if unknown := [slug for slug in slugs if slug not in houses]:
        raise click.ClickException(f"There is no house “{unknown[0]}”.")
    if last < first:
        raise click.ClickException("The last day lies before the first.")
    chosen = [houses[slug] for slug in slugs] or list(houses.values())
    lines = programme_lines(session, chosen, first=first.date(), last=last.date(), now=utc_now())
    click.echo(SHEETS[form](lines), nl=False)
