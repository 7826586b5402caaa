"""Writing, publishing, changing and ending calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.once import make_once
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.popups.calls.models import PopupCall, PopupCriterion, PopupQuestion
from labspace.popups.calls.queries import standing_call_of
from labspace.popups.calls.states import CallStatus
from labspace.popups.calls.terms import CallTerms, Criterion, against_call
from labspace.popups.log import log
from labspace.popups.models import PopupAnswer, PopupApplication
from labspace.popups.review.models import PopupReview
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

USUAL_CRITERIA = (
    Criterion(name="Neues für die Innenstadt", weight=3),
    Criterion(name="Umsetzbarkeit in den gewünschten Wochen", weight=2),
    Criterion(name="Offen für viele: Zeiten, Preise, Zugang", weight=2),
    Criterion(name="Aussicht, danach zu bleiben", weight=3),
)
"""What the all-year call of a house begins with; the house may change them."""
STANDING_TITLE = "Ganzjährige Bewerbung"


def standing_call(session: Session, location_id: int, *, now: datetime) -> PopupCall:
    """The house's call for all year, made when it is first needed."""
    begin_write(session)
    if (known := standing_call_of(session, location_id)) is not None:
        return known
    call = PopupCall(
        location_id=location_id, is_standing=True, title=STANDING_TITLE, published_at=now, created_at=now
    )
    call.criteria = _criteria(USUAL_CRITERIA)
    try:
        with session.begin_nested():
            session.add(call)
            session.flush()
    except IntegrityError:
        # Somebody else needed it in the same moment.
        known = standing_call_of(session, location_id)
        assert known is not None
        return known
    log(session, "call_made", call_id=call.id, actor_id=None, at=now)
    return call


def make_call(
    session: Session,
    location_id: int,
    terms: CallTerms,
    *,
    by: User,
    now: datetime,
    publish: bool,
    once: str = "",
) -> PopupCall:
    """A new call of a house, published at once or kept for later; sent twice with `once`, it is the first one."""
    by_id = by.id
    begin_write(session)

    def make() -> PopupCall:
        return _make(session, location_id, terms, by_id=by_id, now=now, publish=publish)

    # A set has no order of its own.
    content = (location_id, replace(terms, slot_ids=frozenset()), sorted(terms.slot_ids), publish)
    return make_once(session, PopupCall, content, make, by_id=by_id, once=once, now=now)


def _make(
    session: Session, location_id: int, terms: CallTerms, *, by_id: int, now: datetime, publish: bool
) -> PopupCall:
    _refuse(session, location_id, terms, now=now)
    call = PopupCall(location_id=location_id, created_at=now, published_at=now if publish else None)
    _write(session, call, terms)
    call.criteria = _criteria(terms.criteria)
    call.questions = [
        PopupQuestion(position=place, text=question.text, is_required=question.is_required)
        for place, question in enumerate(terms.questions)
    ]
    session.add(call)
    session.flush()
    log(session, "call_made", call_id=call.id, actor_id=by_id, at=now, title=call.title, published=publish)
    session.flush()
    return call


def change_call(
    session: Session, call_id: int, terms: CallTerms, *, by: User, now: datetime, publish: bool = False
) -> PopupCall:
    """Say a call anew. Questions somebody answered are kept for them; criteria are fixed once a review is in."""
    by_id = by.id
    begin_write(session)
    call = _locked(session, call_id)
    if call.status(now) is CallStatus.OVER:
        raise Refused(Refusal("call_over"))
    _refuse(session, call.location_id, terms, now=now)
    _write(session, call, terms)
    _change_criteria(session, call, terms.criteria)
    _change_questions(session, call, terms, now=now)
    if publish and call.published_at is None:
        call.published_at = now
    log(session, "call_changed", call_id=call.id, actor_id=by_id, at=now, title=call.title)
    session.flush()
    return call


