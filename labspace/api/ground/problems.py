"""Errors as RFC 9457 tells them: `application/problem+json`, in the language the program asks for."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect

from labspace.api.ground.codes import OF_STATUS, code_named
from labspace.db import db
from labspace.errors import Refused
from labspace.programs import asks_as_program, tell_programs

log = logging.getLogger(__name__)

MIMETYPE = "application/problem+json"


class Problem(Exception):
    """A call that is answered with a problem: its code, the values of its sentence, and what helps to mend it.

    `detail` overrides the sentence of the code; `more` are members beside the standard ones, such as
    `errors`, `conflicts` or `alternatives`, as plain JSON values. `status` overrides that of the code.
    """

    def __init__(
        self,
        code: str,
        *,
        detail: str = "",
        values: Mapping[str, object] | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code_named(code)
        self.status = status or self.code.status
        self.detail = detail
        self.values = dict(values or {})
        self.more = {**({"errors": list(errors)} if errors else {}), **(more or {})}
        self.headers = dict(headers or {})

    def answer(self) -> Response:
        """The answer that tells it, in the reader's language."""
        sentence = self.detail or str(self.code.detail or self.code.title)
        body = {
            "type": f"{url_for('api_docs.show')}#{self.code.code}",
            "title": str(self.code.title),
            "status": self.status,
            "detail": sentence % self.values if self.values and not self.detail else sentence,
            "code": self.code.code,
            **self.more,
        }
        response = Response(json.dumps(body, ensure_ascii=False), self.status, mimetype=MIMETYPE)
        response.headers.update(self.headers)
        response.headers["Cache-Control"] = "no-store"
        return response


def tell_problems(app: Flask) -> None:
    """Tell every error below /api as a problem, also those no call of the API was reached by."""
    with app.app_context():
        tell_programs(answer_to)
    app.before_request(_no_other_address)


def _no_other_address() -> None:
    # An address with a slash too many: a program is told so instead of being sent elsewhere.
    if asks_as_program() and isinstance(request.routing_exception, RequestRedirect):
        raise Problem("not_found")


def answer_to(error: Exception) -> ResponseReturnValue:
    """The answer for any error; nothing of what the request wrote stays."""
    db.session.rollback()
    return problem_of(error).answer()


def problem_of(error: Exception) -> Problem:
    """What to tell a program of an error; unexpected ones are logged."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, Refused):
        return Problem("refused")
    if isinstance(error, OperationalError):
        log.error("database unavailable: %s", type(getattr(error, "orig", error)).__name__)
        return Problem("unavailable", headers={"Retry-After": "60"})
    log.error("unexpected error", exc_info=error)
    return Problem("internal_error")


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    if isinstance(error, CSRFError):
        status = 400
    if isinstance(error, RequestEntityTooLarge):
        status = 413
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    default = "bad_request" if status < 500 else "internal_error"
    return Problem(OF_STATUS.get(status, default), headers=kept)
