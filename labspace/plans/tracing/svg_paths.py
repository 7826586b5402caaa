"""Pure: the `d` of an SVG path as lines; every command of SVG 1.1, curves as short straight lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from labspace.plans.tracing.curves import arc, cubic, quadratic
from labspace.plans.tracing.limits import Budget, Unreadable
from labspace.plans.tracing.matrices import NUMBER
from labspace.spaces.geometry import Point

TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
"""How many numbers a command takes at a time."""
_BLANK = re.compile(r"[\s,]*", re.ASCII)
_FLAG = re.compile(r"[01]")


@dataclass(frozen=True)
class Run:
    """One piece of a path drawn without lifting the pen."""

    points: list[Point]
    is_closed: bool


@dataclass
class _Drawing:
    budget: Budget
    runs: list[Run] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    start: Point = (0.0, 0.0)
    at: Point = (0.0, 0.0)
    control: Point | None = None
    """The last control point, which `S` and `T` mirror."""
    curved_by: str = ""

    def lift(self, *, closed: bool = False) -> None:
        if len(self.points) > 1:
            self.runs.append(Run(self.points, closed))
        self.points = []

    def add(self, point: Point) -> None:
        if not self.points:
            self.points.append(self.at)
        self.budget.visit()
        self.points.append(point)
        self.at = point

    def draw(self, points: Iterator[Point]) -> None:
        for point in points:
            self.add(point)


def read_path(data: str, *, budget: Budget) -> list[Run]:
    """The runs of a path. Raises `Unreadable` where it is none, `TooMuch` where it has no end.

    A browser draws a broken path up to the fault; here half an outline would be a wrong room.
    """
    drawing = _Drawing(budget)
    for command, numbers in _commands(data):
        _step(drawing, command, numbers)
    drawing.lift()
    return drawing.runs


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    at, command = _after_blank(data, 0), ""
    if data[at : at + 1] not in {"", "M", "m"}:
        raise Unreadable("svg_path")
    while at < len(data):
        if data[at].isascii() and data[at].isalpha():
            command = data[at]
            if command.upper() not in TAKES:
                raise Unreadable("svg_path")
            at = _after_blank(data, at + 1)
        elif command.upper() in {"", "Z"}:
            raise Unreadable("svg_path")
        numbers = []
        for place in range(TAKES[command.upper()]):
            is_flag = command.upper() == "A" and place in {3, 4}
            found = (_FLAG if is_flag else NUMBER).match(data, at)
            if found is None:
                raise Unreadable("svg_path")
            numbers.append(float(found[0]))
            at = _after_blank(data, found.end())
        yield command, numbers
        # What follows a move without a command of its own are lines.
        command = {"M": "L", "m": "l"}.get(command, command)


def _after_blank(data: str, at: int) -> int:
    found = _BLANK.match(data, at)
    return found.end() if found else at


def _step(drawing: _Drawing, command: str, numbers: list[float]) -> None:
    kind, (x, y) = command.upper(), drawing.at
    origin = (x, y) if command.islower() else (0.0, 0.0)
    if kind == "M":
        drawing.lift()
        drawing.start = drawing.at = (origin[0] + numbers[0], origin[1] + numbers[1])
    elif kind == "Z":
        drawing.lift(closed=True)
        drawing.at = drawing.start
    elif kind == "H":
        drawing.add((origin[0] + numbers[0], y))
    elif kind == "V":
        drawing.add((x, origin[1] + numbers[0]))
    elif kind == "A":
        end = (origin[0] + numbers[5], origin[1] + numbers[6])
        drawing.draw(
            arc(
                (x, y), (numbers[0], numbers[1]), numbers[2],
                large=numbers[3] == 1, sweep=numbers[4] == 1, b=end,
            )
        )  # fmt: skip
    else:
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        _curve(drawing, kind, [(origin[0] + a, origin[1] + b) for a, b in pairs])
        return
    drawing.control, drawing.curved_by = None, ""


def _curve(drawing: _Drawing, kind: str, points: list[Point]) -> None:
    at = drawing.at
    if kind == "L":
        drawing.add(points[0])
        drawing.control, drawing.curved_by = None, ""
        return
    family = "C" if kind in {"C", "S"} else "Q"
    if kind in {"S", "T"}:
        mirrored = drawing.control if drawing.curved_by == family else None
        points = [_mirrored(mirrored, at) if mirrored else at, *points]
    if family == "C":
        drawing.draw(cubic(at, points[0], points[1], points[2]))
    else:
        drawing.draw(quadratic(at, points[0], points[1]))
    drawing.control, drawing.curved_by = points[-2], family


def _mirrored(control: Point, at: Point) -> Point:
    return 2 * at[0] - control[0], 2 * at[1] - control[1]
