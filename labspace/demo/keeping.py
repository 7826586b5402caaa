"""What an invented house says about its door, and what is broken in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.defects.models import DefectReport, DefectStep
from labspace.defects.states import DefectState
from labspace.demo.people import LEAD, STARTUP, TEAM
from labspace.houses.doors.models import DoorNote
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

DEFECTS = (
    (SpaceKind.DESK, "Die Tischlampe flackert, seit der Stecker locker ist.", DefectState.REPORTED, ""),
    (SpaceKind.MEETING_ROOM, "Der Wandbildschirm findet kein Bild.", DefectState.DONE, "Kabel getauscht."),
)
"""Kind of space, words, how far it has come, and what the team said last."""


def load_keeping(session: Session, houses: list[Location], *, now: datetime) -> None:
    """Give the first house a door to explain, and two defects: one is open, one is done."""
    house = houses[0]
    people = {user.email: user for user in session.scalars(select(User).where(User.is_demo))}
    room = _space(session, house, SpaceKind.MEETING_ROOM)
    session.add(
        DoorNote(
            location_id=house.id,
            space_id=room.id,
            words="Der Schlüssel hängt im Kasten neben der Tür. Code: 2468 (erfunden).",
            words_en="The key hangs in the box beside the door. Code: 2468 (invented).",
        )
    )
    house.has_door_notes = True
    for place, (kind, words, state, said) in enumerate(DEFECTS):
        at = now - timedelta(days=2 + place)
        report = DefectReport(
            location_id=house.id,
            space_id=_space(session, house, kind).id,
            reporter_id=people[STARTUP.email if place else LEAD.email].id,
            at=at,
            words=words,
            state=state,
            version=1,
        )
        session.add(report)
        session.flush()
        if state is not DefectState.REPORTED:
            later = at + timedelta(hours=5)
            step = DefectStep(
                report_id=report.id, at=later, by_id=people[TEAM.email].id, state=state, words=said
            )
            session.add(step)
            report.version = 2
    session.flush()


def _space(session: Session, house: Location, kind: SpaceKind) -> Space:
    question = select(Space).where(Space.location_id == house.id, Space.kind == kind)
    return session.scalars(question.order_by(Space.position, Space.id).limit(1)).one()
