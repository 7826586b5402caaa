"""Giving and taking roles in a house. Actions flush; the edge commits once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.actions.events import note_event
from labspace.accounts.actions.roles import locked_user
from labspace.accounts.models import StaffRole, User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.record.actions import note_change
from labspace.houses.record.models import HouseRecord
from labspace.houses.team.kinds import TeamRole


def set_role(
    session: Session,
    location_id: int,
    user_id: int,
    role: TeamRole | None,
    *,
    expected: TeamRole | None,
    by: User,
    now: datetime,
) -> HouseRecord | None:
    """Let somebody be what `role` says in a house, None: no longer of its team.

    `expected` is the role the page showed. None where nothing changed; raises `Refused` where somebody
    else was quicker, for oneself, and for people who cannot sign in.
    """
    actor_id, is_administrator = by.id, by.is_administrator
    begin_write(session)
    user = locked_user(session, user_id)
    if user_id == actor_id and not is_administrator:
        raise Refused(Refusal("not_yourself"))
    if role is not None and not user.is_active:
        raise Refused(Refusal("person_locked_out"))
    present = role_in(session, location_id, user_id)
    if present is role:
        return None
    if present is not expected:
        raise Refused(Refusal("role_changed_meanwhile"))
    _become(session, location_id, user_id, role, by_id=actor_id, now=now)
    return note_change(
        session,
        "team_role",
        location_id=location_id,
        about_user_id=user_id,
        before={"role": present.value if present else ""},
        after={"role": role.value if role else ""},
        by_id=actor_id,
        now=now,
    )


def role_again(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Give back the role somebody had before a change; only while nothing changed since."""
    assert record.location_id is not None
    assert record.about_user_id is not None
    actor_id, is_administrator = by.id, by.is_administrator
    user = locked_user(session, record.about_user_id)
    present = role_in(session, record.location_id, user.id)
    if (present.value if present else "") != record.after["role"]:
        raise Refused(Refusal("changed_since"))
    before = TeamRole(record.before["role"]) if record.before["role"] else None
    if user.id == actor_id and not is_administrator:
        raise Refused(Refusal("not_yourself"))
    if before is not None and not user.is_active:
        raise Refused(Refusal("person_locked_out"))
    _become(session, record.location_id, user.id, before, by_id=actor_id, now=now)


def role_in(session: Session, location_id: int, user_id: int) -> TeamRole | None:
    """What somebody is in a house."""
    keeps = session.scalars(
        select(StaffRole.keeps_house).where(
            StaffRole.user_id == user_id, StaffRole.location_id == location_id
        )
    ).first()
    if keeps is None:
        return None
    return TeamRole.KEEPS if keeps else TeamRole.DAYS


def _become(
    session: Session,
    location_id: int,
    user_id: int,
    role: TeamRole | None,
    *,
    by_id: int,
    now: datetime,
) -> None:
    row = session.scalars(
        select(StaffRole).where(StaffRole.user_id == user_id, StaffRole.location_id == location_id)
    ).first()
    if role is None:
        session.delete(row)
    elif row is None:
        session.add(StaffRole(user_id=user_id, location_id=location_id, keeps_house=role is TeamRole.KEEPS))
    else:
        row.keeps_house = role is TeamRole.KEEPS
    if (role is None) is not (row is None):
        what = "staff_role_taken" if role is None else "staff_role_given"
        note_event(session, what, by_id=by_id, user_id=user_id, detail=f"location {location_id}", now=now)
    session.flush()
