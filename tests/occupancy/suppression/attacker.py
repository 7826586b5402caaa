"""Somebody who writes down every published number and works out what the dots must be.

Knows nothing of how cells are chosen: only sums, and that nothing is below zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

WHOLE = "*"
Place = tuple[str, ...]


@dataclass
class Published:
    """What is printed: numbers, and dots where there is a cell without one."""

    numbers: dict[Place, Fraction]
    dots: set[Place] = field(default_factory=set)

    @property
    def parts(self) -> list[Place]:
        """The cells everything is summed from."""
        return sorted(place for place in {*self.numbers, *self.dots} if WHOLE not in place)

    def parts_of(self, place: Place) -> list[Place]:
        return [
            part
            for part in self.parts
            if all(own in (WHOLE, other) for own, other in zip(place, part, strict=True))
        ]

    def solved_by_elimination(self) -> set[Place]:
        """The dots that follow by adding and subtracting what is printed."""
        parts = self.parts
        rows = [
            [Fraction(part in set(self.parts_of(place))) for part in parts] + [number]
            for place, number in self.numbers.items()
        ]
        basis = reduced(rows)
        return {
            dot
            for dot in self.dots
            if in_span(basis, [Fraction(part in set(self.parts_of(dot))) for part in parts])
        }

    def solved_by_trying(self, most: int) -> set[Place]:
        """The dots that have one value in all tables of whole numbers up to `most` that fit what is printed."""
        return {dot for dot in self.dots if self._has_one_value(dot, most)}

    def _has_one_value(self, dot: Place, most: int) -> bool:
        members = self.parts_of(dot)
        seen = set()
        for values in (range(most + 1), range(most, -1, -1)):
            for table in self.tables(values, first=members):
                seen.add(sum(table[part] for part in members))
                if len(seen) > 1:
                    return False
                if values[0] == 0:
                    # The other end is likelier to differ than the next table.
                    break
        assert seen, "what is printed contradicts itself"
        return True

    def tables(self, values: range, *, first: Sequence[Place] = ()) -> Iterator[dict[Place, int]]:
        """Every table that fits, unknown parts having one of `values`; those of `first` are tried first."""
        unknown = [part for part in self.parts if part not in self.numbers]
        unknown.sort(key=lambda part: part not in first)
        table = {part: int(self.numbers.get(part, 0)) for part in self.parts}
        sums = []
        for place, number in self.numbers.items():
            members = self.parts_of(place)
            open_ones = {part for part in members if part not in self.numbers}
            if open_ones:
                sums.append((open_ones, int(number) - sum(table[part] for part in members)))
        yield from filled(table, unknown, sums, values)

    def fits(self, table: Mapping[Place, int]) -> bool:
        """Whether this could be what is behind the dots."""
        return all(
            sum(table[part] for part in self.parts_of(place)) == number
            for place, number in self.numbers.items()
        )


def filled(
    table: dict[Place, int], unknown: Sequence[Place], sums: list[tuple[set[Place], int]], values: range
) -> Iterator[dict[Place, int]]:
    if not unknown:
        yield dict(table)
        return
    part, rest = unknown[0], unknown[1:]
    for value in values:
        left = [
            (members - {part}, amount - value) if part in members else (members, amount)
            for members, amount in sums
        ]
        if all(0 <= amount <= max(values) * len(members) for members, amount in left):
            yield from filled({**table, part: value}, rest, left, values)


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The rows in echelon form, without the empty ones."""
    basis: list[list[Fraction]] = []
    for row in rows:
        left = without(basis, row)
        if any(left[:-1]):
            first = next(value for value in left if value)
            basis.append([value / first for value in left])
    return basis


def in_span(basis: list[list[Fraction]], row: list[Fraction]) -> bool:
    return not any(without(basis, [*row, Fraction()])[:-1])


def without(basis: list[list[Fraction]], row: list[Fraction]) -> list[Fraction]:
    for known in basis:
        at = next(number for number, value in enumerate(known) if value)
        if row[at]:
            row = [value - row[at] * other for value, other in zip(row, known, strict=True)]
    return row


def sums_of(parts: Mapping[Place, int]) -> dict[Place, int]:
    """Every whole there is, in all directions, beside the parts."""
    width = len(next(iter(parts)))
    found = dict(parts)
    for pattern in product((False, True), repeat=width):
        if not any(pattern):
            continue
        for part, value in parts.items():
            place = tuple(WHOLE if whole else own for own, whole in zip(part, pattern, strict=True))
            found[place] = found.get(place, 0) + value
    return found
