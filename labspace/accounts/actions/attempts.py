"""Attempts are noted before they are judged, so that many at once cannot slip past the count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import SignInAttempt
from labspace.accounts.queries import failures
from labspace.accounts.throttle import AttemptKey, blocked_until
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

KEPT = timedelta(days=1)


class TooManyAttempts(Refused):
    """Somebody has to wait; `seconds` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(Refusal("too_many_attempts", {"seconds": seconds}))
        self.seconds = seconds


def note_attempt(session: Session, keys: Sequence[AttemptKey], *, now: datetime) -> list[int]:
    """Count an attempt under each of `keys` as failed and commit that; returns the ids of the rows.

    Raises `TooManyAttempts` if an earlier count forbids it; then this attempt is not counted. The
    commit stands here because the password is checked afterwards, outside any transaction.
    """
    begin_write(session)
    rows = [SignInAttempt(key=key.digest, at=now) for key in keys]
    session.add_all(rows)
    session.flush()
    ids = [row.id for row in rows]
    session.commit()
    waits = [
        until - now
        for key in keys
        if (until := blocked_until(failures(session, key, besides=ids, now=now), free=key.by.free, now=now))
    ]
    if waits:
        forget_attempts(session, ids)
        session.commit()
        raise TooManyAttempts(int(max(waits).total_seconds()))
    return ids


def forget_attempts(session: Session, ids: Sequence[int]) -> None:
    """Take back these attempts, because they did not fail."""
    begin_write(session)
    session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))


def forget_failures(session: Session, key: AttemptKey, *, now: datetime) -> None:
    """Start counting anew under `key`; sweeps what is too old to count for anybody."""
    begin_write(session)
    session.execute(
        delete(SignInAttempt).where((SignInAttempt.key == key.digest) | (SignInAttempt.at < now - KEPT))
    )
