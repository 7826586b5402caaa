"""Feeds as tests need them: filled, and fetched as a calendar program does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from labspace.accounts.models import User
from labspace.calendars.feeds import rewrite
from labspace.calendars.ground import ground_of
from labspace.calendars.linking import open_link, personal_link
from labspace.calendars.links import token_of
from labspace.calendars.models import CalendarFeed, FeedLink
from labspace.calendars.scopes import FeedKind, Scope


def opened(session: Session, scope: Scope, user: User, *, now: datetime, locale: str = "de") -> CalendarFeed:
    """The feed of `scope`, filled as at the first fetch, committed."""
    basis = ground_of(session, scope, user.id).basis
    feed = rewrite(session, scope, locale, basis=basis, now=now)
    session.commit()
    return feed


@dataclass(frozen=True)
class Subscriber:
    """A calendar program that has somebody's link to a feed; keeps no cookies."""

    app: Flask
    link_id: int
    path: str

    def fetch(self, *, method: str = "GET", **headers: str) -> TestResponse:
        """What it gets; `If_None_Match="…"` and the like are headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.app.test_client(use_cookies=False).open(self.path, method=method, headers=named)

    def lines(self) -> list[str]:
        """The calendar, unfolded, line by line."""
        answer = self.fetch()
        assert answer.status_code == 200, answer.status
        return answer.get_data(as_text=True).replace("\r\n ", "").split("\r\n")

    def summaries(self) -> list[str]:
        """The titles of its events, in their order."""
        return [line.removeprefix("SUMMARY:") for line in self.lines() if line.startswith("SUMMARY:")]


def subscribe(app: Flask, session: Session, user: User, scope: Scope, *, now: datetime) -> Subscriber:
    """A calendar program with the person's link to a feed they may read."""
    is_own = scope.kind is FeedKind.PERSONAL
    link = personal_link(session, user, now=now) if is_own else open_link(session, user, scope, now=now)
    session.commit()
    return Subscriber(app, link.id, path_of(app, link))


def path_of(app: Flask, link: FeedLink) -> str:
    """The secret path of a link."""
    return f"/kalender/{link.id}-{token_of(app.secret_key or '', link.id, link.generation)}.ics"
