"""How CalDAV is answered over HTTP: XML, errors by the name of the broken condition, and no cookie."""

from __future__ import annotations

from flask import Response, request

from labspace.caldav.words import caldav, dav
from labspace.caldav.writing import Xml, error, href, multistatus, tag
from labspace.calendars.answers import CalendarResponse

XML = "application/xml; charset=utf-8"
ABILITIES = "1, 3, calendar-access"
READING = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")
WRITING = (
    "PUT", "DELETE", "POST", "PATCH", "MKCALENDAR", "MKCOL", "PROPPATCH", "MOVE", "COPY", "LOCK", "UNLOCK", "ACL",
)  # fmt: skip


def many(responses: list[Xml], *, sync_token: str = "") -> Response:
    """207 with one answer for each resource."""
    return _xml(207, multistatus(responses, sync_token=sync_token))


def refused(condition: str, *inside: Xml, status: int = 403) -> Response:
    """The request breaks `condition`, a name of RFC 4918, 3253, 4791 or 6578."""
    return _xml(status, error(tag(condition, *inside)))


def write_refused() -> Response:
    """403: nobody has the right to change anything here, whatever it is."""
    resource = tag(dav("resource"), href(request.path), tag(dav("privilege"), tag(dav("write"))))
    return refused(dav("need-privileges"), resource)


def report_unknown() -> Response:
    """403: this resource knows no such report."""
    return refused(dav("supported-report"))


def filter_refused(condition: str) -> Response:
    """403: a filter that cannot be answered."""
    return refused(caldav(condition))


def plain(status: int, sentence: str, **headers: str) -> Response:
    """A sentence, for what has no name in XML."""
    response = CalendarResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return _dressed(response)


def abilities() -> Response:
    """200 to OPTIONS."""
    response = CalendarResponse(status=200)
    response.headers["Allow"] = ", ".join(READING)
    return _dressed(response)


def calendar_object(data: bytes, etag: str) -> Response:
    """An event, or 304 to who has it already."""
    response = CalendarResponse(data, content_type="text/calendar; charset=utf-8")
    response.set_etag(etag)
    response.make_conditional(request.environ)
    return _dressed(response)


def _xml(status: int, body: bytes) -> Response:
    return _dressed(CalendarResponse(body, status=status, content_type=XML))


def _dressed(response: Response) -> Response:
    response.headers["DAV"] = ABILITIES
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
