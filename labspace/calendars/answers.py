"""How feeds are answered over HTTP: validators, compression, and nothing that is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, current_app, request
from werkzeug.http import http_date, is_resource_modified

from labspace.calendars.bodies import Bodies

CALENDAR = "text/calendar; charset=utf-8"


class CalendarResponse(Response):
    """Carries no cookie, whoever asks: Flask would renew the session of a browser that is signed in."""

    def set_cookie(self, *_args: Any, **_values: Any) -> None:
        """Set none."""

    def delete_cookie(self, *_args: Any, **_values: Any) -> None:
        """Delete none."""


def answer_body(
    key: str, last_modified: datetime, build: Callable[[], bytes], *, is_public: bool = False
) -> Response:
    """200 with what `build` makes, kept by its key, or 304."""
    zipped = request.accept_encodings["gzip"] > 0
    etag = f'"{key}{"-gzip" if zipped else ""}"'
    if not is_resource_modified(request.environ, etag=etag, last_modified=last_modified):
        return _with_validators(CalendarResponse(status=304), etag, last_modified, is_public=is_public)
    body = _bodies().get(key, build)
    response = CalendarResponse(body.gzipped if zipped else body.plain, content_type=CALENDAR)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return _with_validators(response, etag, last_modified, is_public=is_public)


def _bodies() -> Bodies:
    kept: Bodies = current_app.extensions.setdefault("labspace.feed_bodies", Bodies())
    return kept


def answer_once(content: bytes) -> Response:
    """A calendar nobody may keep."""
    response = CalendarResponse(content, content_type=CALENDAR)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def answer_file(name: str, content: bytes) -> Response:
    """A calendar to be saved as a file."""
    response = Response(content, content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def answer_text(status: int, text: str) -> Response:
    """A plain sentence instead of a calendar."""
    response = CalendarResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _with_validators(response: Response, etag: str, last_modified: datetime, *, is_public: bool) -> Response:
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(last_modified)
    response.headers["Cache-Control"] = "public, max-age=900" if is_public else "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if not is_public:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
