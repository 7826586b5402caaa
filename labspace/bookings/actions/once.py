"""A filled-in form is answered once: sent twice, it gives what it gave the first time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row, bindparam, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking, Idempotence
from labspace.bookings.wishes import Wish
from labspace.db import Base, table_of
from labspace.errors import Refusal, Refused

_FORMS = table_of(Idempotence)

Made = TypeVar("Made", bound=Base)


def note_form(session: Session, wish: Wish, *, booker_id: int, once: str, now: datetime) -> int | None:
    """Note that this form is being answered; the id of its booking, if it was sent before."""
    fingerprint = _fingerprint(wish)
    known = _noted(session, fingerprint, by_id=booker_id, once=once, now=now)
    if known is None:
        return None
    if known.body_hash != fingerprint:
        raise Refused(Refusal("idempotency_key_reused"))
    return int(known.booking_id)


def answer_form(session: Session, booking: Booking, *, once: str) -> None:
    """Keep with the form which booking it gave."""
    answer = {"by": booking.booked_by_id, "form": once[:64], "answer": booking.id}
    session.connection().execute(_ANSWERED, answer)


def make_once(
    session: Session,
    kind: type[Made],
    content: object,
    make: Callable[[], Made],
    *,
    by_id: int,
    once: str,
    now: datetime,
) -> Made:
    """What `make()` makes; of one form sent twice, what it made the first time.

    `content` is all the person filled in, and for what. Raises `Refused` with `form_already_sent` where
    the form came before with other content: nobody then loses what they typed the second time. Called
    after `begin_write` and before anything is locked. Without a name (`once`) everything is made anew.
    """
    if not once:
        return make()
    fingerprint = _fingerprint((kind.__name__, content))
    known = _noted(session, fingerprint, by_id=by_id, once=once, now=now)
    if known is None:
        made = make()
        session.flush()
        identity = inspect(made).identity
        assert identity is not None
        answer = {"by": by_id, "form": once[:64], "answer": identity[0]}
        session.connection().execute(_MADE, answer)
        return made
    if known.body_hash != fingerprint:
        raise Refused(Refusal("form_already_sent"))
    return session.get_one(kind, known.made_id)


def _fingerprint(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _noted(
    session: Session, fingerprint: str, *, by_id: int, once: str, now: datetime
) -> Row[Any, Any, Any] | None:
    """How this form was answered before; None: it is new, and noted.

    Written before anything is locked: of one form sent twice at once the second waits here until the
    first is decided, on PostgreSQL at the unique key, on SQLite at the write lock.
    """
    key = once[:64]
    values = {"user_id": by_id, "key": key, "body_hash": fingerprint, "created_at": now}
    connection = session.connection()
    if connection.execute(_NEW[connection.dialect.name], values).scalar() is not None:
        return None
    return connection.execute(_KNOWN, {"by": by_id, "form": key}).one()


_NEW = {
    name: dialect.insert(_FORMS).on_conflict_do_nothing().returning(_FORMS.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_IS_FORM = (_FORMS.c.user_id == bindparam("by"), _FORMS.c.key == bindparam("form"))
_KNOWN = select(_FORMS.c.body_hash, _FORMS.c.booking_id, _FORMS.c.made_id).where(*_IS_FORM)
_ANSWERED = update(_FORMS).where(*_IS_FORM).values(booking_id=bindparam("answer"))
_MADE = update(_FORMS).where(*_IS_FORM).values(made_id=bindparam("answer"))
