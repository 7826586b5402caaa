"""Pure: lengths, `viewBox` and how a drawing lies in its frame."""

from __future__ import annotations

import re
from collections.abc import Mapping

from labspace.plans.tracing.limits import Unreadable
from labspace.plans.tracing.matrices import NUMBER, Matrix, numbers_in, product, shift, stretch

METRES = {"mm": 0.001, "cm": 0.01, "in": 0.0254, "pt": 0.0254 / 72, "pc": 0.0254 / 6}
"""Units that mean a length on paper; `px` and none say nothing about it."""
PIXELS_PER_METRE = 96 / 0.0254
_LENGTH = re.compile(rf"\s*({NUMBER.pattern})\s*([a-z%]*)\s*\Z", re.ASCII)


def length(text: str | None, *, default: float = 0.0) -> float:
    """A length in the units of the drawing. Raises `Unreadable` for shares of a frame and for nonsense."""
    if text is None or not text.strip():
        return default
    found = _LENGTH.match(text)
    if found is None or found[2] not in {"", "px", *METRES}:
        raise Unreadable("svg_length")
    return float(found[1]) * (METRES[found[2]] * PIXELS_PER_METRE if found[2] in METRES else 1.0)


def metres_on_paper(text: str | None) -> float | None:
    """A length in metres, where the file means a length on paper."""
    found = _LENGTH.match(text or "")
    return float(found[1]) * METRES[found[2]] if found and found[2] in METRES else None


def view_box(text: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width and height of what is to be seen."""
    given = numbers_in(text) if text else []
    if len(given) != 4 or given[2] <= 0 or given[3] <= 0:
        return None
    return given[0], given[1], given[2], given[3]


def framed(attributes: Mapping[str, str], *, width: float | None, height: float | None) -> Matrix:
    """How an inner `svg` or a `symbol` lies in its frame: fitted in whole and centred."""
    box = view_box(attributes.get("viewBox"))
    if box is None or not width or not height:
        return shift(-box[0], -box[1]) if box else shift(0, 0)
    scale = min(width / box[2], height / box[3])
    x, y = (width - scale * box[2]) / 2, (height - scale * box[3]) / 2
    return product(shift(x, y), product(stretch(scale, scale), shift(-box[0], -box[1])))
