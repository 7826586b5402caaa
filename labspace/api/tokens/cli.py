"""Commands about API tokens: `labspace token …`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from labspace.accounts.keys.models import MAX_NAME
from labspace.accounts.models import User
from labspace.accounts.queries import find_user
from labspace.api.tokens.actions import LONGEST_DAYS, create_token, revoke_token
from labspace.api.tokens.kinds import Scope
from labspace.api.tokens.queries import tokens_of
from labspace.api.tokens.sentences import sentence
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now


@click.group("token")
def token() -> None:
    """Make, list and revoke the tokens programs present to the API."""


@token.command("create")
@click.argument("email")
@click.option(
    "--scope",
    "words",
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    default=(Scope.READ.value,),
    show_default=True,
    help="How far it reaches: book includes read, staff both. The widest counts.",
)
@click.option("--name", help="What the token is called in the profile; left out: by the time of its making.")
@click.option(
    "--days", type=click.IntRange(1, LONGEST_DAYS), default=365, show_default=True, help="When it ends."
)
@with_appcontext
def create(email: str, words: tuple[str, ...], name: str | None, days: int) -> None:
    """Make a token for the person with mail address EMAIL; the last line printed is the token alone.

    It is shown this once and kept as a hash only.
    """
    session, now, person = db.session(), utc_now(), _person(email)
    order = list(Scope)
    scope = max(map(Scope, words), key=order.index)
    name = (
        name or f"labspace token {now:%Y-%m-%d %H:%M:%S} {len(tokens_of(session, person.id)) + 1}"
    ).strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise click.ClickException(f"A name has 1 to {MAX_NAME} characters.")
    address = person.email
    try:
        secret = create_token(session, person.id, name=name, scope=scope, days=days, now=now)
    except Refused as refused:
        session.rollback()
        raise click.ClickException(" ".join(map(sentence, refused.refusals))) from refused
    session.commit()
    click.echo(
        f"Token “{name}” for {address}, scope {scope.value}, ends in {days} day(s). It is shown only now:"
    )
    click.echo(secret)


@token.command("list")
@click.argument("email")
@with_appcontext
def list_tokens(email: str) -> None:
    """List the tokens of the person with mail address EMAIL: number, name, scope, end."""
    for one in tokens_of(db.session(), _person(email).id):
        click.echo(f"{one.id}\t{one.name}\t{one.scope.value}\t{one.expires_at:%Y-%m-%d %H:%M} UTC")


@token.command("revoke")
@click.argument("email")
@click.argument("number", type=int)
@with_appcontext
def revoke(email: str, number: int) -> None:
    """Let token NUMBER of the person with mail address EMAIL open nothing any more."""
    session = db.session()
    name = revoke_token(session, _person(email).id, number, now=utc_now())
    if name is None:
        raise click.ClickException(f"{email} has no token {number}.")
    session.commit()
    click.echo(f"Revoked “{name}”.")


def _person(email: str) -> User:
    person = find_user(db.session(), email)
    if person is None:
        raise click.ClickException(f"There is nobody with the address {email}.")
    return person
