"""Taking a published plan back as long as nobody has lived by it. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.states import OPEN
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.plans.actions import lock_draft
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.actions import lock_house, move_to
from labspace.plans.publishing.blockings import lift_all
from labspace.plans.publishing.letters import tell_it_stays
from labspace.plans.publishing.models import PlanPublication
from labspace.plans.publishing.queries import bookings_named, bookings_on, find_publication, last_plan
from labspace.plans.publishing.rows import restore_until, withdraw
from labspace.spaces.houses import houses_named
from labspace.spaces.models import FloorPlan, Placement, Space, SpacePart


class BookedSince(Refused):
    """Spaces that would never have been there are booked; carries those bookings."""

    def __init__(self, bookings: Sequence[Booking]) -> None:
        super().__init__(Refusal("booked_since"))
        self.bookings = list(bookings)


def take_back(session: Session, publication_id: int, *, by: User, now: datetime) -> PlanPublication:
    """Let everything be as it was before a publication that has not come into force; its draft is open again.

    Bookings that were moved go back, whoever was asked hears that all stays. Raises `BookedSince` while
    others booked what would begin, `MoveRefused`, `Refused` once it is in force or another plan follows,
    `LookupError` when there is none. Then nothing has changed.
    """
    begin_write(session)
    publication = find_publication(session, publication_id)
    if publication is None:
        raise LookupError(publication_id)
    draft = lock_draft(session, publication.draft_id)
    house, spaces = lock_house(session, publication.location_id)
    session.refresh(publication)
    _check(session, publication, today=now.astimezone(house.zone).date())
    plan_id, begun_ids = publication.plan_id, set(publication.began)
    _restore(session, publication)
    _move_back(session, publication, by=by, now=now)
    _refuse_booked(session, publication, now=now)
    lift_all(session, begun_ids, by=by, now=now)
    session.execute(delete(SpacePart).where(SpacePart.whole_id.in_(begun_ids)))
    publication.plan_id, publication.taken_back_at, publication.taken_back_by_id = None, now, by.id
    draft.published_plan_id, draft.updated_at, draft.updated_by_id = None, now, by.id
    session.flush()
    session.execute(
        update(PlanDraft).where(PlanDraft.base_plan_id == plan_id).values(base_plan_id=draft.base_plan_id)
    )
    session.execute(delete(Placement).where(Placement.plan_id == plan_id))
    session.execute(delete(FloorPlan).where(FloorPlan.id == plan_id))
    withdraw(session, [space for space in spaces.values() if space.id in begun_ids])
    for booking in bookings_named(session, publication.asked).values():
        if booking.state in OPEN and booking.ends_at > now:
            tell_it_stays(session, booking, now=now)
    session.flush()
    return publication


def _check(session: Session, publication: PlanPublication, *, today: date) -> None:
    if publication.taken_back_at is not None:
        raise Refused(Refusal("taken_back_already"))
    if publication.starts_on <= today:
        raise Refused(Refusal("in_force_already"))
    last = last_plan(session, publication.location_id, publication.level)
    if last is None or last.id != publication.plan_id:
        raise Refused(Refusal("followed_by_another"))


def _restore(session: Session, publication: PlanPublication) -> None:
    """Plan, spaces and parts last as long as they did."""
    told = publication.before
    if "plan" in told:
        restore_until(session, FloorPlan, [told["plan"]])
    restore_until(session, Space, told["spaces"])
    restore_until(session, SpacePart, told["parts"])
    session.flush()
    session.expire_all()


def _move_back(session: Session, publication: PlanPublication, *, by: User, now: datetime) -> None:
    bookings = bookings_named(session, [one["booking"] for one in publication.moved])
    for one in publication.moved:
        booking = bookings[one["booking"]]
        still_there = {space.id for space in booking.spaces} == set(one["to"])
        if still_there and booking.state in OPEN and booking.ends_at > now:
            move_to(session, booking, one["from"], by=by, now=now)


def _refuse_booked(session: Session, publication: PlanPublication, *, now: datetime) -> None:
    if not publication.began:
        return
    house = houses_named(session, [publication.location_id])[publication.location_id]
    booked = bookings_on(session, publication.began, house=house, since=publication.starts_on, now=now)
    if booked:
        raise BookedSince(booked)
