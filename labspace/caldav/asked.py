"""What a PROPFIND or REPORT asks for, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.caldav.parsing import BadXml, Element, parse, text_of
from labspace.caldav.words import caldav, dav


@dataclass(frozen=True)
class Properties:
    """The properties somebody wants to know."""

    names: tuple[str, ...] = ()
    everything: bool = False
    """Whatever the server thinks useful (`allprop`), and `names` besides."""
    only_names: bool = False
    """Which there are, without their values (`propname`)."""
    utc: bool = False
    """Calendar data with all times in UTC and no time zone (`expand`)."""
    calendar_type: str = "text/calendar"

    @property
    def wants_data(self) -> bool:
        """Whether the events themselves are asked for."""
        return caldav("calendar-data") in self.names


EVERYTHING = Properties(everything=True)


def read_propfind(body: bytes) -> Properties:
    """What a PROPFIND asks for; an empty body asks for everything. Raises `BadXml`."""
    root = parse(body)
    if root is None:
        return EVERYTHING
    if root.tag != dav("propfind"):
        raise BadXml(root.tag)
    asked = properties_in(root)
    if asked is None:
        raise BadXml("no prop")
    return asked


def properties_in(parent: Element) -> Properties | None:
    """The `prop`, `allprop` or `propname` in a request; None if it has none of them."""
    if parent.find(dav("propname")) is not None:
        return Properties(only_names=True)
    included = _names(parent.find(dav("include")))
    if parent.find(dav("allprop")) is not None:
        return Properties(names=included, everything=True)
    prop = parent.find(dav("prop"))
    if prop is None:
        return None
    data = prop.find(caldav("calendar-data"))
    return Properties(
        names=_names(prop),
        utc=data is not None and data.find(caldav("expand")) is not None,
        calendar_type=(data.get("content-type") if data is not None else None) or "text/calendar",
    )


def _names(prop: Element | None) -> tuple[str, ...]:
    """Each once, in the order asked."""
    return () if prop is None else tuple(dict.fromkeys(child.tag for child in prop))


@dataclass(frozen=True)
class Sync:
    """What a sync-collection asks for (RFC 6578 3.2)."""

    token: str
    level: str
    limit: int | None


def read_sync(root: Element) -> Sync:
    """The token, level and limit of a sync-collection. Raises `BadXml`."""
    token = root.find(dav("sync-token"))
    if token is None:
        raise BadXml("no sync-token")
    limit = root.find(f"{dav('limit')}/{dav('nresults')}")
    digits = text_of(limit)
    if limit is not None and not (digits.isascii() and digits.isdecimal() and 0 < int(digits[:9]) <= 10**9):
        raise BadXml("nresults")
    # Before the level became an element it was the Depth header; who sends none means one level.
    return Sync(
        text_of(token), text_of(root.find(dav("sync-level"))) or "1", int(digits[:9]) if digits else None
    )


def hrefs_in(root: Element) -> list[str]:
    """The addresses a multiget names, each once, in order."""
    return list(dict.fromkeys(text_of(child) for child in root if child.tag == dav("href")))
