"""How much of a foreign drawing is read; beyond it a sentence says so, and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MAX_BYTES = 12 * MEGABYTE
"""Of one file as it arrives."""
MAX_REQUEST_BYTES = 24 * MEGABYTE
"""Of the whole form: a file that is too large still gets its own sentence."""
MAX_SIDE_PX = 3200
"""Longer side of a picture that is laid under a plan: an A3 sheet at 190 dots an inch."""
MAX_VISITED = 150_000
"""Elements looked at, those in blocks and `use` counted as often as they are set."""
MAX_POINTS = 250_000
MAX_LINES = 20_000
MAX_LABELS = 2_000
MAX_LAYERS = 300
MAX_DEPTH = 30
"""Groups in groups, blocks in blocks."""
MAX_NAME = 60
"""Characters of a layer's name or a text that are kept."""
LARGEST = 1e9
"""Coordinates beyond it are no drawing's."""


class TooMuch(Exception):
    """The file holds, or unfolds to, more than is read."""


class Unreadable(Exception):
    """The file is not what it says, or damaged; the code names the sentence, `values` what it needs."""

    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass
class Budget:
    """What may still be read; a drawing that unfolds without end uses it up and is refused."""

    visits: int = MAX_VISITED
    points: int = MAX_POINTS
    lines: int = MAX_LINES

    def visit(self) -> None:
        """Count one element. Raises `TooMuch` at the end of the budget."""
        self.visits -= 1
        if self.visits < 0:
            raise TooMuch

    def line(self, points: int) -> None:
        """Count one line of so many points. Raises `TooMuch` at the end of the budget."""
        self.points -= points
        self.lines -= 1
        if self.points < 0 or self.lines < 0:
            raise TooMuch
