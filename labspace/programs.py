"""Requests of programs rather than of people: those below /api, which know no cookies and hear no HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import current_app, has_request_context, request
from flask.typing import ResponseReturnValue

ROOT = "/api"
READ_BY_PEOPLE = "/api/v1/docs"
"""The one page below `ROOT` that is made for people, in the site's own look."""

Answer = Callable[[Exception], ResponseReturnValue]


def asks_as_program() -> bool:
    """Whether the request at hand is a program's: no session counts for it, every error is told as JSON."""
    if not has_request_context():
        return False
    path = request.path
    if path == READ_BY_PEOPLE and request.method in {"GET", "HEAD"}:
        return False
    return path == ROOT or path.startswith(f"{ROOT}/")


def tell_programs(answer: Answer) -> None:
    """From now on `answer` tells programs of errors; for the package that knows how."""
    current_app.extensions["labspace.programs"] = answer


def told_to_programs() -> Answer | None:
    """What tells the program that asks of an error; None if people ask."""
    return (
        cast("Answer | None", current_app.extensions.get("labspace.programs")) if asks_as_program() else None
    )
