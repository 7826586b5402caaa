"""Public answers are made once per revision, kept by each process, and spared whoever has them already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from flask import Response, current_app, request, session

from labspace.access import visitor
from labspace.languages import language
from labspace.spaces.houses import houses_seen

MOST_KEPT = 200

Kept = OrderedDict[str, tuple[bytes, str]]


def answer_kept(make: Callable[[], str], *rests_on: object) -> Response:
    """What `make` makes, from memory while nothing changed of what it rests on; 304 if the reader has it.

    The page of somebody signed in, or with a message on it, is nobody else's and never kept.
    """
    if visitor() is not None or "_flashes" in session:
        answer = Response(make(), mimetype="text/html")
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    body, digest = _kept(make, rests_on)
    answer = Response(body, mimetype="text/html")
    answer.set_etag(digest)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.update(("Accept-Language", "Cookie"))
    answer.make_conditional(request)
    return answer


def _kept(make: Callable[[], str], rests_on: tuple[object, ...]) -> tuple[bytes, str]:
    kept: Kept = current_app.extensions.setdefault("labspace.released", OrderedDict())
    revisions = [(house.id, house.revision) for house in houses_seen() or ()]
    key = repr((request.full_path, language(), session.get("theme"), revisions, rests_on))
    if key not in kept:
        body = make().encode()
        kept[key] = body, sha256(body).hexdigest()[:32]
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return kept[key]
