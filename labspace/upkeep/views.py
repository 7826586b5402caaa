"""What other programs ask a server: does it live, may people be sent to it, and its numbers."""

from __future__ import annotations

import hmac

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from labspace.access import public
from labspace.db import db
from labspace.logs import tell_requests
from labspace.times import utc_now
from labspace.upkeep.metrics.counting import Counts, is_shared
from labspace.upkeep.metrics.standing import Standing
from labspace.upkeep.readiness import why_not_ready

bp = Blueprint("upkeep", __name__)

OPEN = "open"


def watch(app: Flask) -> None:
    """Count and tell what the settings ask for; nothing costs time where nobody reads it."""
    settings = app.extensions["labspace.settings"]
    if settings.log == "json":
        tell_requests(app)
    if settings.metrics:
        counts = app.extensions["labspace.counts"] = Counts()
        with app.app_context():
            counts.count_answers(app, db.engine)


@bp.get("/healthz")
@public
def alive() -> Response:
    """This process answers; nothing else is asked."""
    return _plain("ok\n", 200)


@bp.get("/readyz")
@public
def ready() -> Response:
    """The database answers, its schema is this code's and the guards are in force; 503 otherwise."""
    why = why_not_ready(db.engine)
    return _plain(f"{why}\n" if why else "ok\n", 503 if why else 200)


@bp.get("/metrics")
@public
def metrics() -> Response:
    """The numbers, for whoever has the token of the settings."""
    wanted: str = current_app.extensions["labspace.settings"].metrics
    if not wanted:
        abort(404)
    if wanted != OPEN and not _has(wanted):
        answer = _plain("A bearer token is needed.\n", 401)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    counts: Counts = current_app.extensions["labspace.counts"]
    if is_shared():
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        counted = generate_latest(everybody)
    else:
        counted = generate_latest(counts.registry)
    standing = CollectorRegistry()
    standing.register(Standing(db.session(), now=utc_now()))
    answer = Response(counted + generate_latest(standing), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _has(token: str) -> bool:
    given = request.headers.get("Authorization", "").encode()
    return hmac.compare_digest(given, f"Bearer {token}".encode())


def _plain(text: str, status: int) -> Response:
    answer = Response(text, status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
