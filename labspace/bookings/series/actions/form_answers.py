"""A series form sent twice gives the series of the first time."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.bookings.models import Idempotence
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.wishes import SeriesWish
from labspace.errors import Refusal, Refused


def note_series_form(
    session: Session, wish: SeriesWish, *, booker_id: int, once: str, now: datetime
) -> tuple[Idempotence | None, Series | None]:
    """The note of this form, and the series it gave if it was sent before; nothing without a name.

    Written before anything is locked, like that of a single booking: of one form sent twice at once
    the second waits here.
    """
    if not once:
        return None, None
    body_hash = hashlib.sha256(repr(wish).encode()).hexdigest()
    form = Idempotence(user_id=booker_id, key=once[:64], body_hash=body_hash, created_at=now)
    try:
        with session.begin_nested():
            session.add(form)
    except IntegrityError:
        form = session.scalars(
            select(Idempotence).where(Idempotence.user_id == booker_id, Idempotence.key == once[:64])
        ).one()
    if form.body_hash != body_hash:
        raise Refused(Refusal("idempotency_key_reused"))
    if form.booking_id is None:
        return form, None
    series = session.scalars(
        select(Series)
        .join(SeriesDate, SeriesDate.series_id == Series.id)
        .where(SeriesDate.booking_id == form.booking_id)
    ).one_or_none()
    return form, series
