"""What protects every page: signed sessions, CSRF, size limits and strict headers."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Flask, Response, abort, current_app, request, session
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

if TYPE_CHECKING:
    from config import Settings

P = ParamSpec("P")
R = TypeVar("R")

csrf = CSRFProtect()

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

MAX_FORM_BYTES = 512 * 1024
"""No form of labspace is larger but those marked with `takes_files`."""


def takes_files(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the decorated view receive forms of up to `most_bytes` from whoever is signed in."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def protect(app: Flask, settings: Settings) -> None:
    """Sign sessions, check CSRF on every form, and set the headers of every answer."""
    app.config.update(
        SECRET_KEY=settings.secret_key or kept_secret(settings.data_dir),
        SESSION_COOKIE_NAME="labspace",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        REMEMBER_COOKIE_SECURE=settings.secure_cookies,
        REMEMBER_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
        WTF_I18N_ENABLED=True,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.url_map.converters["int"] = RowId
    app.before_request(_refuse_nul)
    # Before the token against forgery is looked for: that reads the form.
    app.before_request(_let_files_in)
    csrf.init_app(app)
    app.after_request(_set_headers)


class RowId(IntegerConverter):
    """A number in an address, no larger than a database can hold; others are no such page."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, *args, **{"max": 2**63 - 1, **options})


def _refuse_nul() -> None:
    # No text of ours holds NUL, and PostgreSQL takes none; forms are cleaned field by field.
    if "\0" in request.path or any("\0" in value for values in request.args.lists() for value in values[1]):
        abort(400)


def _let_files_in() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    # Whoever is not signed in sends no files: they are turned away by the usual limit already.
    if view is not None and hasattr(view, "most_bytes") and "_user_id" in session:
        request.max_content_length = view.most_bytes


def _set_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def kept_secret(data_dir: Path) -> str:
    """The signing key of this installation, made at the first start and readable by its owner only."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
