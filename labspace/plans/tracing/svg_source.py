"""From the bytes of an SVG file to its tree: nothing is fetched, no entity is unfolded, nothing is run."""

from __future__ import annotations

import re

from lxml import etree

from labspace.plans.tracing.limits import Unreadable

SVG = "{http://www.w3.org/2000/svg}"
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
XLINK = "{http://www.w3.org/1999/xlink}"
_ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "windows-1252"}
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""", re.ASCII)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY|<!ELEMENT|<!ATTLIST", re.IGNORECASE)


def tree_of(data: bytes) -> etree._Element:
    """The root of an SVG file. Raises `Unreadable` with the code of a sentence."""
    if data.startswith(b"\x1f\x8b"):
        raise Unreadable("svg_compressed")
    text = _DECLARATION.sub("", _text(data), count=1)
    if _ENTITY.search(text):
        # Entities unfold to gigabytes or name other files; a drawing needs none.
        raise Unreadable("svg_entities")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Unreadable("svg_broken") from broken
    if root.tag not in {f"{SVG}svg", "svg"}:
        raise Unreadable("svg_other")
    return root


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(data[:300])
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8-sig"
        if declared and encoding not in _ENCODINGS:
            raise Unreadable("svg_broken")
        encoding = "utf-8-sig" if encoding in {"utf-8", "utf8"} else encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as broken:
        raise Unreadable("svg_broken") from broken
    if "\0" in text:
        raise Unreadable("svg_broken")
    return text


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is no element of SVG."""
    tag = str(element.tag)  # an entity that is not unfolded has no name but a function
    if tag.startswith(SVG):
        return tag.removeprefix(SVG)
    return "" if tag.startswith("{") else tag


def style_of(element: etree._Element) -> dict[str, str]:
    """What an element's own `style` says, and the attributes that mean the same."""
    given = {name: str(value) for name, value in element.attrib.items() if name in {"display", "visibility"}}
    for one in str(element.get("style", "")).split(";")[:100]:
        name, _, value = one.partition(":")
        given[name.strip().lower()] = value.strip().lower()
    return given