def end_call(session: Session, call_id: int, *, by: User, now: datetime) -> PopupCall:
    """Take no more applications; what is handed in stays with the team, drafts are kept and told."""
    by_id = by.id
    begin_write(session)
    call = _locked(session, call_id)
    if call.closed_at is None:
        call.closed_at = now
        log(session, "call_ended", call_id=call.id, actor_id=by_id, at=now)
    session.flush()
    return call


def reopen_call(session: Session, call_id: int, *, by: User, now: datetime) -> PopupCall:
    """Take applications again after the team had ended the call; its deadline still holds."""
    by_id = by.id
    begin_write(session)
    call = _locked(session, call_id)
    if call.closed_at is not None:
        call.closed_at = None
        log(session, "call_reopened", call_id=call.id, actor_id=by_id, at=now)
    session.flush()
    return call


def _locked(session: Session, call_id: int) -> PopupCall:
    return session.get_one(PopupCall, call_id, populate_existing=True, with_for_update={"of": PopupCall})


def _refuse(session: Session, location_id: int, terms: CallTerms, *, now: datetime) -> None:
    refuse_any(against_call(terms, now=now))
    known = select(func.count(Space.id)).where(
        Space.id.in_(terms.slot_ids),
        Space.location_id == location_id,
        Space.kind == SpaceKind.POPUP_SLOT,
    )
    if terms.slot_ids and session.scalar(known) != len(terms.slot_ids):
        raise Refused(Refusal("space_unknown"))


def _write(session: Session, call: PopupCall, terms: CallTerms) -> None:
    call.title, call.introduction = terms.title, terms.introduction
    call.opens_at, call.closes_at = terms.opens_at, terms.closes_at
    call.first_on, call.last_on = terms.first_on, terms.last_on
    call.min_weeks, call.max_weeks = terms.min_weeks, terms.max_weeks
    call.reviews_needed = terms.reviews_needed
    call.slots = list(session.scalars(select(Space).where(Space.id.in_(terms.slot_ids)).order_by(Space.id)))


def _criteria(criteria: Sequence[Criterion]) -> list[PopupCriterion]:
    return [
        PopupCriterion(position=place, name=criterion.name, weight=criterion.weight)
        for place, criterion in enumerate(criteria)
    ]


def _change_criteria(session: Session, call: PopupCall, wanted: Sequence[Criterion]) -> None:
    if [(one.name, one.weight) for one in call.criteria] == [(one.name, one.weight) for one in wanted]:
        return
    reviews = (
        select(func.count(PopupReview.id))
        .join(PopupApplication, PopupApplication.id == PopupReview.application_id)
        .where(PopupApplication.call_id == call.id, ~PopupReview.is_biased)
    )
    if session.scalar(reviews):
        raise Refused(Refusal("criteria_fixed"))
    for old in call.criteria:
        session.delete(old)
    session.flush()
    session.expire(call, ["criteria"])
    session.add_all(
        PopupCriterion(call_id=call.id, position=place, name=one.name, weight=one.weight)
        for place, one in enumerate(wanted)
    )
    session.flush()
    session.expire(call, ["criteria"])


def _change_questions(session: Session, call: PopupCall, terms: CallTerms, *, now: datetime) -> None:
    known = {question.text: question for question in call.asked}
    answered = set(
        session.scalars(
            select(PopupAnswer.question_id).where(
                PopupAnswer.question_id.in_([question.id for question in call.asked])
            )
        )
    )
    for place, wanted in enumerate(terms.questions):
        if (question := known.pop(wanted.text, None)) is not None:
            question.position, question.is_required = place, wanted.is_required
        else:
            session.add(
                PopupQuestion(
                    call_id=call.id, position=place, text=wanted.text, is_required=wanted.is_required
                )
            )
    for question in known.values():
        if question.id in answered:
            question.retired_at = now
        else:
            session.delete(question)
    session.flush()
    session.expire(call, ["questions"])
