"""What follows from no-shows holds for series as for single bookings; moving what one has stays possible."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    mark_no_show,
    move_booking,
    settle_all_no_shows,
)
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.actions import (
    change_series,
    place_series,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.actions.place import plan_series
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.spaces.house_rules import NoShowConsequence, NoShowStep
from labspace.spaces.kinds import SpaceKind
from tests.factories import LONG_AGO, Cast, book, make_space, on_day

TUESDAY = date(2026, 11, 24)
WEEKLY = Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), count=3)


def missed(session: Session, cast: Cast, now: datetime, *, then: NoShowConsequence) -> datetime:
    """Alice did not come this morning, and the house draws this consequence; the evening of that day."""
    session.add(
        BookingRule(
            location_id=cast.house.id,
            kind=SpaceKind.DESK,
            valid_from=LONG_AGO,
            check_in=True,
            grace_minutes=30,
            no_shows=(NoShowStep(after=1, within_days=30, then=then, pause_days=10),),
        )
    )
    desk = make_space(session, cast.house, number=20)
    session.commit()
    book(session, desk, cast.alice, on_day(now.date(), 10, 11, house=cast.house), now=now)
    evening = now + timedelta(hours=6)
    settle_all_no_shows(session, now=evening)
    session.commit()
    return evening


def weekly(cast: Cast) -> SeriesWish:
    return SeriesWish(
        rule=WEEKLY, starts_minute=540, ends_minute=720, first_on=TUESDAY, space_ids=(cast.desk.id,)
    )


def test_a_series_of_somebody_who_often_did_not_come_is_requested_and_claims_nothing(
    session: Session, cast: Cast, now: datetime
) -> None:
    evening = missed(session, cast, now, then=NoShowConsequence.APPROVAL)
    preview = plan_series(session, weekly(cast), booked_by=cast.alice, now=evening)
    assert [one.waits for one in preview.dates] == [True] * 3
    series = place_series(session, weekly(cast), booked_by=cast.alice, now=evening, skip=False)
    session.commit()
    states = [one.booking.state for one in dates_of(session, series.id) if one.booking]
    assert states == [BookingState.REQUESTED] * 3
    assert session.scalars(select(Claim)).all() == []
    others = place_series(session, weekly(cast), booked_by=cast.bob, now=evening, skip=False)
    session.commit()
    states = [one.booking.state for one in dates_of(session, others.id) if one.booking]
    assert states == [BookingState.CONFIRMED] * 3


def test_a_pause_keeps_a_series_off_as_it_does_a_booking(session: Session, cast: Cast, now: datetime) -> None:
    evening = missed(session, cast, now, then=NoShowConsequence.PAUSE)
    preview = plan_series(session, weekly(cast), booked_by=cast.alice, now=evening)
    assert [[refusal.code for refusal in one.refusals] for one in preview.dates] == [["paused"]] * 3
    with pytest.raises(SeriesRefused) as refused:
        place_series(session, weekly(cast), booked_by=cast.alice, now=evening, skip=True)
    assert refused.value.codes == {"paused"}


@pytest.mark.parametrize("then", [NoShowConsequence.APPROVAL, NoShowConsequence.PAUSE])
def test_what_one_has_can_still_be_moved(
    session: Session, cast: Cast, now: datetime, then: NoShowConsequence
) -> None:
    series = place_series(session, weekly(cast), booked_by=cast.alice, now=now, skip=False)
    single = book(session, cast.second_desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    evening = missed(session, cast, now, then=then)
    later = Wish(span=on_day(TUESDAY, 13, 15, house=cast.house), space_ids=(cast.second_desk.id,))
    moved = move_booking(session, single.id, later, by=cast.alice, now=evening)
    assert moved.state is BookingState.CONFIRMED
    session.commit()
    first = dates_of(session, series.id)[0].booking_id or 0
    edit = SeriesEdit(starts_minute=600, ends_minute=720)
    change_series(session, first, edit, everything=True, by=cast.alice, now=evening)
    session.commit()
    bookings = session.scalars(select(Booking).where(Booking.state == BookingState.CONFIRMED)).all()
    assert len(bookings) == 4


def test_staff_who_note_a_no_show_draw_the_consequence_at_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    missed(session, cast, now, then=NoShowConsequence.APPROVAL)
    span = on_day(TUESDAY, 9, 10, house=cast.house)
    bobs = book(session, cast.second_desk, cast.bob, span, now=now)
    mark_no_show(session, bobs.id, by=cast.nora, now=span.starts_at + timedelta(minutes=10))
    session.commit()
    wish = SeriesWish(
        rule=WEEKLY,
        starts_minute=840,
        ends_minute=900,
        first_on=TUESDAY,
        space_ids=(cast.second_desk.id,),
    )
    preview = plan_series(session, wish, booked_by=cast.bob, now=span.starts_at + timedelta(hours=1))
    assert all(one.waits for one in preview.dates)
