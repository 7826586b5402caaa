"""Answers a request with an `Idempotency-Key` once, and its repeats with the same bytes.

The first request writes its row before it does anything, in the transaction of the change itself. On
PostgreSQL a repeat beside it waits at that row until the first is committed or undone, on SQLite writers
take turns anyway. So a repeat never acts, and a change without its kept answer cannot be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Response, request
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.api.ground.problems import Problem, problem_of
from labspace.api.once.models import KeptAnswer
from labspace.db import begin_write, db, table_of
from labspace.errors import Refused
from labspace.notices.jobs import every_minute
from labspace.times import utc_now

KEPT = timedelta(hours=24)
LONGEST_KEY = 255
KEPT_HEADERS = ("Location", "ETag")

_TABLE = table_of(KeptAnswer)


def answered_once(act: Callable[[], Response], *, key: str | None, user_id: int) -> Response:
    """What `act` answers, committed; for a repeated `key` of this person what was answered before.

    Problems that `act` raises below status 500 are kept too, after what it wrote is undone. Raises
    `Problem` with `idempotency_key_reused` where the key came with another request.
    """
    if key is None:
        response = act()
        db.session.commit()
        return response
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise Problem("bad_request")
    session, now = db.session(), utc_now()
    digest, fingerprint = _sha(key.encode()), _fingerprint()
    begin_write(session)
    if (before := _claim(session, user_id, digest, fingerprint, now=now)) is not None:
        session.rollback()
        return before
    try:
        response = act()
    except (Problem, Refused) as error:
        session.rollback()
        response = problem_of(error).answer()
        begin_write(session)
        if (before := _claim(session, user_id, digest, fingerprint, now=now)) is not None:
            session.rollback()
            return before
    _keep(session, user_id, digest, response)
    session.commit()
    return response


def _claim(
    session: Session, user_id: int, digest: str, fingerprint: str, *, now: datetime
) -> Response | None:
    # None once the row is ours; else the answer that was kept under this key.
    session.execute(
        delete(KeptAnswer).where(
            KeptAnswer.user_id == user_id, KeptAnswer.key == digest, KeptAnswer.asked_at <= now - KEPT
        )
    )
    insert = (postgresql if session.connection().dialect.name == "postgresql" else sqlite).insert(_TABLE)
    ours = session.execute(
        insert.values(
            user_id=user_id, key=digest, fingerprint=fingerprint, asked_at=now, status=0, headers={}, body=b""
        )
        .on_conflict_do_nothing(index_elements=[_TABLE.c.user_id, _TABLE.c.key])
        .returning(_TABLE.c.id)
    ).scalar_one_or_none()
    if ours is not None:
        return None
    kept = session.scalars(
        select(KeptAnswer).where(KeptAnswer.user_id == user_id, KeptAnswer.key == digest)
    ).one()
    if kept.fingerprint != fingerprint:
        raise Problem("idempotency_key_reused")
    response = Response(kept.body, kept.status, kept.headers)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _keep(session: Session, user_id: int, digest: str, response: Response) -> None:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.user_id == user_id, KeptAnswer.key == digest)
        .values(
            status=response.status_code,
            headers={"Content-Type": response.headers["Content-Type"], **headers},
            body=response.get_data(),
        )
    )


def _fingerprint() -> str:
    parts = (request.method, request.full_path, request.get_data(cache=True).decode("utf-8", "replace"))
    return _sha("\n".join(parts).encode("utf-8", "replace"))


def _sha(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


@every_minute
def forget_answers(session: Session, now: datetime) -> None:
    """Delete the answers whose day is over."""
    ended = KeptAnswer.asked_at <= now - KEPT
    if session.scalar(select(KeptAnswer.id).where(ended).limit(1)) is not None:
        session.execute(delete(KeptAnswer).where(ended))
