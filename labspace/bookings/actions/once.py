"""A filled-in form is answered once: sent twice, it gives the booking of the first time."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking, Idempotence
from labspace.bookings.wishes import Wish
from labspace.db import table_of
from labspace.errors import Refusal, Refused

_FORMS = table_of(Idempotence)


def note_form(session: Session, wish: Wish, *, booker_id: int, once: str, now: datetime) -> int | None:
    """Note that this form is being answered; the id of its booking, if it was sent before.

    Written before anything is locked: of one form sent twice at once the second waits here until the
    first is decided, on PostgreSQL at the unique key, on SQLite at the write lock.
    """
    key = once[:64]
    fingerprint = hashlib.sha256(repr(wish).encode()).hexdigest()
    values = {"user_id": booker_id, "key": key, "body_hash": fingerprint, "created_at": now}
    connection = session.connection()
    if connection.execute(_NEW[connection.dialect.name], values).scalar() is not None:
        return None
    body_hash, booking_id = connection.execute(_KNOWN, {"by": booker_id, "form": key}).one()
    if body_hash != fingerprint:
        raise Refused(Refusal("idempotency_key_reused"))
    return int(booking_id)


def answer_form(session: Session, booking: Booking, *, once: str) -> None:
    """Keep with the form which booking it gave."""
    answer = {"by": booking.booked_by_id, "form": once[:64], "answer": booking.id}
    session.connection().execute(_ANSWERED, answer)


_NEW = {
    name: dialect.insert(_FORMS).on_conflict_do_nothing().returning(_FORMS.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_IS_FORM = (_FORMS.c.user_id == bindparam("by"), _FORMS.c.key == bindparam("form"))
_KNOWN = select(_FORMS.c.body_hash, _FORMS.c.booking_id).where(*_IS_FORM)
_ANSWERED = update(_FORMS).where(*_IS_FORM).values(booking_id=bindparam("answer"))
