"""Who books, whose calendars ask, and who wants to be told: made for a run in the measured data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench.people import add_people
from bench.programs import token_of
from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.calendars.linking import personal_link
from labspace.calendars.links import token_of as link_token
from labspace.db import db
from labspace.demo.people import LEAD
from labspace.locations.queries import locations
from labspace.schema import upgrade
from labspace.times import utc_now
from labspace.webhooks.kinds import Event
from labspace.webhooks.models import WebhookEndpoint

SECRET = "bench"
BOOKERS = tuple(f"booker-{number}@demo.invalid" for number in range(1, 121))
READERS = 500
"""Calendars that ask: first those of the bookers, then of other people with bookings."""


@dataclass(frozen=True)
class Cast:
    """Tokens of those who book, and paths of the calendars that ask."""

    tokens: list[str]
    feeds: list[str]


def cast_for(url: str, folder: Path, *, hook_port: int) -> Cast:
    """Give the bookers tokens, the readers calendar links, and every house an endpoint for webhooks."""
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key=SECRET))
    with app.app_context():
        upgrade(db.engine)
        session, now = db.session(), utc_now()
        add_people(session, now=now, emails=BOOKERS)
        session.commit()
        bookers = session.scalars(select(User).where(User.email.in_(BOOKERS)).order_by(User.id)).all()
        others = session.scalars(
            select(User).where(User.email.not_in(BOOKERS)).order_by(User.id).limit(READERS - len(bookers))
        ).all()
        links = [personal_link(session, person, now=now) for person in (*bookers, *others)]
        lead = session.scalars(select(User).where(User.email == LEAD.email)).one()
        for house in locations(session):
            house.has_webhooks = True
            session.add(
                WebhookEndpoint(
                    location_id=house.id,
                    name=f"bench {house.slug}",
                    address=f"http://127.0.0.1:{hook_port}/{house.slug}",
                    events=[Event.CREATED.value],
                    created_by_id=lead.id,
                    created_at=now,
                )
            )
        session.commit()
        feeds = [f"/kalender/{link.id}-{link_token(SECRET, link.id, link.generation)}.ics" for link in links]
        db.session.remove()
        db.engine.dispose()
    return Cast([token_of(email) for email in BOOKERS], feeds)
