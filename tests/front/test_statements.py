"""The main pages ask the database a fixed number of times, however many spaces and bookings there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details
from labspace.demo.load import Wanted, load_bookings
from labspace.spaces.kinds import SpaceKind
from tests.factories import Cast, book, make_space, on_day
from tests.support.visit import Visitor

WORKDAY = "2026-11-24"
PAGES = {
    "start": ("charlie", "/", 7),
    "house": ("alice", f"/standorte/bochum?tag={WORKDAY}&von=09:00&bis=11:00", 5),
    "day": ("alice", f"/standorte/bochum/tag?tag={WORKDAY}", 5),
    "week": ("alice", f"/standorte/bochum/woche?tag={WORKDAY}", 5),
    "space": ("alice", "/flaechen/bochum-desk-01", 6),
    "my bookings": ("alice", "/buchungen", 14),
    "staff today": ("nora", "/team/bochum", 24),
}
"""Who opens which page, and how many statements it may take at most."""


def test_the_number_of_statements_does_not_grow(session, cast, visit, now):
    today = on_day(now.date(), 15, 17, house=cast.house)
    book(session, cast.area, cast.alice, today, now=now, details=Details(title="Lesung", is_public=True))
    grow(session, cast, spaces=range(3, 13), bookings=100, now=now)
    small = counts(cast, visit)
    grow(session, cast, spaces=range(13, 63), bookings=900, now=now)
    assert counts(cast, visit) == small
    assert {name: number for name, number in small.items() if number > PAGES[name][2]} == {}


def grow(session: Session, cast: Cast, *, spaces: range, bookings: int, now: datetime) -> None:
    """More spaces and bookings; Alice takes over some of those ahead."""
    for number in spaces:
        kind = SpaceKind.DESK if number % 3 else SpaceKind.CAFE_TABLE
        make_space(session, cast.house, kind, number, capacity=4)
    for house in (cast.house, cast.other_house):
        house.is_demo = True
    session.commit()
    wanted = Wanted(bookings=bookings, days=30, may_add_houses=False)
    assert load_bookings(session, wanted, now=now, say=lambda text: None) == bookings
    for booking in session.scalars(select(Booking).where(Booking.state == BookingState.CONFIRMED).limit(20)):
        booking.booked_by_id = cast.alice.id
    session.commit()


def counts(cast: Cast, visit: Callable[..., Visitor]) -> dict[str, int]:
    """Statements of each page when it is opened for the second time."""
    found = {}
    for name, (who, url, _most) in PAGES.items():
        visitor = visit(getattr(cast, who))
        visitor.get(url)
        with statements() as seen:
            visitor.get(url)
        found[name] = len(seen)
    return found
