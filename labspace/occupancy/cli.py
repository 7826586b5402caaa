"""`labspace occupancy`: facts against bookings."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import with_appcontext

from labspace.db import db
from labspace.locations.queries import locations
from labspace.occupancy.days import Days
from labspace.occupancy.facts.checking import note_check
from labspace.occupancy.facts.jobs import keepable_days
from labspace.occupancy.facts.verifying import verify_facts
from labspace.times import utc_now

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("occupancy")
def occupancy() -> None:
    """Look after the figures."""


@occupancy.command("verify")
@click.option("--from", "first", type=DAY, help="First day; without it, the day of the first booking.")
@click.option("--to", "last", type=DAY, help="Last day; without it, the day before yesterday.")
@with_appcontext
def verify(first: datetime | None, last: datetime | None) -> None:
    """Count every kept day anew from its bookings and name each difference.

    With one the exit code is 1. Days of which nothing is kept, or whose facts no longer hold, are
    counted when they are asked for, and passed over here. The result stands on the team's page.
    """
    session, now = db.session(), utc_now()
    houses = locations(session)
    kept = [days for house in houses if (days := keepable_days(session, house, now=now))]
    if not kept:
        click.echo("There are no days to compare yet.")
        return
    begins = first.date() if first else min(days.first for days in kept)
    ends = last.date() if last else max(days.last for days in kept)
    if begins > ends:
        raise click.BadParameter("the last day lies before the first", param_hint="--to")
    found = verify_facts(session, houses, [Days(begins, ends)], now=now)
    note_check(session, found, now=now)
    db.session.commit()
    for difference in found.differences:
        click.echo(str(difference), err=True)
    click.echo(f"{found.compared} day(s) of houses compared, {found.passed_over} passed over.")
    if found.differences:
        raise click.ClickException(f"{len(found.differences)} difference(s) between facts and bookings.")
    click.echo("No difference.")
