"""Pure: how long a visit lasts where nobody checks out, house by house and kind by kind (figures.md K15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from labspace.spaces.kinds import SpaceKind

A_DAY = timedelta(days=1)
USUAL: Mapping[SpaceKind, timedelta] = {
    SpaceKind.POPUP_SLOT: timedelta(minutes=15),
    SpaceKind.CAFE_TABLE: timedelta(minutes=45),
}
"""What holds where a house says nothing; other kinds have real lengths."""


@dataclass(frozen=True, kw_only=True)
class DatedStay:
    """How long a house reckons one visit to a kind lasts, while this holds; two of one kind never hold together."""

    kind: SpaceKind
    minutes: int
    valid_from: date
    valid_until: date | None

    @property
    def ends_before(self) -> date | None:
        """The first day on which it no longer holds; None: it has no end."""
        return None if self.valid_until is None or self.valid_until == date.max else self.valid_until + A_DAY

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def stay_on(stays: Iterable[DatedStay], kind: SpaceKind, day: date) -> timedelta:
    """How long one visit to `kind` lasts on a local day; raises KeyError for kinds with real lengths."""
    usual = USUAL[kind]
    return next(
        (timedelta(minutes=one.minutes) for one in stays if one.kind is kind and one.holds_on(day)), usual
    )
