"""What stands on the board of a house's slots, in three statements."""

from __future__ import annotations

from collections.abc import Collection

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Blocking, BookedUnit, Booking
from labspace.bookings.reasons import blocking_text
from labspace.bookings.states import BOOKED, BookingState
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.board import CellState, Taken
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.states import OfferState
from labspace.times import TimeSpan


def taken_on(session: Session, slot_ids: Collection[int], window: TimeSpan) -> list[Taken]:
    """Bookings, open offers, blockings and wishes on these slots in `window`."""
    return [
        *_bookings(session, slot_ids, window),
        *_offers(session, slot_ids, window),
        *_blockings(session, slot_ids, window),
    ]


def _bookings(session: Session, slot_ids: Collection[int], window: TimeSpan) -> list[Taken]:
    rows = session.execute(
        select(BookedUnit.space_id, Booking, Tenancy.id, PopupApplication.id, PopupApplication.title)
        .join(Booking, Booking.id == BookedUnit.booking_id)
        .outerjoin(Tenancy, Tenancy.booking_id == Booking.id)
        .outerjoin(PopupApplication, PopupApplication.booking_id == Booking.id)
        .where(
            BookedUnit.space_id.in_(slot_ids),
            BookedUnit.starts_at < window.ends_at,
            BookedUnit.ends_at > window.starts_at,
            Booking.state.in_(BOOKED | {BookingState.REQUESTED}),
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    found = []
    for slot_id, booking, tenancy_id, application_id, title in rows:
        is_wish = booking.state is BookingState.REQUESTED
        if is_wish and application_id:
            url = url_for("popups.show", application_id=application_id)
        elif tenancy_id:
            url = url_for("tenancies.show", tenancy_id=tenancy_id)
        else:
            url = url_for("bookings.show", reference=booking.reference)
        state = CellState.WISHED if is_wish else CellState.LET
        told = title or booking.title or booking.reference
        found.append(Taken(slot_id=slot_id, span=booking.span, state=state, title=told, url=url))
    return found


def _offers(session: Session, slot_ids: Collection[int], window: TimeSpan) -> list[Taken]:
    rows = session.execute(
        select(PopupOffer, PopupApplication.title)
        .join(PopupApplication, PopupApplication.id == PopupOffer.application_id)
        .where(PopupOffer.space_id.in_(slot_ids), PopupOffer.state == OfferState.OPEN)
    )
    return [
        Taken(
            slot_id=offer.space_id,
            span=offer.span,
            state=CellState.OFFERED,
            title=title,
            url=url_for("tenancies.show_offer", offer_id=offer.id),
        )
        for offer, title in rows
        if offer.span.overlaps(window)
    ]


def _blockings(session: Session, slot_ids: Collection[int], window: TimeSpan) -> list[Taken]:
    rows = session.scalars(
        select(Blocking).where(
            Blocking.space_id.in_(slot_ids),
            Blocking.lifted_at.is_(None),
            Blocking.starts_at < window.ends_at,
            Blocking.ends_at > window.starts_at,
        )
    )
    return [
        Taken(
            slot_id=row.space_id,
            span=row.span,
            state=CellState.BLOCKED,
            title=blocking_text(row),
        )
        for row in rows
    ]
