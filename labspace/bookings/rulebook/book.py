"""Pure: the house rules in force for a space on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from labspace.accounts.kinds import PartnerType
from labspace.spaces.house_rules import (
    ANSWERS,
    HorizonCount,
    LeadCount,
    NoShowStep,
    Product,
    Quota,
    RuleAnswers,
)
from labspace.spaces.kinds import SpaceKind

DAY_MINUTES = 1440


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What holds for one space; all times in minutes unless named otherwise."""

    raster_minutes: int
    min_minutes: int
    max_minutes: int
    products: tuple[Product, ...] = ()
    """Named parts of the day, in the order in which they are offered."""
    free_hours: bool = True
    """Whether any hours may be booked, not only products."""
    lead_minutes: int = 0
    lead_counts: LeadCount = LeadCount.CLOCK
    horizon_days: int = 90
    horizon_counts: HorizonCount = HorizonCount.CALENDAR_DAYS
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    quotas: tuple[Quota, ...] = ()
    team_only: bool = False
    """Only staff of the house book it."""
    members_only: bool = False
    """Only for organisations that are members of the chamber."""
    partner_types: tuple[PartnerType, ...] = ()
    """Only for these; empty: for all. `private` are people without an organisation."""
    needs_approval: bool = False
    """A booking is requested and waits for the house."""
    cancel_until_minutes: int = 0
    check_in: bool = False
    grace_minutes: int = 30
    no_shows: tuple[NoShowStep, ...] = ()
    """What follows when a person often does not come to this house."""
    offer_minutes: int = 120
    """How long an offer of the waiting list stays open by day."""

    @property
    def whole_days(self) -> bool:
        """Whether the space is booked by local dates instead of minutes."""
        return self.raster_minutes == DAY_MINUTES

    @property
    def buffer_before(self) -> timedelta:
        return timedelta(minutes=self.buffer_before_minutes)

    @property
    def buffer_after(self) -> timedelta:
        return timedelta(minutes=self.buffer_after_minutes)

    @property
    def asks_who(self) -> bool:
        """Whether not everybody may book."""
        return self.team_only or self.members_only or bool(self.partner_types)


UnitRules = Rules | Mapping[int, Rules]
"""The same rules for all undivided units of a booking, or those of each by its id."""


def rules_of_unit(rules: UnitRules, unit_id: int) -> Rules:
    """The rules that hold on one unit: in one booking of several spaces each keeps its own."""
    return rules if isinstance(rules, Rules) else rules[unit_id]


DEFAULTS: dict[SpaceKind, Rules] = {
    SpaceKind.DESK: Rules(raster_minutes=15, min_minutes=30, max_minutes=14 * 60, cancel_until_minutes=60),
    SpaceKind.MEETING_ROOM: Rules(
        raster_minutes=15,
        min_minutes=15,
        max_minutes=10 * 60,
        cancel_until_minutes=240,
        buffer_after_minutes=15,
    ),
    SpaceKind.CAFE_TABLE: Rules(
        raster_minutes=15, min_minutes=30, max_minutes=120, horizon_days=60, cancel_until_minutes=60
    ),
    SpaceKind.POPUP_SLOT: Rules(
        raster_minutes=DAY_MINUTES,
        min_minutes=14 * DAY_MINUTES,
        max_minutes=84 * DAY_MINUTES,
        horizon_days=365,
        cancel_until_minutes=14 * DAY_MINUTES,
    ),
    SpaceKind.EVENT_AREA: Rules(
        raster_minutes=15,
        min_minutes=30,
        max_minutes=14 * DAY_MINUTES,
        horizon_days=540,
        cancel_until_minutes=7 * DAY_MINUTES,
    ),
}


@dataclass(frozen=True, kw_only=True)
class RuleEntry(RuleAnswers):
    """One dated entry of a house's rulebook."""

    space_id: int | None = None

    def holds_for(self, *, kind: SpaceKind, space_id: int | None, day: date) -> bool:
        return (
            self.space_id in (None, space_id)
            and self.kind in (None, kind)
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )

    @property
    def weight(self) -> tuple[bool, bool, date]:
        """Later in this order wins: house, then kind, then space; the newer entry among equals."""
        return (self.space_id is not None, self.kind is not None, self.valid_from)

    def answers(self) -> dict[str, Any]:
        """What the entry says, by the name of the answer; quotas know what they count."""
        said = {name: value for name in ANSWERS if (value := getattr(self, name)) is not None}
        if self.quotas:
            said["quotas"] = tuple(
                replace(quota, kind=self.kind, space_id=self.space_id) for quota in self.quotas
            )
        return said


def rules_for(entries: Iterable[RuleEntry], *, kind: SpaceKind, space_id: int | None, day: date) -> Rules:
    """The rules of one space on a local day, from the kind's defaults and the house's entries.

    Without `space_id` those that all spaces of the kind share.
    """
    fitting = [entry for entry in entries if entry.holds_for(kind=kind, space_id=space_id, day=day)]
    answers: dict[str, Any] = {}
    for entry in sorted(fitting, key=lambda entry: entry.weight):
        answers.update(entry.answers())
    return replace(DEFAULTS[kind], **answers) if answers else DEFAULTS[kind]


def rulebook(entries: Iterable[RuleEntry], *, day: date) -> Callable[[SpaceKind, int], Rules]:
    """Looks up the rules of a kind and space id on `day`; spaces without an entry of their own share them."""
    known, special = list(entries), {entry.space_id for entry in entries}
    found: dict[tuple[SpaceKind, int | None], Rules] = {}

    def look_up(kind: SpaceKind, space_id: int) -> Rules:
        key = (kind, space_id if space_id in special else None)
        if key not in found:
            found[key] = rules_for(known, kind=kind, space_id=key[1], day=day)
        return found[key]

    return look_up
