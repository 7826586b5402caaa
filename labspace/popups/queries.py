"""Questions about applications and pop-up slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.queries import claims_between
from labspace.locations.models import Location
from labspace.popups.models import PopupApplication
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import TimeSpan, union


def find_application(session: Session, application_id: int) -> PopupApplication | None:
    """The application with this id, with its slot and house."""
    return session.scalars(
        select(PopupApplication)
        .where(PopupApplication.id == application_id)
        .options(joinedload(PopupApplication.space).joinedload(Space.location))
    ).one_or_none()


def application_of(session: Session, booking_id: int) -> PopupApplication | None:
    """The application behind a booking of a pop-up slot."""
    return session.scalars(
        select(PopupApplication).where(PopupApplication.booking_id == booking_id)
    ).one_or_none()


def applications_of(session: Session, user_id: int) -> Sequence[PopupApplication]:
    """A person's applications, the newest first."""
    return session.scalars(
        select(PopupApplication)
        .where(PopupApplication.applicant_id == user_id)
        .options(joinedload(PopupApplication.space).joinedload(Space.location))
        .order_by(PopupApplication.created_at.desc(), PopupApplication.id.desc())
    ).all()


def popup_slots(session: Session, *, on: date) -> Sequence[Space]:
    """The pop-up slots of all houses on a day, by house."""
    houses = session.scalars(select(Location).order_by(Location.position, Location.name)).all()
    slots = spaces_of(session, [house.id for house in houses], on=on, kind=SpaceKind.POPUP_SLOT)
    order = {house.id: place for place, house in enumerate(houses)}
    return sorted(slots, key=lambda slot: (order[slot.location_id], slot.position, slot.id))


def let_weeks(session: Session, slot_ids: Sequence[int], *, now: datetime) -> dict[int, list[TimeSpan]]:
    """When each slot is let or blocked in the coming year, merged, by slot id."""
    claims = claims_between(session, slot_ids, TimeSpan(now, now + timedelta(days=365)))
    return {
        slot_id: union(
            claim.span for claim in claims if claim.space_id == slot_id and not claim.has_lapsed(now)
        )
        for slot_id in slot_ids
    }
