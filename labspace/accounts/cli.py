"""Commands about people: `labspace user …`."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from labspace.accounts.actions.roles import create_user, disable_user
from labspace.accounts.models import User
from labspace.accounts.passwords import hash_password
from labspace.accounts.queries import find_user, normal_address
from labspace.accounts.rules import password_refusals
from labspace.accounts.sentences import sentences
from labspace.db import db
from labspace.locations.models import Location
from labspace.times import utc_now


@click.group("user")
def user() -> None:
    """Create and list people, and take their access."""


@user.command("create")
@click.argument("email")
@click.option("--name", help="How the person is called on the screen; left out: like the mail address.")
@click.option("--password", help="At least 12 characters; asked for when left out.")
@click.option("--admin", is_flag=True, help="May administer everything.")
@click.option("--staff", "slugs", multiple=True, metavar="SLUG", help="Staff of this house; may be repeated.")
@with_appcontext
def create(email: str, name: str | None, password: str | None, admin: bool, slugs: tuple[str, ...]) -> None:
    """Create the person with mail address EMAIL, confirmed and ready to sign in."""
    try:
        address = normal_address(validate_email(email, check_deliverability=False).normalized)
    except EmailNotValidError as problem:
        raise click.ClickException(f"“{email}” is not a mail address: {problem}") from problem
    name = name or address.partition("@")[0]
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if refusals := password_refusals(password, email=address, name=name):
        raise click.ClickException(" ".join(sentences(refusals)))
    house_ids = [_house_id(slug) for slug in slugs]
    password_hash = hash_password(password)
    session = db.session()
    if find_user(session, address) is not None:
        raise click.ClickException(f"There is somebody with the address {address} already.")
    create_user(
        session,
        email=address,
        name=name,
        password_hash=password_hash,
        is_administrator=admin,
        house_ids=house_ids,
        now=utc_now(),
    )
    session.commit()
    click.echo(f"Created {address}.")


def _house_id(slug: str) -> int:
    house_id = db.session.scalar(select(Location.id).where(Location.slug == slug))
    if house_id is None:
        known = ", ".join(db.session.scalars(select(Location.slug).order_by(Location.position)))
        raise click.ClickException(f"There is no house “{slug}”. Known houses: {known or 'none'}.")
    return house_id


def _people() -> Select[User]:
    return select(User).options(selectinload(User.staff_roles)).order_by(User.email)


@user.command("list")
@with_appcontext
def list_users() -> None:
    """List all people with their roles, by mail address."""
    houses = {house.id: house.slug for house in db.session.scalars(select(Location))}
    for person in db.session.scalars(_people()):
        words = [f"staff:{houses[role.location_id]}" for role in person.staff_roles]
        words += ["administrator"] * person.is_administrator + ["demo"] * person.is_demo
        words += ["unconfirmed"] * (person.confirmed_at is None)
        words += ["disabled"] * (person.disabled_at is not None)
        click.echo("\t".join((person.email, person.name, " ".join(words))))


@user.command("disable")
@click.argument("email")
@with_appcontext
def disable(email: str) -> None:
    """Take the access of the person with mail address EMAIL, at once and on all devices."""
    session = db.session()
    person = find_user(session, email)
    if person is None:
        raise click.ClickException(f"There is nobody with the address {email}.")
    disable_user(session, person.id, by_id=None, now=utc_now())
    session.commit()
    click.echo(f"Disabled {person.email}.")
