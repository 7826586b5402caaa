"""Moving: atomic, within the house and kind, and told to nobody when refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import move_booking
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import BookingEvent
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.spaces.models import Space
from tests.factories import Cast, book, on_day

TUESDAY = date(2026, 11, 24)


def test_a_move_frees_the_old_time_and_raises_both_counters(
    session: Session, cast: Cast, now: datetime
) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    later = on_day(TUESDAY, 13, 15, house=cast.house)
    move_booking(session, booking.id, Wish(span=later, space_ids=(cast.desk.id,)), by=cast.alice, now=now)
    session.commit()
    assert (booking.span, booking.version, booking.sequence) == (later, 2, 1)
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 9, 12, house=cast.house), now=now)


def test_a_move_may_overlap_its_own_old_time(session: Session, cast: Cast, now: datetime) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    longer = on_day(TUESDAY, 10, 14, house=cast.house)
    move_booking(session, booking.id, Wish(span=longer, space_ids=(cast.desk.id,)), by=cast.alice, now=now)
    assert session.scalars(select(Claim.starts_at).where(Claim.booking_id == booking.id)).all() == [
        longer.starts_at
    ]


def test_a_refused_move_leaves_everything_as_it_was(session: Session, cast: Cast, now: datetime) -> None:
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    book(session, cast.desk, cast.bob, on_day(TUESDAY, 13, 15, house=cast.house), now=now)
    wish = Wish(span=on_day(TUESDAY, 12, 14, house=cast.house), space_ids=(cast.desk.id,))
    with pytest.raises(SpaceTaken):
        move_booking(session, booking.id, wish, by=cast.alice, now=now)
    session.commit()
    assert (booking.span, booking.version, booking.sequence) == (span, 1, 0)
    assert session.scalars(select(Claim.starts_at).where(Claim.booking_id == booking.id)).all() == [
        span.starts_at
    ]
    assert session.scalars(select(BookingEvent.what).where(BookingEvent.booking_id == booking.id)).all() == [
        "placed"
    ]


def test_a_booking_stays_in_its_house_and_kind(session: Session, cast: Cast, now: datetime) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    elsewhere = session.scalars(select(Space).where(Space.location_id == cast.other_house.id)).one()
    for space in (elsewhere, cast.room):
        with pytest.raises(Refused, match="not_allowed"):
            move_booking(
                session, booking.id, Wish(span=booking.span, space_ids=(space.id,)), by=cast.alice, now=now
            )
        session.rollback()
