"""Writing the record and taking changes back. Actions flush; the edge commits once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.record.models import HouseRecord
from labspace.houses.record.subjects import subject_of


def stamp_of(values: Mapping[str, Any]) -> str:
    """Another text as soon as one value is another: forms carry it, so that nobody overwrites unseen."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def must_be(current: Mapping[str, Any], expected: str) -> None:
    """Raise `Refused` unless the values are still those the form was made of."""
    if stamp_of(current) != expected:
        raise Refused(Refusal("changed_meanwhile"))


def note_change(
    session: Session,
    subject: str,
    *,
    location_id: int | None,
    about: str = "",
    about_user_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    touched: int = 0,
    by_id: int,
    now: datetime,
) -> HouseRecord:
    """Keep on record what was done, in the transaction that does it."""
    record = HouseRecord(
        location_id=location_id,
        at=now,
        actor_id=by_id,
        subject=subject,
        about=about[:200],
        about_user_id=about_user_id,
        before=dict(before or {}),
        after=dict(after or {}),
        touched=touched,
    )
    session.add(record)
    session.flush()
    return record


def take_back(session: Session, record_id: int, *, by: User, now: datetime) -> HouseRecord:
    """Make what a change altered as it was before.

    Raises `Refused` where something changed since or it was taken back already, `LookupError` when
    there is no such change.
    """
    actor_id = by.id
    begin_write(session)
    record = session.get(HouseRecord, record_id, populate_existing=True, with_for_update={"key_share": True})
    if record is None:
        raise LookupError(record_id)
    way_back = subject_of(record).take_back
    if record.taken_back_at is not None or way_back is None:
        raise Refused(Refusal("taken_back_already"))
    way_back(session, record, by, now)
    record.taken_back_at, record.taken_back_by_id = now, actor_id
    session.flush()
    return record
