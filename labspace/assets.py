"""Addresses of own files that may be kept for ever, because they change with the content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for


def serve(app: Flask) -> None:
    """Offer `asset(path)` to templates and let browsers keep what carries a digest."""
    app.extensions["labspace.digests"] = {}
    app.add_template_global(asset, "asset")
    app.after_request(_keep)


def asset(path: str) -> str:
    """The address of a file below static/, with the digest of its content."""
    return url_for("static", filename=path, v=_digest(path))


def _digest(path: str) -> str:
    digests: dict[str, tuple[float, str]] = current_app.extensions["labspace.digests"]
    if path in digests and not current_app.debug:
        return digests[path][1]
    file = Path(current_app.static_folder or "static") / path
    changed_at = file.stat().st_mtime
    if path not in digests or digests[path][0] != changed_at:
        digests[path] = (changed_at, hashlib.sha256(file.read_bytes()).hexdigest()[:12])
    return digests[path][1]


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = 31_536_000
        response.cache_control.immutable = True
    return response
