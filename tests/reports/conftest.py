"""A house with a week that is over: used desks, an event, a pop-up, money and a target."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.ideas.models import Idea, IdeaMoney
from labspace.ideas.states import IdeaState, Visibility
from labspace.locations.models import OpeningHours
from labspace.reports.actions import begin_report
from labspace.reports.models import Report
from tests.factories import Cast, make_house
from tests.occupancy.conftest import Example, december, example, put

__all__ = ["december", "example", "put"]

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
"""The period; it is the 23rd."""


@pytest.fixture
def report(session: Session, cast: Cast, now: datetime) -> Report:
    """A draft about the house in Bochum."""
    return make_report(session, cast, now)


def make_report(session: Session, cast: Cast, now: datetime, **more: Any) -> Report:
    made = begin_report(
        session,
        more.pop("houses", [cast.house]),
        **{
            "programme": "Innenstadt-Belebung 2026",
            "grant_reference": "IB-17",
            "first": FIRST,
            "last": LAST,
            "language": "de",
            "by": cast.nora,
            "now": now,
            **more,
        },
    )
    session.commit()
    return made


@pytest.fixture
def told(session: Session, example: Example, now: datetime) -> Report:
    """November of the worked example and of a house that never opened: the draft of a report."""
    closed = make_house(session, "witten")
    session.execute(delete(OpeningHours).where(OpeningHours.location_id == closed.id))
    session.add(StaffRole(user_id=example.nora.id, location_id=closed.id))
    session.commit()
    made = begin_report(
        session,
        [example.house, closed],
        programme="Innenstadt-Belebung 2026",
        grant_reference="IB-17",
        first=FIRST,
        last=LAST,
        language="de",
        by=example.nora,
        now=now,
    )
    session.commit()
    return made


@pytest.fixture
def pay(session: Session, cast: Cast, now: datetime) -> Callable[..., IdeaMoney]:
    """Enters money of an idea of the house."""
    idea = Idea(
        reference="ID-7K2M9QX",
        location_id=cast.house.id,
        title="Fahrradladen",
        text="Es fehlt einer.",
        created_at=now,
        visibility=Visibility.WAITING,
        state=next(iter(IdeaState)),
        state_since=now,
    )
    session.add(idea)
    session.commit()

    def enter(
        source: MoneySource, step: MoneyStep, cents: int, on: date, document: str = "Bescheid 4711"
    ) -> IdeaMoney:
        row = IdeaMoney(
            idea_id=idea.id,
            source=source,
            step=step,
            cents=cents,
            on=on,
            document=document,
            by_id=cast.nora.id,
            at=now,
        )
        session.add(row)
        session.commit()
        return row

    return enter
