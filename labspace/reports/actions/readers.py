"""Choosing who of a team gets the figures of their house by mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.reports.models import MonthlyReader
from labspace.reports.queries import possible_readers


def choose_readers(
    session: Session, location_id: int, user_ids: Collection[int], *, by: User, now: datetime
) -> None:
    """From now on exactly these people of the house's team, or who administer all, get its monthly mail.

    Raises `Refused` with `not_of_the_team` for anybody else.
    """
    begin_write(session)
    session.get(Location, location_id, with_for_update=True)
    team = {user.id for user in possible_readers(session, location_id)}
    if not set(user_ids) <= team:
        raise Refused(Refusal("not_of_the_team"))
    kept = {
        row.user_id: row
        for row in session.scalars(select(MonthlyReader).where(MonthlyReader.location_id == location_id))
    }
    for user_id, row in kept.items():
        if user_id not in user_ids:
            session.delete(row)
    session.add_all(
        MonthlyReader(location_id=location_id, user_id=user_id, added_by_id=by.id, added_at=now)
        for user_id in sorted(set(user_ids) - set(kept))
    )
    session.flush()
