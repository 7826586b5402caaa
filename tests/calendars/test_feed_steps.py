"""Whatever happens to bookings, every feed says what it would say if it were written anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    check_in,
    check_out,
    lift_blocking,
    mark_no_show,
    move_booking,
    place_booking,
)
from labspace.bookings.claim_models import Blocking, BlockingReason
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.calendars.feeds import rewrite
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.calendars.scopes import FeedKind, Scope, personal, scope_from
from labspace.errors import Refused
from labspace.spaces.kinds import SpaceKind
from tests.calendars.feeds import Subscriber, opened, subscribe
from tests.factories import Cast, book, on_day

STEPS = 40
Shown = set[tuple[str, bytes]]


def scopes_of(cast: Cast) -> list[Scope]:
    """One of each kind that the bookings below show in."""
    house = cast.house.id
    return [
        personal(cast.alice.id),
        personal(cast.bob.id),
        *(Scope(kind=FeedKind.SPACE, subject_id=one.id) for one in (cast.desk, cast.area, cast.half_a)),
        Scope(kind=FeedKind.HOUSE, subject_id=house),
        Scope(kind=FeedKind.HOUSE_KIND, subject_id=house, space_kind=SpaceKind.EVENT_AREA),
        Scope(kind=FeedKind.STAFF, subject_id=house),
    ]


def shown(session: Session, feed_id: int) -> Shown:
    rows = session.execute(
        select(CalendarEntry.fingerprint, CalendarEntry.ics).where(
            CalendarEntry.feed_id == feed_id, CalendarEntry.fingerprint != ""
        )
    )
    return {(row.fingerprint, row.ics) for row in rows}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_following_and_writing_anew_agree(session: Session, cast: Cast, now: datetime, seed: int) -> None:
    dice = random.Random(seed)
    feeds = [opened(session, scope, cast.nora, now=now) for scope in scopes_of(cast)]
    for step in range(STEPS):
        at = now + timedelta(minutes=step)
        try:
            turn(session, cast, dice, at)
            session.commit()
        except Refused:
            session.rollback()
    session.expire_all()
    assert any(shown(session, feed.id) for feed in feeds[2:])
    for feed in feeds:
        before, revision = shown(session, feed.id), feed.revision
        later = now + timedelta(minutes=STEPS)
        rewrite(session, scope_from(feed.scope), "de", basis=feed.basis, now=later)
        session.commit()
        session.expire_all()
        assert (feed.scope, shown(session, feed.id), feed.revision) == (feed.scope, before, revision)


def turn(session: Session, cast: Cast, dice: random.Random, at: datetime) -> None:
    """One thing somebody does; many of them are refused."""
    bookings = session.scalars(select(Booking).order_by(Booking.id)).all()
    spaces = [cast.desk, cast.second_desk, cast.room, cast.half_a, cast.area]
    day, hour = date(2026, 11, 23 + dice.randrange(4)), dice.randrange(8, 17)
    span = on_day(day, hour, hour + dice.randrange(1, 3), house=cast.house)
    space, whose = dice.choice(spaces), dice.choice([cast.alice, cast.bob])
    organisation = dice.choice([None, cast.acme.id])
    match dice.randrange(9):
        case 0 | 1 | 2:
            state = dice.choice([BookingState.CONFIRMED, BookingState.REQUESTED])
            wish = Wish(
                span=span, space_ids=(space.id,), details=Details(title="Probe", organisation_id=organisation)
            )
            place_booking(session, wish, booked_by=whose, now=at, state=state)
        case 3 if bookings:
            move_booking(
                session,
                dice.choice(bookings).id,
                Wish(span=span, space_ids=(space.id,)),
                by=cast.nora,
                now=at,
            )
        case 4 if bookings:
            cancel_booking(session, dice.choice(bookings).id, by=cast.nora, now=at)
        case 5:
            block_space(session, space.id, span=span, reason=BlockingReason.OTHER, by=cast.nora, now=at)
        case 6 if kept := session.scalars(select(Blocking).where(Blocking.lifted_at.is_(None))).all():
            lift_blocking(session, dice.choice(kept).id, by=cast.nora, now=at)
        case 7 if bookings:
            check_in(session, dice.choice(bookings).id, by=cast.nora, now=at)
        case 8 if bookings:
            mark_no_show(session, dice.choice(bookings).id, by=cast.nora, now=at)


@pytest.fixture
def reads(app: Flask, session: Session, now: datetime) -> Callable[..., Subscriber]:
    """Somebody's calendar program: `reads(cast.bob, scope)`."""
    return lambda user, scope: subscribe(app, session, user, scope, now=now)


def test_time_given_back_is_no_longer_taken(
    reads: Callable[..., Subscriber], session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(now.date(), 10, 14, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    reader = reads(cast.charlie, Scope(kind=FeedKind.SPACE, subject_id=cast.desk.id))
    assert ends(reader.lines()) == ["DTEND;TZID=Europe/Berlin:20261123T140000"]
    check_in(session, booking.id, by=cast.nora, now=span.starts_at)
    check_out(session, booking.id, by=cast.nora, now=span.starts_at + timedelta(hours=2))
    session.commit()
    assert ends(reader.lines()) == ["DTEND;TZID=Europe/Berlin:20261123T120000"]
    assert "SEQUENCE:1" in reader.lines()


def ends(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith("DTEND")]


def test_a_whole_area_takes_its_halves_and_a_half_the_whole(
    reads: Callable[..., Subscriber], session: Session, cast: Cast, now: datetime
) -> None:
    day = date(2026, 11, 25)
    book(session, cast.area, cast.alice, on_day(day, 9, 11, house=cast.house), now=now)
    book(session, cast.half_a, cast.alice, on_day(day, 13, 15, house=cast.house), now=now)
    taken = {
        space.id: len(reads(cast.charlie, Scope(kind=FeedKind.SPACE, subject_id=space.id)).summaries())
        for space in (cast.area, cast.half_a, cast.half_b)
    }
    assert taken == {cast.area.id: 2, cast.half_a.id: 2, cast.half_b.id: 1}


def test_many_changes_of_one_request_are_one_revision(session: Session, cast: Cast, now: datetime) -> None:
    house = Scope(kind=FeedKind.HOUSE, subject_id=cast.house.id)
    feed = opened(session, house, cast.nora, now=now)
    revision = feed.revision
    for hour in (9, 11, 13):
        wish = Wish(
            span=on_day(date(2026, 11, 25), hour, hour + 1, house=cast.house), space_ids=(cast.desk.id,)
        )
        place_booking(session, wish, booked_by=cast.alice, now=now)
    session.commit()
    session.expire_all()
    assert session.scalars(select(CalendarFeed.revision)).one() == revision + 1
    assert len(shown(session, feed.id)) == 3
