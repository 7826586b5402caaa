"""Giving, replacing and ending secret links to feeds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.calendars.ground import ground_of
from labspace.calendars.models import FeedLink
from labspace.calendars.scopes import FeedKind, Scope, personal
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

MOST_LINKS = 40
"""Nobody reads more calendars; each of them costs every booking a little."""


def personal_link(session: Session, user: User, *, now: datetime) -> FeedLink:
    """The link to the person's own feed, made at the first look; whether it was ended or not."""
    scope = personal(user.id)
    found = find_link(session, user.id, scope)
    return found if found is not None else _new_link(session, user, scope, now=now)


def open_link(session: Session, user: User, scope: Scope, *, now: datetime) -> FeedLink:
    """A link to the feed of `scope`, the one in force where there is one.

    Raises `Refused` with `feed_unknown` where the person may not read it, `too_many_feeds`.
    """
    begin_write(session)
    if not ground_of(session, scope, user.id).may_read or _is_anothers(scope, user):
        raise Refused(Refusal("feed_unknown"))
    link = find_link(session, user.id, scope)
    if link is None:
        links = links_of(session, user.id)
        if len(links) >= MOST_LINKS:
            raise Refused(Refusal("too_many_feeds", {"most": MOST_LINKS}))
        return _new_link(session, user, scope, now=now)
    return link if link.revoked_at is None else _anew(session, link, now=now)


def renew_link(session: Session, link_id: int, *, now: datetime) -> FeedLink:
    """Replace the link; the old one is retired at once. An ended link comes into force again."""
    begin_write(session)
    return _anew(session, _locked(session, link_id), now=now)


def revoke_link(session: Session, link_id: int, *, now: datetime) -> FeedLink:
    """End the link: its address answers 410 from now on."""
    begin_write(session)
    link = _locked(session, link_id)
    link.revoked_at = link.revoked_at or now
    session.flush()
    return link


def _locked(session: Session, link_id: int) -> FeedLink:
    return session.get_one(FeedLink, link_id, with_for_update=True, populate_existing=True)


def _anew(session: Session, link: FeedLink, *, now: datetime) -> FeedLink:
    """The link with a new address; its last one answers 410 and goes on doing so."""
    link.generation, link.renewed_at, link.fetched_at = link.generation + 1, now, None
    link.revoked_at = None
    session.flush()
    return link


def find_link(session: Session, user_id: int, scope: Scope) -> FeedLink | None:
    """The person's link to a feed, in force or ended."""
    question = select(FeedLink).where(FeedLink.user_id == user_id, FeedLink.scope == scope.key)
    return session.scalars(question).one_or_none()


def links_of(session: Session, user_id: int) -> list[FeedLink]:
    """The person's links in force, oldest first."""
    question = select(FeedLink).where(FeedLink.user_id == user_id, FeedLink.revoked_at.is_(None))
    return list(session.scalars(question.order_by(FeedLink.id)))


def _is_anothers(scope: Scope, user: User) -> bool:
    return scope.kind is FeedKind.PERSONAL and scope.subject_id != user.id


def _new_link(session: Session, user: User, scope: Scope, *, now: datetime) -> FeedLink:
    user_id, locale = user.id, user.locale
    begin_write(session)
    link = FeedLink(user_id=user_id, scope=scope.key, locale=locale, generation=1, created_at=now)
    session.add(link)
    session.flush()
    return link
