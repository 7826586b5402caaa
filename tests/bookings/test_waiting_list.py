"""The waiting list: in fair order, held for the first, then for the next; one click books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from labspace.accounts.actions.profile import erase_person
from labspace.accounts.models import User
from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    lift_blocking,
    mark_no_show,
    move_booking,
    place_booking,
)
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.claim_models import BlockingReason, Claim
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.states import BookingState
from labspace.bookings.waiting.actions import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    serve_waiting,
    withdraw_wish,
)
from labspace.bookings.waiting.actions.join import MOST_WISHES, Wanted
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.models import FreedTime, WaitingOffer, WaitingWish
from labspace.bookings.waiting.queries import places, waiting_wishes
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.bookings.wishes import Wish
from labspace.db import db
from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan
from tests.factories import Cast, book, make_space, make_user, on_day

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


def want(*spaces: Space, house: int | None = None, **more: Any) -> Wanted:
    """Tuesday nine to twelve, unless said otherwise: these spaces, or any desk of the house."""
    pattern = {
        "weekdays": frozenset(range(7)),
        "first_on": TUESDAY,
        "last_on": TUESDAY,
        "starts_minute": 9 * 60,
        "ends_minute": 12 * 60,
        "minutes": 180,
        **{name: more.pop(name) for name in list(more) if name in Pattern.__dataclass_fields__},
    }
    return Wanted(
        **{
            "kind": spaces[0].kind if spaces else SpaceKind.DESK,
            "space_ids": tuple(space.id for space in spaces),
            "location_ids": (house,) if house else (),
            "pattern": Pattern(**pattern),
            **more,
        }
    )


def join(session: Session, wanted: Wanted, user: User, *, now: datetime) -> WaitingWish:
    wish = join_waiting_list(session, wanted, by=user, now=now)
    session.commit()
    return wish


def serve(session: Session, now: datetime) -> int:
    """A round of the jobs: what lapsed goes, what is free is offered."""
    settle_all_holds(session, now=now)
    session.commit()
    offered = serve_waiting(session, now=now)
    session.commit()
    return offered


def offers(session: Session) -> list[tuple[str, OfferState]]:
    rows = session.execute(
        select(User.name, WaitingOffer.state)
        .join(WaitingOffer.wish)
        .join(WaitingWish.user)
        .order_by(WaitingOffer.id)
    )
    return [(row.name, row.state) for row in rows]


def morning(space: Space, day: date = TUESDAY) -> TimeSpan:
    return on_day(day, 9, 12, house=space.location)


@pytest.fixture
def taken(session: Session, cast: Cast, now: datetime) -> Booking:
    """Charlie has the desk on Tuesday morning."""
    return book(session, cast.desk, cast.charlie, morning(cast.desk), now=now)


def cancel(session: Session, booking: Booking, user: User, now: datetime) -> None:
    cancel_booking(session, booking.id, by=user, now=now)
    session.commit()


def test_whoever_came_first_is_asked_first_then_the_next(
    session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    join(session, want(cast.desk), cast.alice, now=now)
    join(session, want(cast.desk), cast.bob, now=now)
    assert serve(session, now) == 0
    cancel(session, taken, cast.charlie, now)
    assert offers(session) == []
    assert serve(session, now) == 1
    assert offers(session) == [("Alice", OfferState.OPEN)]
    assert serve(session, now + timedelta(minutes=119)) == 0
    assert serve(session, now + timedelta(minutes=120)) == 1
    assert offers(session) == [("Alice", OfferState.LAPSED), ("Bob", OfferState.OPEN)]
    assert serve(session, now + timedelta(minutes=240)) == 0
    assert session.scalar(select(func.count(Claim.id))) == 0


def test_what_is_held_is_nobody_elses(session: Session, cast: Cast, taken: Booking, now: datetime) -> None:
    join(session, want(cast.desk), cast.alice, now=now)
    cancel(session, taken, cast.charlie, now)
    serve(session, now)
    wish = Wish(span=morning(cast.desk), space_ids=(cast.desk.id,))
    with pytest.raises(SpaceTaken):
        place_booking(session, wish, booked_by=cast.charlie, now=now)


def test_one_click_books_it_and_a_second_one_the_same(
    session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    wish = join(session, want(cast.desk), cast.alice, now=now)
    cancel(session, taken, cast.charlie, now)
    serve(session, now)
    offer = session.scalars(select(WaitingOffer)).one()
    booking = accept_offer(session, offer.id, now=now)
    session.commit()
    assert accept_offer(session, offer.id, now=now) is booking
    assert (booking.booked_by, booking.span, booking.state) == (
        cast.alice, morning(cast.desk), BookingState.CONFIRMED,
    )  # fmt: skip
    session.refresh(wish)
    assert (wish.state, wish.booking_id, offer.state) == (
        WishState.FULFILLED, booking.id, OfferState.TAKEN,
    )  # fmt: skip
    assert serve(session, now) == 0


def test_it_may_be_booked_through_the_front_door_as_well(
    session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    wish = join(session, want(cast.desk), cast.alice, now=now)
    cancel(session, taken, cast.charlie, now)
    serve(session, now)
    booking = book(session, cast.desk, cast.alice, morning(cast.desk), now=now)
    session.refresh(wish)
    assert (wish.state, wish.booking_id) == (WishState.FULFILLED, booking.id)
    assert accept_offer(session, wish.offers[0].id, now=now) is booking


def test_where_the_house_approves_first_it_is_requested_and_the_hold_ends(
    session: Session, cast: Cast, now: datetime
) -> None:
    session.add(BookingRule(location_id=cast.house.id, valid_from=date(2020, 1, 1), needs_approval=True))
    session.commit()
    wish = join(session, want(cast.desk), cast.alice, now=now)
    serve(session, now)
    booking = accept_offer(session, wish.offers[0].id, now=now)
    session.commit()
    session.refresh(wish)
    assert (booking.state, wish.state) == (BookingState.REQUESTED, WishState.FULFILLED)
    assert session.scalar(select(func.count(Claim.id))) == 0


def test_too_late_it_is_gone(session: Session, cast: Cast, taken: Booking, now: datetime) -> None:
    join(session, want(cast.desk), cast.alice, now=now)
    cancel(session, taken, cast.charlie, now)
    serve(session, now)
    offer = session.scalars(select(WaitingOffer)).one()
    with pytest.raises(Refused, match="offer_gone"):
        accept_offer(session, offer.id, now=offer.until)


def test_declined_it_goes_to_the_next_at_once(
    session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    join(session, want(cast.desk), cast.alice, now=now)
    join(session, want(cast.desk), cast.bob, now=now)
    cancel(session, taken, cast.charlie, now)
    serve(session, now)
    decline_offer(session, session.scalars(select(WaitingOffer.id)).one(), now=now)
    session.commit()
    assert serve(session, now) == 1
    assert offers(session) == [("Alice", OfferState.DECLINED), ("Bob", OfferState.OPEN)]


def test_a_day_once_let_go_is_not_offered_again_but_the_next_one_is(
    session: Session, cast: Cast, now: datetime
) -> None:
    wish = join(session, want(cast.desk, last_on=WEDNESDAY), cast.alice, now=now)
    assert serve(session, now) == 1
    decline_offer(session, wish.offers[0].id, now=now)
    session.commit()
    assert serve(session, now) == 1
    session.refresh(wish)
    assert [offer.span for offer in wish.offers] == [morning(cast.desk), morning(cast.desk, WEDNESDAY)]
    decline_offer(session, wish.offers[1].id, now=now)
    session.commit()
    assert serve(session, now) == 0
    session.refresh(wish)
    assert wish.state is WishState.PAST


def test_any_desk_gives_each_a_desk_of_their_own_in_one_round(
    session: Session, cast: Cast, now: datetime
) -> None:
    for person in (cast.alice, cast.bob, cast.charlie):
        join(session, want(house=cast.house.id), person, now=now)
    assert serve(session, now) == 2
    assert offers(session) == [("Alice", OfferState.OPEN), ("Bob", OfferState.OPEN)]
    spaces = session.scalars(select(WaitingOffer.space_id).order_by(WaitingOffer.id)).all()
    assert spaces == [cast.desk.id, cast.second_desk.id]


def test_of_several_houses_the_earliest_time_is_taken(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.charlie, morning(cast.desk), now=now)
    book(session, cast.second_desk, cast.charlie, morning(cast.desk), now=now)
    wanted = want(last_on=WEDNESDAY, location_ids=(cast.house.id, cast.other_house.id))
    wish = join(session, wanted, cast.alice, now=now)
    assert serve(session, now) == 1
    assert wish.offers[0].space.location_id == cast.other_house.id
    assert wish.offers[0].span == morning(wish.offers[0].space)


def test_two_hours_of_a_morning_go_where_there_is_room(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.room, cast.charlie, on_day(TUESDAY, 9, 10, house=cast.house), now=now)
    wish = join(session, want(cast.room, minutes=60), cast.alice, now=now)
    assert serve(session, now) == 1
    quarter_past = on_day(TUESDAY, time(10, 15), time(11, 15), house=cast.house)
    assert wish.offers[0].span == quarter_past


def test_features_and_people_must_fit(session: Session, cast: Cast, now: datetime) -> None:
    make_space(session, cast.house, number=8, features=["monitor"], capacity=2)
    session.commit()
    wish = join(session, want(house=cast.house.id, features=("monitor",), people=2), cast.alice, now=now)
    assert serve(session, now) == 1
    assert wish.offers[0].space.label == "8"


FREED: dict[str, Callable[[Session, Cast, Booking, datetime], object]] = {
    "cancelled": lambda session, cast, booking, now: cancel_booking(
        session, booking.id, by=cast.charlie, now=now
    ),
    "moved": lambda session, cast, booking, now: move_booking(
        session,
        booking.id,
        Wish(span=on_day(TUESDAY, 14, 16, house=cast.house), space_ids=(cast.desk.id,)),
        by=cast.charlie,
        now=now,
    ),
}


@pytest.mark.parametrize("how", list(FREED))
def test_however_it_becomes_free(
    session: Session, cast: Cast, taken: Booking, now: datetime, how: str
) -> None:
    join(session, want(cast.desk), cast.alice, now=now)
    serve(session, now)
    FREED[how](session, cast, taken, now)
    session.commit()
    assert serve(session, now) == 1


def test_a_no_show_frees_the_rest_for_who_waits(session: Session, cast: Cast, now: datetime) -> None:
    today = on_day(date(2026, 11, 23), 10, 16, house=cast.house)
    booking = book(session, cast.desk, cast.charlie, today, now=now)
    wanted = want(
        cast.desk, first_on=date(2026, 11, 23), last_on=date(2026, 11, 23), ends_minute=16 * 60, minutes=120
    )
    wish = join(session, wanted, cast.alice, now=now)
    serve(session, now)
    later = today.starts_at + timedelta(minutes=30)
    mark_no_show(session, booking.id, by=None, now=later)
    session.commit()
    assert serve(session, later) == 1
    assert wish.offers[0].until <= wish.offers[0].starts_at


def test_a_lifted_blocking_is_offered(session: Session, cast: Cast, now: datetime) -> None:
    blocking = block_space(
        session,
        cast.desk.id,
        span=morning(cast.desk),
        reason=BlockingReason.OTHER,
        by=cast.nora,
        now=now,
    )
    join(session, want(cast.desk), cast.alice, now=now)
    assert serve(session, now) == 0
    lift_blocking(session, blocking.id, by=cast.nora, now=now)
    session.commit()
    assert serve(session, now) == 1


def test_what_the_rules_forbid_its_person_is_not_held(session: Session, cast: Cast, now: datetime) -> None:
    session.add(BookingRule(location_id=cast.house.id, valid_from=date(2020, 1, 1), max_minutes=120))
    session.commit()
    join(session, want(cast.desk), cast.alice, now=now)
    assert serve(session, now) == 0


def test_the_house_says_how_long_one_may_think(session: Session, cast: Cast, now: datetime) -> None:
    session.add(BookingRule(location_id=cast.house.id, valid_from=date(2020, 1, 1), offer_minutes=30))
    session.commit()
    wish = join(session, want(cast.desk), cast.alice, now=now)
    serve(session, now)
    assert wish.offers[0].until == now + timedelta(minutes=30)


def test_withdrawn_its_held_time_goes_to_the_next(session: Session, cast: Cast, now: datetime) -> None:
    wish = join(session, want(cast.desk), cast.alice, now=now)
    join(session, want(cast.desk), cast.bob, now=now)
    serve(session, now)
    withdraw_wish(session, wish.id, by=cast.alice, now=now)
    session.commit()
    assert wish.state is WishState.WITHDRAWN
    assert serve(session, now) == 1
    assert offers(session)[-1] == ("Bob", OfferState.OPEN)
    with pytest.raises(LookupError):
        withdraw_wish(session, wish.id, by=cast.bob, now=now)


def test_when_its_last_day_is_over_a_wish_ends(
    session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    wish = join(session, want(cast.desk), cast.alice, now=now)
    serve(session, now)
    serve(session, now + timedelta(days=2))
    session.refresh(wish)
    assert wish.state is WishState.PAST


def test_whoever_leaves_waits_for_nothing(session: Session, cast: Cast, now: datetime) -> None:
    wish = join(session, want(cast.desk), cast.charlie, now=now)
    serve(session, now)
    erase_person(session, cast.charlie.id, now=now)
    session.commit()
    session.refresh(wish)
    assert wish.state is WishState.WITHDRAWN
    assert session.scalar(select(func.count(Claim.id))) == 0


def test_the_place_in_the_queue_counts_only_rivals(
    session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    first = join(session, want(house=cast.house.id), cast.alice, now=now)
    join(session, want(cast.second_desk), cast.charlie, now=now)
    join(session, want(cast.desk, first_on=WEDNESDAY, last_on=WEDNESDAY), cast.charlie, now=now)
    last = join(session, want(cast.desk), cast.bob, now=now)
    queue = waiting_wishes(session)
    assert [places(wish, queue) for wish in (first, last)] == [1, 2]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 22)}, "waiting_is_past"),
        ({"last_on": date(2028, 1, 1)}, "waiting_too_far_ahead"),
        ({"weekdays": frozenset({4})}, "waiting_without_day"),
        ({"minutes": 181}, "waiting_window_short"),
        ({"people": 5}, "waiting_for_nothing"),
        ({"features": ("stage",), "space_ids": ()}, "waiting_for_nothing"),
        ({"organisation_id": 99}, "not_allowed"),
        ({"kind": SpaceKind.EVENT_AREA, "space_ids": ()}, "not_allowed"),
        ({"space_ids": (99999,)}, "space_unknown"),
    ],
)
def test_what_could_never_come_true_is_refused(
    session: Session, cast: Cast, now: datetime, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        join(session, want(cast.desk, house=cast.house.id, **more), cast.charlie, now=now)
    session.rollback()
    assert code in refused.value.codes


def test_nobody_fills_the_list_alone(session: Session, cast: Cast, now: datetime) -> None:
    for _number in range(MOST_WISHES):
        join(session, want(cast.desk), cast.alice, now=now)
    with pytest.raises(Refused, match="waiting_too_many"):
        join(session, want(cast.desk), cast.alice, now=now)


def test_who_is_asked_gets_a_mail_in_their_language(
    session: Session, cast: Cast, taken: Booking, now: datetime
) -> None:
    cast.alice.locale = "en"
    session.commit()
    join(session, want(cast.desk), cast.alice, now=now)
    cancel(session, taken, cast.charlie, now)
    serve(session, now)
    mail = session.scalars(select(OutboxRow).where(OutboxRow.recipient == cast.alice.email)).one()
    assert mail.subject == "Free for you: Desk 1"
    assert "/warteliste/angebote/" in mail.plain
    serve(session, now + timedelta(hours=2))
    missed = session.scalars(select(OutboxRow.subject).where(OutboxRow.topic == mail.topic)).all()
    assert missed == ["Free for you: Desk 1", "No longer kept for you: Desk 1"]


def test_whoever_cancels_asks_nothing_more_because_others_wait(
    session: Session, cast: Cast, now: datetime
) -> None:
    def asked(booking: Booking) -> int:
        asked: list[str] = []
        listener = lambda *call: asked.append(call[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        cancel(session, booking, cast.charlie, now)
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(asked)

    alone = asked(book(session, cast.desk, cast.charlie, morning(cast.desk), now=now))
    waited_for = book(session, cast.desk, cast.charlie, morning(cast.desk), now=now)
    rivals = [make_user(session, f"Rival{number}", now=now) for number in range(5)]
    session.commit()
    for rival in rivals:
        join(session, want(cast.desk), rival, now=now)
    assert asked(waited_for) == alone
    assert session.scalar(select(func.count(FreedTime.id))) == 2


def test_a_round_asks_as_much_of_a_large_house_as_of_a_small_one(
    session: Session, cast: Cast, now: datetime
) -> None:
    def asked(people: int) -> int:
        for number in range(people):
            user = make_user(session, f"Waiting{people}-{number}", now=now)
            session.commit()
            join(
                session, want(house=cast.house.id, starts_minute=0, ends_minute=60, minutes=60), user, now=now
            )
        found: list[str] = []
        listener = lambda *call: found.append(call[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        assert serve_waiting(session, now=now) == 0
        event.remove(db.engine, "before_cursor_execute", listener)
        session.commit()
        return len([statement for statement in found if statement.startswith("SELECT")])

    few = asked(1)
    for number in range(10, 30):
        make_space(session, cast.house, number=number)
    session.commit()
    assert asked(20) == few
