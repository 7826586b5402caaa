"""Plain values: an invented booking with its life, before it becomes rows.

Moments are whole epoch seconds here: a million bookings are built from plain numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from labspace.accounts.kinds import PartnerType, Theme
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import Layout, SpaceKind

MINUTE, HOUR, DAY = 60, 3600, 86400


def moment(seconds: int) -> datetime:
    """The moment as rows have it."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody who books, for an organisation or privately; both ids are final."""

    user_id: int
    organisation_id: int | None = None
    partner_type: PartnerType = PartnerType.PRIVATE
    theme: Theme | None = None
    sector: str = "-"


@dataclass(frozen=True, slots=True)
class Place:
    """What is booked: one space with its undivided units."""

    space_id: int
    public_id: str
    kind: SpaceKind
    capacity: int
    layouts: Sequence[tuple[Layout, int]]
    unit_ids: tuple[int, ...]
    rules: Rules

    @property
    def buffers(self) -> tuple[int, int]:
        """Seconds before and after each use."""
        return self.rules.buffer_before_minutes * MINUTE, self.rules.buffer_after_minutes * MINUTE

    @property
    def gap(self) -> int:
        """Seconds that two uses must lie apart: buffers may overlap each other, but no use."""
        return max(self.buffers)


@dataclass(frozen=True, slots=True)
class Step:
    """One change in the life of a booking after it was placed."""

    what: str
    at: int
    state: BookingState
    by: int | None
    rank: int | None = None
    note: str = ""

    @property
    def reschedules(self) -> bool:
        """Whether calendars must hear of it (RFC 5545 SEQUENCE)."""
        return self.what in {"confirmed", "rejected", "cancelled", "lapsed"}


@dataclass(slots=True)
class Life:
    """When and how a booking was placed, and what became of it."""

    created: int
    state: BookingState
    rank: int | None = None
    until: int | None = None
    """When the option lapses."""
    steps: list[Step] = field(default_factory=list)
    entered_by: int | None = None
    entered_later: bool = False
    override_reason: str = ""

    @property
    def last_state(self) -> BookingState:
        return self.steps[-1].state if self.steps else self.state

    @property
    def last_rank(self) -> int | None:
        return self.steps[-1].rank if self.steps else self.rank


KEEPS_OFF = frozenset({BookingState.CONFIRMED, BookingState.USED})
"""As the actions leave it: no-shows and whatever was cancelled, rejected or lapsed hold no claims."""


@dataclass(slots=True)
class Visit:
    """One invented booking."""

    location_id: int
    place: Place
    starts: int
    ends: int
    life: Life
    by: Regular
    title: str = ""
    people: int = 1
    layout: Layout | None = None
    is_public: bool = False
    theme: Theme | None = None
    note: str = ""
    setup: int = 0
    teardown: int = 0
    """Minutes of set-up and tear-down asked for."""

    @property
    def core(self) -> tuple[int, int]:
        """The use with its set-up and tear-down."""
        return self.starts - self.setup * MINUTE, self.ends + self.teardown * MINUTE

    @property
    def keeps_off(self) -> bool:
        """Whether it holds claims today."""
        state = self.life.last_state
        return state in KEEPS_OFF or (state is BookingState.OPTION and self.life.last_rank == 1)
