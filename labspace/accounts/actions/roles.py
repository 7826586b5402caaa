"""What administrators decide about people: access, and which houses they run."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.actions.events import note_event
from labspace.accounts.models import StaffRole, User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def new_nonce() -> str:
    """A session nonce nobody had before."""
    return secrets.token_urlsafe(16)


def locked_user(session: Session, user_id: int) -> User:
    """The person, with their row locked and freshly read."""
    statement = select(User).where(User.id == user_id).with_for_update(key_share=True)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def create_user(
    session: Session,
    *,
    email: str,
    name: str,
    password_hash: str,
    is_administrator: bool = False,
    house_ids: Iterable[int] = (),
    now: datetime,
) -> User:
    """A confirmed person, made by an administrator at the command line."""
    begin_write(session)
    user = User(
        email=email,
        name=name,
        password_hash=password_hash,
        session_nonce=new_nonce(),
        is_administrator=is_administrator,
        created_at=now,
        confirmed_at=now,
    )
    session.add(user)
    session.flush()
    session.add_all(StaffRole(user_id=user.id, location_id=house_id) for house_id in sorted(set(house_ids)))
    note_event(session, "user_created", by_id=None, user_id=user.id, now=now)
    return user


def disable_user(session: Session, user_id: int, *, by_id: int | None, now: datetime) -> None:
    """Take somebody's access at once, on all devices. Raises `Refused` for oneself."""
    begin_write(session)
    user = locked_user(session, user_id)
    if user.id == by_id:
        raise Refused(Refusal("not_yourself"))
    if user.disabled_at is None:
        user.disabled_at, user.session_nonce = now, new_nonce()
        note_event(session, "user_disabled", by_id=by_id, user_id=user_id, now=now)


def enable_user(session: Session, user_id: int, *, by_id: int | None, now: datetime) -> None:
    """Give access back. Raises `Refused` for an erased person."""
    begin_write(session)
    user = locked_user(session, user_id)
    if user.is_erased:
        raise Refused(Refusal("person_erased"))
    if user.disabled_at is not None:
        user.disabled_at = None
        note_event(session, "user_enabled", by_id=by_id, user_id=user_id, now=now)


def set_houses(
    session: Session, user_id: int, house_ids: Iterable[int], *, by_id: int | None, now: datetime
) -> None:
    """Make somebody staff of exactly these houses."""
    begin_write(session)
    locked_user(session, user_id)
    roles = {
        role.location_id: role
        for role in session.scalars(select(StaffRole).where(StaffRole.user_id == user_id))
    }
    wanted = set(house_ids)
    for house_id in sorted(wanted - roles.keys()):
        session.add(StaffRole(user_id=user_id, location_id=house_id))
        note_event(
            session, "staff_role_given", by_id=by_id, user_id=user_id, detail=f"location {house_id}", now=now
        )
    for house_id in sorted(roles.keys() - wanted):
        session.delete(roles[house_id])
        note_event(
            session, "staff_role_taken", by_id=by_id, user_id=user_id, detail=f"location {house_id}", now=now
        )
    session.flush()
