"""The team asks, the organiser answers; conditions are set, accepted and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import reject_booking
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.bookings.queries import history_of
from labspace.bookings.reasons import cancel_text
from labspace.errors import Refused
from labspace.events.decision.actions.ask import answer_question, ask_organiser
from labspace.events.decision.actions.conditions import accept_conditions, set_conditions, withdraw_condition
from labspace.events.decision.models import Review
from labspace.events.decision.queries import conditions_of, messages_of, pending_of
from labspace.events.decision.stages import Stage
from labspace.notices.models import OutboxRow
from tests.factories import Cast

Ask = Callable[..., Booking]


def last_mail(session: Session) -> OutboxRow:
    return session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()


def test_a_question_goes_to_the_organiser_and_the_answer_to_whoever_asked(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    booking = ask()
    ask_organiser(session, booking.id, by=cast.nora, text="Gibt es Musik?", now=now)
    mail = last_mail(session)
    assert (mail.recipient, mail.subject) == (
        "alice@example.org",
        "Rückfrage: Gründerfrühstück (Event_Area 1)",
    )
    assert "Gibt es Musik?" in mail.plain
    assert f"/veranstaltungen/{booking.reference}" in mail.plain
    assert session.get_one(Review, booking.id).stage is Stage.ASKED
    answer_question(session, booking.id, by=cast.alice, text="Nein, nur Reden.", now=now)
    mail = last_mail(session)
    assert (mail.recipient, mail.subject) == ("nora@example.org", "Antwort: Gründerfrühstück (Event_Area 1)")
    assert f"/team/bochum/anfragen/{booking.reference}" in mail.plain
    assert session.get_one(Review, booking.id).stage is Stage.OPEN
    assert [(one.text, one.is_answer) for one in messages_of(session, booking.id)] == [
        ("Gibt es Musik?", False),
        ("Nein, nur Reden.", True),
    ]
    assert [line.what for line in history_of(session, booking.id)][-2:] == ["asked_back", "answered"]


def test_an_english_organiser_is_asked_in_english(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    cast.alice.locale = "en"
    session.commit()
    booking = ask()
    ask_organiser(session, booking.id, by=cast.nora, text="Music?", now=now)
    assert last_mail(session).subject == "A question: Gründerfrühstück (Event_Area 1)"


def test_nothing_can_be_answered_that_was_not_asked_nor_after_the_decision(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    booking = ask()
    with pytest.raises(Refused, match="nothing_asked"):
        answer_question(session, booking.id, by=cast.alice, text="42", now=now)
    reject_booking(session, booking.id, by=cast.nora, reason="Umbau", now=now)
    session.commit()
    for deed in (ask_organiser, answer_question):
        with pytest.raises(Refused, match="not_possible_in_state"):
            deed(session, booking.id, by=cast.nora, text="Noch etwas?", now=now)


def test_a_rejection_has_a_reason_that_is_counted(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second, third = ask(8, 9), ask(12, 13), ask(14, 15)
    reject_booking(session, first.id, by=cast.nora, code=CancelReason.NEUTRALITY, now=now)
    assert cancel_text(first) == "Das Haus bleibt politisch und religiös neutral"
    assert "Grund: Das Haus bleibt politisch und religiös neutral" in last_mail(session).plain
    reject_booking(session, second.id, by=cast.nora, code=CancelReason.NO_STAFF, reason="Urlaub", now=now)
    assert cancel_text(second) == "Niemand vom Team kann da sein – Urlaub"
    with pytest.raises(Refused, match="reason_missing"):
        reject_booking(session, third.id, by=cast.nora, code=CancelReason.OTHER, now=now)


def test_the_letter_of_the_confirmation_names_the_conditions(session: Session, confirmed: Booking) -> None:
    mail = last_mail(session)
    assert mail.subject == "Bestätigt: Gründerfrühstück (Event_Area 1)"
    assert "– Um 22 Uhr ist Ruhe." in mail.plain
    assert pending_of(session, [confirmed.id])[confirmed.id].conditions


def test_the_organiser_accepts_what_they_read(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    accept_conditions(session, confirmed.id, version=1, by=cast.alice, now=now)
    accept_conditions(session, confirmed.id, version=1, by=cast.alice, now=now)
    review = session.get_one(Review, confirmed.id)
    assert (review.accepted_version, review.accepted_at, review.accepted_by_id) == (1, now, cast.alice.id)
    assert [line.what for line in history_of(session, confirmed.id)].count("conditions_accepted") == 1


def test_new_conditions_are_told_and_accepted_anew(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    accept_conditions(session, confirmed.id, version=1, by=cast.alice, now=now)
    set_conditions(session, confirmed.id, ["Fenster bleiben zu.", " "], by=cast.nora, now=now)
    assert last_mail(session).subject == "Neue Bedingungen: Gründerfrühstück (Event_Area 1)"
    with pytest.raises(Refused, match="conditions_changed"):
        accept_conditions(session, confirmed.id, version=1, by=cast.alice, now=now)
    accept_conditions(session, confirmed.id, version=2, by=cast.alice, now=now)
    assert session.get_one(Review, confirmed.id).accepted_version == 2


def test_the_same_condition_is_not_set_twice(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    with pytest.raises(Refused, match="condition_missing"):
        set_conditions(session, confirmed.id, ["Um 22 Uhr ist Ruhe."], by=cast.nora, now=now)


def test_a_withdrawn_condition_leaves_nothing_to_accept(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    (condition,) = conditions_of(session, confirmed.id)
    withdraw_condition(session, confirmed.id, condition.id, by=cast.nora, now=now)
    withdraw_condition(session, confirmed.id, condition.id, by=cast.nora, now=now)
    assert not conditions_of(session, confirmed.id)
    assert not pending_of(session, [confirmed.id])[confirmed.id].conditions
    with pytest.raises(LookupError):
        withdraw_condition(session, confirmed.id, 999, by=cast.nora, now=now)
