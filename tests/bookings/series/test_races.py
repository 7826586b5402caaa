"""Whole series at once, in real processes: all of one's dates or none, never two on one desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.models import Series
from labspace.bookings.series.queries import dates_of, skipped_dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.wishes import Wish
from tests.bookings import race as do
from tests.bookings.outcomes import overlaps
from tests.bookings.rivals import ROUNDS, Race
from tests.bookings.test_races import DAYS, TUESDAY
from tests.factories import Cast, book, on_day


def wish(space_id: int, *, first: date = TUESDAY, starts: int = 9, count: int = 10) -> SeriesWish:
    return SeriesWish(
        rule=Recurrence(frequency=Frequency.DAILY, count=count),
        first_on=first,
        starts_minute=starts * 60,
        ends_minute=(starts + 3) * 60,
        space_ids=(space_id,),
    )


def test_a_desk_goes_to_one_series_or_to_who_books_its_days(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """Eight want three days in a row, twenty-four one of them."""
    rounds = []
    for number in range(ROUNDS):
        days = [TUESDAY + timedelta(days=3 * number + nth) for nth in range(3)]
        spans = [on_day(day, 11, 13, house=cast.house) for day in days]
        singles = [Wish(span=span, space_ids=(cast.desk.id,)) for span in spans]
        series = wish(cast.desk.id, first=days[0], count=3)
        rounds.append(
            [
                *(partial(do.repeat, who=who, wish=series, skip=False, now=now) for who in people[:8]),
                *(
                    partial(do.book, who=who, wish=singles[nth % 3], now=now)
                    for nth, who in enumerate(people[8:])
                ),
            ]
        )
    for got in race.run(rounds):
        if got["repeat won"]:
            assert got == {"repeat won": 1, "repeat space_taken": 7, "book space_taken": 24}
        else:
            assert got == {"repeat space_taken": 8, "book won": 3, "book space_taken": 21}
    assert overlaps(session) == 0


def test_of_series_that_cross_each_other_one_stands(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    # Each begins a day later than the one before: all share the last days of the first.
    deeds = [
        partial(
            do.repeat,
            who=who,
            wish=wish(cast.desk.id, first=TUESDAY + timedelta(days=number)),
            skip=False,
            now=now,
        )
        for number, who in enumerate(people[:8])
    ]
    assert race.once(deeds) == {"repeat won": 1, "repeat space_taken": 7}
    assert session.scalar(select(func.count(Series.id))) == 1
    assert session.scalar(select(func.count(Booking.id))) == 10
    assert overlaps(session) == 0


def test_series_that_skip_share_the_days_without_overlap(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    race.once(
        [
            partial(
                do.repeat,
                who=who,
                wish=wish(cast.desk.id, first=TUESDAY + timedelta(days=3 * number)),
                skip=True,
                now=now,
            )
            for number, who in enumerate(people[:6])
        ]
    )
    assert overlaps(session) == 0
    days = session.scalar(select(func.count(func.distinct(Claim.starts_at))))
    assert days == session.scalar(select(func.count(Booking.id))) == 25


def test_two_who_swap_their_series_do_not_wait_for_each_other_for_ever(
    session: Session, race: Race, cast: Cast, now: datetime
) -> None:
    deeds = []
    for user, desk, other in (
        (cast.alice, cast.desk, cast.second_desk),
        (cast.bob, cast.second_desk, cast.desk),
    ):
        series = place_series(session, wish(desk.id), booked_by=user, now=now, skip=False)
        first = dates_of(session, series.id)[0].booking_id or 0
        edit = SeriesEdit(starts_minute=540, ends_minute=720, space_ids=(other.id,))
        deeds.append(partial(do.change_all, who=user.id, booking_id=first, edit=edit, now=now))
    session.commit()
    assert race.once(deeds) == {"change_all space_taken": 2}
    assert overlaps(session) == 0


def test_a_skipped_date_is_taken_up_once_or_booked_by_another(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """Eight clicks on the date, twenty-four who want its time."""
    rivals = [
        book(session, cast.desk, cast.bob, on_day(day, 9, 10, house=cast.house), now=now) for day in DAYS
    ]
    place_series(session, wish(cast.desk.id, count=11), booked_by=cast.alice, now=now, skip=True)
    for rival in rivals:
        cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    alice_id, rounds = cast.alice.id, []
    for one, day in zip(skipped_dates_of(session, alice_id, now=now), DAYS, strict=True):
        other = Wish(span=on_day(day, 11, 13, house=cast.house), space_ids=(cast.desk.id,))
        rounds.append(
            [
                *[partial(do.take_up, who=alice_id, date_id=one.id, now=now)] * 8,
                *(partial(do.book, who=who, wish=other, now=now) for who in people[8:]),
            ]
        )
    mine = 1
    for got in race.run(rounds):
        if got["book won"]:
            assert got == {"take_up space_taken": 8, "book won": 1, "book space_taken": 23}
        else:
            assert got == {"take_up won": 8, "book space_taken": 24}
            mine += 1
    count = select(func.count(Booking.id)).where(Booking.booked_by_id == alice_id)
    assert session.scalar(count) == mine
    assert overlaps(session) == 0
