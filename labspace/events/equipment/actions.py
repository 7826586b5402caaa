"""Promising equipment under the lock of the house's stock; what all changes of bookings come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.actions.claims import holds_claims
from labspace.bookings.actions.settle import core_of
from labspace.bookings.models import Booking
from labspace.db import insert_rows
from labspace.errors import Refusal, refuse_any
from labspace.events.equipment.changes import EquipmentChanged
from labspace.events.equipment.models import BookedEquipment, EquipmentStock
from labspace.events.equipment.queries import Shelf, names_of, needed_until, shelf_of, short_rows
from labspace.times import TimeSpan


def lock_stock(session: Session, location_id: int) -> None:
    """Take turns with everybody who wants equipment of the house, until the commit.

    Always after the lock of the spaces, so that no two wait for each other.
    """
    session.execute(
        select(EquipmentStock.id)
        .where(EquipmentStock.location_id == location_id)
        .order_by(EquipmentStock.id)
        .with_for_update(key_share=True)
    ).all()


def ask_for_equipment(session: Session, booking: Booking, numbers: Mapping[str, int]) -> None:
    """Note what a new booking needs, by code; one that keeps others off is promised all of it.

    Raises `Refused` naming what there is too little of. An option of a lower rank is promised nothing
    yet; it may not ask for more than the house has.
    """
    asked = {code: number for code, number in numbers.items() if number > 0}
    if not asked:
        return
    lock_stock(session, booking.location_id)
    shelf = shelf_of(session, booking.location, core_of(booking), without=[booking.id])
    keeps = holds_claims(booking)
    refuse_any(too_little(session, booking, asked, shelf=shelf, keeps=keeps))
    rows = [
        {
            "booking_id": booking.id,
            "code": code,
            "location_id": booking.location_id,
            "number": number,
            "promised": number if keeps else 0,
            "needed_until": needed_until(booking),
        }
        for code, number in sorted(asked.items())
    ]
    insert_rows(session, BookedEquipment, rows)


def too_little(
    session: Session, booking: Booking, asked: Mapping[str, int], *, shelf: Shelf, keeps: bool
) -> list[Refusal]:
    """What the house has too few of for the whole time of the booking."""
    core = core_of(booking)
    day = booking.starts_at.astimezone(booking.location.zone).date()
    found = []
    for code, number in sorted(asked.items()):
        left = shelf.free(code, core) if keeps else shelf.there(code, core)
        if number > left:
            values = {"code": code, "wanted": number, "left": left, "day": day}
            values["thing"] = names_of(session, booking.location_id).get(code, code)
            found.append(Refusal("too_little_equipment", values))
    return found


def follow_move(session: Session, booking: Booking, rows: Sequence[BookedEquipment]) -> None:
    """Promise a moved booking its equipment for its new time; raises `Refused` if somebody else has it."""
    for row in rows:
        row.needed_until = needed_until(booking)
    if not holds_claims(booking):
        _give_back(rows)
        return
    lock_stock(session, booking.location_id)
    shelf = shelf_of(session, booking.location, core_of(booking), without=[booking.id])
    asked = {row.code: row.number for row in rows}
    refuse_any(too_little(session, booking, asked, shelf=shelf, keeps=True))
    for row in rows:
        row.promised = row.number


def follow_standing(
    session: Session, booking: Booking, rows: Sequence[BookedEquipment], *, now: datetime
) -> None:
    """Promise what can be had to a booking that keeps others off now; take it back from one that does not.

    Nobody loses a rank for it: what is missing stays noted, and it is announced.
    """
    if not holds_claims(booking):
        _give_back(rows)
        return
    if all(row.promised == row.number for row in rows):
        return
    lock_stock(session, booking.location_id)
    shelf = shelf_of(session, booking.location, core_of(booking), without=[booking.id])
    before = {row.code: row.promised for row in rows}
    for row in rows:
        row.promised = min(row.number, shelf.free(row.code, core_of(booking)))
    if before != {row.code: row.promised for row in rows} or any(row.promised < row.number for row in rows):
        session.flush()
        announce(session, EquipmentChanged(booking, now))


def serve_the_short(
    session: Session, location_id: int, window: TimeSpan, *, but_not: Collection[int], now: datetime
) -> None:
    """Give what came back during `window` to bookings that still lack it, the first booked first."""
    session.flush()
    ids = dict.fromkeys(
        row.booking_id for row in short_rows(session, location_id, window) if row.booking_id not in but_not
    )
    for booking_id in ids:
        booking = session.get_one(Booking, booking_id)
        lock_stock(session, location_id)
        shelf = shelf_of(session, booking.location, core_of(booking), without=[booking_id])
        rows = session.scalars(select(BookedEquipment).where(BookedEquipment.booking_id == booking_id)).all()
        rose = False
        for row in rows:
            promised = min(row.number, shelf.free(row.code, core_of(booking)))
            rose, row.promised = rose or promised > row.promised, max(promised, row.promised)
        if rose:
            session.flush()
            announce(session, EquipmentChanged(booking, now))


def _give_back(rows: Sequence[BookedEquipment]) -> None:
    for row in rows:
        row.promised = 0
