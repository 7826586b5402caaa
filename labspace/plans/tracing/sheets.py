"""Plain values: a foreign drawing as lines, outlines and texts by layer, in the units of its file.

x points right and y down, as on screen. Whatever else the file held is not here: no colours, scripts,
pictures or addresses.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from labspace.plans.tracing.limits import LARGEST, MAX_LABELS, MAX_LAYERS, MAX_NAME, Budget, TooMuch
from labspace.spaces.geometry import Box, Point, Polygon, bounding_box

ROUNDED = 6
"""Significant places after the point that are kept of coordinates."""


class Skipped(enum.Enum):
    """What was in the file and is never taken over."""

    SCRIPT = "script"
    EXTERNAL = "external"
    PICTURE = "picture"
    EMBEDDED = "embedded"
    """Foreign content such as HTML or objects of other programs."""
    UNKNOWN = "unknown"
    """Kinds of element that draw nothing on a plan."""


@dataclass(frozen=True)
class Line:
    """One line, or an outline where it is closed; the first point is not repeated at the end."""

    layer: int
    points: Polygon
    is_closed: bool


@dataclass(frozen=True)
class Label:
    """A text where it stands."""

    layer: int
    text: str
    at: Point


@dataclass(frozen=True)
class Layer:
    name: str
    is_hidden: bool = False
    """Switched off or frozen where the file was drawn."""


@dataclass(frozen=True)
class Sheet:
    """All that is read of one file."""

    layers: tuple[Layer, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...] = ()
    metres_per_unit: float | None = None
    """As the file says; None where it does not."""
    skipped: Mapping[Skipped, int] = field(default_factory=dict)

    @property
    def box(self) -> Box:
        """Around all lines, in the units of the file."""
        return bounding_box(point for line in self.lines for point in line.points)

    def as_json(self) -> dict[str, Any]:
        return {
            "layers": [[layer.name, layer.is_hidden] for layer in self.layers],
            "lines": [[line.layer, line.is_closed, [[x, y] for x, y in line.points]] for line in self.lines],
            "labels": [[label.layer, label.text, [*label.at]] for label in self.labels],
            "metres_per_unit": self.metres_per_unit,
            "skipped": {what.value: count for what, count in self.skipped.items()},
        }


def sheet_from(stored: Mapping[str, Any]) -> Sheet:
    """What `as_json` wrote."""
    return Sheet(
        layers=tuple(Layer(name, hidden) for name, hidden in stored["layers"]),
        lines=tuple(
            Line(layer, tuple((x, y) for x, y in points), closed) for layer, closed, points in stored["lines"]
        ),
        labels=tuple(Label(layer, text, (at[0], at[1])) for layer, text, at in stored["labels"]),
        metres_per_unit=stored["metres_per_unit"],
        skipped={Skipped(what): count for what, count in stored["skipped"].items()},
    )


@dataclass
class Gathering:
    """A sheet in the making, within its budget."""

    budget: Budget = field(default_factory=Budget)
    layers: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    skipped: dict[Skipped, int] = field(default_factory=dict)

    def skip(self, what: Skipped) -> None:
        self.skipped[what] = self.skipped.get(what, 0) + 1

    def layer(self, name: str) -> int:
        """The number of a layer by its name. Raises `TooMuch` for more layers than anybody chooses from."""
        name = printable(name)
        if name not in self.layers:
            if len(self.layers) >= MAX_LAYERS:
                raise TooMuch
            self.layers[name] = len(self.layers)
        return self.layers[name]

    def line(self, layer: str, points: list[Point], *, closed: bool) -> None:
        """Keep a line; what has no length, or points that are no numbers, is left out."""
        kept: list[Point] = []
        for x, y in points:
            if not (isfinite(x) and isfinite(y)) or max(abs(x), abs(y)) > LARGEST:
                self.skip(Skipped.UNKNOWN)
                return
            point = _tidy(x), _tidy(y)
            if not kept or kept[-1] != point:
                kept.append(point)
        if len(kept) > 2 and kept[0] == kept[-1]:
            kept.pop()
            closed = True
        if len(kept) < 2:
            return
        self.budget.line(len(kept))
        self.lines.append(Line(self.layer(layer), tuple(kept), closed and len(kept) > 2))

    def label(self, layer: str, text: str, at: Point) -> None:
        """Keep a text, shortened; beyond what a plan has, the rest is left out."""
        text = printable(text)
        if not text or len(self.labels) >= MAX_LABELS or not all(isfinite(v) for v in at):
            return
        if max(abs(at[0]), abs(at[1])) <= LARGEST:
            self.labels.append(Label(self.layer(layer), text, (_tidy(at[0]), _tidy(at[1]))))

    def sheet(self, *, metres_per_unit: float | None) -> Sheet:
        """What was gathered, layers in the order in which they came."""
        return Sheet(
            layers=tuple(Layer(name, name in self.hidden) for name in self.layers),
            lines=tuple(self.lines),
            labels=tuple(self.labels),
            metres_per_unit=metres_per_unit,
            skipped=self.skipped,
        )


def _tidy(coordinate: float) -> float:
    return round(coordinate, ROUNDED) + 0.0  # never -0.0


def printable(text: str) -> str:
    """A foreign text as one short line without anything that steers."""
    composed = unicodedata.normalize("NFC", text[: 10 * MAX_NAME])
    shown = (" " if one.isspace() else one for one in composed if one.isspace() or one.isprintable())
    return " ".join("".join(shown).split())[:MAX_NAME].strip()
