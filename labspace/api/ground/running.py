"""What happens around the view of a call: who may, what is asked, and how the answer leaves."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from labspace.api.ground.asking import read_body, read_query
from labspace.api.ground.caller import caller, caller_or_none, require
from labspace.api.ground.endpoints import Endpoint, Sent
from labspace.api.ground.schemas import Asked
from labspace.api.once.answering import answered_once
from labspace.db import db

ANY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}
"""Pages of other sites may read what anybody may read; nothing here knows a cookie."""


class NoQuery(Asked):
    """A call that knows no parameters."""


def run(endpoint: Endpoint, parts: dict[str, Any]) -> ResponseReturnValue:
    """The answer of a call. Writing ones are committed here, together with the answer kept for a repeat."""
    if endpoint.scope is not None:
        require(endpoint.scope)
    query = read_query(endpoint.query or NoQuery)
    values = dict(parts)
    if endpoint.query is not None:
        values["query"] = query
    if endpoint.body is not None:
        values["body"] = read_body(endpoint.body)
    if endpoint.method == "GET":
        response = _sent(endpoint, endpoint.view(**values))
        _let_be_kept(response, is_open=endpoint.scope is None)
        return response.make_conditional(request)
    if endpoint.method == "POST":
        return answered_once(
            lambda: _sent(endpoint, endpoint.view(**values)),
            key=request.headers.get("Idempotency-Key"),
            user_id=caller().user.id,
        )
    response = _sent(endpoint, endpoint.view(**values))
    db.session.commit()
    return response


def _sent(endpoint: Endpoint, result: Any) -> Response:
    sent = result if isinstance(result, Sent) else Sent(content=result, status=endpoint.status)
    body = sent.content.model_dump_json().encode()
    response = Response(body, sent.status, mimetype="application/json")
    response.headers.update(sent.headers)
    if sent.etag:
        response.set_etag(sent.etag)
    elif endpoint.method == "GET":
        response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response


def _let_be_kept(response: Response, *, is_open: bool) -> None:
    response.headers["Cache-Control"] = "no-cache" if caller_or_none() is None else "private, no-cache"
    response.vary.update(("Authorization", "Accept-Language"))
    if is_open:
        response.headers.update(ANY_SITE)
