"""Pure: the house rules in force for a space on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from labspace.spaces.kinds import SpaceKind

DAY_MINUTES = 1440


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What holds for one space; all times in minutes unless named otherwise."""

    raster_minutes: int
    min_minutes: int
    max_minutes: int
    lead_minutes: int = 0
    horizon_days: int = 90
    """How many local calendar days ahead one may book."""
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    cancel_until_minutes: int = 0
    check_in: bool = False
    grace_minutes: int = 30
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
class RuleEntry:
    """One dated entry of the rulebook; None leaves the answer to a more general one."""

    kind: SpaceKind | None = None
    space_id: int | None = None
    valid_from: date
    valid_until: date | None = None
    raster_minutes: int | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    lead_minutes: int | None = None
    horizon_days: int | None = None
    buffer_before_minutes: int | None = None
    buffer_after_minutes: int | None = None
    cancel_until_minutes: int | None = None
    check_in: bool | None = None
    grace_minutes: int | None = None
    offer_minutes: int | None = None

    def holds_for(self, *, kind: SpaceKind, space_id: int, day: date) -> bool:
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


_ANSWERS = tuple(field.name for field in fields(Rules))


def rules_for(entries: Iterable[RuleEntry], *, kind: SpaceKind, space_id: int, day: date) -> Rules:
    """The rules of one space on a local day, from the kind's defaults and the house's entries."""
    rules = DEFAULTS[kind]
    fitting = [entry for entry in entries if entry.holds_for(kind=kind, space_id=space_id, day=day)]
    for entry in sorted(fitting, key=lambda entry: entry.weight):
        answers = {name: value for name in _ANSWERS if (value := getattr(entry, name)) is not None}
        rules = replace(rules, **answers)
    return rules
