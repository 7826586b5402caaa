"""`labspace demo`: invented houses, people and load."""

from __future__ import annotations

import sys
from datetime import timedelta

import click
from flask.cli import with_appcontext

from labspace.db import db
from labspace.demo.agreements import load_agreements
from labspace.demo.calls import load_calls
from labspace.demo.context import load_context
from labspace.demo.decisions import load_decisions
from labspace.demo.foreign import load_foreign_calendar
from labspace.demo.ideas import load_ideas
from labspace.demo.keeping import load_keeping
from labspace.demo.load import Wanted, load_bookings
from labspace.demo.loading import is_demonstration, is_empty, load_houses
from labspace.demo.people import PASSWORD, PEOPLE, has_people, load_people
from labspace.demo.programme import invent_programme
from labspace.demo.redrawing import load_redrawing
from labspace.demo.reports import load_report
from labspace.demo.shops import invent_shops
from labspace.demo.tallies import invent_tallies
from labspace.times import utc_now

LIVELY = Wanted(bookings=7000, days=62)
"""What an empty system gets, so that today's pages look alive and last month's figures are whole."""
YEAR_DAYS = 365.25


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are houses already.")
@click.option(
    "--bookings", type=click.IntRange(0, 20_000_000), help="How many bookings to invent. [default: 7000]"
)
@click.option(
    "--seed", default=1, show_default=True, help="The same seed on the same day gives the same load."
)
@click.option(
    "--years",
    type=click.FloatRange(0.05, 30),
    help="How far back the bookings reach. [default: 2, or two months]",
)
@with_appcontext
def demo(*, if_empty: bool, bookings: int | None, seed: int, years: float | None) -> None:
    """Fill an empty system with the four invented houses, people to sign in as, and bookings.

    With --bookings, also adds load to a system that has only invented houses; more of them are
    added when the load would overfill these. Nothing ever overlaps. Real houses are left alone.
    """
    session, now = db.session(), utc_now()
    empty = is_empty(session)
    if not is_demonstration(session):
        raise click.ClickException("There are real houses here; invented bookings are not for them.")
    days = int((years or 2) * YEAR_DAYS) if bookings or years else LIVELY.days
    wanted = Wanted(bookings=LIVELY.bookings if bookings is None else bookings, seed=seed, days=days)
    if empty:
        since = now.date() - timedelta(days=days + 31)
        houses = load_houses(session, since=since)
        load_people(session, houses, now=now)
        load_ideas(session, houses, now=now)
        load_keeping(session, houses, now=now)
        db.session.commit()
        click.echo("Loaded the four demonstration houses (invented).")
    elif bookings is None and not if_empty:
        raise click.ClickException("There are houses already. Say how many --bookings to add to them.")
    if wanted.bookings and not (if_empty and not empty):
        written = load_bookings(session, wanted, now=now, say=_say)
        click.echo(f"Loaded {written} bookings (invented), seed {seed}.")
        invent_programme(session, seed=seed, now=now)
        invent_shops(session, seed=seed, now=now)
        invent_tallies(session, days=days, seed=seed, now=now)
        db.session.commit()
    if empty:
        load_calls(session, now=now)
        load_decisions(session, now=now)
        load_agreements(session, now=now)
        load_foreign_calendar(session, now=now)
        load_redrawing(session, now=now)
        load_context(session, now=now)
        load_report(session, now=now)
        db.session.commit()
    if has_people(session):
        click.echo(f"Demo sign-ins (from this machine only), password “{PASSWORD}”:")
        for person in PEOPLE:
            click.echo(f"  {person.email:28} {person.role}")


def _say(text: str) -> None:
    """Lines for everybody; progress, which has no line of its own, for somebody who watches."""
    if text.endswith("\n"):
        click.echo(text, nl=False)
    elif sys.stderr.isatty():
        click.echo(f"\r\033[K{text}", err=True, nl=False)
