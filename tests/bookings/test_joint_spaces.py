"""Several spaces in one booking: each keeps its own rules, and a whole is not named with its part."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    check_in,
    check_out,
    place_booking,
)
from labspace.bookings.claim_models import Claim
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import SpacePart
from tests.factories import LONG_AGO, Cast, make_space, on_day

TUESDAY = date(2026, 11, 24)


def test_each_room_keeps_its_own_buffer_when_people_leave_early(
    session: Session, cast: Cast, now: datetime
) -> None:
    other = make_space(session, cast.house, SpaceKind.MEETING_ROOM, 2, capacity=8)
    session.add(
        BookingRule(
            location_id=cast.house.id, space_id=other.id, valid_from=LONG_AGO, buffer_after_minutes=45
        )
    )
    session.commit()
    wish = Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.room.id, other.id))
    booking = place_booking(session, wish, booked_by=cast.alice, now=now)
    check_in(session, booking.id, by=cast.alice, now=wish.span.starts_at)
    check_out(session, booking.id, by=cast.alice, now=wish.span.starts_at + timedelta(hours=1))
    buffers = select(Claim).where(~Claim.is_core)
    found = {claim.space_id: claim.span.minutes for claim in session.scalars(buffers)}
    assert found == {cast.room.id: 15, other.id: 45}


def test_a_series_of_a_whole_together_with_its_part_is_refused(
    session: Session, cast: Cast, now: datetime
) -> None:
    whole = make_space(session, cast.house, SpaceKind.MEETING_ROOM, 3, capacity=16, is_unit=False)
    session.add(SpacePart(whole_id=whole.id, part_id=cast.room.id, valid_from=LONG_AGO))
    session.commit()
    wish = SeriesWish(
        rule=Recurrence(frequency=Frequency.DAILY, count=2),
        first_on=TUESDAY,
        starts_minute=540,
        ends_minute=600,
        space_ids=(whole.id, cast.room.id),
    )
    with pytest.raises(Refused) as refused:
        place_series(session, wish, booked_by=cast.alice, now=now, skip=False)
    assert [one.code for one in refused.value.refusals] == ["not_allowed"]
