"""Reporting defects and seeing them through. Actions flush; the edge commits once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.actions.roles import locked_user
from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.defects.mails import tell_reporter, tell_team
from labspace.defects.models import DefectReport, DefectStep
from labspace.defects.queries import count_since
from labspace.defects.states import DefectState
from labspace.errors import Refusal, Refused
from labspace.pictures.actions import add_picture
from labspace.pictures.encoding import Encoded
from labspace.spaces.models import Space

PURPOSE = "defect"
MOST_A_DAY = 10
"""Reports of one person within 24 hours; whoever finds more talks to the team."""


def report_defect(
    session: Session,
    space_id: int,
    *,
    words: str,
    picture: Encoded | None,
    alternative: str,
    by: User,
    now: datetime,
) -> DefectReport:
    """Say that something in a space is broken; the team gets a mail. Raises `Refused` after too many a day."""
    reporter_id = by.id
    begin_write(session)
    reporter = locked_user(session, reporter_id)
    if count_since(session, reporter_id, now - timedelta(days=1)) >= MOST_A_DAY:
        raise Refused(Refusal("too_many_reports", {"most": MOST_A_DAY}))
    space = session.get_one(Space, space_id)
    shown = (
        add_picture(session, picture, purpose=PURPOSE, alternative=alternative, by=reporter, now=now)
        if picture
        else None
    )
    report = DefectReport(
        location_id=space.location_id,
        space_id=space.id,
        reporter_id=reporter_id,
        at=now,
        words=words,
        state=DefectState.REPORTED,
        picture_id=shown.id if shown else None,
    )
    session.add(report)
    session.flush()
    tell_team(session, report, now=now)
    return report


def take_step(
    session: Session,
    report_id: int,
    state: DefectState,
    *,
    words: str,
    expected: int,
    by: User,
    now: datetime,
) -> DefectReport:
    """Take a report into another state; whoever reported it is told.

    `expected` is the version the page showed. Raises `Refused` where somebody else was quicker or the
    step does not follow from the present state.
    """
    actor_id = by.id
    begin_write(session)
    report = session.get_one(
        DefectReport, report_id, populate_existing=True, with_for_update={"key_share": True}
    )
    if report.version != expected:
        raise Refused(Refusal("changed_meanwhile"))
    if state not in report.state.may_become:
        raise Refused(Refusal("not_possible_in_state"))
    report.state, report.version = state, report.version + 1
    step = DefectStep(report_id=report.id, at=now, by_id=actor_id, state=state, words=words)
    session.add(step)
    session.flush()
    if report.reporter_id != actor_id:
        tell_reporter(session, report, step, now=now)
    return report
