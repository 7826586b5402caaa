"""`labspace person-data`: what is kept about somebody, for an answer under GDPR Art. 15."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from labspace.accounts.queries import find_user
from labspace.db import db
from labspace.times import utc_now
from labspace.transfer.personal.gathering import data_about


@click.command("person-data")
@click.argument("email")
@with_appcontext
def person_data(email: str) -> None:
    """Print all that is kept about the person with mail address EMAIL, as JSON."""
    user = find_user(db.session(), email)
    if user is None:
        raise click.ClickException(f"There is nobody with the address {email}.")
    found = data_about(db.session(), user, now=utc_now())
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
