"""The XML names of WebDAV and CalDAV, written as `{namespace}name`."""

from __future__ import annotations

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
CALENDARSERVER = "http://calendarserver.org/ns/"
APPLE = "http://apple.com/ns/ical/"


def dav(name: str) -> str:
    """A name of RFC 4918, 3744, 5397, 6578."""
    return f"{{{DAV}}}{name}"


def caldav(name: str) -> str:
    """A name of RFC 4791."""
    return f"{{{CALDAV}}}{name}"


def calendarserver(name: str) -> str:
    """A name that Apple's first calendar server introduced and everybody uses."""
    return f"{{{CALENDARSERVER}}}{name}"


def apple(name: str) -> str:
    """A name of Apple's calendar programs."""
    return f"{{{APPLE}}}{name}"
