"""Saying how people get in. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.doors.mails import tell_of_doors
from labspace.houses.doors.models import DoorNote
from labspace.houses.doors.queries import find_note
from labspace.houses.founding.actions import locked_house
from labspace.houses.queries import fingerprint, touched_bookings
from labspace.houses.record.actions import must_be, note_change
from labspace.houses.record.models import HouseRecord
from labspace.locations.models import FOR_GOOD, Location
from labspace.spaces.models import Space
from labspace.times import TimeSpan


def words_of(note: DoorNote | None) -> dict[str, str]:
    """What a note says, by the names forms and record use; empty words where there is none."""
    return {"words": note.words if note else "", "words_en": note.words_en if note else ""}


def write_note(
    session: Session,
    house_id: int,
    space: Space | None,
    words: Mapping[str, str],
    *,
    expected: str,
    seen: str,
    tells: bool,
    by: User,
    now: datetime,
) -> HouseRecord | None:
    """Say how people get into a house or a space; empty words end it.

    `seen` is the fingerprint of the confirmed bookings that were shown before; with `tells` whoever
    booked gets a mail. None where nothing changed; raises `Refused` where somebody else was quicker and
    `BookingsTouched` where others are touched than were seen.
    """
    actor_id, space_id, about = by.id, space.id if space else None, space.public_id if space else ""
    begin_write(session)
    house = locked_house(session, house_id)
    note = find_note(session, house_id, space_id)
    before = words_of(note)
    must_be(before, expected)
    if before == words:
        return None
    touched = confirmed_ahead(session, house, space_id, now=now)
    if touched and fingerprint(touched) != seen:
        raise BookingsTouched(touched)
    _write(session, house, space_id, words)
    if tells:
        tell_of_doors(session, touched, now=now)
    return note_change(
        session,
        "door_note",
        location_id=house.id,
        about=about,
        before=before,
        after={**words, "told": tells, "space_id": space_id},
        touched=len(touched),
        by_id=actor_id,
        now=now,
    )


def note_again(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Say again what was said before a change; whoever was told of it is told again."""
    assert record.location_id is not None
    house = locked_house(session, record.location_id)
    space_id = record.after["space_id"]
    present = words_of(find_note(session, house.id, space_id))
    if any(present[name] != record.after[name] for name in present):
        raise Refused(Refusal("changed_since"))
    _write(session, house, space_id, record.before)
    if record.after["told"]:
        tell_of_doors(session, confirmed_ahead(session, house, space_id, now=now), now=now)


def confirmed_ahead(
    session: Session, house: Location, space_id: int | None, *, now: datetime
) -> list[Booking]:
    """Confirmed bookings of a house, or of one of its spaces, that are not over."""
    return [
        booking
        for booking in touched_bookings(session, [house.id], TimeSpan(now, FOR_GOOD), now=now)
        if booking.state is BookingState.CONFIRMED
        and (space_id is None or any(space.id == space_id for space in booking.spaces))
    ]


def _write(session: Session, house: Location, space_id: int | None, words: Mapping[str, Any]) -> None:
    note = find_note(session, house.id, space_id)
    says_something = bool(words["words"] or words["words_en"])
    if note is None and says_something:
        session.add(
            DoorNote(
                location_id=house.id, space_id=space_id, words=words["words"], words_en=words["words_en"]
            )
        )
    elif note is not None and says_something:
        note.words, note.words_en = words["words"], words["words_en"]
    elif note is not None:
        session.delete(note)
    session.flush()
    has_any = exists(select(DoorNote.id).where(DoorNote.location_id == house.id))
    session.execute(update(Location).where(Location.id == house.id).values(has_door_notes=has_any))
    session.flush()
