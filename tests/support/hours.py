"""Other opening hours, as a member of the team sets them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.houses.dated.actions import Decided, change
from labspace.houses.dated.rows import holding, stand
from labspace.houses.hours.week import rows_of, week_of
from labspace.houses.hours.weekly import WeeklyHours
from labspace.locations.models import Location


def lengthen_hours(session: Session, slug: str, *, by: User, now: datetime) -> int:
    """A house opens on Sunday evenings for four weeks of the next year; the number of the change."""
    house = session.scalars(select(Location).where(Location.slug == slug)).one()
    first = now.date() + timedelta(days=120)
    rows = WeeklyHours().read(session, house)
    week = list(week_of(holding(rows, first)))
    week[6] = ((19 * 60, 22 * 60),)
    made = change(
        session,
        WeeklyHours(),
        house.id,
        new=rows_of(tuple(week)),
        first=first,
        last=first + timedelta(days=27),
        decided=Decided(stand=stand(rows)),
        by=by,
        now=now,
    )
    session.commit()
    return made.id
