"""What a feed rests on besides bookings: names of houses and spaces, memberships, roles, the manner of writing.

None of it announces its changes, and some of it is changed by hand on the database. So every fetch
asks for it along with its link and compares; where it differs, the feed is written anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, CompoundSelect, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from labspace.accounts.models import Membership, Organisation, StaffRole, User
from labspace.calendars.entries import FORMAT_VERSION
from labspace.calendars.scopes import FeedKind, Scope
from labspace.db import BigId
from labspace.locations.models import Location
from labspace.spaces.models import Space, SpacePart

GroundRow = tuple[str, int, int, str]
"""What it is (a house, a membership …), its id, its revision, its name."""


def ground_rows(
    user_id: ColumnElement[int], space_id: ColumnElement[int]
) -> CompoundSelect[str, int, int, str]:
    """The question for all the feeds of a person may rest on; `space_id` is that of a feed about a space."""
    return union_all(
        select(
            literal("house").label("what"),
            Location.id.label("row_id"),
            Location.revision.label("row_revision"),
            literal("").label("name"),
        ),
        select(literal("member"), Organisation.id, literal(0), Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user_id),
        select(literal("staff"), StaffRole.location_id, literal(0), literal("")).where(
            StaffRole.user_id == user_id
        ),
        select(literal("administrator"), User.id, literal(0), literal("")).where(
            User.id == user_id, User.is_administrator
        ),
        select(literal("space"), Space.location_id, literal(0), literal("")).where(Space.id == space_id),
    )


_ROWS = ground_rows(bindparam("user_id", type_=BigId), bindparam("space_id", type_=BigId))


@dataclass(frozen=True)
class Ground:
    """What was found for one link."""

    basis: str
    """The same exactly while nothing of it changed."""
    may_read: bool
    """Whether the person still has the right to the feed, and its subject exists."""


def ground_of(session: Session, scope: Scope, user_id: int) -> Ground:
    """What the feed of `scope` rests on now, for the person with a link to it; one statement."""
    rows = session.execute(_ROWS, {"user_id": user_id, "space_id": scope.space_id or 0})
    return ground_from(session, scope, [(what, row_id, value, name) for what, row_id, value, name in rows])


def ground_from(session: Session, scope: Scope, rows: Iterable[GroundRow]) -> Ground:
    """What these rows mean for the feed of `scope`; no statement while no house changes."""
    found: dict[str, dict[int, tuple[int, str]]] = {}
    for what, row_id, value, name in rows:
        found.setdefault(what, {})[row_id] = (value, name)
    houses = {house_id: revision for house_id, (revision, _name) in found.get("house", {}).items()}
    own_houses = _houses_of(scope, houses, next(iter(found.get("space", {})), None))
    may_read = bool(own_houses) or scope.kind is FeedKind.PERSONAL
    if scope.kind is FeedKind.STAFF:
        may_read = may_read and ("administrator" in found or scope.subject_id in found.get("staff", {}))
    members = sorted(found.get("member", {}).items()) if scope.kind is FeedKind.PERSONAL else []
    base_url = current_app.extensions["labspace.settings"].base_url
    parts = (FORMAT_VERSION, base_url, names_of(session, own_houses), members)
    return Ground(_hash(repr(parts)), may_read)


def _houses_of(scope: Scope, houses: dict[int, int], space_house: int | None) -> tuple[tuple[int, int], ...]:
    """Id and revision of the houses whose names may be in the feed."""
    if scope.kind is FeedKind.PERSONAL:
        return tuple(sorted(houses.items()))
    wanted = space_house if scope.kind is FeedKind.SPACE else scope.subject_id
    return ((wanted, houses[wanted]),) if wanted is not None and wanted in houses else ()


def names_of(session: Session, houses: tuple[tuple[int, int], ...]) -> str:
    """A hash of all that is called something in these houses (id and revision); remembered until one differs."""
    remembered: dict[tuple[tuple[int, int], ...], str] = current_app.extensions.setdefault(
        "labspace.feed_names", {}
    )
    if (known := remembered.get(houses)) is not None:
        return known
    ids = [house_id for house_id, _revision in houses]
    text = select(
        Location.id,
        Location.name,
        Location.address,
        Location.coordinates,
        Location.moves,
        Location.timezone,
        Location.slug,
        Location.is_demo,
    )
    spaces = select(Space.id, Space.name, Space.name_en, Space.public_id, Space.location_id)
    parts = select(SpacePart.id, SpacePart.whole_id, SpacePart.part_id)
    found = [
        [tuple(row) for row in session.execute(text.where(Location.id.in_(ids)).order_by(Location.id))],
        [tuple(row) for row in session.execute(spaces.where(Space.location_id.in_(ids)).order_by(Space.id))],
        [
            tuple(row)
            for row in session.execute(
                parts.join(Space, Space.id == SpacePart.whole_id)
                .where(Space.location_id.in_(ids))
                .order_by(SpacePart.id)
            )
        ],
    ]
    if len(remembered) > 200:
        remembered.clear()
    remembered[houses] = _hash(repr(found))
    return remembered[houses]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
