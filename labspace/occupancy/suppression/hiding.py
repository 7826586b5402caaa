"""Pure: which cells of a table are hidden, so that no hidden one can be worked out (R12, docs/adr/0033).

First what rests on few is hidden, then for each such cell the cheapest box of further cells that leaves it
open (`moves`). Every hidden cell is a corner of such a box: the box is the proof that it has no single
solution. The official name of the way is the hypercube method.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from fractions import Fraction

from labspace.occupancy.suppression.moves import Move, moves_around
from labspace.occupancy.suppression.tables import WHOLE, Place, Showing, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The places of a table that are not shown."""

    few: Set[Place]
    """They rest on too few."""
    covering: Set[Place]
    """They rest on enough, and are hidden so that the others do not follow."""
    exposed: Set[Place]
    """No box leaves them open. Then nothing of the table is shown that may be hidden, and they follow, if at
    all, from what is always public."""

    def __contains__(self, place: object) -> bool:
        return place in self.few or place in self.covering


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was published of the same table earlier, in any version.

    Who kept that copy knows what it showed. So what was hidden stays hidden, and what was shown cannot
    cover for anything that has to be hidden now.
    """

    shown: Set[Place] = frozenset()
    hidden: Set[Place] = frozenset()


NOTHING_BEFORE = Before()


def hide(table: Table, *, before: Before = NOTHING_BEFORE) -> Hidden:
    """What is not shown of `table`; the same table and history always give the same answer."""
    few = _few(table)
    kept = {place for place in before.hidden if _may_hide(table, place)}
    hidden, exposed = few | kept, set[Place]()
    for place in sorted(few | kept, key=lambda place: (table.cells[place].persons, place)):
        move = _cheapest(table, place, hidden=hidden, known=before.shown - before.hidden - few)
        move = move or _cheapest(table, place, hidden=hidden, known=frozenset())
        if move is None:
            exposed.add(place)
        else:
            hidden |= {corner for corner in move.corners if _may_hide(table, corner)}
    if exposed:
        hidden |= {place for place in table.cells if _may_hide(table, place)}
    return Hidden(few=frozenset(few), covering=frozenset(hidden - few), exposed=frozenset(exposed))


def _may_hide(table: Table, place: Place) -> bool:
    return table.showing(place) is Showing.UNLESS_FEW


def _few(table: Table) -> set[Place]:
    few = set[Place]()
    # Parts first: a whole of nothing but empty parts is empty as well.
    for place in sorted(table.cells, key=lambda place: (place.count(WHOLE), place)):
        if (
            table.cells[place].is_few
            and _may_hide(table, place)
            and not _is_plainly_nothing(table, place, few)
        ):
            few.add(place)
    return few


def _is_plainly_nothing(table: Table, place: Place, few: Set[Place]) -> bool:
    """Whether figures that cannot be hidden say that nothing is here, though somebody stands behind it."""
    if any(table.cells[place].values):
        return False
    wholes = (table.cells.get(whole) for whole in table.wholes_of(place))
    if any(
        whole is not None and whole.showing is Showing.ALWAYS and not any(whole.values) for whole in wholes
    ):
        return True
    return any(
        part == WHOLE and few.isdisjoint(table.line(place, number)) for number, part in enumerate(place)
    )


def _cheapest(table: Table, place: Place, *, hidden: Set[Place], known: Set[Place]) -> Move | None:
    """The box that hides the least beside `hidden`; None if there is none."""
    best: tuple[tuple[object, ...], Move] | None = None
    for move in moves_around(table, place):
        if any(table.showing(corner) is Showing.ALWAYS or corner in known for corner in move.corners):
            continue
        play = [move.play(table, number) for number in range(len(table.cells[place].values))]
        if not all(play):
            continue
        cost = _cost(table, place, move, play, hidden)
        if best is None or cost < best[0]:
            best = cost, move
    return best[1] if best else None


def _cost(
    table: Table, place: Place, move: Move, play: list[Fraction], hidden: Set[Place]
) -> tuple[object, ...]:
    lost = sorted(
        corner
        for corner in move.corners
        if corner not in hidden and table.showing(corner) is not Showing.NEVER
    )
    is_narrow = any(
        possible < value / 2 for possible, value in zip(play, table.cells[place].values, strict=True)
    )
    return (
        sum(1 for _number in _uncovered(table, place, move, hidden)),
        is_narrow,
        sum(1 + corner.count(WHOLE) for corner in lost),
        sum(table.cells[corner].persons for corner in lost),
        lost,
        move.corners,
    )


def _uncovered(table: Table, place: Place, move: Move, hidden: Set[Place]) -> Iterator[int]:
    """Directions in which everything hidden beside `place` rests on few as well.

    Two hidden cells of one organisation each do hide each other, but their sum follows, and one of the two
    could take its own part from it.
    """
    gone = hidden | set(move.corners)
    for number, part in enumerate(place):
        if part == WHOLE:
            continue
        whole = (*place[:number], WHOLE, *place[number + 1 :])
        if whole in gone or table.showing(whole) is Showing.NEVER:
            continue
        beside = (other for other in table.line(place, number) if other in gone)
        if not any(table.cells[other].is_sound for other in beside):
            yield number
