"""Scoring, declaring to be biased, deciding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import reject_booking
from labspace.bookings.actions.move import load_locked
from labspace.bookings.states import UNDECIDED as BOOKING_UNDECIDED
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.popups.applications.drafts import locked
from labspace.popups.changes import ApplicationDecided
from labspace.popups.log import log
from labspace.popups.models import PopupApplication
from labspace.popups.review.conflicts import refuse_own
from labspace.popups.review.models import PopupDecision, PopupReview, PopupScore
from labspace.popups.states import DECIDABLE, UNDECIDED, ApplicationState

OUTCOMES = (ApplicationState.OFFERED, ApplicationState.RESERVE, ApplicationState.REJECTED)
"""What the team can decide."""


def give_review(
    session: Session,
    application_id: int,
    points: Mapping[int, int],
    *,
    comment: str,
    by: User,
    now: datetime,
) -> PopupReview:
    """Score an application, once and for good; from now on the reviewer sees what others gave."""
    application = _reviewable(session, application_id, by=by)
    if set(points) != {criterion.id for criterion in application.call.criteria}:
        raise Refused(Refusal("points_missing"))
    review = PopupReview(application_id=application_id, reviewer_id=by.id, comment=comment, at=now)
    review.scores = [PopupScore(criterion_id=one, points=number) for one, number in sorted(points.items())]
    session.add(review)
    if application.state is ApplicationState.SUBMITTED:
        application.become(ApplicationState.IN_REVIEW, now=now)
    log(session, "reviewed", application_id=application_id, actor_id=by.id, at=now)
    session.flush()
    return review


def declare_bias(
    session: Session, application_id: int, *, reason: str, by: User, now: datetime
) -> PopupReview:
    """Stay out of an application one cannot judge fairly; before scoring it, and for good."""
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    _reviewable(session, application_id, by=by)
    review = PopupReview(
        application_id=application_id, reviewer_id=by.id, is_biased=True, comment=reason.strip(), at=now
    )
    session.add(review)
    log(session, "bias_declared", application_id=application_id, actor_id=by.id, at=now)
    session.flush()
    return review


def _reviewable(session: Session, application_id: int, *, by: User) -> PopupApplication:
    begin_write(session)
    application = locked(session, application_id)
    refuse_own(session, application, by)
    if application.state not in UNDECIDED:
        raise Refused(Refusal("not_possible_in_state", {"state": application.state}))
    given = select(PopupReview.id).where(
        PopupReview.application_id == application_id, PopupReview.reviewer_id == by.id
    )
    if session.scalar(given) is not None:
        raise Refused(Refusal("reviewed_already"))
    return application


def decide(
    session: Session,
    application_id: int,
    outcome: ApplicationState,
    *,
    letter: str,
    why_early: str = "",
    by: User,
    now: datetime,
) -> PopupDecision:
    """Decide about an application; its applicant gets the letter with the commit.

    With fewer reviews than the call asks for, `why_early` must say why. Rejecting rejects the
    requested booking as well; an offer leaves it as it is until a time is agreed on.
    """
    begin_write(session)
    booking_id = session.scalar(
        select(PopupApplication.booking_id).where(PopupApplication.id == application_id)
    )
    # Slots first, then the application: in this order everybody locks who needs both.
    booking = load_locked(session, booking_id) if booking_id is not None else None
    application = locked(session, application_id)
    refuse_own(session, application, by)
    if application.state not in DECIDABLE or outcome not in OUTCOMES or outcome is application.state:
        raise Refused(Refusal("not_possible_in_state", {"state": application.state}))
    if not letter.strip():
        raise Refused(Refusal("letter_missing"))
    reviews, needed = review_count(session, application_id), application.call.reviews_needed
    if reviews < needed and not why_early.strip():
        raise Refused(Refusal("reviews_missing", {"given": reviews, "needed": needed}))
    decision = PopupDecision(
        application_id=application_id,
        outcome=outcome,
        letter=letter,
        why_early=why_early.strip() if reviews < needed else "",
        decided_by_id=by.id,
        at=now,
    )
    session.add(decision)
    session.flush()
    # The state first: the listener to the rejected booking then finds it as it is to be.
    application.become(outcome, now=now)
    log(session, "decided", application_id=application_id, actor_id=by.id, at=now, outcome=outcome.value)
    if outcome is ApplicationState.REJECTED and booking is not None and booking.state in BOOKING_UNDECIDED:
        reject_booking(session, booking.id, by=by, reason=str(outcome.label), now=now, told_together=True)
    announce(session, ApplicationDecided(application, outcome, letter, by.id, now))
    return decision


def review_count(session: Session, application_id: int) -> int:
    """How many of the team have scored an application."""
    return (
        session.scalar(
            select(func.count(PopupReview.id)).where(
                PopupReview.application_id == application_id, ~PopupReview.is_biased
            )
        )
        or 0
    )
