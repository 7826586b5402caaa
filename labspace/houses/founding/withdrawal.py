"""Taking the founding of a house back, as long as nothing happened in it. Actions flush; the edge commits once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.db import begin_write, table_of
from labspace.errors import Refusal, Refused
from labspace.houses.founding.belongings import (
    KEPT,
    LOST,
    has_rows,
    is_of,
    kept_tables,
    lost_tables,
    table_called,
)
from labspace.houses.record.actions import must_be
from labspace.houses.record.models import HouseRecord
from labspace.locations.changes import HouseWithdrawn
from labspace.locations.models import Location
from labspace.pictures.actions import erase_pictures
from labspace.spaces.models import Space, SpacePicture

FOUNDED = "house_founded"
STATED = ("slug", "name", "city", "address", "text_de", "text_en", "holiday_region")


def founding_of(session: Session, location_id: int) -> HouseRecord | None:
    """The record of how a house was founded; None for one that came from a file."""
    return session.scalars(
        select(HouseRecord).where(HouseRecord.location_id == location_id, HouseRecord.subject == FOUNDED)
    ).first()


def kept_of(session: Session, location_id: int) -> list[str]:
    """Why a house must stay, by the names of `KEPT`; one statement for each table that may say so."""
    found = {table.name for table in kept_tables() if has_rows(session, table, location_id)}
    named = [group for group, tables in KEPT.items() if found.intersection(tables)]
    unnamed = found.difference(*KEPT.values())
    return [*named, *(["bookings"] if unnamed and not named else [])]


def lost_of(session: Session, location_id: int) -> dict[str, int]:
    """How many of what would be lost with a house, by the names of `LOST`; only what there is.

    What counts nothing itself is one where there is any of it.
    """
    counts = {
        group: _number(session, table_called(first), location_id)
        or int(any(has_rows(session, table_called(name), location_id) for name in rest))
        for group, (first, *rest) in LOST.items()
    }
    return {group: number for group, number in counts.items() if number}


def withdraw_house(
    session: Session, location_id: int, *, expected: str, by: User, now: datetime
) -> HouseRecord:
    """Take the founding back: the house is gone with all it has, and the record says what that was.

    `expected` is the stamp of what was shown to be lost. Raises `Refused` with `changed_meanwhile` where that
    is something else by now, with `house_must_stay` where anything happened there; `LookupError` for a house
    nobody founded here.
    """
    actor_id = by.id
    begin_write(session)
    # Whoever books there at this moment is waited for, and whoever comes later finds no house: a weaker
    # lock would let rows in that refer to it.
    house = session.get_one(Location, location_id, populate_existing=True, with_for_update=True)
    founding = founding_of(session, location_id)
    if founding is None:
        raise LookupError(location_id)
    if kept := kept_of(session, location_id):
        raise Refused(Refusal("house_must_stay", {"kept": kept}))
    lost = lost_of(session, location_id)
    must_be(lost, expected)
    founding.after = {**{name: getattr(house, name) for name in STATED}, "lost": lost}
    founding.taken_back_at, founding.taken_back_by_id = now, actor_id
    _erase(session, house, now=now)
    return founding


def withdrawn_houses(session: Session, *, limit: int = 50) -> list[HouseRecord]:
    """The foundings that were taken back, the latest first."""
    return list(
        session.scalars(
            select(HouseRecord)
            .where(HouseRecord.subject == FOUNDED, HouseRecord.taken_back_at.is_not(None))
            .order_by(HouseRecord.taken_back_at.desc(), HouseRecord.id.desc())
            .limit(limit)
        )
    )


def _erase(session: Session, house: Location, *, now: datetime) -> None:
    """Let the house go; its record stays, as one of no house."""
    spaces = session.scalars(select(Space.id).where(Space.location_id == house.id)).all()
    announce(session, HouseWithdrawn(house.id, tuple(spaces), now))
    pictures = session.scalars(select(SpacePicture.picture_id).where(SpacePicture.space_id.in_(spaces))).all()
    session.execute(update(HouseRecord).where(HouseRecord.location_id == house.id).values(location_id=None))
    for table in lost_tables():
        session.execute(delete(table).where(is_of(table, house.id)))
    erase_pictures(session, pictures)
    session.execute(delete(table_of(Location)).where(table_of(Location).c.id == house.id))
    session.expire_all()


def _number(session: Session, table: Table, location_id: int) -> int:
    return session.scalar(select(func.count()).select_from(table).where(is_of(table, location_id))) or 0
