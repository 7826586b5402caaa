"""Pure: other tables that the same published figures would fit, made by moving an amount round a box.

The box of two parts (or a part and its whole) in each direction has 2, 4, 8 … corners. Adding to one corner
and taking from its neighbours leaves every sum as it is. Where no corner is published and nothing falls
below zero, nobody can tell the table from the other one, so no corner of the box has a single solution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from labspace.occupancy.suppression.tables import WHOLE, Place, Table

ENDLESS = Fraction(10**18)


@dataclass(frozen=True, slots=True)
class Move:
    """The corners of a box and whether each gains or gives; the first is the cell it protects."""

    corners: tuple[Place, ...]
    signs: tuple[int, ...]

    def play(self, table: Table, number: int) -> Fraction:
        """By how much the first corner's value `number` could differ, up and down together; 0: not at all.

        Wholes need no look: they are sums of parts none of which is negative.
        """
        parts = [
            (table.cells[corner].values[number], sign)
            for corner, sign in zip(self.corners, self.signs, strict=True)
            if WHOLE not in corner
        ]
        down = [value for value, sign in parts if sign > 0]
        up = [value for value, sign in parts if sign < 0]
        # Where nothing gives way, the cell and a hidden whole may rise together without end.
        return min(up) + min(down) if up and down else ENDLESS


def moves_around(table: Table, place: Place) -> Iterator[Move]:
    """Every box with this cell as a corner, whose corners all exist."""
    pairs = [
        [other for other in parts if other != own] for own, parts in zip(place, table.directions, strict=True)
    ]
    for opposite in product(*pairs):
        corners, signs = [], []
        for turns in product((False, True), repeat=len(place)):
            corner = tuple(
                other if turn else own for own, other, turn in zip(place, opposite, turns, strict=True)
            )
            if table.showing(corner) is None:
                break
            corners.append(corner)
            signs.append(_sign(place, opposite, turns))
        else:
            yield Move(tuple(corners), tuple(signs))


def _sign(place: Place, opposite: Place, turns: tuple[bool, ...]) -> int:
    # Two parts of a whole take from each other; a part and its whole rise together.
    takes = sum(
        turn and WHOLE not in (own, other) for own, other, turn in zip(place, opposite, turns, strict=True)
    )
    return -1 if takes % 2 else 1
