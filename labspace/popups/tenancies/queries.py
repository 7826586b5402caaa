"""Questions about offers and tenancies."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.models import Agreement, PopupOffer, Tenancy
from labspace.popups.tenancies.records import FollowUp, Handover, OpenedDay
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


def reserve_of(session: Session, application: PopupApplication) -> Sequence[PopupApplication]:
    """Who else wishes weeks of the same slot that this application wishes, by when they applied."""
    if application.booking is None:
        return []
    span = application.booking.span
    return session.scalars(
        select(PopupApplication)
        .join(Booking, Booking.id == PopupApplication.booking_id)
        .where(
            PopupApplication.space_id == application.space_id,
            PopupApplication.id != application.id,
            Booking.state == BookingState.REQUESTED,
            Booking.starts_at < span.ends_at,
            Booking.ends_at > span.starts_at,
        )
        .options(joinedload(PopupApplication.space).joinedload(Space.location))
        .order_by(PopupApplication.created_at, PopupApplication.id)
        .limit(20)
    ).all()


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
    """The protocols there are."""
    rows = session.scalars(
        select(Handover)
        .where(Handover.tenancy_id == tenancy_id)
        .options(joinedload(Handover.items), joinedload(Handover.readings))
    ).unique()
    return {row.direction: row for row in rows}


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
