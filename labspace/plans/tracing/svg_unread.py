"""Pure: what of an SVG file would run or be fetched elsewhere, counted wherever in the file it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from labspace.plans.tracing.sheets import Skipped
from labspace.plans.tracing.svg_source import XLINK, name_of

_ELSEWHERE = re.compile(r"@import\b|(?<!@import )\burl\(\s*['\"]?(?!\s*(?:#|data:))", re.IGNORECASE)
"""A style sheet or a picture that a style names; `@import url(…)` is one, not two."""
_RUNS = re.compile(r"\s*(?:java|vb|live)script:", re.IGNORECASE)
_HERE = ("#", "data:")


def unread_in(root: etree._Element) -> Iterator[Skipped]:
    """One for each script, handler, picture and reference to another file, also where nothing is drawn."""
    for element in root.iter("*"):
        name = name_of(element)
        if name == "script" or str(element.tag).rpartition("}")[2].lower() == "script":
            yield Skipped.SCRIPT
        for key, value in element.attrib.items():
            yield from _attribute(name, str(key), str(value))
        if name == "style":
            yield from (Skipped.EXTERNAL for _ in _ELSEWHERE.finditer("".join(element.itertext())))


def _attribute(element: str, key: str, value: str) -> Iterator[Skipped]:
    if key in {"href", f"{XLINK}href"}:
        if _RUNS.match(value):
            yield Skipped.SCRIPT
        elif element == "image" and value.strip().startswith("data:"):
            yield Skipped.PICTURE
        elif element != "a" and value.strip() and not value.strip().startswith(_HERE):
            # A link that somebody would have to follow fetches nothing; whatever else names a file does.
            yield Skipped.EXTERNAL
    elif key.lower().startswith("on"):
        yield Skipped.SCRIPT
    elif "{" not in key and "(" in value:
        yield from (Skipped.EXTERNAL for _ in _ELSEWHERE.finditer(value))
