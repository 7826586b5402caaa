"""Thirty-two real processes want the same: exactly the right number wins, all others get the kind answer.

Each kind of race is run ten times; "won" and the codes of refusals are all that may come of it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    block_space,
    place_booking,
)
from labspace.bookings.claim_models import BlockingReason, Claim
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import SpacePart
from labspace.times import TimeSpan
from tests.bookings import race as do
from tests.bookings.awaited import await_check_in
from tests.bookings.outcomes import Wanted, assert_exactly_who_fits, overlaps, winners
from tests.bookings.rivals import RIVALS, ROUNDS, Race
from tests.factories import LONG_AGO, Cast, book, make_space, make_user, on_day

TUESDAY = date(2026, 11, 24)
DAYS = [TUESDAY + timedelta(days=number) for number in range(ROUNDS)]


def at(day: date, minute: int, minutes: int, cast: Cast) -> TimeSpan:
    """A span that begins so many minutes after eight."""
    start = on_day(day, 8, 9, house=cast.house).starts_at + timedelta(minutes=minute)
    return TimeSpan(start, start + timedelta(minutes=minutes))


def test_of_all_who_want_one_slot_one_has_it(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    wishes = [Wish(span=on_day(day, 9, 12, house=cast.house), space_ids=(cast.desk.id,)) for day in DAYS]
    got = race.run([[partial(do.book, who=who, wish=wish, now=now) for who in people] for wish in wishes])
    assert got == [{"book won": 1, "book space_taken": RIVALS - 1}] * ROUNDS
    assert session.scalar(select(func.count(Booking.id))) == ROUNDS
    assert overlaps(session) == 0


def test_of_all_who_send_the_form_one_is_told_that_it_is_booked(
    session: Session, race: Race, cast: Cast, now: datetime
) -> None:
    """Through the page: nobody sees an error. Three times, because a page takes its time."""
    keys = [make_user(session, f"Rival{number}", now=now).get_id() for number in range(RIVALS)]
    form = {"flaeche": cast.desk.public_id, "von": "9:00", "bis": "12:00", "personen": "1"}
    forms = [{**form, "tag": f"{day:%d.%m.%Y}"} for day in DAYS[:3]]
    session.commit()
    got = race.run([[partial(do.send_form, key=key, form=form, now=now) for key in keys] for form in forms])
    assert got == [{"send_form won": 1, "send_form conflict": RIVALS - 1}] * 3
    assert session.scalar(select(func.count(Booking.id))) == 3
    assert overlaps(session) == 0


def test_times_that_overlap_in_part_go_to_as_many_as_fit_with_their_gaps(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """Two hours each, a quarter of an hour after one another, with a gap before and after."""
    rule = BookingRule(location_id=cast.house.id, kind=SpaceKind.MEETING_ROOM, valid_from=LONG_AGO)
    rule.buffer_before_minutes, rule.buffer_after_minutes = 15, 30
    session.add(rule)
    session.commit()
    wanted = {
        who: Wanted(frozenset({"room"}), 15 * number, 15 * number + 120, 15, 30)
        for number, who in enumerate(people)
    }
    got = race.run(
        [
            [
                partial(
                    do.book,
                    who=who,
                    wish=Wish(span=at(day, one.first, 120, cast), space_ids=(cast.room.id,)),
                    now=now,
                )
                for who, one in wanted.items()
            ]
            for day in DAYS
        ]
    )
    for day, round_ in zip(DAYS, got, strict=True):
        won = winners(session, day)
        assert_exactly_who_fits(wanted, won)
        assert round_ == {"book won": len(won), "book space_taken": RIVALS - len(won)}
    assert overlaps(session) == 0


def test_the_whole_goes_to_one_or_its_parts_to_others(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """A room that can be divided and an event area, in turns."""
    kinds = [SpaceKind.MEETING_ROOM, SpaceKind.EVENT_AREA]
    choices = [_whole_and_parts(session, cast, kind) for kind in kinds]
    wanted = {who: WHOLE_OR_PART[number % 4] for number, who in enumerate(people)}
    rounds = []
    for nth, day in enumerate(DAYS):
        wishes = [
            Wish(span=at(day, one.first, one.end - one.first, cast), space_ids=ids)
            for one, ids in zip(WHOLE_OR_PART, choices[nth % 2], strict=True)
        ]
        rounds.append(
            [partial(do.book, who=who, wish=wishes[number % 4], now=now) for number, who in enumerate(people)]
        )
    for day, got in zip(DAYS, race.run(rounds), strict=True):
        won = winners(session, day)
        assert_exactly_who_fits(wanted, won)
        assert got == {"book won": len(won), "book space_taken": RIVALS - len(won)}
    assert overlaps(session) == 0


WHOLE_OR_PART = [
    Wanted(frozenset({"one", "two"}), 60, 240),
    Wanted(frozenset({"one"}), 60, 240),
    Wanted(frozenset({"two"}), 180, 300),
    Wanted(frozenset({"one", "two"}), 225, 330),
]


def _whole_and_parts(session: Session, cast: Cast, kind: SpaceKind) -> list[tuple[int, ...]]:
    """What is asked for in each of `WHOLE_OR_PART`: the last names both parts instead of the whole."""
    whole = make_space(session, cast.house, kind, 10, capacity=20, is_unit=False)
    one, two = (make_space(session, cast.house, kind, number, capacity=10) for number in (11, 12))
    for part in (one, two):
        session.add(SpacePart(whole_id=whole.id, part_id=part.id, valid_from=LONG_AGO))
    session.commit()
    return [(whole.id,), (one.id,), (two.id,), (one.id, two.id)]


def test_the_last_desk_of_a_pool_goes_to_one(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """Half of them ask for it by its name."""
    desks = [make_space(session, cast.house, number=number).id for number in (3, 4, 5)]
    session.commit()
    rounds = []
    for number, day in enumerate(DAYS):
        span = on_day(day, 9, 12, house=cast.house)
        taken = list(desks)
        last = taken.pop(number % len(taken))
        for space_id in (cast.desk.id, cast.second_desk.id, *taken):
            place_booking(session, Wish(span=span, space_ids=(space_id,)), booked_by=cast.alice, now=now)
        pool = Wish(span=span, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
        wishes = [pool, Wish(span=span, space_ids=(last,))]
        rounds.append(
            [partial(do.book, who=who, wish=wishes[nth % 2], now=now) for nth, who in enumerate(people)]
        )
    session.commit()
    assert race.run(rounds) == [{"book won": 1, "book space_taken": RIVALS - 1}] * ROUNDS
    assert overlaps(session) == 0


def test_of_all_who_move_to_a_slot_or_book_it_one_has_it(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """Who is refused a move keeps exactly what they had."""
    rounds, movers = [], people[: RIVALS // 2]
    for day in DAYS:
        wish = Wish(span=on_day(day, 9, time(9, 30), house=cast.house), space_ids=(cast.desk.id,))
        old = [Wish(span=at(day, 30 * nth, 30, cast), space_ids=(cast.second_desk.id,)) for nth in range(16)]
        moves = [
            partial(
                do.move,
                who=who,
                booking_id=place_booking(session, one, booked_by=cast.alice, now=now).id,
                wish=wish,
                now=now,
            )
            for who, one in zip(movers, old, strict=True)
        ]
        rounds.append([*moves, *(partial(do.book, who=who, wish=wish, now=now) for who in people[16:])])
    session.commit()
    before = _all_that_stands(session)
    for got in race.run(rounds):
        assert got["move won"] + got["book won"] == 1
        assert got["move space_taken"] + got["book space_taken"] == RIVALS - 1
    after = _all_that_stands(session)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert len(changed) == ROUNDS
    assert overlaps(session) == 0


def _all_that_stands(session: Session) -> dict[int | None, tuple[object, ...]]:
    rows = select(Claim.space_id, Claim.starts_at, Claim.ends_at, Booking).join(
        Booking, Booking.id == Claim.booking_id
    )
    return {
        booking.id: (space_id, starts_at, ends_at, booking.starts_at, booking.version, booking.changed_at)
        for space_id, starts_at, ends_at, booking in session.execute(rows)
    }


def test_one_form_for_any_desk_sent_by_every_click_books_once(
    session: Session, race: Race, cast: Cast, now: datetime
) -> None:
    for number in range(3, 9):
        make_space(session, cast.house, number=number)
    session.commit()
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    wish = Wish(span=span, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    send = partial(do.book, who=cast.alice.id, wish=wish, now=now, once="one form")
    assert race.once([send] * RIVALS) == {"book won": RIVALS}
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_people_who_swap_their_desks_do_not_wait_for_each_other_for_ever(
    session: Session, race: Race, cast: Cast, now: datetime
) -> None:
    deeds = []
    for number in range(8):
        desk, other = (cast.desk, cast.second_desk) if number % 2 else (cast.second_desk, cast.desk)
        span = on_day(TUESDAY, 8 + number, 9 + number, house=cast.house)
        booking = book(session, desk, cast.alice, span, now=now)
        wishes = [Wish(span=span, space_ids=(space.id,)) for space in (other, desk, other, desk, other)]
        deeds.append(partial(do.change, who=cast.alice.id, booking_id=booking.id, wishes=wishes, now=now))
    assert race.once(deeds) == {"change won": 8}
    assert overlaps(session) == 0


def test_a_blocking_is_lifted_once(session: Session, race: Race, cast: Cast, now: datetime) -> None:
    blocking = block_space(
        session,
        cast.desk.id,
        span=on_day(TUESDAY, 9, 12, house=cast.house),
        reason=BlockingReason.OTHER,
        by=cast.nora,
        now=now,
    )
    session.commit()
    lift = partial(do.lift, who=cast.nora.id, blocking_id=blocking.id, now=now)
    assert race.once([lift] * 8) == {"lift won": 1, "lift not_possible_in_state": 7}


def test_coming_late_races_the_release_and_whoever_wants_the_rest(
    session: Session, race: Race, cast: Cast, people: list[int], now: datetime
) -> None:
    """Either the latecomer keeps the desk or one other has it, never both, and the job settles once."""
    await_check_in(session, cast.house)
    rounds, bookings = [], []
    for number, day in enumerate(DAYS[:3]):
        span = on_day(day, 9, 12, house=cast.house)
        bookings.append(book(session, cast.desk, cast.alice, span, now=now).id)
        half_past = span.starts_at + timedelta(minutes=30)
        rest = Wish(span=on_day(day, time(9, 30), 12, house=cast.house), space_ids=(cast.desk.id,))
        come = partial(do.come, who=cast.alice.id, booking_id=bookings[-1], now=half_past)
        jobs = [partial(do.settle, now=half_past)] * (4 * number)
        late = [partial(do.book, who=who, wish=rest, now=half_past) for who in people[: 31 - len(jobs)]]
        rounds.append([come, *jobs, *late])
    for booking_id, got in zip(bookings, race.run(rounds), strict=True):
        state = session.get_one(Booking, booking_id).state
        assert got["come won"] + got["book won"] == 1
        assert got["come won"] == (state is BookingState.USED)
        assert set(got) <= {"come won", "come space_taken", "settle won", "book won", "book space_taken"}
        whats = session.scalars(select(BookingEvent.what).where(BookingEvent.booking_id == booking_id)).all()
        assert whats.count("no_show") <= 1
    assert overlaps(session) == 0
