"""Events become blockings, follow the calendar, and never take what somebody had booked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    lift_blocking,
    place_booking,
)
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.bookings.states import BookingState
from labspace.bookings.waiting.models import FreedTime
from labspace.bookings.wishes import Details, Wish
from labspace.busy.actions import (
    dismiss_event,
    give_way,
    keep_booking,
    pause_calendar,
    remove_calendar,
    settle_open_times,
    take_due,
)
from labspace.busy.models import BusyCalendar, BusyCollision, BusyEvent
from labspace.busy.queries import calendars_to_settle
from labspace.busy.states import Decision
from labspace.errors import Refused
from tests.busy.calendar_text import event
from tests.busy.conftest import blockings, bring, taken
from tests.factories import Cast, book, on_day
from tests.scene import TUESDAY
from tests.support.statements import counted

Subscribe = Callable[..., BusyCalendar]

NINE_TO_TEN = ("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT1H")
NINE_TO_TWELVE = ("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT3H")
TEN_TO_ELEVEN = ("DTSTART;TZID=Europe/Berlin:20261124T100000", "DURATION:PT1H")


def test_an_event_keeps_others_off_and_says_where_it_comes_from(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    subscribe(event(*NINE_TO_TEN))
    blocking = session.scalars(select(Blocking)).one()
    assert (blocking.reason, blocking.source) == (BlockingReason.CALENDAR, "Raum Zollern")
    with pytest.raises(SpaceTaken):
        book(session, cast.room, cast.alice, on_day(TUESDAY, 9, 10, house=cast.house), now=now)
    session.rollback()
    book(session, cast.room, cast.alice, on_day(TUESDAY, 10, 11, house=cast.house), now=now)


def test_a_moved_event_moves_its_blocking_and_one_that_is_gone_frees_the_space(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    kept, gone = event(*NINE_TO_TEN), event(*TEN_TO_ELEVEN, uid="b")
    row = subscribe(kept, gone)
    first = session.scalars(select(Blocking.id).order_by(Blocking.starts_at)).first()
    bring(session, row.id, event("DTSTART;TZID=Europe/Berlin:20261124T140000", "DURATION:PT2H"), now=now)
    assert taken(session, cast.room) == ["24.11. 14:00–16:00"]
    assert session.get_one(Blocking, first).lifted_at is None
    assert sorted(blockings(session)) == [("24.11. 10:00", False), ("24.11. 14:00", True)]
    assert session.scalars(select(func.count()).select_from(FreedTime)).one() == 1


def test_the_same_calendar_twice_writes_nothing_more(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    events = [event(*NINE_TO_TEN), event("DTSTART;VALUE=DATE:20261125", "RRULE:FREQ=WEEKLY;COUNT=3", uid="b")]
    row = subscribe(*events)
    claims = session.scalars(select(Claim.id).order_by(Claim.id)).all()
    bring(session, row.id, *events, now=now)
    assert session.scalars(select(Claim.id).order_by(Claim.id)).all() == claims
    assert len(blockings(session)) == 4


def test_overlapping_events_share_the_time_and_the_later_one_gets_it_when_the_first_goes(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    both = event(*NINE_TO_TEN), event("DTSTART;TZID=Europe/Berlin:20261124T093000", "DURATION:PT2H", uid="b")
    row = subscribe(*both)
    assert taken(session, cast.room) == ["24.11. 09:00–10:00", "24.11. 10:00–11:30"]
    bring(session, row.id, both[1], now=now)
    assert taken(session, cast.room) == ["24.11. 09:30–11:30"]


def test_two_calendars_of_one_space_block_it_together(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    first = subscribe(event(*NINE_TO_TWELVE))
    second = subscribe(
        event(*TEN_TO_ELEVEN), event("DTSTART;TZID=Europe/Berlin:20261124T113000", "DURATION:PT1H", uid="b")
    )
    assert taken(session, cast.room) == ["24.11. 09:00–12:00", "24.11. 12:00–12:30"]
    remove_calendar(session, first.id, now=now)
    session.commit()
    settle_open_times(session, second.id, now=now)
    session.commit()
    assert taken(session, cast.room) == ["24.11. 10:00–11:00", "24.11. 11:30–12:30"]


def test_a_whole_area_is_kept_by_its_halves(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    subscribe(event(*NINE_TO_TEN), space=cast.area)
    assert taken(session, cast.half_a) == taken(session, cast.half_b) == ["24.11. 09:00–10:00"]


def collision_of(session: Session) -> BusyCollision:
    return session.scalars(select(BusyCollision)).one()


@pytest.fixture
def collided(session: Session, cast: Cast, now: datetime, subscribe: Subscribe) -> BusyCollision:
    """Alice has the room from 10 to 11; the calendar brings 9 to 12."""
    span = on_day(TUESDAY, 10, 11, house=cast.house)
    book(session, cast.room, cast.alice, span, now=now, details=Details(title="Prototyp"))
    subscribe(event("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT3H", title="Betriebsrat"))
    return collision_of(session)


def test_a_booking_is_never_forced_out_and_the_rest_is_kept(
    session: Session, cast: Cast, collided: BusyCollision
) -> None:
    assert collided.booking.state is BookingState.CONFIRMED
    # A quarter of an hour is set aside after each booking of a room.
    assert taken(session, cast.room) == ["24.11. 09:00–10:00", "24.11. 11:15–12:00"]
    assert (collided.decision, collided.event.title, collided.event.is_whole) == (None, "Betriebsrat", False)


def test_keeping_the_booking_is_remembered_at_the_next_look(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    keep_booking(session, collided.id, by=cast.nora, now=now)
    session.commit()
    bring(session, collided.event.calendar_id, event(*NINE_TO_TWELVE, title="Betriebsrat"), now=now)
    assert (collision_of(session).decision, collision_of(session).decided_by_id) == (
        Decision.KEEP_BOOKING,
        cast.nora.id,
    )


def test_a_moved_event_is_asked_about_anew(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    keep_booking(session, collided.id, by=cast.nora, now=now)
    session.commit()
    moved = event("DTSTART;TZID=Europe/Berlin:20261124T103000", "DURATION:PT3H")
    bring(session, collided.event.calendar_id, moved, now=now)
    assert collision_of(session).decision is None


def test_cancelling_the_booking_gives_the_event_its_whole_time_at_once(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    booking = give_way(
        session, collided.id, code=CancelReason.OTHER, reason="Der Raum ist belegt.", by=cast.nora, now=now
    )
    session.commit()
    assert booking.state is BookingState.CANCELLED_HOUSE
    assert taken(session, cast.room) == ["24.11. 09:00–12:00"]
    assert session.scalars(select(BusyEvent)).one().is_whole


def test_dismissing_the_event_frees_the_rest_and_lasts_until_it_moves(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    calendar_id = collided.event.calendar_id
    dismiss_event(session, collided.id, by=cast.nora, now=now)
    session.commit()
    assert taken(session, cast.room) == []
    bring(session, calendar_id, event(*NINE_TO_TWELVE), now=now)
    assert taken(session, cast.room) == []
    bring(session, calendar_id, event("DTSTART;TZID=Europe/Berlin:20261124T130000", "DURATION:PT1H"), now=now)
    assert taken(session, cast.room) == ["24.11. 13:00–14:00"]


def test_a_collision_is_decided_once(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    keep_booking(session, collided.id, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(Refused) as refused:
        dismiss_event(session, collided.id, by=cast.nora, now=now)
    assert refused.value.codes == {"collision_decided"}


def test_the_event_gets_what_the_booker_gives_back(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    assert calendars_to_settle(session, now=now) == []
    cancel_booking(session, collided.booking_id, by=cast.alice, now=now)
    session.commit()
    (calendar_id,) = calendars_to_settle(session, now=now)
    settle_open_times(session, calendar_id, now=now)
    session.commit()
    assert session.scalars(select(BusyEvent)).one().is_whole
    assert session.scalars(select(func.count()).select_from(BusyCollision)).one() == 0
    assert calendars_to_settle(session, now=now) == []


def test_a_blocking_lifted_by_hand_does_not_come_back(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    row = subscribe(event(*NINE_TO_TEN))
    lift_blocking(session, session.scalars(select(Blocking.id)).one(), by=cast.nora, now=now)
    session.commit()
    bring(session, row.id, event(*NINE_TO_TEN), now=now)
    assert taken(session, cast.room) == []


def test_removing_a_calendar_frees_everything_and_forgets_its_secret(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    removed = remove_calendar(session, collided.event.calendar_id, now=now)
    session.commit()
    assert (removed.address, removed.body) == ("", None)
    assert taken(session, cast.room) == []
    assert session.scalars(select(func.count()).select_from(BusyEvent)).one() == 0
    assert blockings(session) == [("24.11. 09:00", False)]


def test_a_paused_calendar_keeps_what_it_brought_and_is_not_looked_at(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    row = subscribe(event(*NINE_TO_TEN))
    pause_calendar(session, row.id, now=now)
    session.commit()
    assert take_due(session, now=now + timedelta(days=9)) is None
    assert taken(session, cast.room) == ["24.11. 09:00–10:00"]


def test_what_is_over_stays_on_record_but_not_its_title(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    row = subscribe(event(*NINE_TO_TEN))
    bring(session, row.id, now=now + timedelta(days=2))
    assert blockings(session) == [("24.11. 09:00", True)]
    assert session.scalars(select(func.count()).select_from(BusyEvent)).one() == 0


def test_statements_do_not_follow_the_number_of_events(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    def daily(hours: int, *, of: int) -> list[str]:
        return [
            event(
                f"DTSTART;TZID=Europe/Berlin:20261124T{hour:02}0000",
                "DURATION:PT30M",
                f"RRULE:FREQ=DAILY;COUNT={of}",
                uid=str(hour),
            )
            for hour in range(hours)
        ]

    row = subscribe()
    with counted(session) as few:
        bring(session, row.id, *daily(2, of=3), now=now)
    with counted(session) as many:
        bring(session, row.id, *daily(9, of=40), now=now)
    assert len(taken(session, cast.room)) == 360
    assert len(many) <= len(few) + 6


def test_who_looks_at_a_calendar_is_alone_with_it_until_the_turn_is_over(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    row = subscribe(event(*NINE_TO_TEN))
    later = now + timedelta(minutes=20)
    first = take_due(session, now=later)
    session.commit()
    assert first is not None
    assert take_due(session, now=later) is None
    assert take_due(session, now=later, calendar_id=row.id) is None
    assert take_due(session, now=later + timedelta(minutes=3)) is not None


def test_booking_where_an_event_was_dismissed_is_possible(
    session: Session, cast: Cast, now: datetime, collided: BusyCollision
) -> None:
    dismiss_event(session, collided.id, by=cast.nora, now=now)
    session.commit()
    wish = Wish(span=on_day(TUESDAY, time(11, 15), 12, house=cast.house), space_ids=(cast.room.id,))
    assert place_booking(session, wish, booked_by=cast.alice, now=now).state is BookingState.CONFIRMED
