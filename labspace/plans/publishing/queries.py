"""Questions about what is published: the plan in force, the bookings a day's change touches, the record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import BookedUnit, Booking, BookingSpace
from labspace.bookings.states import OPEN
from labspace.locations.house_file import Texts
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.models import PlanPublication
from labspace.spaces.features import Feature
from labspace.spaces.house import House
from labspace.spaces.models import FloorPlan, Space
from labspace.spaces.plans import LayoutSpec, SpaceSpec
from labspace.times import start_of_day

NEVER = date.max
"""A space that was published and taken back again: it exists on the last day of the calendar only."""


def plan_in_force(session: Session, location_id: int, level: int, *, on: date) -> FloorPlan | None:
    """The plan of a level on a local day."""
    return session.scalars(
        _of_level(location_id, level).where(
            FloorPlan.valid_from <= on, or_(FloorPlan.valid_until.is_(None), FloorPlan.valid_until >= on)
        )
    ).one_or_none()


def last_plan(session: Session, location_id: int, level: int) -> FloorPlan | None:
    """The plan of a level that begins last; it may still be to come."""
    return session.scalars(
        _of_level(location_id, level).order_by(FloorPlan.valid_from.desc()).limit(1)
    ).first()


def _of_level(location_id: int, level: int) -> Select[FloorPlan]:
    return select(FloorPlan).where(FloorPlan.location_id == location_id, FloorPlan.level == level)


def known_public_ids(session: Session) -> set[str]:
    """Every public id ever given, but those of spaces that never came into force."""
    return set(session.scalars(select(Space.public_id).where(Space.valid_from < NEVER)))


def existing_spaces(house: House, *, on: date) -> dict[str, SpaceSpec]:
    """The spaces of a house on a day as a document tells them, by public id."""
    spaces = {space.id: space for space in house.spaces_on(on)}
    parts: dict[int, list[str]] = {}
    for part in house.parts:
        is_there = part.valid_from <= on and (part.valid_until is None or on <= part.valid_until)
        if is_there and part.part_id in spaces:
            parts.setdefault(part.whole_id, []).append(spaces[part.part_id].public_id)
    return {
        space.public_id: SpaceSpec(
            public_id=space.public_id,
            kind=space.kind,
            name=Texts(space.name, space.name_en),
            label=space.label,
            description=Texts(space.description, space.description_en),
            capacity=space.capacity,
            layouts=tuple(
                LayoutSpec(row.layout, row.capacity, row.wheelchair_places) for row in space.layouts
            ),
            area_m2=space.area_m2,
            features=tuple(Feature(code) for code in space.features),
            parts=tuple(parts.get(space.id, ())),
            hours=(),
            closures=(),
            valid_from=space.valid_from,
            valid_until=space.valid_until,
            wheelchair_places=space.wheelchair_places,
        )
        for space in spaces.values()
    }


def bookings_on(
    session: Session, space_ids: Collection[int], *, house: House, since: date, now: datetime
) -> list[Booking]:
    """Open bookings and requests of these spaces or of units among them that last beyond the first moment
    of `since` and are not over, earliest first. Two statements however many there are.
    """
    after = max(start_of_day(since, zone=house.zone), now)
    asked = select(BookingSpace.booking_id).where(BookingSpace.space_id.in_(space_ids))
    planned = select(BookedUnit.booking_id).where(
        BookedUnit.space_id.in_(space_ids), BookedUnit.ends_at > after
    )
    return list(
        session.scalars(
            select(Booking)
            .where(
                Booking.location_id == house.id,
                Booking.state.in_(OPEN),
                Booking.ends_at > after,
                or_(Booking.id.in_(asked), Booking.id.in_(planned)),
            )
            .options(
                joinedload(Booking.location),
                joinedload(Booking.booked_by),
                joinedload(Booking.organisation),
                selectinload(Booking.spaces),
            )
            .order_by(Booking.starts_at, Booking.id)
        )
        .unique()
        .all()
    )


def bookings_named(session: Session, booking_ids: Collection[int]) -> Mapping[int, Booking]:
    """These bookings by id, with what lists show of them."""
    rows = session.scalars(
        select(Booking)
        .where(Booking.id.in_(booking_ids))
        .options(joinedload(Booking.location), joinedload(Booking.booked_by), selectinload(Booking.spaces))
    ).unique()
    return {booking.id: booking for booking in rows}


def find_publication(session: Session, publication_id: int) -> PlanPublication | None:
    """The publication with this number."""
    return session.get(PlanPublication, publication_id) if publication_id < 2**62 else None


def publications_of(session: Session, location_id: int, *, limit: int = 50) -> Sequence[PlanPublication]:
    """What was published in a house, the latest first, with who did it and took it back."""
    return session.scalars(
        select(PlanPublication)
        .options(
            joinedload(PlanPublication.published_by),
            joinedload(PlanPublication.taken_back_by),
            joinedload(PlanPublication.draft).load_only(PlanDraft.id, PlanDraft.location_id),
        )
        .where(PlanPublication.location_id == location_id)
        .order_by(PlanPublication.published_at.desc(), PlanPublication.id.desc())
        .limit(limit)
    ).all()


def publications_due(session: Session, *, until: date) -> Sequence[PlanPublication]:
    """Publications of which names have yet to come into force that begin until this day; one look into an index."""
    return session.scalars(
        select(PlanPublication)
        .where(
            PlanPublication.applied_at.is_(None),
            PlanPublication.taken_back_at.is_(None),
            PlanPublication.starts_on <= until,
        )
        .order_by(PlanPublication.starts_on, PlanPublication.id)
    ).all()
