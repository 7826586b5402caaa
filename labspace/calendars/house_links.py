"""The secret links to the calendars of one house, whoever made them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.calendars.models import FeedLink
from labspace.calendars.scopes import FeedKind, Scope
from labspace.spaces.kinds import SpaceKind


def scopes_of(location_id: int, space_ids: Collection[int]) -> list[Scope]:
    """Every calendar of a house and its spaces that has secret links."""
    return [
        Scope(kind=FeedKind.STAFF, subject_id=location_id),
        Scope(kind=FeedKind.HOUSE, subject_id=location_id),
        *(Scope(kind=FeedKind.HOUSE_KIND, subject_id=location_id, space_kind=kind) for kind in SpaceKind),
        *(Scope(kind=FeedKind.SPACE, subject_id=space_id) for space_id in space_ids),
    ]


def links_in_force(session: Session, location_id: int, space_ids: Collection[int]) -> Sequence[FeedLink]:
    """The links to the calendars of a house that still open them, the latest first."""
    keys = [scope.key for scope in scopes_of(location_id, space_ids)]
    return session.scalars(
        select(FeedLink)
        .where(FeedLink.scope.in_(keys), FeedLink.revoked_at.is_(None))
        .order_by(FeedLink.created_at.desc(), FeedLink.id.desc())
    ).all()


def end_links_of(session: Session, location_id: int, space_ids: Collection[int], *, now: datetime) -> int:
    """Let every link to the calendars of a house answer 410 from now on; how many those were."""
    found = [link.id for link in links_in_force(session, location_id, space_ids)]
    session.execute(update(FeedLink).where(FeedLink.id.in_(found)).values(revoked_at=now))
    return len(found)
