"""An SVG drawing as a sheet: paths, rectangles, polygons, circles and texts by layer; nothing else of it.

Colours, scripts, pictures and addresses of other files are never read. Layers are those of Inkscape, else
the outermost groups that have a name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from labspace.plans.tracing.curves import ellipse
from labspace.plans.tracing.limits import MAX_DEPTH, TooMuch, Unreadable
from labspace.plans.tracing.matrices import (
    IDENTITY,
    Matrix,
    mapped,
    numbers_in,
    product,
    read_transform,
    shift,
)
from labspace.plans.tracing.sheets import Gathering, Sheet, Skipped
from labspace.plans.tracing.svg_lengths import PIXELS_PER_METRE, framed, length, metres_on_paper, view_box
from labspace.plans.tracing.svg_paths import Run, read_path
from labspace.plans.tracing.svg_source import INKSCAPE, XLINK, name_of, style_of, tree_of
from labspace.plans.tracing.svg_unread import unread_in
from labspace.spaces.geometry import Point, bounding_box

NO_LAYER = ""
_NOT_DRAWN = {"defs", "symbol", "clipPath", "mask", "marker", "pattern", "style", "title", "desc", "metadata",
              "linearGradient", "radialGradient", "filter"}  # fmt: skip
_COUNTED = {"script", "image"}
"""Told by `unread_in`, also where nothing is drawn."""


@dataclass(frozen=True)
class _Where:
    """What holds for an element: its place, its layer, and how deep it lies."""

    matrix: Matrix = IDENTITY
    layer: str = NO_LAYER
    depth: int = 0
    is_fixed: bool = False
    """The layer is one of Inkscape's; named groups in it are no layers."""


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self.found = Gathering()
        self.root = root
        self.has_layers = any(
            one.get(f"{INKSCAPE}groupmode") == "layer" for one in root.iter() if name_of(one) == "g"
        )
        self.by_id = {str(one.get("id")): one for one in root.iter() if one.get("id")}

    def walk(self, element: etree._Element, where: _Where) -> None:
        """Read an element and all in it."""
        self.found.budget.visit()
        name = name_of(element)
        if where.depth > MAX_DEPTH:
            raise TooMuch
        if name == "foreignObject":
            self.found.skip(Skipped.EMBEDDED)
        elif name in {"svg", "g", "a", "switch"}:
            self._group(element, where)
        elif name == "use":
            self._use(element, where)
        elif name == "text":
            self._text(element, self._inside(element, where))
        elif name in _SHAPES:
            self._shape(element, where, _SHAPES[name])
        elif name and name not in _NOT_DRAWN | _COUNTED:
            self.found.skip(Skipped.UNKNOWN)

    def _inside(self, element: etree._Element, where: _Where) -> _Where:
        given = element.get("transform")
        matrix = product(where.matrix, read_transform(given)) if given else where.matrix
        return replace(where, matrix=matrix, depth=where.depth + 1)

    def _group(self, element: etree._Element, where: _Where) -> None:
        is_layer = element.get(f"{INKSCAPE}groupmode") == "layer"
        is_hidden = _is_hidden(element)
        if is_hidden and not is_layer:
            return
        inside = self._layered(element, self._inside(element, where), is_layer=is_layer)
        if is_hidden:
            self.found.hidden.add(inside.layer)
        if name_of(element) == "svg" and element is not self.root:
            inside = replace(inside, matrix=product(inside.matrix, self._frame(element, element)))
        for child in element:
            self.walk(child, inside)

    def _layered(self, element: etree._Element, where: _Where, *, is_layer: bool) -> _Where:
        if element is self.root or name_of(element) != "g":
            return where
        name = str(element.get(f"{INKSCAPE}label") or element.get("data-name") or element.get("id") or "")
        if is_layer:
            return replace(where, layer=name, is_fixed=True)
        if name and not self.has_layers and not where.is_fixed:
            parent = element.getparent()
            # A single group around everything is the drawing, not a layer of it.
            wraps_all = parent is self.root and not any(
                name_of(one) in {"g", *_SHAPES} for one in self.root if one is not element
            )
            return replace(where, layer=name, is_fixed=not wraps_all)
        return where

    def _use(self, element: etree._Element, where: _Where) -> None:
        if _is_hidden(element):
            return
        address = str(element.get("href") or element.get(f"{XLINK}href") or "")
        target = self.by_id.get(address[1:]) if address.startswith("#") else None
        if target is None:
            if address.startswith("#"):
                self.found.skip(Skipped.UNKNOWN)
            return
        inside = self._inside(element, where)
        inside = replace(inside, matrix=product(inside.matrix, shift(*self._corner(element))))
        if name_of(target) != "symbol":
            self.walk(target, inside)
            return
        framed_in = replace(inside, matrix=product(inside.matrix, self._frame(element, target, moves=False)))
        for child in target:
            self.walk(child, framed_in)

    def _corner(self, element: etree._Element) -> Point:
        return length(element.get("x")), length(element.get("y"))

    def _frame(self, sized: etree._Element, boxed: etree._Element, *, moves: bool = True) -> Matrix:
        try:
            width, height = length(sized.get("width")), length(sized.get("height"))
        except Unreadable:
            width = height = 0.0  # a share of the frame: as large as drawn
        inner = framed({k: str(v) for k, v in boxed.attrib.items()}, width=width, height=height)
        return product(shift(*self._corner(sized)), inner) if moves else inner

    def _shape(
        self, element: etree._Element, where: _Where, read: Callable[[etree._Element, Gathering], list[Run]]
    ) -> None:
        if _is_hidden(element):
            return
        inside = self._inside(element, where)
        try:
            runs = read(element, self.found)
        except Unreadable:
            self.found.skip(Skipped.UNKNOWN)
            return
        for run in runs:
            points = [mapped(inside.matrix, point) for point in run.points]
            self.found.line(inside.layer, points, closed=run.is_closed)
        told = element.get("aria-label") or element.get(f"{INKSCAPE}label") or _title(element)
        if told and runs:
            left, top, right, bottom = bounding_box(point for run in runs for point in run.points)
            middle = mapped(inside.matrix, ((left + right) / 2, (top + bottom) / 2))
            self.found.label(inside.layer, str(told), middle)

    def _text(self, element: etree._Element, where: _Where) -> None:
        if _is_hidden(element):
            return
        at: list[float] = []
        for axis in ("x", "y"):
            holder = next((one for one in element.iter() if one.get(axis)), None)
            try:
                at.append(numbers_in(str(holder.get(axis)))[0] if holder is not None else 0.0)
            except (Unreadable, IndexError):
                at.append(0.0)
        words = " ".join(str(part) for part in element.itertext())
        self.found.label(where.layer, words, mapped(where.matrix, (at[0], at[1])))


