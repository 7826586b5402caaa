"""A hold keeps others off for a while, gives way to its holder, and goes by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    block_space,
    lift_blocking,
    move_booking,
    place_booking,
)
from labspace.bookings.actions.claims import SpaceTaken, lock_spaces
from labspace.bookings.actions.holds import give_up_hold, put_hold, settle_all_holds
from labspace.bookings.claim_models import BlockingReason, Claim
from labspace.bookings.holds import Hold, HoldOutcome, HoldPurpose
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.space_times import space_times
from labspace.bookings.wanted import find_wanted_spaces, outlook
from labspace.bookings.wishes import Wish
from labspace.db import begin_write, db
from labspace.spaces.houses import houses
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import units_by_space
from labspace.times import TimeSpan
from tests.factories import Cast, book, on_day
from tests.support.visit import Visitor

TUESDAY = date(2026, 11, 24)


def hold(session: Session, space: Space, user: User, *, now: datetime, hours: int = 2) -> Hold:
    """Nine to twelve on Tuesday, kept for `user` for so many hours."""
    begin_write(session)
    units = units_by_space(session, [space.id], on=TUESDAY)[space.id]
    lock_spaces(session, units)
    held = put_hold(
        session,
        space.id,
        span=on_day(TUESDAY, 9, 12, house=space.location),
        user_id=user.id,
        purpose=HoldPurpose.WAITING_OFFER,
        until=now + timedelta(hours=hours),
        unit_ids=units,
        rules=rules_of(session, [space], on=TUESDAY)[space.id],
        now=now,
    )
    session.commit()
    return held


def wish(space: Space, starts: int = 9, ends: int = 12) -> Wish:
    return Wish(span=on_day(TUESDAY, starts, ends, house=space.location), space_ids=(space.id,))


def test_it_keeps_everybody_else_off(session: Session, cast: Cast, now: datetime) -> None:
    hold(session, cast.desk, cast.alice, now=now)
    with pytest.raises(SpaceTaken):
        place_booking(session, wish(cast.desk, 11, 13), booked_by=cast.bob, now=now)
    session.rollback()
    with pytest.raises(SpaceTaken):
        block_space(
            session,
            cast.desk.id,
            span=wish(cast.desk).span,
            reason=BlockingReason.OTHER,
            by=cast.nora,
            now=now,
        )
    session.rollback()
    book(session, cast.desk, cast.bob, wish(cast.desk, 12, 13).span, now=now)


def test_of_a_pool_others_get_another_desk_and_the_holder_any(
    session: Session, cast: Cast, now: datetime
) -> None:
    hold(session, cast.desk, cast.alice, now=now)
    pool = Wish(span=wish(cast.desk).span, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    assert place_booking(session, pool, booked_by=cast.bob, now=now).spaces == [cast.second_desk]
    session.commit()
    assert place_booking(session, pool, booked_by=cast.alice, now=now).spaces == [cast.desk]


def test_whoever_it_is_held_for_books_through_the_same_door(
    session: Session, cast: Cast, now: datetime
) -> None:
    held = hold(session, cast.room, cast.alice, now=now)
    booking = place_booking(session, wish(cast.room), booked_by=cast.alice, now=now)
    session.commit()
    session.refresh(held)
    assert (held.outcome, held.ended_at) == (HoldOutcome.TAKEN, now)
    claims = session.scalars(select(Claim).order_by(Claim.starts_at)).all()
    assert [(claim.booking_id, claim.hold_id, claim.is_core) for claim in claims] == [
        (booking.id, None, True),
        (booking.id, None, False),
    ]


def test_its_buffer_leaves_room_for_the_booking_that_may_follow(
    session: Session, cast: Cast, now: datetime
) -> None:
    hold(session, cast.room, cast.alice, now=now)
    with pytest.raises(SpaceTaken):
        place_booking(session, wish(cast.room, 12, 13), booked_by=cast.bob, now=now)


def test_a_booking_of_ones_own_moves_into_it(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.alice, now=now)
    booking = book(session, cast.second_desk, cast.alice, wish(cast.desk).span, now=now)
    move_booking(session, booking.id, wish(cast.desk), by=cast.alice, now=now)
    session.commit()
    session.refresh(held)
    assert held.outcome is HoldOutcome.TAKEN


def test_if_part_is_taken_by_somebody_else_it_stays(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, wish(cast.desk, 12, 13).span, now=now)
    held = hold(session, cast.desk, cast.alice, now=now)
    with pytest.raises(SpaceTaken):
        place_booking(session, wish(cast.desk, 10, 13), booked_by=cast.alice, now=now)
    session.rollback()
    assert session.get_one(Hold, held.id).outcome is None


def test_lapsed_it_is_in_nobodys_way(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.alice, now=now)
    until = held.until
    with pytest.raises(SpaceTaken):
        place_booking(session, wish(cast.desk), booked_by=cast.bob, now=until - timedelta(seconds=1))
    session.rollback()
    place_booking(session, wish(cast.desk), booked_by=cast.bob, now=until)
    session.commit()
    assert session.get_one(Hold, held.id).outcome is HoldOutcome.LAPSED


def test_a_blocking_takes_the_place_of_a_lapsed_one(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.alice, now=now)
    blocking = block_space(
        session,
        cast.desk.id,
        span=wish(cast.desk).span,
        reason=BlockingReason.OTHER,
        by=cast.nora,
        now=held.until,
    )
    session.commit()
    lift_blocking(session, blocking.id, by=cast.nora, now=held.until)
    assert session.scalar(select(func.count(Claim.id))) == 0


def test_the_minute_job_ends_what_has_lapsed_and_nothing_else(
    session: Session, cast: Cast, now: datetime
) -> None:
    short = hold(session, cast.desk, cast.alice, now=now, hours=1)
    long = hold(session, cast.second_desk, cast.bob, now=now, hours=3)
    assert settle_all_holds(session, now=now) == 0
    assert settle_all_holds(session, now=short.until) == 1
    session.commit()
    assert [session.get_one(Hold, one.id).outcome for one in (short, long)] == [HoldOutcome.LAPSED, None]
    assert session.scalars(select(Claim.hold_id)).all() == [long.id]


def test_given_up_its_time_is_free_at_once(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.alice, now=now)
    assert give_up_hold(session, held.id, now=now).outcome is HoldOutcome.GIVEN_UP
    session.commit()
    book(session, cast.desk, cast.bob, wish(cast.desk).span, now=now)
    assert give_up_hold(session, held.id, now=now).outcome is HoldOutcome.GIVEN_UP


def test_a_claim_has_one_cause(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.alice, now=now)
    booking = book(session, cast.second_desk, cast.alice, wish(cast.desk).span, now=now)
    for cause in ({}, {"hold_id": held.id, "booking_id": booking.id}):
        begin_write(session)
        session.add(Claim(space_id=cast.room.id, span=wish(cast.desk).span, is_core=True, **cause))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_pages_show_it_as_taken_and_name_nobody(
    session: Session, cast: Cast, visit: Callable[..., Visitor], now: datetime
) -> None:
    hold(session, cast.desk, cast.alice, now=now)
    for address in (
        "/standorte/bochum?tag=2026-11-24&von=9&bis=12",
        "/standorte/bochum/tag?tag=2026-11-24",
        f"/flaechen/{cast.desk.public_id}?tag=2026-11-24",
    ):
        page = visit().get(address)
        assert "wird gerade vergeben" in page.words(), address
        assert "Alice" not in page.text


def test_a_booking_asks_no_more_because_there_are_holds(session: Session, cast: Cast, now: datetime) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    book(session, cast.desk, cast.alice, wish(cast.desk, 14, 15).span, now=now)
    without, asked[:] = len(asked), []
    hold(session, cast.desk, cast.bob, now=now)
    asked.clear()
    book(session, cast.desk, cast.alice, wish(cast.desk, 15, 16).span, now=now)
    assert len(asked) <= without


def test_what_has_lapsed_is_free_to_readers_before_anybody_ends_it(
    session: Session, visit: Callable[..., Visitor], cast: Cast, now: datetime
) -> None:
    hold(session, cast.desk, cast.bob, now=now)
    until, day = now + timedelta(hours=2), TimeSpan.of_days(TUESDAY, TUESDAY, zone=cast.house.zone)
    (house,) = [one for one in houses(session) if one.id == cast.house.id]

    def free(at: datetime) -> list[TimeSpan]:
        return space_times(session, [house], day, on=TUESDAY, viewer_id=None, now=at)[cast.desk.id].free

    assert wish(cast.desk).span not in free(until - timedelta(seconds=1))
    assert free(until) == [on_day(TUESDAY, 8, 18, house=cast.house)]
    asked = wish(cast.desk)
    wanted = find_wanted_spaces(session, [cast.desk.public_id])
    assert wanted is not None
    for at, codes in ((now, {"space_taken"}), (until, set())):
        seen = outlook(session, wanted, asked.span, people=1, now=at, booked_by=cast.alice)
        assert {refusal.code for refusal in seen.refusals} == codes
    seen = outlook(session, wanted, asked.span, people=1, now=now, booked_by=cast.bob)
    assert seen.refusals == []
