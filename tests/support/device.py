"""A calendar program as these tests play one: it asks over HTTP, without cookies, and reads the XML itself."""

from __future__ import annotations

import base64
import gzip
from contextvars import Context
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree

from flask import Flask
from werkzeug.test import TestResponse

from labspace.db import db

SPACES = {
    "d": "DAV:",
    "c": "urn:ietf:params:xml:ns:caldav",
    "cs": "http://calendarserver.org/ns/",
    "ic": "http://apple.com/ns/ical/",
}
DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())


@dataclass(frozen=True)
class Told:
    """What a multistatus says of one resource: properties found by `prefix:name`, and names of those missing."""

    found: dict[str, ElementTree.Element]
    missing: set[str]
    status: str

    def text(self, name: str) -> str:
        return self.found[name].text or ""

    def link(self, name: str) -> str:
        link = self.found[name].find("d:href", SPACES)
        assert link is not None
        return link.text or ""


class Answer:
    """A response, and what it says where it is XML."""

    def __init__(self, response: TestResponse) -> None:
        self.status, self.headers, self.data = response.status_code, response.headers, response.data
        if self.headers.get("Content-Encoding") == "gzip":
            self.data = gzip.decompress(self.data)
        self.is_xml = response.mimetype == "application/xml"
        self.document = ElementTree.fromstring(self.data) if self.is_xml else ElementTree.Element("none")

    @property
    def told(self) -> dict[str, Told]:
        """What is said of each resource, by its address without escapes."""
        return {
            unquote(one.findtext("d:href", "", SPACES)): _told(one)
            for one in self.document.findall("d:response", SPACES)
        }

    @property
    def conditions(self) -> list[str]:
        """The conditions a refusal names."""
        return [short(child.tag) for child in self.document] if self.document.tag == "{DAV:}error" else []

    @property
    def token(self) -> str:
        return self.document.findtext("d:sync-token", "", SPACES)


def _told(one: ElementTree.Element) -> Told:
    found: dict[str, ElementTree.Element] = {}
    missing: set[str] = set()
    for part in one.findall("d:propstat", SPACES):
        prop = part.find("d:prop", SPACES)
        assert prop is not None
        if " 200 " in part.findtext("d:status", "", SPACES):
            found |= {short(child.tag): child for child in prop}
        else:
            missing |= {short(child.tag) for child in prop}
    return Told(found, missing, one.findtext("d:status", "", SPACES))


def short(tag: str) -> str:
    """`d:getetag` for `{DAV:}getetag`."""
    space, _, name = tag.removeprefix("{").rpartition("}")
    return next((f"{prefix}:{name}" for prefix, known in SPACES.items() if known == space), tag)


class Device:
    """One program with its access."""

    def __init__(self, app: Flask, email: str, secret: str) -> None:
        self.app, self.email, self.secret = app, email, secret

    def ask(
        self, method: str, path: str, body: str | bytes = "", *, expect: int | None = 207, **headers: str
    ) -> Answer:
        """The answer; fails unless it has the status expected."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        names.setdefault("Authorization", basic(self.email, self.secret))
        # What the test prepared becomes visible to the server, and the server's work to the test.
        db.session.commit()
        client = self.app.test_client(use_cookies=False)
        response = Context().run(client.open, path, method=method, headers=names, data=body)
        answer = Answer(response)
        assert expect is None or answer.status == expect, f"{method} {path}: {answer.status} {answer.data!r}"
        assert "Set-Cookie" not in answer.headers
        return answer

    def propfind(self, path: str, *names: str, depth: str = "0", expect: int = 207) -> Answer:
        return self.ask("PROPFIND", path, propfind(*names), Depth=depth, expect=expect)

    def report(self, path: str, body: str, expect: int = 207) -> Answer:
        return self.ask("REPORT", path, body, Depth="1", expect=expect)

    def sync(self, path: str, token: str = "", *, limit: int | None = None, expect: int = 207) -> Answer:
        return self.report(path, sync(token, limit=limit), expect=expect)


def basic(email: str, secret: str) -> str:
    """The header of HTTP Basic."""
    return "Basic " + base64.b64encode(f"{email}:{secret}".encode()).decode()


def propfind(*names: str) -> str:
    """Asks for properties by `prefix:name`."""
    wanted = "".join(f"<{name}/>" for name in names)
    return f"<d:propfind {DECLARED}><d:prop>{wanted}</d:prop></d:propfind>"


def sync(token: str = "", *, limit: int | None = None, names: str = "<d:getetag/>") -> str:
    """Asks for changes since a token."""
    cut = "" if limit is None else f"<d:limit><d:nresults>{limit}</d:nresults></d:limit>"
    return (
        f"<d:sync-collection {DECLARED}><d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>"
        f"{cut}<d:prop>{names}</d:prop></d:sync-collection>"
    )


def query(inside: str, *, data: str = "<c:calendar-data/>", comp: str = "VEVENT") -> str:
    """Asks for events that pass a filter on `comp`."""
    return (
        f"<c:calendar-query {DECLARED}><d:prop><d:getetag/>{data}</d:prop><c:filter>"
        f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="{comp}">{inside}</c:comp-filter>'
        "</c:comp-filter></c:filter></c:calendar-query>"
    )


def multiget(*addresses: str, data: str = "<c:calendar-data/>") -> str:
    """Asks for events by their addresses."""
    links = "".join(f"<d:href>{address}</d:href>" for address in addresses)
    return f"<c:calendar-multiget {DECLARED}><d:prop><d:getetag/>{data}</d:prop>{links}</c:calendar-multiget>"
