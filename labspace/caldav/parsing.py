"""XML as strangers send it, read without following anything it names."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

MAX_BODY = 1024 * 1024
"""Bytes of a request: a multiget of several thousand events. Only who is known by then may send so much."""


class BadXml(Exception):
    """The body is not XML, or XML that has no business here."""


def parse(body: bytes) -> Element | None:
    """The root of the document; None if there is none. Raises `BadXml`.

    No entity is resolved, no DTD loaded and no address opened; a document that brings a DTD along is
    refused, so that there is nothing to expand. Deep nesting is refused by the parser itself.
    """
    if not body.strip():
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise BadXml from problem
    if root.getroottree().docinfo.doctype:
        raise BadXml("a DTD")
    return root


def text_of(element: Element | None) -> str:
    """All text inside an element, without blanks around it."""
    return "" if element is None else "".join(element.itertext()).strip()
