"""The team asks, the organiser answers; both stand on the page of the decision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.models import Booking
from labspace.bookings.states import UNDECIDED
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.reviews import event_to_change, remember, review_of
from labspace.events.decision.changes import QuestionAnswered, QuestionAsked
from labspace.events.decision.models import Message
from labspace.events.decision.queries import last_question
from labspace.events.decision.stages import Stage


def ask_organiser(
    session: Session,
    booking_id: int,
    *,
    by: User,
    text: str,
    now: datetime,
    expected_version: int | None = None,
) -> Message:
    """Ask whoever wants the event; they get a mail. A recommendation has to be given anew afterwards."""
    booking = event_to_change(session, booking_id, expected_version=expected_version)
    _refuse_unless_undecided(booking)
    if not text.strip():
        raise Refused(Refusal("question_missing"))
    review_of(session, booking, now=now).become(Stage.ASKED, now=now)
    message = _write(session, booking, text, by=by, now=now, is_answer=False)
    remember(session, booking, what="asked_back", by=by, now=now)
    announce(session, QuestionAsked(booking, message, now))
    return message


def answer_question(session: Session, booking_id: int, *, by: User, text: str, now: datetime) -> Message:
    """Answer what the team asked; whoever asked gets a mail, the request is back with the team.

    A further answer after the first is taken too, as long as nothing is decided.
    """
    booking = event_to_change(session, booking_id, expected_version=None)
    _refuse_unless_undecided(booking)
    question = last_question(session, booking_id)
    if question is None:
        raise Refused(Refusal("nothing_asked"))
    if not text.strip():
        raise Refused(Refusal("answer_missing"))
    review = review_of(session, booking, now=now)
    if review.stage is not Stage.OPEN:
        review.become(Stage.OPEN, now=now)
    message = _write(session, booking, text, by=by, now=now, is_answer=True)
    remember(session, booking, what="answered", by=by, now=now)
    announce(session, QuestionAnswered(booking, message, question.by_id, now))
    return message


def _refuse_unless_undecided(booking: Booking) -> None:
    if booking.state not in UNDECIDED:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))


def _write(
    session: Session, booking: Booking, text: str, *, by: User, now: datetime, is_answer: bool
) -> Message:
    message = Message(booking_id=booking.id, at=now, by_id=by.id, is_answer=is_answer, text=text.strip())
    session.add(message)
    session.flush()
    return message
