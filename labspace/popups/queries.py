"""Questions about applications and the slots they ask for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.queries import claims_between
from labspace.locations.models import Location
from labspace.pictures.models import Picture
from labspace.popups.calls.models import PopupCall
from labspace.popups.models import ApplicationPicture, PopupApplication, PopupWish
from labspace.popups.states import ApplicationState
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import TimeSpan, union


def find_application(session: Session, application_id: int) -> PopupApplication | None:
    """The application with its call, house, wishes, answers and pictures."""
    return (
        session.scalars(
            select(PopupApplication)
            .where(PopupApplication.id == application_id)
            .options(
                joinedload(PopupApplication.call).joinedload(PopupCall.location),
                joinedload(PopupApplication.call).selectinload(PopupCall.slots),
                joinedload(PopupApplication.call).selectinload(PopupCall.questions),
                joinedload(PopupApplication.call).selectinload(PopupCall.criteria),
                joinedload(PopupApplication.organisation),
                joinedload(PopupApplication.applicant),
                selectinload(PopupApplication.wishes).joinedload(PopupWish.space).joinedload(Space.location),
                selectinload(PopupApplication.answers),
                selectinload(PopupApplication.pictures).selectinload(Picture.files),
            )
        )
        .unique()
        .one_or_none()
    )


def application_of(session: Session, booking_id: int) -> PopupApplication | None:
    """The application behind a booking of a pop-up slot."""
    return session.scalars(
        select(PopupApplication).where(PopupApplication.booking_id == booking_id)
    ).one_or_none()


def application_with_picture(session: Session, picture_id: int) -> PopupApplication | None:
    """The application a picture was uploaded for."""
    return session.scalars(
        select(PopupApplication)
        .join(ApplicationPicture, ApplicationPicture.application_id == PopupApplication.id)
        .where(ApplicationPicture.picture_id == picture_id)
        .options(joinedload(PopupApplication.call))
    ).one_or_none()


def applications_of(session: Session, user_id: int) -> Sequence[PopupApplication]:
    """A person's applications, the newest first."""
    return session.scalars(
        select(PopupApplication)
        .where(PopupApplication.applicant_id == user_id)
        .options(joinedload(PopupApplication.call).joinedload(PopupCall.location))
        .order_by(PopupApplication.created_at.desc(), PopupApplication.id.desc())
    ).all()


def drafts_of(session: Session, user_id: int) -> Sequence[PopupApplication]:
    """What a person has begun and not handed in, the newest first."""
    return session.scalars(
        select(PopupApplication)
        .where(PopupApplication.applicant_id == user_id, PopupApplication.state == ApplicationState.DRAFT)
        .options(joinedload(PopupApplication.call).joinedload(PopupCall.location))
        .order_by(PopupApplication.created_at.desc(), PopupApplication.id.desc())
    ).all()


def handed_in(session: Session, call_ids: Collection[int]) -> Sequence[PopupApplication]:
    """The applications of these calls that the team has got, in the order they came."""
    return (
        session.scalars(
            select(PopupApplication)
            .where(PopupApplication.call_id.in_(call_ids), PopupApplication.submitted_at.is_not(None))
            .options(
                joinedload(PopupApplication.organisation),
                selectinload(PopupApplication.wishes).joinedload(PopupWish.space),
            )
            .order_by(PopupApplication.submitted_at, PopupApplication.id)
        )
        .unique()
        .all()
    )


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
