"""What someone wants to book, as one plain value for every door: page, API, staff, import."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.accounts.kinds import Theme
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a booking says besides place and time."""

    title: str = ""
    people: int = 1
    layout: Layout | None = None
    theme: Theme | None = None
    is_public: bool = False
    note: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Named spaces (all or none), or any one space of a kind in a house (a pool)."""

    span: TimeSpan
    space_ids: tuple[int, ...] = ()
    pool_location_id: int | None = None
    pool_kind: SpaceKind | None = None
    pool_feature: str = ""
    setup_minutes: int = 0
    teardown_minutes: int = 0
    details: Details = Details()
