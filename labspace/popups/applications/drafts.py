"""Beginning an application and saving its steps; a draft is its applicant's alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.kinds import SECTOR_VERSION, Theme
from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.pictures.actions import add_picture
from labspace.pictures.encoding import Encoded
from labspace.pictures.models import Picture
from labspace.popups.calls.models import PopupCall
from labspace.popups.calls.states import CallStatus
from labspace.popups.log import log
from labspace.popups.models import ApplicationPicture, PopupAnswer, PopupApplication, PopupWish
from labspace.popups.states import ApplicationState
from labspace.popups.wishing import WishedWeeks

PURPOSE = "popup_application"
MOST_PICTURES = 5


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What somebody has in mind."""

    title: str
    concept: str
    sector: str = "-"
    theme: Theme | None = None
    organisation_id: int | None = None
    team: str = ""


def begin_application(
    session: Session, call: PopupCall, *, applicant: User, now: datetime, once: str = ""
) -> PopupApplication:
    """A draft for an open call; the same form sent twice gives the draft of the first time."""
    call_id, applicant_id = call.id, applicant.id
    begin_write(session)
    if once and (known := _begun_by(session, applicant_id, once)) is not None:
        return known
    if session.get_one(PopupCall, call_id).status(now) is not CallStatus.OPEN:
        raise Refused(Refusal("call_not_open"))
    draft = PopupApplication(
        call_id=call_id,
        applicant_id=applicant_id,
        begun_by=once or None,
        state=ApplicationState.DRAFT,
        state_since=now,
        sector_version=SECTOR_VERSION,
        created_at=now,
    )
    session.add(draft)
    session.flush()
    log(session, "begun", application_id=draft.id, actor_id=applicant_id, at=now)
    session.flush()
    return draft


def _begun_by(session: Session, applicant_id: int, once: str) -> PopupApplication | None:
    return session.scalars(
        select(PopupApplication).where(
            PopupApplication.applicant_id == applicant_id, PopupApplication.begun_by == once
        )
    ).one_or_none()


def locked_draft(session: Session, application_id: int) -> PopupApplication:
    """The draft, nobody else changing it; raises `Refused` once it is handed in."""
    application = locked(session, application_id)
    if application.state is not ApplicationState.DRAFT:
        raise Refused(Refusal("not_possible_in_state", {"state": application.state}))
    return application


def locked(session: Session, application_id: int) -> PopupApplication:
    """The application as it is now, nobody else changing it."""
    begin_write(session)
    return session.get_one(
        PopupApplication, application_id, populate_existing=True, with_for_update={"of": PopupApplication}
    )


def save_plan(session: Session, application_id: int, plan: Plan) -> None:
    """Save what somebody has in mind."""
    draft = locked_draft(session, application_id)
    draft.title, draft.concept, draft.team = plan.title, plan.concept, plan.team
    draft.sector, draft.theme, draft.organisation_id = plan.sector, plan.theme, plan.organisation_id
    draft.sector_version = SECTOR_VERSION
    session.flush()


def save_wishes(session: Session, application_id: int, wishes: Sequence[WishedWeeks], *, remark: str) -> None:
    """Save the wished weeks, the dearest first, in place of those saved before."""
    draft = locked_draft(session, application_id)
    draft.alternatives = remark
    for old in list(draft.wishes):
        session.delete(old)
    session.flush()
    session.expire(draft, ["wishes"])
    session.add_all(
        PopupWish(
            application_id=application_id,
            rank=rank,
            space_id=wish.space_id,
            first_on=wish.first_on,
            weeks=wish.weeks,
        )
        for rank, wish in enumerate(wishes, start=1)
    )
    session.flush()
    session.expire(draft, ["wishes"])


def save_hours(session: Session, application_id: int, rows: list[list[int]], *, remark: str) -> None:
    """Save the weekly hours as rows of weekday, opening and closing minute."""
    draft = locked_draft(session, application_id)
    draft.weekly_hours, draft.opening_hours = rows, remark
    session.flush()


def save_more(
    session: Session, application_id: int, *, seed_money_cents: int, answers: Mapping[int, str]
) -> None:
    """Save the wish for seed money and the answers, by question; answers to other questions stay."""
    draft = locked_draft(session, application_id)
    draft.seed_money_cents = seed_money_cents
    given = {answer.question_id: answer for answer in draft.answers}
    for question_id, text in answers.items():
        if question_id in given:
            given[question_id].text = text
        elif text:
            session.add(PopupAnswer(application_id=application_id, question_id=question_id, text=text))
    session.flush()
    session.expire(draft, ["answers"])


def add_to_draft(
    session: Session, application_id: int, encoded: Encoded, *, alternative: str, by: User, now: datetime
) -> Picture:
    """Show a picture with the application."""
    draft = locked_draft(session, application_id)
    if sum(picture.removed_at is None for picture in draft.pictures) >= MOST_PICTURES:
        raise Refused(Refusal("pictures_full", {"most": MOST_PICTURES}))
    picture = add_picture(session, encoded, purpose=PURPOSE, alternative=alternative, by=by, now=now)
    session.add(ApplicationPicture(picture_id=picture.id, application_id=application_id))
    session.flush()
    return picture


def move_draft(
    session: Session, application_id: int, call: PopupCall, *, by: User, now: datetime
) -> PopupApplication:
    """Take a draft over into another open call of the same house; nothing that was written is lost."""
    call_id, by_id = call.id, by.id
    draft = locked_draft(session, application_id)
    target = session.get_one(PopupCall, call_id)
    if target.status(now) is not CallStatus.OPEN or target.location_id != draft.call.location_id:
        raise Refused(Refusal("call_not_open"))
    if draft.call_id != call_id:
        draft.call_id = call_id
        log(session, "moved", application_id=application_id, actor_id=by_id, at=now, call=call_id)
    session.flush()
    return draft
