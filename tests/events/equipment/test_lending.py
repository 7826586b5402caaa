"""Equipment is promised with the booking and follows whatever becomes of it; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
    reject_booking,
    settle_all_options,
)
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.events.actions import EventDetails, request_event
from labspace.events.equipment.models import BookedEquipment, EquipmentStock
from labspace.events.equipment.queries import shelf_of
from labspace.notices.models import OutboxRow
from labspace.spaces.kinds import Layout
from labspace.times import TimeSpan
from tests.bookings.rivals import RIVALS, Race
from tests.events.conftest import DAY
from tests.factories import Cast, on_day

Borrow = Callable[..., Booking]


@pytest.fixture
def borrow(session: Session, cast: Cast, now: datetime) -> Borrow:
    """A request of Alice's for half A from nine to twelve with one projector."""

    def place(
        number: int = 1, *, space: Any = None, starts: int = 9, ends: int = 12, by: User | None = None
    ) -> Booking:
        wish = Wish(
            span=on_day(DAY, starts, ends, house=cast.house),
            space_ids=((space or cast.half_a).id,),
            details=Details(title="Vortrag", people=20, layout=Layout.ROWS),
        )
        details = EventDetails(purpose="Reden.", organiser_name="Acme", equipment={"projector": number})
        asked = request_event(session, wish, details, booked_by=by or cast.alice, now=now)
        session.commit()
        return asked.booking

    return place


def promised(session: Session, booking: Booking) -> int:
    statement = select(BookedEquipment.promised).where(BookedEquipment.booking_id == booking.id)
    return session.scalars(statement).one()


def free(session: Session, cast: Cast, starts: int = 9, ends: int = 12) -> int:
    span = on_day(DAY, starts, ends, house=cast.house)
    return shelf_of(session, cast.house, span).free("projector", span)


def test_the_first_option_is_promised_what_it_asks_for(session: Session, cast: Cast, borrow: Borrow) -> None:
    assert promised(session, borrow()) == 1
    assert (free(session, cast), free(session, cast, 12, 14)) == (1, 2)


def test_too_many_are_refused_by_number_and_nothing_is_left(
    session: Session, cast: Cast, borrow: Borrow
) -> None:
    borrow()
    with pytest.raises(Refused) as refused:
        borrow(2, space=cast.half_b)
    session.rollback()
    (refusal,) = refused.value.refusals
    assert refusal.code == "too_little_equipment"
    assert (refusal.values["thing"], refusal.values["left"], refusal.values["wanted"]) == ("Beamer", 1, 2)
    assert len(session.scalars(select(Booking)).all()) == 1
    assert promised(session, borrow(2, space=cast.half_b, starts=13, ends=15)) == 2


def test_set_up_and_tear_down_need_the_equipment_too(
    session: Session, cast: Cast, borrow: Borrow, now: datetime
) -> None:
    booking = borrow(2)
    wish = Wish(span=booking.span, space_ids=(cast.half_a.id,), setup_minutes=60, teardown_minutes=30)
    move_booking(session, booking.id, wish, by=cast.alice, now=now)
    session.commit()
    assert (free(session, cast, 8, 9), free(session, cast, 12, 13), free(session, cast, 13, 14)) == (0, 0, 2)


def test_a_lower_rank_is_promised_nothing_until_it_moves_up(
    session: Session, cast: Cast, borrow: Borrow, now: datetime
) -> None:
    first, second = borrow(2), borrow(2, by=cast.charlie)
    assert (promised(session, first), promised(session, second)) == (2, 0)
    cancel_booking(session, first.id, by=cast.alice, now=now)
    session.commit()
    assert (second.option_rank, promised(session, second), free(session, cast)) == (1, 2, 0)


@pytest.mark.parametrize("how", ["rejected", "expired", "moved away"])
def test_whatever_ends_the_first_lets_the_second_have_it(
    session: Session, cast: Cast, borrow: Borrow, now: datetime, how: str
) -> None:
    first, second = borrow(2), borrow(2, by=cast.charlie)
    if how == "rejected":
        reject_booking(session, first.id, by=cast.nora, reason="Umbau", now=now)
    elif how == "expired":
        second.option_until = now + timedelta(days=3)
        first.option_until = now + timedelta(days=1)
        session.commit()
        settle_all_options(session, now=now + timedelta(days=2))
    else:
        wish = Wish(span=on_day(DAY, 14, 17, house=cast.house), space_ids=(cast.half_a.id,))
        move_booking(session, first.id, wish, by=cast.alice, now=now)
    session.commit()
    assert (second.option_rank, promised(session, second), free(session, cast)) == (1, 2, 0)
    assert free(session, cast, 14, 17) == (0 if how == "moved away" else 2)


