"""All dates of a request where two people decide: recommended together by one, confirmed together by the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.queries import history_of
from labspace.bookings.states import BookingState
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.eyes import Approval
from labspace.events.decision.models import Review
from labspace.events.together import confirm_dates
from labspace.notices.models import OutboxRow
from tests.events.conftest import request_values
from tests.factories import Cast
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def dates(session: Session, cast: Cast, visit: Visit, terms: Callable[..., None]) -> list[Booking]:
    """Three dates of one request of Alice's, in a house where two people decide."""
    terms(four_eyes_from_people=1)
    more = {"weitere": "02.12.2026\n03.12.2026 14:00–17:00", "personen": "40"}
    visit(cast.alice).post("/veranstaltungen/anfrage", request_values(cast, **more))
    return list(session.scalars(select(Booking).order_by(Booking.starts_at)))


def states(dates: list[Booking]) -> set[BookingState]:
    return {one.state for one in dates}


def mails(session: Session) -> int:
    return session.scalar(select(func.count(OutboxRow.id))) or 0


def test_one_recommends_all_and_another_confirms_all(
    session: Session, cast: Cast, dates: list[Booking], olga: User, now: datetime
) -> None:
    before = mails(session)
    assert confirm_dates(session, dates[1].id, by=cast.nora, now=now) == (Approval.RECOMMENDS, dates)
    session.commit()
    assert (states(dates), mails(session)) == ({BookingState.OPTION}, before)
    assert confirm_dates(session, dates[0].id, by=olga, now=now) == (Approval.CONFIRMS, dates)
    session.commit()
    assert (states(dates), mails(session)) == ({BookingState.CONFIRMED}, before + 1)
    for one in dates:
        assert [line.what for line in history_of(session, one.id)] == ["placed", "recommended", "confirmed"]
        review = session.get_one(Review, one.id)
        assert (review.recommended_by_id, review.decided_by_id) == (cast.nora.id, olga.id)


def test_nobody_is_two_people_for_all_dates_either(
    session: Session, cast: Cast, dates: list[Booking], now: datetime
) -> None:
    confirm_dates(session, dates[0].id, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(Refused) as refused:
        confirm_dates(session, dates[0].id, by=cast.nora, now=now)
    session.rollback()
    because = [one.values["because"] for one in refused.value.refusals]
    assert because == [(Refusal("second_person_needed"),)] * 3
    assert states(dates) == {BookingState.OPTION}


def test_as_long_as_one_date_lacks_its_first_approval_none_is_confirmed(
    session: Session, cast: Cast, dates: list[Booking], olga: User, now: datetime
) -> None:
    approve_event(session, dates[0].id, by=cast.nora, now=now)
    session.commit()
    assert confirm_dates(session, dates[0].id, by=olga, now=now) == (Approval.RECOMMENDS, dates[1:])
    session.commit()
    assert states(dates) == {BookingState.OPTION}
    with pytest.raises(Refused):
        confirm_dates(session, dates[0].id, by=olga, now=now)
    session.rollback()
    assert states(dates) == {BookingState.OPTION}
    confirm_dates(session, dates[0].id, by=cast.ada, now=now)
    session.commit()
    assert states(dates) == {BookingState.CONFIRMED}


def test_the_pages_say_what_the_button_does(
    session: Session, cast: Cast, visit: Visit, dates: list[Booking], olga: User
) -> None:
    page = f"/team/bochum/anfragen/{dates[0].reference}"
    nora = visit(cast.nora)
    assert "Alle offenen Termine empfehlen" in nora.get(page).words()
    sent = nora.post(f"{page}/termine/bestaetigung")
    assert "3 Termine sind empfohlen." in nora.get(sent.location).words()
    assert "Alle offenen Termine bestätigen" in visit(olga).get(page).words()
    visit(olga).post(f"{page}/termine/bestaetigung")
    session.expire_all()
    assert states(dates) == {BookingState.CONFIRMED}
