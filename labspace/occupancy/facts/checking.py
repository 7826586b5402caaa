"""The results of checks, as they are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.db import begin_write
from labspace.occupancy.facts.models import FactCheck
from labspace.occupancy.facts.verifying import Verified

WRITTEN_OUT = 20
"""Differences that are kept in words."""


def note_check(session: Session, found: Verified, *, now: datetime) -> FactCheck:
    """Keep the result of a check."""
    begin_write(session)
    check = FactCheck(
        checked_at=now,
        compared=found.compared,
        passed_over=found.passed_over,
        found=len(found.differences),
        first_found=[str(one) for one in found.differences[:WRITTEN_OUT]],
    )
    session.add(check)
    session.flush()
    return check


def last_check(session: Session) -> FactCheck | None:
    """The latest check; None before the first night."""
    return session.scalars(select(FactCheck).order_by(FactCheck.id.desc()).limit(1)).one_or_none()
