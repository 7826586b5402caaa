"""What follows a decision: answers, checklist, reminders, house rules, a share, handovers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.errors import Refused
from labspace.events.decision.actions.agree import accept_house_rules, tell_traits
from labspace.events.decision.actions.checklist import add_check, reopen_check, settle_check
from labspace.events.decision.actions.handover import Protocol, hand_over
from labspace.events.decision.actions.remind import remind_of_checks
from labspace.events.decision.actions.share import change_share
from labspace.events.decision.models import CancellationShare, Direction, EventCheck
from labspace.events.decision.queries import accepted_versions, checklist_of, find_share, handovers_of
from labspace.events.models import EventRequest
from labspace.notices.models import OutboxRow
from labspace.spaces.event_terms import ChecklistWho
from tests.factories import Cast

Ask = Callable[..., Booking]


def codes(session: Session, booking: Booking) -> list[str]:
    return sorted(item.code for item in checklist_of(session, booking.id))


def item(session: Session, booking: Booking, code: str) -> EventCheck:
    return next(one for one in checklist_of(session, booking.id) if one.code == code)


def subjects(session: Session) -> list[str]:
    return list(session.scalars(select(OutboxRow.subject).order_by(OutboxRow.id)))


def test_the_checklist_follows_the_answers_and_keeps_what_was_settled(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    assert codes(session, confirmed) == ["insurance", "waste"]
    tell_traits(session, confirmed.id, music=True, alcohol=True, sells=False, by=cast.alice, now=now)
    assert codes(session, confirmed) == ["gema", "gestattung", "insurance", "waste"]
    gema = item(session, confirmed, "gema")
    settle_check(session, confirmed.id, gema.id, by=cast.alice, now=now, is_team=False, document="G-2026-1")
    tell_traits(session, confirmed.id, music=False, alcohol=False, sells=False, by=cast.alice, now=now)
    assert codes(session, confirmed) == ["gema", "insurance", "waste"]
    tell_traits(session, confirmed.id, music=True, alcohol=True, sells=False, by=cast.alice, now=now)
    assert codes(session, confirmed) == ["gema", "gestattung", "insurance", "waste"]
    assert item(session, confirmed, "gema").document == "G-2026-1"


def test_organisers_settle_what_is_theirs_and_the_team_may_waive(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    stage = add_check(
        session,
        confirmed.id,
        title="Bühne abnehmen",
        who=ChecklistWho.TEAM,
        due=date(2026, 11, 30),
        by=cast.nora,
        now=now,
    )
    with pytest.raises(Refused, match="not_allowed"):
        settle_check(session, confirmed.id, stage.id, by=cast.alice, now=now, is_team=False)
    insurance = item(session, confirmed, "insurance")
    with pytest.raises(Refused, match="not_allowed"):
        settle_check(
            session, confirmed.id, insurance.id, by=cast.alice, now=now, is_team=False, waived_reason="nö"
        )
    settle_check(
        session, confirmed.id, insurance.id, by=cast.nora, now=now, is_team=True, waived_reason="Haus haftet"
    )
    assert (insurance.waived_reason, insurance.done_by_id) == ("Haus haftet", cast.nora.id)
    reopen_check(session, confirmed.id, insurance.id, by=cast.nora, now=now)
    assert (insurance.done_at, insurance.waived_reason) == (None, "")
    with pytest.raises(Refused, match="check_due_outside"):
        add_check(
            session,
            confirmed.id,
            title="Zu spät",
            who=ChecklistWho.TEAM,
            due=date(2027, 1, 1),
            by=cast.nora,
            now=now,
        )


def test_organisers_are_reminded_once_of_what_falls_due(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    session.commit()
    before = len(subjects(session))
    assert remind_of_checks(session, now=now) == 1
    session.commit()
    assert subjects(session)[before:] == ["Bald fällig: Gründerfrühstück (Event_Area 1)"]
    for later in range(3):
        assert remind_of_checks(session, now=now + timedelta(minutes=later)) == 0
    tell_traits(session, confirmed.id, music=True, alcohol=False, sells=False, by=cast.alice, now=now)
    session.commit()
    assert remind_of_checks(session, now=now) == 1, "what came later is told too"


def test_what_fell_due_while_nothing_ran_is_told_late_but_not_after_the_event(
    session: Session, confirmed: Booking
) -> None:
    session.commit()
    assert remind_of_checks(session, now=confirmed.starts_at) == 0
    assert remind_of_checks(session, now=confirmed.starts_at - timedelta(hours=1)) == 1


def test_a_newer_version_of_the_house_rules_is_accepted_anew(
    session: Session, cast: Cast, ask: Ask, terms: Callable[..., None], now: datetime
) -> None:
    booking = ask()
    request = session.get_one(EventRequest, booking.id)
    assert accepted_versions(session, request) == ["2026-11"]
    terms(house_rules_version="2027-01")
    with pytest.raises(Refused, match="house_rules_changed"):
        accept_house_rules(session, booking.id, version="2026-11", by=cast.alice, now=now)
    for _press in range(2):
        accept_house_rules(session, booking.id, version="2027-01", by=cast.alice, now=now)
    assert accepted_versions(session, request) == ["2026-11", "2027-01"]


def test_what_is_asked_for_a_cancelled_event_is_proposed_by_the_tiers(
    session: Session, cast: Cast, confirmed: Booking, now: datetime
) -> None:
    confirmed.price_cents = 10_001
    session.commit()
    cancel_booking(session, confirmed.id, by=cast.alice, now=now)
    share = session.get_one(CancellationShare, confirmed.id)
    assert (share.days_before, share.proposed_percent, share.applied_percent, share.price_cents) == (
        8,
        50,
        50,
        10_001,
    )
    with pytest.raises(Refused, match="reason_missing"):
        change_share(session, confirmed.id, percent=0, reason=" ", by=cast.nora, now=now)
    change_share(session, confirmed.id, percent=0, reason="Krankheit", by=cast.nora, now=now)
    assert (share.applied_percent, share.reason, share.set_by_id) == (0, "Krankheit", cast.nora.id)
    change_share(session, confirmed.id, percent=50, reason="", by=cast.nora, now=now)
    assert (share.applied_percent, share.reason) == (50, "")
    share.applied_percent = 10
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nothing_is_proposed_for_an_option_nor_when_the_house_cancels(
    session: Session, cast: Cast, ask: Ask, confirmed: Booking, now: datetime
) -> None:
    option = ask(15, 16)
    cancel_booking(session, option.id, by=cast.alice, now=now)
    cancel_booking(session, confirmed.id, by=cast.nora, now=now, code=CancelReason.DAMAGE, by_house=True)
    assert find_share(session, option.id) is None
    assert find_share(session, confirmed.id) is None


def protocol(at: datetime) -> Protocol:
    return Protocol(handed_at=at, signed_name="Alice", keys="2 Schlüssel", condition="sauber")


def test_a_correction_of_a_handover_is_a_further_edition(
    session: Session, cast: Cast, ask: Ask, confirmed: Booking, now: datetime
) -> None:
    for edition in (1, 2):
        hand_over(session, confirmed.id, Direction.IN, protocol(now), edition=edition, by=cast.nora, now=now)
    with pytest.raises(Refused, match="changed_meanwhile"):
        hand_over(session, confirmed.id, Direction.IN, protocol(now), edition=2, by=cast.nora, now=now)
    ahead = protocol(now + timedelta(minutes=1))
    with pytest.raises(Refused, match="handover_ahead"):
        hand_over(session, confirmed.id, Direction.OUT, ahead, edition=1, by=cast.nora, now=now)
    assert [(row.direction, row.edition) for row in handovers_of(session, confirmed.id)] == [
        (Direction.IN, 1),
        (Direction.IN, 2),
    ]
    with pytest.raises(Refused, match="not_possible_in_state"):
        hand_over(session, ask(15, 16).id, Direction.IN, protocol(now), edition=1, by=cast.nora, now=now)
