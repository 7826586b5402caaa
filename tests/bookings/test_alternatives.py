"""What is proposed instead: shifted, shorter, near on the plan, another house, another day, in this order."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from labspace.bookings.alternatives import Alternative, Difference, alternatives
from labspace.bookings.bookers import Reader
from labspace.bookings.offers import offers
from labspace.bookings.rulebook.models import BookingRule
from labspace.db import db
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import FloorPlan, Placement, Space
from labspace.times import TimeSpan
from tests.bookings.test_holds import hold
from tests.factories import LONG_AGO, Cast, book, make_space, on_day

TUESDAY = date(2026, 11, 24)


def instead(session: Session, span: TimeSpan, *asked: Space, cast: Cast, now: datetime) -> list[Alternative]:
    return alternatives(
        session,
        span,
        asked=asked,
        location_id=cast.house.id,
        kind=asked[0].kind if asked else SpaceKind.DESK,
        people=1,
        now=now,
    )


def told(found: list[Alternative], span: TimeSpan) -> list[tuple[str, str]]:
    return [(offer.text, offer.difference) for offer in offers(found, wished=span, link=lambda other: "")]


def span(cast: Cast, first: Any, last: Any, day: date = TUESDAY) -> TimeSpan:
    return on_day(day, first, last, house=cast.house)


def test_best_first_and_each_says_what_differs(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.charlie, span(cast, time(11, 30), 13), now=now)
    wished = span(cast, 10, 12)
    found = instead(session, wished, cast.desk, cast=cast, now=now)
    assert told(found, wished) == [
        ("09:30–11:30 Uhr", "gleiche Fläche, 30 Minuten früher"),
        ("13:00–15:00 Uhr", "gleiche Fläche, 3 Stunden später"),
        ("10:00–11:30 Uhr", "gleiche Fläche, 30 Minuten kürzer"),
        ("Desk 2", "andere Fläche, gleiche Zeit"),
        ("Desk 1 in Stadtlabor Witten", "anderer Standort, gleiche Zeit"),
    ]


def test_another_day_comes_last_where_little_else_is_free(
    session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.room, cast.charlie, span(cast, 8, 18), now=now)
    wished = span(cast, 10, 12)
    found = instead(session, wished, cast.room, cast=cast, now=now)
    assert told(found, wished) == [("Mi, 25.11.2026, 10:00–12:00 Uhr", "gleiche Fläche, anderer Tag")]


def test_less_than_three_quarters_is_not_proposed_as_shorter(
    session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.charlie, span(cast, 11, 13), now=now)
    found = instead(session, span(cast, 10, 12), cast.desk, cast=cast, now=now)
    assert Difference.SHORTER not in {other.difference for other in found}


def test_a_buffer_shortens_as_well(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.room, cast.charlie, span(cast, 12, 13), now=now)
    wished = span(cast, 10, 12)
    shorter = [
        other.span
        for other in instead(session, wished, cast.room, cast=cast, now=now)
        if other.difference is Difference.SHORTER
    ]
    assert shorter == [span(cast, 10, time(11, 45))]


def placed(session: Session, cast: Cast, *where: tuple[Space, float]) -> None:
    """Squares of a metre in one row, by the metre they begin at."""
    plan = FloorPlan(
        location_id=cast.house.id, width_m=40, height_m=10, drawing={}, valid_from=date(2020, 1, 1)
    )
    plan.placements = [
        Placement(space_id=space.id, shape=[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1]]) for space, x in where
    ]
    session.add(plan)
    session.commit()


def test_near_is_what_lies_near_on_the_plan(session: Session, cast: Cast, now: datetime) -> None:
    third, fourth = (make_space(session, cast.house, number=number) for number in (3, 4))
    placed(session, cast, (cast.desk, 20), (cast.second_desk, 0), (third, 12), (fourth, 21.5))
    book(session, cast.desk, cast.charlie, span(cast, 8, 18), now=now)
    wished = span(cast, 10, 12)
    found = [
        other
        for other in instead(session, wished, cast.desk, cast=cast, now=now)
        if other.difference is Difference.SPACE
    ]
    assert told(found, wished) == [
        ("Desk 4", "gleich daneben, gleiche Zeit"),
        ("Desk 3", "8 m weiter, gleiche Zeit"),
        ("Desk 2", "20 m weiter, gleiche Zeit"),
    ]


def test_the_time_of_the_booking_being_moved_is_free(session: Session, cast: Cast, now: datetime) -> None:
    booking = book(session, cast.desk, cast.alice, span(cast, 10, 12), now=now)
    book(session, cast.desk, cast.charlie, span(cast, 12, 14), now=now)
    found = alternatives(
        session,
        span(cast, 11, 13),
        asked=[cast.desk],
        location_id=cast.house.id,
        kind=SpaceKind.DESK,
        people=1,
        now=now,
        own_booking_id=booking.id,
        elsewhere=False,
    )
    assert found[0].span == span(cast, 10, 12)
    assert {other.difference for other in found} >= {Difference.TIME, Difference.SPACE}


def test_what_is_proposed_can_be_booked(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.room, cast.charlie, span(cast, 9, 12), now=now)
    for other in instead(session, span(cast, 8, 10), cast.room, cast=cast, now=now):
        space = session.get_one(Space, other.spaces[0].id)
        booking = book(session, space, cast.alice, other.span, now=now)
        assert booking.span == other.span
        break


def test_it_asks_seven_questions_at_most(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.charlie, span(cast, 8, 18), now=now)
    wished = span(cast, 10, 12)
    instead(session, wished, cast.desk, cast=cast, now=now)
    asked: list[str] = []
    listener = lambda *call: asked.append(call[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    instead(session, wished, cast.desk, cast=cast, now=now)
    event.remove(db.engine, "before_cursor_execute", listener)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 7


@pytest.mark.parametrize(("reader", "offered"), [("alice", True), ("bob", False)])
def test_only_what_the_reader_may_book_is_proposed(
    session: Session, cast: Cast, now: datetime, reader: str, offered: bool
) -> None:
    """Alice books for a member of the chamber, Bob privately; the other desk is for members."""
    cast.acme.is_chamber_member = True
    rule = BookingRule(location_id=cast.house.id, space_id=cast.second_desk.id, valid_from=LONG_AGO)
    rule.members_only = True
    session.add(rule)
    session.commit()
    book(session, cast.desk, cast.charlie, span(cast, 8, 18), now=now)
    organisation_id = cast.acme.id if reader == "alice" else None
    found = alternatives(
        session,
        span(cast, 10, 12),
        asked=[cast.desk],
        location_id=cast.house.id,
        kind=SpaceKind.DESK,
        people=1,
        now=now,
        reader=Reader(user=getattr(cast, reader), organisation_id=organisation_id),
        elsewhere=False,
    )
    ids = {space.id for other in found for space in other.spaces}
    assert (cast.second_desk.id in ids) is offered


@pytest.mark.parametrize(
    ("whose", "hours", "offered"), [("alice", 2, True), ("bob", 2, False), ("bob", 0, True)]
)
def test_what_is_held_is_proposed_to_its_holder_and_when_it_has_lapsed(
    session: Session, cast: Cast, now: datetime, whose: str, hours: int, offered: bool
) -> None:
    held = hold(session, cast.second_desk, getattr(cast, whose), now=now)
    book(session, cast.desk, cast.charlie, span(cast, 8, 18), now=now)
    later = held.until if not hours else now
    found = alternatives(
        session,
        span(cast, 9, 12),
        asked=[cast.desk],
        location_id=cast.house.id,
        kind=SpaceKind.DESK,
        people=1,
        now=later,
        reader=Reader(user=cast.alice),
        elsewhere=False,
    )
    ids = {space.id for other in found for space in other.spaces}
    assert (cast.second_desk.id in ids) is offered
