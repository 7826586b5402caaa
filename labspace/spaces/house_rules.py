"""Pure: what a house may rule about booking its spaces; the one place that names every answer.

A houses file (`RuleSpec`), the database (`BookingRule`) and the rulebook (`RuleEntry`, `Rules`)
carry exactly these answers; tests/bookings/test_rulebook.py holds them together.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, fields
from datetime import date

from flask_babel import LazyString

from labspace.accounts.kinds import PartnerType
from labspace.locations.house_file import Texts
from labspace.spaces.kinds import SpaceKind
from labspace.words import lazy_gettext as _l


class LeadCount(enum.Enum):
    """In which minutes the lead time is counted."""

    CLOCK = "clock"
    STAFFED = "staffed"
    """Only while the house is open: what is asked for in the evening is seen in the morning."""


class HorizonCount(enum.Enum):
    """What "n days ahead" means."""

    CALENDAR_DAYS = "calendar_days"
    """All of the local day that lies n days after today."""
    STRICT_HOURS = "strict_hours"
    """A beginning at most n times 24 hours from now."""


class QuotaOwner(enum.Enum):
    """Whose bookings a quota counts together."""

    PERSON = "person"
    """What one person booked, privately or for whomever."""
    ORGANISATION = "organisation"
    """What all people booked for one organisation."""


class QuotaPeriod(enum.Enum):
    """Over which time a quota counts, by the local calendar of the house."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    AHEAD = "ahead"
    """All that is not over yet."""

    @property
    def label(self) -> LazyString:
        return _PERIODS[self]


_PERIODS = {
    QuotaPeriod.DAY: _l("am Tag"),
    QuotaPeriod.WEEK: _l("in der Woche"),
    QuotaPeriod.MONTH: _l("im Monat"),
    QuotaPeriod.AHEAD: _l("im Voraus"),
}


@dataclass(frozen=True, kw_only=True)
class Product:
    """A named part of the day that is booked as one, such as the morning; by the wall clock."""

    id: str
    name: Texts
    starts_minute: int
    ends_minute: int


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How much one owner may have booked in a period; it counts what the rule it stands in covers."""

    owner: QuotaOwner
    period: QuotaPeriod
    most_bookings: int | None = None
    """Spaces count each: three desks in one booking are three."""
    most_minutes: int | None = None
    kind: SpaceKind | None = None
    """Counts this kind only; the rulebook fills it in from the rule."""
    space_id: int | None = None
    """Counts this space only; the rulebook fills it in from the rule."""


class NoShowConsequence(enum.Enum):
    """What follows when somebody often does not come."""

    WORD = "word"
    """The person is reminded kindly when they book."""
    APPROVAL = "approval"
    """New bookings wait for the house."""
    PAUSE = "pause"
    """No new bookings for some days."""


@dataclass(frozen=True, kw_only=True)
class NoShowStep:
    """What follows from the n-th no-show of a person in a house within some days."""

    after: int
    within_days: int
    then: NoShowConsequence
    pause_days: int = 0
    """How long a pause lasts from the no-show on."""


@dataclass(frozen=True, kw_only=True)
class RuleAnswers:
    """What one dated rule says for a house or a kind in it; None leaves the answer to a more general rule."""

    kind: SpaceKind | None = None
    valid_from: date = date.min
    valid_until: date | None = None
    raster_minutes: int | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    products: tuple[Product, ...] | None = None
    free_hours: bool | None = None
    lead_minutes: int | None = None
    lead_counts: LeadCount | None = None
    horizon_days: int | None = None
    horizon_counts: HorizonCount | None = None
    buffer_before_minutes: int | None = None
    buffer_after_minutes: int | None = None
    quotas: tuple[Quota, ...] | None = None
    team_only: bool | None = None
    members_only: bool | None = None
    partner_types: tuple[PartnerType, ...] | None = None
    needs_approval: bool | None = None
    cancel_until_minutes: int | None = None
    check_in: bool | None = None
    grace_minutes: int | None = None
    no_shows: tuple[NoShowStep, ...] | None = None
    offer_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class RuleSpec(RuleAnswers):
    """A rule as a houses file says it."""

    space: str | None = None
    """Public id of the one space it holds for."""


ANSWERS = tuple(
    field.name for field in fields(RuleAnswers) if field.name not in {"kind", "valid_from", "valid_until"}
)
"""The names of all answers a rule can give."""
