"""What reading calls name: houses, spaces and days, looked up or refused."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.api.ground.problems import Problem
from labspace.spaces.house import House
from labspace.spaces.houses import houses


def houses_asked(session: Session, slug: str | None) -> list[House]:
    """The house with this slug, or all. Raises `Problem` where there is no such house."""
    found = [house for house in houses(session) if slug is None or house.slug == slug]
    if slug is not None and not found:
        raise Problem("not_found", errors=[{"field": "location", "code": "not_found", "detail": slug}])
    return found


def house_asked(session: Session, slug: str) -> House:
    """The house with this slug. Raises `Problem`."""
    (house,) = houses_asked(session, slug)
    return house


def day_in(house: House, on: date | None, *, now: datetime) -> date:
    """The day asked for, by default today in the house."""
    return on or now.astimezone(house.zone).date()
