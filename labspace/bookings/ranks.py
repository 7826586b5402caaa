"""Pure: who is first, second … among the options that want the same spaces at the same time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An option in the queue: what it would claim, and the rank it has had until now."""

    booking_id: int
    unit_ids: frozenset[int]
    core: TimeSpan
    """The use with its set-up and tear-down."""
    before: timedelta = timedelta()
    """The rule's buffer ahead of the core; may overlap other buffers, but no core."""
    after: timedelta = timedelta()
    rank: int | None = None
    """None: it has just come and goes to the end."""

    @property
    def reach(self) -> TimeSpan:
        return self.core.widened(before=self.before, after=self.after)

    def excludes(self, other: Waiting) -> bool:
        """Whether only one of the two can be had."""
        return not self.unit_ids.isdisjoint(other.unit_ids) and (
            self.reach.overlaps(other.core) or self.core.overlaps(other.reach)
        )


def ranks(waiting: Collection[Waiting], *, barred: Collection[int] = ()) -> dict[int, int]:
    """The rank of each option by booking id: one more than the worst of those ahead of it.

    The order of the queue stays as it was, so nobody is overtaken, and no number is left out: an
    option of rank 3 has one of rank 2 ahead of it. Only a `barred` option, whose time was
    confirmed to somebody else, is overtaken by those who can still be served; it is never first.
    """
    given: dict[int, int] = {}
    placed: list[Waiting] = []
    for option in sorted(waiting, key=lambda option: _place_in_queue(option, barred)):
        ahead = [given[other.booking_id] for other in placed if other.excludes(option)]
        first_possible = 2 if option.booking_id in barred else 1
        # Who claims already goes on doing so, also where a new rule would have asked for more distance.
        is_first = option.rank == 1 and option.booking_id not in barred
        given[option.booking_id] = 1 if is_first else max([first_possible, *(rank + 1 for rank in ahead)])
        placed.append(option)
    return given


def _place_in_queue(option: Waiting, barred: Collection[int]) -> tuple[bool, bool, int, int]:
    return (option.booking_id in barred, option.rank is None, option.rank or 0, option.booking_id)
