"""Questions about offers and tenancies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.pictures.models import Picture
from labspace.popups.calls.models import PopupCall
from labspace.popups.models import PopupApplication, PopupWish
from labspace.popups.states import DECIDABLE, ApplicationState
from labspace.popups.tenancies.models import Agreement, PopupOffer, Tenancy
from labspace.popups.tenancies.records import FollowUp, Handover, HandoverPicture, OpenedDay
from labspace.popups.tenancies.states import Direction, OfferState
from labspace.spaces.models import Space

_WITH_ALL = (
    joinedload(Tenancy.booking).joinedload(Booking.booked_by),
    joinedload(Tenancy.booking).joinedload(Booking.organisation),
    joinedload(Tenancy.application),
    joinedload(Tenancy.space).joinedload(Space.location),
)


def find_offer(session: Session, offer_id: int) -> PopupOffer | None:
    """The offer with this id, with its application, slot and house."""
    if not 0 < offer_id < 2**62:
        return None
    return session.scalars(
        select(PopupOffer)
        .where(PopupOffer.id == offer_id)
        .options(
            joinedload(PopupOffer.application).joinedload(PopupApplication.applicant),
            joinedload(PopupOffer.space).joinedload(Space.location),
        )
    ).one_or_none()


def offers_of(session: Session, application_id: int) -> Sequence[PopupOffer]:
    """All offers an application got, the newest first."""
    return session.scalars(
        select(PopupOffer)
        .where(PopupOffer.application_id == application_id)
        .options(joinedload(PopupOffer.space).joinedload(Space.location))
        .order_by(PopupOffer.id.desc())
    ).all()


def open_offer_of(session: Session, application_id: int) -> PopupOffer | None:
    """The offer an application has not answered yet; its deadline may have passed unnoticed."""
    return session.scalars(
        select(PopupOffer).where(
            PopupOffer.application_id == application_id, PopupOffer.state == OfferState.OPEN
        )
    ).one_or_none()


def waits(now: datetime) -> ColumnElement[bool]:
    """Whether an application waits for an offer: with the team or on the reserve list, none open at `now`."""
    is_offered = exists(
        select(PopupOffer.id).where(
            PopupOffer.application_id == PopupApplication.id,
            PopupOffer.state == OfferState.OPEN,
            PopupOffer.until > now,
        )
    )
    return and_(PopupApplication.state.in_(DECIDABLE | {ApplicationState.OFFERED}), ~is_offered)


def wishing_with(
    session: Session, application: PopupApplication, *, now: datetime
) -> Sequence[PopupApplication]:
    """Who else waits and wishes a slot that this application wishes, by their id.

    Their weeks may still lie apart; wishes, slots and the call with its criteria are loaded.
    """
    if not application.wishes:
        return []
    their = select(PopupWish.application_id).where(
        PopupWish.space_id.in_({wish.space_id for wish in application.wishes})
    )
    return (
        session.scalars(
            select(PopupApplication)
            .where(PopupApplication.id.in_(their), PopupApplication.id != application.id, waits(now))
            .options(
                joinedload(PopupApplication.call).selectinload(PopupCall.criteria),
                selectinload(PopupApplication.wishes).joinedload(PopupWish.space),
            )
            .order_by(PopupApplication.id)
        )
        .unique()
        .all()
    )


def find_tenancy(session: Session, tenancy_id: int) -> Tenancy | None:
    """The tenancy with this id and all its page names."""
    if not 0 < tenancy_id < 2**62:
        return None
    return session.scalars(select(Tenancy).where(Tenancy.id == tenancy_id).options(*_WITH_ALL)).one_or_none()


def tenancy_of(session: Session, booking_id: int) -> Tenancy | None:
    """The tenancy whose time a booking is."""
    return session.scalars(select(Tenancy).where(Tenancy.booking_id == booking_id)).one_or_none()


def tenancies_of(session: Session, space_ids: Collection[int]) -> Sequence[Tenancy]:
    """All tenancies on these slots by their beginning."""
    return session.scalars(
        select(Tenancy)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(Tenancy.space_id.in_(space_ids))
        .options(*_WITH_ALL)
        .order_by(Booking.starts_at, Tenancy.id)
    ).all()


def agreements_of(session: Session, tenancy_id: int) -> Sequence[Agreement]:
    """What was agreed, the newest first."""
    return session.scalars(
        select(Agreement).where(Agreement.tenancy_id == tenancy_id).order_by(Agreement.number.desc())
    ).all()


def handovers_of(session: Session, tenancy_id: int) -> dict[Direction, Handover]:
    """The protocols there are, with their pictures."""
    rows = session.scalars(
        select(Handover)
        .where(Handover.tenancy_id == tenancy_id)
        .options(
            joinedload(Handover.items),
            joinedload(Handover.readings),
            selectinload(Handover.pictures).selectinload(Picture.files),
        )
    ).unique()
    return {row.direction: row for row in rows}


def handover_with_picture(session: Session, picture_id: int) -> Handover | None:
    """The protocol a picture was uploaded for, with its tenancy, tenant and house."""
    return session.scalars(
        select(Handover)
        .join(HandoverPicture, HandoverPicture.handover_id == Handover.id)
        .where(HandoverPicture.picture_id == picture_id)
        .options(
            joinedload(Handover.tenancy).joinedload(Tenancy.booking),
            joinedload(Handover.tenancy).joinedload(Tenancy.space).joinedload(Space.location),
        )
    ).one_or_none()


def opened_days(session: Session, tenancy_ids: Collection[int]) -> Sequence[OpenedDay]:
    """The days on which these tenancies were open, in order."""
    return session.scalars(
        select(OpenedDay).where(OpenedDay.tenancy_id.in_(tenancy_ids)).order_by(OpenedDay.day, OpenedDay.id)
    ).all()


def follow_ups_of(session: Session, tenancy_ids: Collection[int]) -> Sequence[FollowUp]:
    """What was asked after the end, by month."""
    return session.scalars(
        select(FollowUp)
        .where(FollowUp.tenancy_id.in_(tenancy_ids))
        .order_by(FollowUp.tenancy_id, FollowUp.months)
    ).all()
