"""What a feed is about, and who it is written for."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from labspace.spaces.kinds import SpaceKind


class FeedKind(enum.Enum):
    """What a feed is about. The public programme is kept apart, in `calendars.programme`."""

    PERSONAL = "person"
    SPACE = "space"
    HOUSE = "house"
    HOUSE_KIND = "kind"
    STAFF = "staff"


class Audience(enum.Enum):
    """Who reads a feed, which decides what is left out of its events."""

    OWNER = "owner"
    """The person themselves: own titles, numbers and links."""
    BUSY = "busy"
    """Anybody signed in: "Belegt" or the public title, and nothing that leads to a person."""
    STAFF = "staff"
    """The team of the house: titles and tasks, no persons."""


AUDIENCES = {
    FeedKind.PERSONAL: Audience.OWNER,
    FeedKind.SPACE: Audience.BUSY,
    FeedKind.HOUSE: Audience.BUSY,
    FeedKind.HOUSE_KIND: Audience.BUSY,
    FeedKind.STAFF: Audience.STAFF,
}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The subject of a feed; feeds of the same scope and language are the same bytes."""

    kind: FeedKind
    subject_id: int
    """The person's, the space's or the house's id."""
    space_kind: SpaceKind | None = None

    @property
    def key(self) -> str:
        """As it is stored: `person 5`, `house 3`, `kind 3 desk`."""
        words = (self.kind.value, str(self.subject_id), self.space_kind.value if self.space_kind else "")
        return " ".join(word for word in words if word)

    @property
    def audience(self) -> Audience:
        return AUDIENCES[self.kind]

    @property
    def user_id(self) -> int | None:
        return self.subject_id if self.kind is FeedKind.PERSONAL else None

    @property
    def space_id(self) -> int | None:
        return self.subject_id if self.kind is FeedKind.SPACE else None

    @property
    def location_id(self) -> int | None:
        """The house, where the feed is about one as a whole."""
        return None if self.kind in (FeedKind.PERSONAL, FeedKind.SPACE) else self.subject_id


def scope_from(key: str) -> Scope:
    """The scope stored as `key`. Raises `ValueError` for anything else."""
    kind, subject, *more = key.split(" ")
    if not subject.isascii() or not subject.isdigit() or len(subject) > 18 or len(more) > 1:
        raise ValueError(f"no scope: {key!r}")
    scope = Scope(
        kind=FeedKind(kind),
        subject_id=int(subject),
        space_kind=SpaceKind(more[0]) if more else None,
    )
    if (scope.kind is FeedKind.HOUSE_KIND) != bool(more):
        raise ValueError(f"no scope: {key!r}")
    return scope


def personal(user_id: int) -> Scope:
    """The feed of somebody's own bookings and their organisations'."""
    return Scope(kind=FeedKind.PERSONAL, subject_id=user_id)
