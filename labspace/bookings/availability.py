"""Pure: how a space stands for a wished time, and when it is next free."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from labspace.times import TimeSpan, clipped, difference, intersection, union


class Standing(enum.Enum):
    """What the plan shows of a space; each has a colour, a pattern and words."""

    FREE = "free"
    PARTLY = "partly"
    TAKEN = "taken"
    CLOSED = "closed"
    YOURS = "yours"
    HELD = "held"
    """An option stands on it; another can still be asked for behind it."""
    BARRED = "barred"
    """Not bookable by this person or any more; the reason is told."""


@dataclass(frozen=True)
class SpaceTime:
    """One space during a window: when it may be booked and who keeps others off; all spans merged."""

    bookable: list[TimeSpan]
    taken: list[TimeSpan] = field(default_factory=list)
    """Confirmed bookings, blockings, holds and buffers of others."""
    held: list[TimeSpan] = field(default_factory=list)
    """First-ranked options of others."""
    mine: list[TimeSpan] = field(default_factory=list)
    """The viewer's own bookings."""
    on_hold: list[TimeSpan] = field(default_factory=list)
    """Of the taken time what is held for somebody who has yet to decide."""

    @cached_property
    def free(self) -> list[TimeSpan]:
        """Bookable time nobody claims."""
        claimed = [*self.taken, *self.held, *self.mine]
        return difference(self.bookable, claimed) if claimed else self.bookable

    def during(self, window: TimeSpan) -> SpaceTime:
        """The same cut to `window`."""
        return SpaceTime(
            *(
                clipped(spans, window) if spans else spans
                for spans in (self.bookable, self.taken, self.held, self.mine, self.on_hold)
            )
        )

    def standing(self, asked: TimeSpan) -> Standing:
        """How the space stands for `asked`; own bookings outshine everything."""
        if _share(self.mine, asked):
            return Standing.YOURS
        free = _share(self.free, asked)
        if free == 1:
            return Standing.FREE
        if free:
            return Standing.PARTLY
        if not _share(self.bookable, asked):
            return Standing.TAKEN if _share(self.taken, asked) else Standing.CLOSED
        return Standing.HELD if _share(self.held, asked) else Standing.TAKEN

    def share_free(self, asked: TimeSpan) -> float:
        """How much of `asked` is free, 0.0 to 1.0."""
        return _share(self.free, asked)

    def next_free(self, after: datetime, *, minutes: float = 15) -> TimeSpan | None:
        """The first free span that lasts at least `minutes` from `after` on; None within the window."""
        for span in self.free:
            if span.ends_at > after:
                rest = TimeSpan(max(span.starts_at, after), span.ends_at)
                if rest.minutes >= minutes:
                    return rest
        return None


def _share(spans: Iterable[TimeSpan], asked: TimeSpan) -> float:
    begins, ends, covered = asked.starts_at, asked.ends_at, timedelta()
    for span in spans:
        if span.starts_at < ends and begins < span.ends_at:
            covered += min(span.ends_at, ends) - max(span.starts_at, begins)
    return covered / asked.duration


def together(parts: Collection[SpaceTime]) -> SpaceTime:
    """A whole made of `parts`: bookable when all are, kept off where any is."""
    first, *others = parts
    bookable = first.bookable
    for part in others:
        bookable = intersection(bookable, part.bookable)
    return SpaceTime(
        bookable=bookable,
        taken=union(span for part in parts for span in part.taken),
        held=union(span for part in parts for span in part.held),
        mine=union(span for part in parts for span in part.mine),
        on_hold=union(span for part in parts for span in part.on_hold),
    )


@dataclass(frozen=True, slots=True)
class Strip:
    """One stretch of a space's day and how it stands."""

    span: TimeSpan
    standing: Standing
    on_hold: bool = False
    """Taken for the moment only: somebody has yet to decide."""


def strips(time: SpaceTime, window: TimeSpan) -> list[Strip]:
    """The day of a space as stretches in order, without overlap; what is left out is closed."""
    claimed = [
        (standing, spans, on_hold)
        for standing, spans, on_hold in (
            (Standing.YOURS, time.mine, False),
            (Standing.TAKEN, time.on_hold, True),
            (Standing.TAKEN, time.taken, False),
            (Standing.HELD, time.held, False),
        )
        if spans
    ]
    found = [Strip(span, Standing.FREE) for span in clipped(time.free, window)]
    open_left = [window]
    for standing, spans, on_hold in claimed:
        shown = intersection(spans, open_left)
        found += [Strip(span, standing, on_hold) for span in shown]
        if len(claimed) > 1:
            open_left = difference(open_left, shown)
    return sorted(found, key=lambda strip: strip.span.starts_at)
