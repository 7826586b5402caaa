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
from labspace.visits.kinds import DataGrade

COVERAGE, UNSURE, ESTIMATED = TAGS = ("c", "u", "e")
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
    coverage: Fraction | None = None
    """How much is known of what it should rest on, where not everything is."""
    unsure: Fraction | None = None
    """The share of data grades C and D (R13), of all kinds together only: by kind, that of hidden ones followed."""
    is_estimated: bool = False
    """Rests on anything but counters and check-ins; said beside visit hours (K15)."""

    @property
    def says_estimated(self) -> bool:
        """Whether its name is followed by "geschätzt"."""
        return self.is_estimated and self.name.indicator is Indicator.VISIT_HOURS

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
    is_whole, has_grades = name.key == WHOLE, name.indicator.has_grades
    return Line(
        name,
        value.numerator,
        value.denominator,
        coverage=value.coverage if value.known != value.of else None,
        unsure=value.unsure_share if is_whole and has_grades else None,
        is_estimated=any(number for grade, number in value.grades.items() if grade is not DataGrade.A),
    )


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """As they are stored."""
    return [
        [
            line.name.split.value,
            line.name.key,
            line.name.indicator.value,
            line.name.part.value,
            *(str(number) for number in (line.numerator, line.denominator) if number is not None),
            *(f"{tag}{number}" for tag, number in _tagged(line) if number is not None),
        ]
        for line in lines
    ]


def _tagged(line: Line) -> tuple[tuple[str, Fraction | None], ...]:
    estimated = Fraction(1) if line.is_estimated else None
    return (COVERAGE, line.coverage), (UNSURE, line.unsure), (ESTIMATED, estimated)


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """As they were stored."""
    return [
        _line(Name(Split(split), key, Indicator(indicator), Part(part)), rest)
        for split, key, indicator, part, *rest in rows
    ]


def _line(name: Name, rest: Sequence[str]) -> Line:
    numbers = [Fraction(text) for text in rest if text[0] not in TAGS]
    tagged = {text[0]: Fraction(text[1:]) for text in rest if text[0] in TAGS}
    return Line(
        name,
        numbers[0] if numbers else None,
        numbers[1] if len(numbers) > 1 else None,
        coverage=tagged.get(COVERAGE),
        unsure=tagged.get(UNSURE),
        is_estimated=ESTIMATED in tagged,
    )


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
