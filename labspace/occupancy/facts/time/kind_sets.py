"""Pure: sets of kinds of space as numbers, since the union over some kinds is no sum over each (K10)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from labspace.spaces.kinds import SpaceKind

KindSet = frozenset[SpaceKind]

ALL: KindSet = frozenset(SpaceKind)
BITS = {
    SpaceKind.DESK: 1,
    SpaceKind.MEETING_ROOM: 2,
    SpaceKind.POPUP_SLOT: 4,
    SpaceKind.CAFE_TABLE: 8,
    SpaceKind.EVENT_AREA: 16,
}
"""Stored; a number once given never changes its meaning."""


def number_of(kinds: Collection[SpaceKind]) -> int:
    """The number under which facts of these kinds together are kept; 0 of none."""
    return sum(BITS[kind] for kind in set(kinds))


def subsets(kinds: Collection[SpaceKind]) -> Iterator[KindSet]:
    """Every choice of at least one of these kinds, small ones first."""
    ordered = [kind for kind in SpaceKind if kind in kinds]
    for size in range(1, len(ordered) + 1):
        yield from map(frozenset, combinations(ordered, size))