def test_confirming_keeps_what_was_promised(
    session: Session, cast: Cast, borrow: Borrow, now: datetime
) -> None:
    booking = borrow(2)
    confirm_booking(session, booking.id, by=cast.nora, now=now)
    session.commit()
    assert (promised(session, booking), free(session, cast)) == (2, 0)


def test_a_lower_rank_may_not_ask_for_more_than_the_house_has(borrow: Borrow) -> None:
    borrow()
    with pytest.raises(Refused) as refused:
        borrow(3)
    assert refused.value.refusals[0].values["left"] == 2


def test_moving_to_where_others_have_it_is_refused_and_changes_nothing(
    session: Session, cast: Cast, borrow: Borrow, now: datetime
) -> None:
    borrow(2)
    moved = borrow(1, space=cast.half_b, starts=13, ends=15)
    wish = Wish(span=on_day(DAY, 10, 12, house=cast.house), space_ids=(cast.half_b.id,))
    with pytest.raises(Refused) as refused:
        move_booking(session, moved.id, wish, by=cast.alice, now=now)
    session.rollback()
    assert refused.value.refusals[0].code == "too_little_equipment"
    assert (promised(session, moved), free(session, cast, 13, 15)) == (1, 1)


def test_who_moves_up_without_enough_keeps_the_rank_is_told_and_gets_it_later(
    session: Session, cast: Cast, borrow: Borrow, now: datetime
) -> None:
    first, second = borrow(1), borrow(2, by=cast.charlie)
    other = borrow(1, space=cast.half_b)
    cancel_booking(session, first.id, by=cast.alice, now=now)
    session.commit()
    assert (second.option_rank, promised(session, second)) == (1, 1)
    assert subjects(session, "charlie@example.org")[-1] == "Ausstattung fehlt: Vortrag (Event_Area 2)"
    cancel_booking(session, other.id, by=cast.alice, now=now)
    session.commit()
    assert promised(session, second) == 2
    assert subjects(session, "charlie@example.org")[-1] == "Ausstattung vollständig: Vortrag (Event_Area 2)"


def subjects(session: Session, recipient: str) -> list[str]:
    rows = select(OutboxRow.subject).where(OutboxRow.recipient == recipient).order_by(OutboxRow.id)
    return list(session.scalars(rows))


def test_a_number_that_holds_only_for_some_days_counts_on_those(
    session: Session, cast: Cast, borrow: Borrow
) -> None:
    row = session.scalars(select(EquipmentStock).where(EquipmentStock.code == "projector")).one()
    row.valid_until = DAY - timedelta(days=1)
    session.add(
        EquipmentStock(
            location_id=cast.house.id, code="projector", name="Beamer", number=1, position=1, valid_from=DAY
        )
    )
    session.commit()
    with pytest.raises(Refused):
        borrow(2)


def ask_in_process(
    session: Session, *, who: int, space_id: int, span: TimeSpan, number: int, now: datetime
) -> None:
    """Ask for a half with so many projectors."""
    wish = Wish(span=span, space_ids=(space_id,), details=Details(people=20, layout=Layout.ROWS))
    details = EventDetails(purpose="Reden.", organiser_name="Acme", equipment={"projector": number})
    request_event(session, wish, details, booked_by=session.get_one(User, who), now=now)


def test_the_last_projector_goes_to_one_of_many_processes(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """Half of them want both projectors with half A, half of them one with half B."""
    spans = [on_day(DAY + timedelta(days=number), 9, 12, house=cast.house) for number in range(3)]
    halves = [(cast.half_a.id, 2), (cast.half_b.id, 1)]
    races = [
        [
            partial(
                ask_in_process,
                who=who,
                space_id=halves[index % 2][0],
                span=span,
                number=halves[index % 2][1],
                now=now,
            )
            for index, who in enumerate(people)
        ]
        for span in spans
    ]
    got = race.run(races)
    for span, outcome in zip(spans, got, strict=True):
        assert (
            outcome.get("ask_in_process won", 0) + outcome.get("ask_in_process too_little_equipment", 0)
            == RIVALS
        ), outcome
        rows = session.execute(
            select(BookedEquipment.number, BookedEquipment.promised)
            .join(Booking, Booking.id == BookedEquipment.booking_id)
            .where(Booking.starts_at == span.starts_at, Booking.option_rank == 1)
        ).all()
        assert 1 <= sum(row.promised for row in rows) <= 2
        assert all(row.number == row.promised for row in rows)
        assert shelf_of(session, cast.house, span).free("projector", span) == 2 - sum(
            row.promised for row in rows
        )
