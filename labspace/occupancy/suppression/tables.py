"""Pure: tables whose cells add up in several directions, and whom each cell rests on.

A direction is anything parts of which make a whole: kinds of space, months of a year, houses, themes.
A cell stands at a place: one part, or `WHOLE`, per direction.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

MIN_PERSONS, MIN_ORGANISATIONS = 5, 3
"""Public views hide what rests on fewer (R12)."""

WHOLE = "*"
"""All parts of a direction together."""

Place = tuple[str, ...]
"""One part, or WHOLE, for each direction of the table."""


class Showing(enum.Enum):
    """Whether a cell may be hidden."""

    ALWAYS = "always"
    """It is public whatever it rests on: K01–K05 and K10–K13 of a month, house and kind."""
    UNLESS_FEW = "unless few"
    NEVER = "never"
    """No page or file says it, so it may be anything."""


def is_few(persons: int, organisations: int) -> bool:
    """Whether too few stand behind a figure."""
    return persons < MIN_PERSONS or organisations < MIN_ORGANISATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Values that are shown or hidden together, and whom they rest on.

    Several values share one fate where one follows from another: a rate, its numerator and its
    denominator; visits and the hours they lasted.
    """

    values: tuple[Fraction, ...]
    """None negative; counts and lengths, never rates."""
    persons: int
    organisations: int
    showing: Showing = Showing.UNLESS_FEW

    @property
    def is_few(self) -> bool:
        """Whether it must be hidden. Nothing at all that rests on nobody tells of nobody."""
        is_empty = not (any(self.values) or self.persons or self.organisations)
        return not is_empty and is_few(self.persons, self.organisations)

    @property
    def is_sound(self) -> bool:
        """Whether it rests on enough to cover for a cell that does not."""
        return not is_few(self.persons, self.organisations)


@dataclass(frozen=True)
class Table:
    """Cells by place. A part that is not listed does not exist; a whole that is not listed is not shown."""

    cells: Mapping[Place, Cell]

    @cached_property
    def directions(self) -> tuple[tuple[str, ...], ...]:
        """The parts of each direction and WHOLE, in a fixed order."""
        width = len(next(iter(self.cells), ()))
        return tuple(
            (*sorted({place[number] for place in self.cells} - {WHOLE}), WHOLE) for number in range(width)
        )

    def showing(self, place: Place) -> Showing | None:
        """None: there is no such cell, and everybody knows that nothing is in it."""
        cell = self.cells.get(place)
        if cell is not None:
            return cell.showing
        return Showing.NEVER if WHOLE in place else None

    def wholes_of(self, place: Place) -> Iterator[Place]:
        """The sums this cell is a part of, one step up in each direction."""
        for number, part in enumerate(place):
            if part != WHOLE:
                yield moved(place, number, WHOLE)

    def line(self, place: Place, number: int) -> Iterator[Place]:
        """The parts that make a whole with this cell in one direction, itself among them."""
        for part in self.directions[number][:-1]:
            other = moved(place, number, part)
            if other in self.cells:
                yield other


def moved(place: Place, number: int, part: str) -> Place:
    """The place at another part of one direction."""
    return (*place[:number], part, *place[number + 1 :])
