"""Before each call: is it within the limits, and whose is it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, request

from labspace.accounts.sessions import client
from labspace.api.ground.asking import MAX_BODY
from labspace.api.ground.caller import presented_token, recognise, remember
from labspace.api.ground.problems import Problem
from labspace.api.limits.counting import Counter, key_of
from labspace.api.tokens.secret_words import digest_of
from labspace.db import db
from labspace.times import utc_now

if TYPE_CHECKING:
    from config import Settings


def admit() -> None:
    """Count the call, then learn who makes it. Raises `Problem` for too many, and for a token that does not hold."""
    request.max_content_length = MAX_BODY
    settings = cast("Settings", current_app.extensions["labspace.settings"])
    _count("address", client().address, limit=settings.api_calls_per_address)
    secret = presented_token()
    if secret is not None:
        found = recognise(db.session(), secret, now=utc_now())
        _count("token", digest_of(secret), limit=settings.api_calls_per_token)
        remember(found)


def _count(kind: str, value: str, *, limit: int) -> None:
    if not limit:
        return
    counter = cast("Counter", current_app.extensions.setdefault("labspace.api.counter", Counter()))
    key = key_of(kind, value, secret=str(current_app.config["SECRET_KEY"]))
    wait = counter.take(db.engine, key, limit=limit, now=utc_now())
    if wait is not None:
        raise Problem("too_many_requests", headers={"Retry-After": str(wait)})
