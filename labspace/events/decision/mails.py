"""Mails while an event is decided and prepared, written by the transaction that makes them true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import listen
from labspace.bookings.changes import BookingChange, BookingDecided
from labspace.bookings.extras import tell_more
from labspace.bookings.states import BookingState
from labspace.events.decision.changes import ChecksDue, ConditionsSet, QuestionAnswered, QuestionAsked
from labspace.events.decision.letters import (
    answer_letter,
    conditions_letter,
    confirmed_paragraphs,
    due_letter,
    question_letter,
)
from labspace.events.decision.queries import conditions_of
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.spaces.kinds import SpaceKind


@listen(QuestionAsked)
def tell_of_question(session: Session, asked: QuestionAsked) -> None:
    """To the organiser."""
    booking = asked.booking
    _send(
        session,
        booking.id,
        booking.booked_by,
        lambda url: question_letter(booking, asked.message, base_url=url),
        asked.at,
    )


@listen(QuestionAnswered)
def tell_of_answer(session: Session, answered: QuestionAnswered) -> None:
    """To whoever asked."""
    asked_by = session.get_one(User, answered.asked_by_id)
    booking, message = answered.booking, answered.message
    _send(
        session,
        booking.id,
        asked_by,
        lambda url: answer_letter(booking, message, asked_by, base_url=url),
        answered.at,
    )


@listen(ConditionsSet)
def tell_of_conditions(session: Session, change: ConditionsSet) -> None:
    """To the organiser of a confirmed event."""
    booking = change.booking
    found = conditions_of(session, booking.id)
    _send(
        session,
        booking.id,
        booking.booked_by,
        lambda url: conditions_letter(booking, found, base_url=url),
        change.at,
    )


@listen(ChecksDue)
def tell_of_checks(session: Session, due: ChecksDue) -> None:
    """To the organiser, some days before."""
    booking = due.booking
    _send(
        session,
        booking.id,
        booking.booked_by,
        lambda url: due_letter(booking, due.items, base_url=url),
        due.at,
    )


def _tell_conditions(session: Session, change: BookingChange) -> Sequence[str]:
    booking = change.booking
    if not isinstance(change, BookingDecided) or booking.state is not BookingState.CONFIRMED:
        return ()
    return confirmed_paragraphs(conditions_of(session, booking.id))


tell_more(SpaceKind.EVENT_AREA, _tell_conditions)


def _send(session: Session, booking_id: int, to: User, write: Callable[[str], Letter], at: datetime) -> None:
    if not to.is_active:
        return
    with force_locale(to.locale):
        letter = write(current_app.extensions["labspace.settings"].base_url)
        enqueue_mail(
            session,
            topic=f"booking:{booking_id}",
            recipient=to.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=at,
        )
