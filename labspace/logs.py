"""What a process writes about itself: lines for people or for programs, without personal data or secrets.

An exception is told by its type and where it happened, never by its text: the database puts the row at
hand into it. A request is told by its route, never by its address: links hold tokens.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from time import perf_counter
from traceback import walk_tb
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

if TYPE_CHECKING:
    from config import Settings

ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
TOKEN = re.compile(r"[A-Za-z0-9_\-]{24,}")
PASSWORD = re.compile(r"(?<=://)[^\s/@]+:[^\s/@]+(?=@)")
INNERMOST = 3
"""So many places are told in any case; further out only those that are not a library's."""

requests = logging.getLogger("labspace.requests")


def write_logs(settings: Settings) -> None:
    """Let this process write its log in the form the settings ask for, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log == "json" else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if settings.log == "json" else logging.WARNING)
    logging.captureWarnings(True)


def without_secrets(text: str) -> str:
    """The text with mail addresses, passwords in addresses and whatever may be a token taken out."""
    return TOKEN.sub("…", ADDRESS.sub("…@…", PASSWORD.sub("…", text)))


class PlainLines(logging.Formatter):
    """One line for people: time, level, where from, what."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{moment(record)} {record.levelname.lower()} {record.name}: {said(record)}"
        return "\n    ".join([line, *trace(record)])


class JsonLines(logging.Formatter):
    """One JSON object a line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        values: dict[str, object] = {
            "time": moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": said(record),
        }
        values |= getattr(record, "labspace", {})
        if where := trace(record):
            values["trace"] = where
        return json.dumps(values, ensure_ascii=False)


def moment(record: logging.LogRecord) -> str:
    """When it was, in UTC."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def said(record: logging.LogRecord) -> str:
    """The message; a record whose values do not fit says so instead of failing."""
    try:
        return without_secrets(record.getMessage())
    except Exception:
        return without_secrets(str(record.msg))


def trace(record: logging.LogRecord) -> list[str]:
    """The types of an exception and its causes, each with the places it came through, innermost last."""
    problem = record.exc_info[1] if record.exc_info else None
    lines: list[str] = []
    while problem is not None:
        frames = list(walk_tb(problem.__traceback__))
        lines += [
            type(problem).__name__,
            *(
                f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
                for number, (frame, line) in enumerate(frames, 1)
                if "site-packages" not in frame.f_code.co_filename or number > len(frames) - INNERMOST
            ),
        ]
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    return lines


def tell_requests(app: Flask) -> None:
    """Write a line for each answer, where programs read the log: route, status and milliseconds."""

    @app.before_request
    def begin() -> None:
        g.labspace_began = perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        began = g.get("labspace_began")
        values = {
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else "",
            "status": response.status_code,
            "ms": round((perf_counter() - began) * 1000, 1) if began else 0,
        }
        requests.info("request", extra={"labspace": values})
        return response
