"""What a chart is drawn from: paths with a role, and text that overlaps no other text.

Every chart is drawn twice, for a wide and a narrow column, and the stylesheet shows the one that fits:
text keeps its reading size, as it would not in one drawing that is scaled.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from labspace.charts.kinds import Gap

WIDE = 640.0
NARROW = 344.0
TEXT = 14.0
"""Height of the text in units of the drawing; static/css/components/chart.css says the same."""
CELL_TEXT = 12.0
"""Height of the numbers in cells."""

_EMS = {
    **dict.fromkeys("iljI.,:;|'’!·\u202f\xa0 ", 0.28),
    **dict.fromkeys("ft()-/–•", 0.45),
    **dict.fromkeys("GCHNDVAÄXKUÜYBRZTESPFJLß", 0.75),
    **dict.fromkeys("mwMWQOÖ%—…", 1.0),
}
_OTHER_EM = 0.6
"""Never less than the font takes at weight 640; tests/charts/test_drawing.py measures it."""


def width_of(text: str, *, size: float = TEXT) -> float:
    """How much room a line of text takes at most, in units of the drawing."""
    return sum(_EMS.get(sign, _OTHER_EM) for sign in text) * size


@dataclass(frozen=True, kw_only=True)
class Label:
    """A line of text; `y` is its base line, `anchor` as in SVG."""

    x: float
    y: float
    text: str
    role: str
    anchor: str = "start"

    @property
    def size(self) -> float:
        return CELL_TEXT if self.role.startswith("cell") else TEXT

    @property
    def left(self) -> float:
        width = width_of(self.text, size=self.size)
        return self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]

    @property
    def right(self) -> float:
        return self.left + width_of(self.text, size=self.size)

    @property
    def top(self) -> float:
        return self.y - self.size * 0.8

    @property
    def bottom(self) -> float:
        return self.y + self.size * 0.2

    def overlaps(self, other: Label) -> bool:
        """Whether any of its room is the other's too; touching is none."""
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom

    def within(self, width: float) -> Label:
        """The same label pushed to lie between 0 and `width`, if it can."""
        shift = max(0.0, -self.left) or min(0.0, width - self.right)
        return Label(x=self.x + shift, y=self.y, text=self.text, role=self.role, anchor=self.anchor)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A path; `role` names its class, `pattern` the hatching that lies on it besides its colour."""

    role: str
    d: str
    pattern: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture in its own units, from the bottom up: marks, then text."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...] = ()


def thinned(labels: Sequence[Label], *, gap: float = 6.0) -> list[Label]:
    """Every one, or every second, third … of a row of labels: as many as stand `gap` apart. Keeps the first."""
    for every in range(1, len(labels)):
        kept = list(labels[::every])
        if all(one.right + gap <= two.left for one, two in itertools.pairwise(kept)):
            return kept
    return list(labels[:1])


def with_room(labels: Iterable[Label], *, beside: Iterable[Label] = ()) -> list[Label]:
    """Those labels, the most important first, that overlap none `beside` them and none before them."""
    taken, kept = list(beside), []
    for label in labels:
        if not any(label.overlaps(other) for other in taken):
            kept.append(label)
            taken.append(label)
    return kept


def wrapped(text: str, *, width: float) -> list[str]:
    """The text in lines that fit, broken between words, and inside a word that is wider than a line."""
    lines: list[str] = []
    pieces = [piece for word in text.split() for piece in _pieces(word, width=width)]
    for piece in pieces:
        if lines and width_of(f"{lines[-1]} {piece}") <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines


def _pieces(word: str, *, width: float) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width_of(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def n(value: float) -> str:
    """A length for path data: at most two decimals, none that are not needed."""
    return f"{round(value, 2):g}"


def box(x: float, y: float, width: float, height: float) -> str:
    """Path data of a rectangle."""
    return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h{n(-width)}z"


def gap_mark(gap: Gap, *, x: float, y: float) -> str:
    """A sign that is no bar and no point, around (x, y): a dash, a dot, or a small ring."""
    match gap:
        case Gap.NOT_STATED:
            return f"M{n(x - 3)} {n(y)}h6"
        case Gap.SUPPRESSED:
            return f"M{n(x)} {n(y)}h0"
        case Gap.AHEAD:
            return f"M{n(x - 3)} {n(y)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0"


def gap_marks(places: Iterable[tuple[Gap, float, float]]) -> list[Mark]:
    """One path for each sort of gap among (gap, x, y)."""
    paths: dict[Gap, str] = {}
    for gap, x, y in places:
        paths[gap] = paths.get(gap, "") + gap_mark(gap, x=x, y=y)
    return [Mark(role=f"gap-{gap.value}", d=paths[gap]) for gap in Gap if gap in paths]
