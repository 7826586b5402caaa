"""Pure: what stands against confirming, in the field's own words: Doppelbelegung, Überholen."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Clash(enum.Enum):
    """How another booking of the same space and time stands to the one at hand; the worst first."""

    DOUBLE_BOOKING = "double_booking"
    """It is confirmed: both cannot take place."""
    JUMPING_THE_QUEUE = "jumping_the_queue"
    """It has a better rank: confirming this one would pass it over."""
    SAME_RANK = "same_rank"
    """A joint option: one claim, several organisers."""
    BEHIND = "behind"
    """It waits behind: confirming takes its time for good."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a booking is in the queue for its time; no rank: confirmed, or asked for without a queue."""

    is_settled: bool
    """Confirmed or used: it has the time for good."""
    rank: int | None = None


def clash_of(own: Standing, other: Standing) -> Clash:
    """How `other`, which wants or has part of the same time, stands to `own`."""
    if other.is_settled:
        return Clash.DOUBLE_BOOKING
    if own.is_settled or own.rank is None or other.rank is None:
        return Clash.BEHIND
    if other.rank == own.rank:
        return Clash.SAME_RANK
    return Clash.JUMPING_THE_QUEUE if other.rank < own.rank else Clash.BEHIND


def worst(clashes: Iterable[Clash]) -> Clash | None:
    """The one to be told first; None if there is none."""
    order = list(Clash)
    return min(clashes, key=order.index, default=None)
