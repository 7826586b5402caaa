"""People with bookings and calendar links, in a database of their own: what feeds are measured with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.houses import large_houses
from labspace.accounts.models import User
from labspace.bookings.models import BookedUnit, Booking, BookingSpace
from labspace.bookings.states import BookingState
from labspace.calendars.linking import personal_link
from labspace.calendars.links import token_of
from labspace.db import begin_write, insert_rows
from labspace.front.house_import import import_houses
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

SECRET = "bench"
MANY = (1_000, 10_000)
"""Bookings of the first two people."""
READERS, EACH = 1_000, 30
"""People whose calendars ask within a minute, and how many bookings each has."""


def load(session: Session, *, now: datetime) -> list[str]:
    """Fill the database; return the paths of the links: the two large ones, then one of each reader."""
    for file in large_houses():
        import_houses(session, file)
    session.commit()
    begin_write(session)
    desk = session.scalars(select(Space).where(Space.kind == SpaceKind.DESK).order_by(Space.id)).first()
    assert desk is not None
    house_id, space_id, numbers = desk.location_id, desk.id, count(1)
    people = [User(email=f"feed-{n}@demo.invalid", name=f"Person {n}", password_hash="", created_at=now,
                   confirmed_at=now, is_demo=True) for n in range(len(MANY) + READERS)]  # fmt: skip
    session.add_all(people)
    session.flush()
    rows = [
        row
        for person, wanted in zip(people, [*MANY, *[EACH] * READERS], strict=True)
        for row in _bookings(person.id, wanted, numbers, house_id=house_id, now=now)
    ]
    insert_rows(session, Booking, rows)
    insert_rows(session, BookingSpace, [{"booking_id": row["id"], "space_id": space_id} for row in rows])
    units = ("starts_at", "ends_at")
    insert_rows(
        session,
        BookedUnit,
        [
            {"booking_id": row["id"], "space_id": space_id, **{name: row[name] for name in units}}
            for row in rows
        ],
    )
    session.commit()
    links = [personal_link(session, person, now=now) for person in people]
    session.commit()
    return [f"/kalender/{link.id}-{token_of(SECRET, link.id, link.generation)}.ics" for link in links]


def _bookings(
    user_id: int, wanted: int, numbers: Iterator[int], *, house_id: int, now: datetime
) -> Iterator[dict[str, Any]]:
    """As many bookings of an hour each, over the year before and after."""
    step = timedelta(days=700) / wanted
    for index in range(wanted):
        number = next(numbers)
        starts_at = (now - timedelta(days=350) + step * index).replace(minute=0, second=0, microsecond=0)
        yield {
            "id": number,
            "reference": f"BE-{number:07d}",
            "uid": f"bench-feed-{number}@labspace",
            "location_id": house_id,
            "kind": SpaceKind.DESK,
            "booked_by_id": user_id,
            "title": f"Übung {number} mit Ümläuten, Kommas; und Strichpunkten",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "state": BookingState.CONFIRMED,
            "state_since": now,
            "created_at": now,
            "changed_at": now,
        }


def database(folder: Path) -> str:
    """Where the data lies."""
    return f"sqlite:///{folder / 'labspace.sqlite3'}"
