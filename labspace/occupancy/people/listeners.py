"""Counts of people hear of what changes them besides bookings: numbers of visits, and merged organisations."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged
from labspace.announcements import listen
from labspace.locations.models import Location
from labspace.occupancy.days import Days, runs
from labspace.occupancy.facts.marks import mark_days
from labspace.occupancy.people.models import UseFact
from labspace.times import first_and_last_day
from labspace.visits.changes import VisitsCounted


@listen(VisitsCounted)
def mark_visits(session: Session, change: VisitsCounted) -> None:
    """A number of one day changes what the other days of the same event come to (K06, K15)."""
    count = change.count
    if count.booking is None and count.space_id is None and count.kind is None:
        return  # the door of the house is no indicator's
    first = last = count.day
    if count.booking is not None:
        begins, ends = first_and_last_day(count.booking.span, zone=count.location.zone)
        first, last = min(first, begins), max(last, ends)
    mark_days(session, count.location, Days(first, last), at=change.at)


@listen(OrganisationMerged)
def mark_uses(session: Session, change: OrganisationMerged) -> None:
    """What two organisations used, one did: the days of the one that is gone are counted anew (K16)."""
    days = defaultdict(set)
    for house_id, day in session.execute(
        select(UseFact.location_id, UseFact.day).where(UseFact.organisation == change.source_id).distinct()
    ):
        days[house_id].add(day)
    for house in session.scalars(select(Location).where(Location.id.in_(days))) if days else ():
        for stretch in runs(days[house.id]):
            mark_days(session, house, stretch, at=change.at)
