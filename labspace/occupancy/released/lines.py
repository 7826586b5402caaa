"""Pure: the public figures of a month, line by line, as they are kept and shown."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.suppression.tables import WHOLE
from labspace.occupancy.values import Value

Row = list[str]
"""As stored: a hidden line has no numbers, so that nothing could ever show them."""


class Split(enum.Enum):
    """By what a figure is split."""

    KIND = "kind"
    THEME = "theme"
    SECTOR = "sector"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Name:
    """Which figure."""

    split: Split
    key: str
    """A kind, theme, section or partner type by its stored word, or WHOLE."""
    indicator: Indicator
    part: Part = Part.MAIN

    @property
    def unit(self) -> Unit:
        """What it is counted in; a split shows shares."""
        return Unit.SHARE if self.indicator is Indicator.MIX else PARTS[self.indicator][self.part]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; without a numerator it is hidden."""

    name: Name
    numerator: Fraction | None
    denominator: Fraction | None = None

    @property
    def is_hidden(self) -> bool:
        return self.numerator is None

    @property
    def value(self) -> Fraction | None:
        """None where it is hidden, or where there is nothing to divide by (R11)."""
        if self.numerator is None or self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def shown(name: Name, value: Value) -> Line:
    """The line that says this value."""
    return Line(name, value.numerator, value.denominator)


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """As they are stored."""
    return [
        [
            line.name.split.value,
            line.name.key,
            line.name.indicator.value,
            line.name.part.value,
            *(str(number) for number in (line.numerator, line.denominator) if number is not None),
        ]
        for line in lines
    ]


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """As they were stored."""
    return [
        Line(
            Name(Split(split), key, Indicator(indicator), Part(part)),
            Fraction(numbers[0]) if numbers else None,
            Fraction(numbers[1]) if len(numbers) > 1 else None,
        )
        for split, key, indicator, part, *numbers in rows
    ]


def digest_of(rows: Sequence[Row]) -> str:
    """The same for the same lines."""
    return sha256(repr(rows).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What earlier versions of a month showed and hid: known to whoever kept a copy."""

    shown: Collection[Name] = frozenset()
    hidden: Collection[Name] = frozenset()

    @classmethod
    def of(cls, versions: Iterable[Iterable[Line]]) -> History:
        lines = [line for version in versions for line in version]
        return cls(
            shown=frozenset(line.name for line in lines if not line.is_hidden),
            hidden=frozenset(line.name for line in lines if line.is_hidden),
        )


__all__ = ["WHOLE", "History", "Line", "Name", "Row", "Split", "digest_of", "lines_of", "rows_of", "shown"]
