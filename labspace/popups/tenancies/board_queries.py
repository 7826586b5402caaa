"""What stands on the board of a house's slots, in five statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.reasons import blocking_text
from labspace.bookings.states import BOOKED, BookingState
from labspace.formats import is_german
from labspace.locations.models import Closure
from labspace.popups.models import PopupApplication, PopupWish
from labspace.popups.spans import weeks_span
from labspace.popups.tenancies.board import CellState, Taken
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.queries import waits
from labspace.popups.tenancies.states import OfferState
from labspace.spaces.models import Space
from labspace.times import TimeSpan, first_and_last_day
from labspace.words import gettext as _

MOST_WEEKS = 52
"""No call lets more be wished in one go."""


def taken_on(
    session: Session, slot_ids: Collection[int], window: TimeSpan, *, zone: ZoneInfo, now: datetime
) -> list[Taken]:
    """Bookings, open offers, blockings, closures and every wish, not only the first, on these slots in `window`.

    An offer whose deadline has passed counts no more, whether or not anybody noticed.
    """
    return [
        *_bookings(session, slot_ids, window),
        *_offers(session, slot_ids, window, zone=zone, now=now),
        *_blockings(session, slot_ids, window),
        *_closures(session, slot_ids, window),
        *_wishes(session, slot_ids, window, zone=zone, now=now),
    ]


def _bookings(session: Session, slot_ids: Collection[int], window: TimeSpan) -> list[Taken]:
    rows = session.execute(
        select(BookedUnit.space_id, Booking, Tenancy.id, PopupApplication.title)
        .join(Booking, Booking.id == BookedUnit.booking_id)
        .outerjoin(Tenancy, Tenancy.booking_id == Booking.id)
        .outerjoin(PopupApplication, PopupApplication.booking_id == Booking.id)
        .where(
            BookedUnit.space_id.in_(slot_ids),
            BookedUnit.starts_at < window.ends_at,
            BookedUnit.ends_at > window.starts_at,
            Booking.state.in_(BOOKED | {BookingState.REQUESTED}),
            # What an application asks for stands among the wishes, the first with the others.
            or_(Booking.state != BookingState.REQUESTED, PopupApplication.id.is_(None)),
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    found = []
    for slot_id, booking, tenancy_id, title in rows:
        is_wish = booking.state is BookingState.REQUESTED
        if tenancy_id:
            url = url_for("tenancies.show", tenancy_id=tenancy_id)
        else:
            url = url_for("bookings.show", reference=booking.reference)
        state = CellState.WISHED if is_wish else CellState.LET
        told = title or booking.title or booking.reference
        found.append(Taken(slot_id=slot_id, span=booking.span, state=state, title=told, url=url))
    return found


def _offers(
    session: Session, slot_ids: Collection[int], window: TimeSpan, *, zone: ZoneInfo, now: datetime
) -> list[Taken]:
    rows = session.execute(
        select(PopupOffer, PopupApplication.title)
        .join(PopupApplication, PopupApplication.id == PopupOffer.application_id)
        .where(PopupOffer.space_id.in_(slot_ids), PopupOffer.state == OfferState.OPEN, PopupOffer.until > now)
        .order_by(PopupOffer.first_on, PopupOffer.id)
    )
    return [
        Taken(
            slot_id=offer.space_id,
            span=span,
            state=CellState.OFFERED,
            title=title,
            url=url_for("tenancies.show_offer", offer_id=offer.id),
            until=offer.until,
        )
        for offer, title in rows
        if (span := weeks_span(offer.first_on, offer.weeks, zone=zone)).overlaps(window)
    ]


def _wishes(
    session: Session, slot_ids: Collection[int], window: TimeSpan, *, zone: ZoneInfo, now: datetime
) -> list[Taken]:
    first, last = first_and_last_day(window, zone=zone)
    rows = session.execute(
        select(PopupWish, PopupApplication.title)
        .join(PopupApplication, PopupApplication.id == PopupWish.application_id)
        .where(
            PopupWish.space_id.in_(slot_ids),
            PopupWish.first_on <= last,
            PopupWish.first_on > first - timedelta(weeks=MOST_WEEKS),
            waits(now),
        )
        .order_by(PopupWish.first_on, PopupWish.application_id, PopupWish.rank)
    )
    return [
        Taken(
            slot_id=wish.space_id,
            span=span,
            state=CellState.WISHED,
            title=title,
            url=url_for("popups.show", application_id=wish.application_id),
        )
        for wish, title in rows
        if (span := weeks_span(wish.first_on, wish.weeks, zone=zone)).overlaps(window)
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


def _closures(session: Session, slot_ids: Collection[int], window: TimeSpan) -> list[Taken]:
    rows = session.execute(
        select(Space.id, Closure)
        .join(Closure, Closure.location_id == Space.location_id)
        .where(Space.id.in_(slot_ids), Closure.starts_at < window.ends_at, Closure.ends_at > window.starts_at)
        .order_by(Closure.starts_at, Closure.id)
    )
    return [
        Taken(
            slot_id=slot_id,
            span=_shown_span(closure, window),
            state=CellState.CLOSED,
            title=_reason(closure) or _("Haus geschlossen"),
        )
        for slot_id, closure in rows
    ]


def _shown_span(closure: Closure, window: TimeSpan) -> TimeSpan:
    """What of it is shown: a house closed for good has no last day to tell."""
    inside = closure.span.intersection(window) if closure.is_for_good else None
    return inside or closure.span


def _reason(closure: Closure) -> str:
    return closure.reason if is_german() else closure.reason_en or closure.reason
