"""What plans do by themselves every minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.db import begin_write
from labspace.locations.models import Location
from labspace.notices.jobs import every_minute
from labspace.plans.publishing.actions import apply_told
from labspace.plans.publishing.models import PlanPublication
from labspace.plans.publishing.queries import publications_due


@every_minute
def call_spaces_otherwise(session: Session, now: datetime) -> None:
    """Names, labels and the like of a plan come into force on its first day, by the clock of its house."""
    tomorrow = (now + timedelta(days=1)).date()
    due = [one.id for one in publications_due(session, until=tomorrow) if _has_begun(session, one, now=now)]
    if not due:
        return
    begin_write(session)
    for publication in publications_due(session, until=tomorrow):
        if publication.id in due:
            apply_told(session, publication, now=now)


def _has_begun(session: Session, publication: PlanPublication, *, now: datetime) -> bool:
    house = session.get_one(Location, publication.location_id)
    return publication.starts_on <= now.astimezone(house.zone).date()
