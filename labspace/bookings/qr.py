"""The code on a desk: the stable address under which somebody who stands there checks in."""

from __future__ import annotations

import segno
from markupsafe import Markup

from labspace.spaces.models import Space


def check_in_address(space: Space, *, base_url: str) -> str:
    """What the code says; it holds as long as the space has its public id."""
    return f"{base_url.rstrip('/')}/flaechen/{space.public_id}/check-in"


def qr_svg(text: str, *, label: str) -> Markup:
    """The code as an SVG to stand in a page; black on white in either theme, or no camera reads it."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr__code", lineclass=None
    )
    named = Markup('<svg role="img" aria-label="{}"').format(label)
    return named + Markup(drawing.removeprefix("<svg"))
