"""Making PDFs as a job: asked for on a page, made by whoever delivers, with progress others can see."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from flask_babel import force_locale
from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session, joinedload, undefer

from labspace.db import begin_write
from labspace.documents.typesetting import Document, DocumentFailed, pdf_of
from labspace.errors import Refusal, Refused
from labspace.notices.jobs import at_every_look
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.models import ReportPrint, ReportVersion
from labspace.reports.outputs.printed import document_of
from labspace.reports.states import PrintState

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""How long a process may work on one PDF; killed, it leaves it to the next after that."""
UNDER_WAY = tuple(state for state in PrintState if state.is_under_way)


def ask_print(session: Session, version_id: int, *, now: datetime) -> PrintState:
    """See to it that the PDF of this version is made; returns where it stands.

    That of a frozen version is made once; that of a draft anew each time, unless it is under way.
    Raises `Refused` with `report_gone`.
    """
    begin_write(session)
    version = session.get(ReportVersion, version_id, with_for_update=True, populate_existing=True)
    if version is None:
        raise Refused(Refusal("report_gone"))
    known = session.get(ReportPrint, version_id, populate_existing=True)
    if known is not None and (
        known.state.is_under_way or (known.state is PrintState.DONE and version.is_final)
    ):
        return known.state
    session.execute(delete(ReportPrint).where(ReportPrint.version_id == version_id))
    session.expire_all()
    session.add(ReportPrint(version_id=version_id, state=PrintState.WAITING, asked_at=now))
    session.flush()
    return PrintState.WAITING


@at_every_look
def make_waiting(session: Session, now: datetime) -> int:
    """Make every PDF somebody waits for; returns how many. Each step is committed, so that the page can tell it."""
    made = 0
    while (version_id := _take(session, now=now)) is not None:
        made += _make(session, version_id, now=now)
    return made


def _take(session: Session, *, now: datetime) -> int | None:
    """The PDF asked for first, for this process alone; None if nobody waits."""
    if session.scalar(_due(now)) is None:
        session.rollback()
        return None
    begin_write(session)
    version_id = session.scalar(_due(now).with_for_update(skip_locked=True))
    if version_id is not None:
        _become(session, version_id, PrintState.COUNTING, taken_until=now + LEASE)
    session.commit()
    return version_id


def _due(now: datetime) -> Select[int]:
    return (
        select(ReportPrint.version_id)
        .where(
            ReportPrint.state.in_(UNDER_WAY),
            or_(ReportPrint.taken_until.is_(None), ReportPrint.taken_until <= now),
        )
        .order_by(ReportPrint.asked_at, ReportPrint.version_id)
        .limit(1)
    )


def _make(session: Session, version_id: int, *, now: datetime) -> bool:
    try:
        document = _document(session, version_id, now=now)
        session.rollback()
        _step(session, version_id, PrintState.SETTING)
        body = pdf_of(document)
    except DocumentFailed as problem:
        log.error("report not printed: %s", problem)
        _step(session, version_id, PrintState.FAILED)
        return False
    except Exception:
        session.rollback()
        _step(session, version_id, PrintState.FAILED)
        raise
    begin_write(session)
    _become(session, version_id, PrintState.DONE, body=body, made_at=now)
    session.commit()
    return True


def _document(session: Session, version_id: int, *, now: datetime) -> Document:
    version = session.scalars(
        select(ReportVersion)
        .where(ReportVersion.id == version_id)
        .options(joinedload(ReportVersion.report, innerjoin=True), undefer(ReportVersion.content))
        .execution_options(populate_existing=True)
    ).one()
    snapshot = snapshot_of(session, version, now=now)
    with force_locale(snapshot.language):
        return document_of(snapshot, digest=version.digest)


def _step(session: Session, version_id: int, state: PrintState) -> None:
    begin_write(session)
    _become(session, version_id, state)
    session.commit()


def _become(session: Session, version_id: int, state: PrintState, **more: object) -> None:
    session.execute(
        update(ReportPrint)
        .where(ReportPrint.version_id == version_id)
        .values(state=state, **more)
        .execution_options(synchronize_session=False)
    )
