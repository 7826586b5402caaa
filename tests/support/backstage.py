"""The site from behind: its data changed through actions, its people signed in, without a page being walked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import time_machine
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.accounts.passwords import hash_password
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.demo.people import PASSWORD, DemoPerson
from labspace.notices.delivery import deliver_due
from labspace.notices.jobs import run_jobs
from labspace.notices.senders import sender_for
from labspace.spaces.models import Space
from labspace.spaces.queries import find_space
from labspace.times import TimeSpan
from tests.support.live_server import NOW, application


class Backstage:
    """The application of a running site in the process of the test, on the same database."""

    def __init__(self, folder: Path, *, address: str, since: datetime = NOW) -> None:
        """`since`: the moment at which the site was opened."""
        self._app = application(folder, address=address)
        self.address = address
        self._mails = folder / "mail"
        self._since, self._opened = since, monotonic()
        self._numbers = count(1)

    @contextmanager
    def at(self, now: datetime = NOW) -> Iterator[Session]:
        """A database session at a moment. What is signed with the time must not come from after the site's."""
        with self._app.app_context(), time_machine.travel(now, tick=False):
            try:
                yield db.session()
            finally:
                db.session.remove()
                db.engine.dispose()

    def do_the_jobs(self) -> None:
        """What the house does each minute, now; and all mails that are due leave."""
        # The site's own clock has gone on since it was opened.
        present = self._since + timedelta(seconds=monotonic() - self._opened + 1)
        with self.at(present):
            run_jobs(self._app)
            deliver_due(db.engine, sender_for(self._app.extensions["labspace.settings"]))

    def mailed_path(self, *, to: str, pattern: str) -> str:
        """The path of the link in the latest mail to this address, once the house has done its jobs."""
        self.do_the_jobs()
        for file in sorted(self._mails.glob("*.eml"), reverse=True):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            if to in str(message["To"]) and body and (found := re.search(pattern, body.get_content())):
                return urlsplit(found[0]).path
        raise AssertionError(f"no mail to {to} with {pattern}")

    def newcomer(self, name: str) -> DemoPerson:
        """Somebody no other test knows: with mails, bookings and quotas of their own."""
        email = f"{name.split(maxsplit=1)[0].lower()}-{next(self._numbers)}@example.org"
        with self.at() as session:
            session.add(
                User(
                    email=email,
                    name=name,
                    password_hash=hash_password(PASSWORD),
                    created_at=NOW,
                    confirmed_at=NOW,
                )
            )
            session.commit()
        return DemoPerson(email, name, "")

    def sign_in(self, page: Page, person: DemoPerson, *, at: str = "", now: datetime = NOW) -> None:
        """Let the page's visitor be `person`, reading in the language of the browser; `at` another address."""
        language = str(page.evaluate("navigator.language"))[:2]
        with self.at(now) as session:
            kept = {"_user_id": find_user(session, person).get_id(), "_fresh": True, "lang": language}
            cookie = SecureCookieSessionInterface().get_signing_serializer(self._app)
            assert cookie is not None
            value, url = str(cookie.dumps(kept)), at or self.address
        page.context.add_cookies([{"name": "labspace", "value": value, "url": url}])


def find_user(session: Session, person: DemoPerson) -> User:
    """The row of somebody."""
    return session.scalars(select(User).where(User.email == person.email)).one()


def get_space(session: Session, public_id: str) -> Space:
    """A space by its public id, which must be there."""
    space = find_space(session, public_id)
    assert space is not None, public_id
    return space


def wish_for(space: Space, span: TimeSpan, details: Details | None = None) -> Wish:
    """What somebody wants of one space."""
    return Wish(span=span, space_ids=(space.id,), details=details or Details())
