"""A subscribed calendar of the meeting room, fed by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Blocking, Claim
from labspace.busy.actions import Content, draft_calendar, note_fetched, start_calendar, take_due
from labspace.busy.fetching import Fetched
from labspace.busy.models import BusyCalendar
from labspace.spaces.models import Space
from tests.busy.calendar_text import ZONE, calendar
from tests.factories import Cast

ADDRESS = "https://kalender.example/remote.php/dav/geheim?export"


@pytest.fixture
def subscribe(session: Session, cast: Cast, now: datetime) -> Callable[..., BusyCalendar]:
    """Subscribe to a calendar with these events, taken over and committed."""

    def made(*events: str, space: Space | None = None, address: str = ADDRESS) -> BusyCalendar:
        space_id = (space or cast.room).id
        content = Content(calendar(*events), address, etag='"1"')
        draft = draft_calendar(session, space_id, name="Raum Zollern", content=content, by=cast.nora, now=now)
        started = start_calendar(session, draft.id, now=now, chance=0.0)
        session.commit()
        return started

    return made


def bring(session: Session, calendar_id: int, *events: str, now: datetime) -> None:
    """Look at the calendar again, and find these events."""
    lease = take_due(session, now=now, calendar_id=calendar_id)
    assert lease is not None
    session.commit()
    assert note_fetched(session, lease, Fetched(calendar(*events), '"2"'), now=now, chance=0.0)
    session.commit()


def taken(session: Session, space: Space) -> list[str]:
    """What blockings claim of a unit, as hours of the house's clock."""
    claims = session.scalars(
        select(Claim)
        .where(Claim.space_id == space.id, Claim.blocking_id.isnot(None))
        .order_by(Claim.starts_at)
    )
    return [
        f"{claim.starts_at.astimezone(ZONE):%d.%m. %H:%M}–{claim.ends_at.astimezone(ZONE):%H:%M}"
        for claim in claims
    ]


def blockings(session: Session) -> list[tuple[str, bool]]:
    """Every blocking there ever was: when it begins, and whether it is in force."""
    rows = session.scalars(select(Blocking).order_by(Blocking.starts_at, Blocking.id))
    return [(f"{row.starts_at.astimezone(ZONE):%d.%m. %H:%M}", row.lifted_at is None) for row in rows]
