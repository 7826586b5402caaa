"""`labspace demo`: invented houses, people and load."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from labspace.db import db
from labspace.demo.loading import is_empty, load_houses
from labspace.demo.people import PASSWORD, PEOPLE, has_people, load_people
from labspace.times import utc_now


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are houses already.")
@with_appcontext
def demo(*, if_empty: bool) -> None:
    """Load the four invented houses and people to sign in as, into an empty system."""
    session = db.session()
    if is_empty(session):
        load_people(session, load_houses(session), now=utc_now())
        db.session.commit()
        click.echo("Loaded the demonstration houses (invented).")
    elif not if_empty:
        raise click.ClickException("There are houses already; the demonstration is for empty systems.")
    if has_people(session):
        click.echo(f"Demo sign-ins (from this machine only), password “{PASSWORD}”:")
        for person in PEOPLE:
            click.echo(f"  {person.email:28} {person.role}")
