"""XML as labspace answers it: small pieces that are joined, a thousand events in a few milliseconds.

A piece is marked as `Xml`; every other text goes through `text`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NewType

from labspace.caldav.words import APPLE, CALDAV, CALENDARSERVER, DAV, dav

Xml = NewType("Xml", str)

NOTHING = Xml("")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
PREFIXES = {DAV: "d", CALDAV: "c", CALENDARSERVER: "cs", APPLE: "ic"}
RESERVED = {"http://www.w3.org/XML/1998/namespace": "xml"}
"""Bound to its prefix from the beginning; may not be declared."""
DECLARED = "".join(f' xmlns:{prefix}="{space}"' for space, prefix in PREFIXES.items())

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
"""A bare CR would reach the reader as LF: calendar data ends its lines with both (RFC 5545 3.1)."""


def text(value: str) -> Xml:
    """Plain text, escaped."""
    return Xml(value.translate(_ESCAPES))


def tag(name: str, *inside: Xml) -> Xml:
    """An element called `{namespace}name`, with what is inside it."""
    opening, closing, alone = _tags(name)
    content = "".join(inside)
    return Xml(f"{opening}{content}{closing}" if content else alone)


def href(address: str) -> Xml:
    """A link to a path of this server, or to an address."""
    return tag(dav("href"), text(address))


@lru_cache(maxsize=512)
def _tags(name: str) -> tuple[str, str, str]:
    space, _, local = name.removeprefix("{").rpartition("}")
    if prefix := PREFIXES.get(space) or RESERVED.get(space):
        return f"<{prefix}:{local}>", f"</{prefix}:{local}>", f"<{prefix}:{local}/>"
    declared = text(space)
    return f'<{local} xmlns="{declared}">', f"</{local}>", f'<{local} xmlns="{declared}"/>'


OK, MISSING = (Xml(tag(dav("status"), text(line))) for line in ("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"))


def response(address: str, found: Iterable[Xml], missing: Sequence[str] = ()) -> Xml:
    """One resource: the properties it has, and the names of those asked for that it has not.

    The missing are always named: Apple's account setup takes an answer without them for a broken one.
    """
    parts = [href(address)]
    if properties := "".join(found):
        parts.append(tag(dav("propstat"), tag(dav("prop"), Xml(properties)), OK))
    if missing or not properties:
        names = Xml("".join(tag(name) for name in missing))
        status = MISSING if missing else OK
        parts.append(tag(dav("propstat"), Xml(tag(dav("prop"), names)), status))
    return tag(dav("response"), *parts)


def gone(address: str) -> Xml:
    """A resource that is not (or no longer) there."""
    return tag(dav("response"), href(address), MISSING)


def multistatus(responses: Iterable[Xml], *, sync_token: str = "") -> bytes:
    """The whole answer of a PROPFIND or REPORT."""
    token = tag(dav("sync-token"), text(sync_token)) if sync_token else NOTHING
    inside = "".join(responses)
    return f"{HEAD}<d:multistatus{DECLARED}>{inside}{token}</d:multistatus>".encode("utf-8", "replace")


def error(*conditions: Xml) -> bytes:
    """Why a request is refused: the condition it breaks, by name (RFC 4918 16)."""
    return f"{HEAD}<d:error{DECLARED}>{''.join(conditions)}</d:error>".encode("utf-8", "replace")
