"""Every error as a page that says what to do next, in the right language and with the right status."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from labspace.db import db
from labspace.errors import Refused
from labspace.front.error_texts import TEXTS
from labspace.programs import told_to_programs

log = logging.getLogger(__name__)


def answer_errors(app: Flask) -> None:
    """Register the answers for all errors a page can end in."""
    for kind, page in (
        (HTTPException, _http),
        (Refused, _refused),
        (OperationalError, _overloaded),
        (Exception, _unexpected),
    ):
        app.register_error_handler(kind, _by_who_asks(page))


def _by_who_asks(
    page: Callable[[Exception], ResponseReturnValue],
) -> Callable[[Exception], ResponseReturnValue]:
    def answer(error: Exception) -> ResponseReturnValue:
        told = told_to_programs()
        return told(error) if told else page(error)

    return answer


def _http(error: Exception) -> ResponseReturnValue:
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    if isinstance(error, HTTPException) and status < 400:
        return error.get_response()
    if isinstance(error, CSRFError):
        status = 400
    return _page(status)


def _refused(_error: Exception) -> ResponseReturnValue:
    return _page(409)


def _overloaded(error: Exception) -> ResponseReturnValue:
    # The database could not be reached or was busy for too long: trying again helps, searching does not.
    log.error("database unavailable: %s", type(getattr(error, "orig", error)).__name__)
    return _page(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected error", exc_info=error)
    return _page(500)


def _page(status: int) -> ResponseReturnValue:
    db.session.rollback()
    text = TEXTS.get(status) or TEXTS[400 if status < 500 else 500]
    return render_template("errors/error.html", error=text), status
