"""Pure: the indicators of one choice, each number by its name."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.values import Value


class MixOf(enum.Enum):
    """By what used hours are split (K24)."""

    THEME = "theme"
    SECTOR = "sector"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class MixShare:
    """One key of a mix: its used hours, their share, and on how many it rests (R12)."""

    key: str
    """`Theme` or `PartnerType` by value, "" without a theme; section and its classification as "K WZ 2025",
    "-" for no trade yet, whatever the classification."""
    hours: Fraction
    """Used unit-hours without internal use."""
    share: Fraction
    """Whole tenths of a percent; all of a mix together are exactly 1."""
    persons: int
    organisations: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All indicators of one choice; a number that was not asked for is not in it."""

    choice: FigureChoice
    values: Mapping[tuple[Indicator, Part], Value]
    mixes: Mapping[MixOf, tuple[MixShare, ...]] = field(default_factory=dict)
    """K24, largest share first; no rows where nothing was used ("k. A.")."""
    persons: int = 0
    """Who used any of it; on them splits of it rest (R12). Counted where K09, K16, K17 or K24 is asked for."""
    organisations: int = 0
    live_since: date | None = None
    """Day of the first used booking of any of these houses; None: nobody used them yet."""
    is_censored: bool = False
    """K17 lies in the first twelve months: "linkszensiert"."""
    set_up: Fraction | None = None
    """Rüststunden: set-up, tear-down and buffers in unit-hours, in none of the indicators (R6). Counted where K02 is
    asked for."""
    is_running: bool = False
    """The period is not over: only what happened until now is counted (R11)."""

    def of(self, indicator: Indicator, part: Part = Part.MAIN) -> Value:
        """The number with its numerator, denominator and how well it is known; KeyError if not asked for."""
        return self.values[indicator, part]

    def all(self) -> Iterator[tuple[Indicator, Part, Unit, Value]]:
        """Every number in the order of the registry, with what it is counted in."""
        for indicator, parts in PARTS.items():
            for part, unit in parts.items():
                if (value := self.values.get((indicator, part))) is not None:
                    yield indicator, part, unit, value
