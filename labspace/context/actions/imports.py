"""Bringing a file: read whole, looked at, then taken over whole or not at all."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.context.actions.series import lock_series
from labspace.context.kinds import Stamp
from labspace.context.models import ContextImport, ContextSeries
from labspace.context.queries import DRAFTS_LAST, find_draft
from labspace.context.reading.any import read_file
from labspace.context.reading.read import AnyRead, EventKey
from labspace.context.rules import difference
from labspace.context.values import Entered, bounds, known_values, packed, replace_values, unpacked
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def draft_import(
    session: Session,
    series: ContextSeries,
    data: bytes,
    *,
    file_name: str,
    stamp: Stamp,
    by: User,
    now: datetime,
) -> ContextImport:
    """A file to look at; nothing of it counts yet. Raises `TableRefused` with every finding."""
    actor_id, series_id, zone = by.id, series.id, series.location.zone
    read = read_file(series.kind, data, zone=zone, stamp=stamp, now=now)
    first, last = _days(read, zone=zone)
    lock_series(session, series_id)
    draft = ContextImport(
        series_id=series_id,
        file_name=file_name,
        digest=hashlib.sha256(data).hexdigest(),
        body=packed(data),
        stamp=stamp,
        entered_by_id=actor_id,
        entered_at=now,
        first_on=first,
        last_on=last,
        rows=len(read.values),
        missing=read.missing,
    )
    session.add(draft)
    session.flush()
    return draft


def accept_import(
    session: Session, series_id: int, import_id: int, *, mark: str, by: User, now: datetime
) -> ContextImport:
    """Put the values of a file in force, in the place of those of the same period.

    `mark` is that of the difference the person has seen. Raises `Refused` with `changed_meanwhile` when it is
    another one by now, and with `draft_gone`; then nothing has changed.
    """
    actor_id = by.id
    series = lock_series(session, series_id)
    draft = find_draft(session, series_id, import_id)
    if draft is None or draft.body is None:
        raise Refused(Refusal("draft_gone"))
    read = read_draft(draft)
    changes = difference(known_values(session, series, *bounds(read)), read.values)
    if changes.mark != mark:
        raise Refused(Refusal("changed_meanwhile"))
    replace_values(session, series, read, entered=Entered(actor_id, now))
    draft.added, draft.changed, draft.removed = changes.added, changes.changed, changes.removed
    draft.entered_by_id, draft.accepted_at, draft.body = actor_id, now, None
    session.flush()
    return draft


def read_draft(draft: ContextImport) -> AnyRead:
    """What the kept file says; it was readable when it was brought, and is read as of then."""
    assert draft.body is not None
    series = draft.series
    return read_file(
        series.kind, unpacked(draft.body), zone=series.location.zone, stamp=draft.stamp, now=draft.entered_at
    )


def discard_import(session: Session, series_id: int, import_id: int) -> None:
    """Forget a file that was only looked at."""
    begin_write(session)
    session.execute(
        delete(ContextImport).where(
            ContextImport.id == import_id,
            ContextImport.series_id == series_id,
            ContextImport.accepted_at.is_(None),
        )
    )


def forget_drafts(session: Session, *, now: datetime) -> None:
    """Forget the files that nobody took over within a day."""
    begin_write(session)
    session.execute(
        delete(ContextImport).where(
            ContextImport.accepted_at.is_(None), ContextImport.entered_at < now - DRAFTS_LAST
        )
    )


def _days(read: AnyRead, *, zone: ZoneInfo) -> tuple[date, date]:
    """The local days the values are about, both included."""
    days: list[date] = []
    for when in read.values:
        if isinstance(when, EventKey):
            days += [when.first_on, when.last_on]
        else:
            days.append(when.astimezone(zone).date() if isinstance(when, datetime) else when)
    return min(days), max(days)
