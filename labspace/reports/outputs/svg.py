"""A chart for paper: its wide drawing and its legend as one SVG with its own colours and patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from labspace.charts.drawing import TEXT, Drawing, Label, Mark, width_of
from labspace.charts.figure import Chart, LegendEntry

INK, MUTED, LINE, ACCENT, PAPER = "#1d2a2e", "#50606a", "#c9d2d5", "#0d5c63", "#ffffff"
"""Those of templates/documents/house.typ."""
FONT = "Hanken Grotesk"
ROOM = 8.0
"""Around the drawing: a letter and a line may stand out a little."""
KEY = 24.0
ROW = 22.0
APART = 18.0
BESIDE = 4.0
"""Names of places stand this far from the line at zero."""

_STYLES = {
    "grid": f'fill="none" stroke="{LINE}"',
    "base": f'fill="none" stroke="{INK}"',
    "target": f'fill="none" stroke="{INK}" stroke-width="2.5"',
    "bar-0": f'fill="{ACCENT}"',
    "line-0": f'fill="none" stroke="{ACCENT}" stroke-width="2.5" stroke-linejoin="round"',
    "line-1": f'fill="none" stroke="{MUTED}" stroke-width="1.75" stroke-linejoin="round" stroke-dasharray="6 4"',
    "point-0": f'fill="{ACCENT}"',
    "point-1": f'fill="{PAPER}" stroke="{MUTED}" stroke-width="1.5"',
    "gap-not_stated": f'fill="none" stroke="{MUTED}" stroke-width="1.5"',
    "gap-ahead": f'fill="none" stroke="{MUTED}" stroke-width="1.5"',
    "gap-suppressed": f'fill="none" stroke="{INK}" stroke-width="6" stroke-linecap="round"',
}
_OUTLINE = f'fill="{PAPER}" stroke="{ACCENT}" stroke-width="1.5"'
_PATTERNS = (
    '<pattern id="lines" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path d="M3 0v6" stroke="{ACCENT}" stroke-width="2.5"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<path d="M3 3h0.01" stroke="{ACCENT}" stroke-width="3" stroke-linecap="round"/></pattern>'
)


def svg_of(chart: Chart) -> str:
    """The picture of one chart; what it says in words stands beside it, in the document."""
    drawing = chart.wide
    keys = list(_placed(chart.legend, drawing))
    height = (max(y for _entry, _x, y in keys) + ROW if keys else drawing.height) + ROOM
    width = drawing.width + 2 * ROOM
    inside = [*_drawn(drawing.marks), *map(_text, drawing.labels)]
    for entry, x, y in keys:
        inside.append(f'<g transform="translate({x:g} {y:g})">{"".join(_drawn(entry.marks))}</g>')
        inside.append(_text(Label(x=x + KEY + 8, y=y + 13, text=entry.text, role="key")))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height + ROOM:g}"'
        f' viewBox="{-ROOM:g} {-ROOM:g} {width:g} {height + ROOM:g}">'
        f"<defs>{_PATTERNS}</defs>{''.join(inside)}</svg>"
    )


def _placed(legend: Sequence[LegendEntry], drawing: Drawing) -> Iterator[tuple[LegendEntry, float, float]]:
    """The entries in rows below the drawing."""
    x, y = 0.0, drawing.height + 6
    for entry in legend:
        wide = KEY + 8 + width_of(entry.text)
        if x and x + wide > drawing.width:
            x, y = 0.0, y + ROW
        yield entry, x, y
        x += wide + APART


def _drawn(marks: Sequence[Mark]) -> Iterator[str]:
    for mark in marks:
        yield f'<path {_STYLES.get(mark.role, _OUTLINE)} d="{mark.d}"/>'
        if mark.pattern:
            yield f'<path fill="url(#{mark.pattern})" d="{mark.d}"/>'


def _text(label: Label) -> str:
    colour = MUTED if label.role == "tick" else INK
    weight = "600" if label.role == "value" else "400"
    halo = f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" '
    beside = BESIDE if label.role == "name" else 0.0
    return (
        f'<text x="{label.x + beside:.1f}" y="{label.y:.1f}" font-family="{FONT}" font-size="{TEXT:g}"'
        f' font-weight="{weight}" {halo if label.role == "value" else ""}fill="{colour}"'
        f' text-anchor="{label.anchor}">{escape(label.text)}</text>'
    )