def read_svg(data: bytes) -> Sheet:
    """The drawing of an SVG file. Raises `Unreadable` or `TooMuch`; runs and fetches nothing."""
    root = tree_of(data)
    reader = _Reader(root)
    for what in unread_in(root):
        reader.found.skip(what)
    reader.walk(root, _Where())
    box, width = view_box(root.get("viewBox")), metres_on_paper(root.get("width"))
    per_unit = width / box[2] if box and width else 1 / PIXELS_PER_METRE if width else None
    return reader.found.sheet(metres_per_unit=per_unit)


def _is_hidden(element: etree._Element) -> bool:
    style = style_of(element)
    return style.get("display") == "none" or style.get("visibility") in {"hidden", "collapse"}


def _title(element: etree._Element) -> str:
    return next((str(one.text or "") for one in element if name_of(one) == "title"), "")


def _path(element: etree._Element, found: Gathering) -> list[Run]:
    return read_path(str(element.get("d", "")), budget=found.budget)


def _rect(element: etree._Element, _found: Gathering) -> list[Run]:
    x, y = length(element.get("x")), length(element.get("y"))
    w, h = length(element.get("width")), length(element.get("height"))
    return [Run([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], True)] if w > 0 and h > 0 else []


def _line(element: etree._Element, _found: Gathering) -> list[Run]:
    a = length(element.get("x1")), length(element.get("y1"))
    b = length(element.get("x2")), length(element.get("y2"))
    return [Run([a, b], False)]


def _poly(element: etree._Element, found: Gathering) -> list[Run]:
    given = numbers_in(str(element.get("points", "")))
    points = list(zip(given[::2], given[1::2], strict=False))
    for _point in points:
        found.budget.visit()
    return [Run(points, name_of(element) == "polygon")] if len(points) > 1 else []


def _ellipse(element: etree._Element, _found: Gathering) -> list[Run]:
    middle = length(element.get("cx")), length(element.get("cy"))
    r = length(element.get("r"))
    rx, ry = length(element.get("rx"), default=r), length(element.get("ry"), default=r)
    return [Run(ellipse(middle, rx, ry), True)] if rx > 0 and ry > 0 else []


_SHAPES: dict[str, Callable[[etree._Element, Gathering], list[Run]]] = {
    "path": _path,
    "rect": _rect,
    "line": _line,
    "polyline": _poly,
    "polygon": _poly,
    "circle": _ellipse,
    "ellipse": _ellipse,
}
