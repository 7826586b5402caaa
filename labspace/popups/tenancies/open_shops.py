"""Pop-ups that are open now, as everybody may see them in the programme and its calendars."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED
from labspace.events.programme.items import Asked, ProgrammeItem, offer_items
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import OpenedDay
from labspace.popups.tenancies.shop_words import weekly_text
from labspace.popups.tenancies.states import UNENDED
from labspace.spaces.models import Space
from labspace.spaces.names import space_name


@offer_items
def open_shops(session: Session, asked: Asked, now: datetime) -> Sequence[ProgrammeItem]:
    """Pop-ups whose time is now; one statement.

    Public is a tenancy, so an application the team let and the founder agreed to, while its booking is
    public, and from the moment that shop hours are agreed or a first opened day is recorded. It shows
    the title of the concept, slot, dates and hours: no name, no organisation, nothing else of the
    application. What staff let without an application has no title meant for everybody, and is not shown.
    """
    if not asked.with_open_daily:
        return []
    question = _open_now(now).where(
        Tenancy.location_id.in_(asked.house_ids),
        Booking.starts_at < asked.window.ends_at,
        Booking.ends_at > asked.window.starts_at,
    )
    if asked.theme is not None:
        question = question.where(PopupApplication.theme == asked.theme)
    return [shop_item(tenancy) for tenancy in _with_hours(session, question)]


def find_open_shop(session: Session, tenancy_id: int, *, now: datetime) -> Tenancy | None:
    """The pop-up with this id, if everybody may see it at this moment."""
    if not 0 < tenancy_id < 2**62:
        return None
    return next(iter(_with_hours(session, _open_now(now).where(Tenancy.id == tenancy_id))), None)


def shop_item(tenancy: Tenancy) -> ProgrammeItem:
    """The pop-up as the public sees it; its application, booking, slot and house must be loaded."""
    house, application = tenancy.space.location, tenancy.application
    place = house.place_on(tenancy.booking.starts_at.astimezone(house.zone).date())
    return ProgrammeItem(
        key=f"popup-{tenancy.id}",
        title=tenancy.title,
        words="",
        organiser="",
        span=tenancy.booking.span,
        zone=house.zone,
        house_id=house.id,
        house_slug=house.slug,
        house=house.name,
        city=place.city,
        address=place.address,
        spaces=space_name(tenancy.space),
        is_demo=house.is_demo,
        path=f"/pop-up/laeden/{tenancy.id}",
        theme=application.theme if application else None,
        is_open_daily=True,
        opening=weekly_text(tenancy.hours),
    )


def public_shops(session: Session, location_id: int | None, *, ending_after: datetime) -> Sequence[Tenancy]:
    """The public pop-ups of a house, or of all, that are not over, open or still ahead; earliest first."""
    question = _public().where(Booking.ends_at > ending_after)
    if location_id is not None:
        question = question.where(Tenancy.location_id == location_id)
    return _with_hours(session, question)


def public_shop(session: Session, booking_id: int) -> Tenancy | None:
    """The public pop-up of a booking, whether or not its time is now."""
    return next(iter(_with_hours(session, _public().where(Tenancy.booking_id == booking_id))), None)


def public_uid(tenancy: Tenancy) -> str:
    """Its iCalendar UID in public feeds: always the same, and not that of the booking."""
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, tenancy.booking.uid)}@labspace"


def _open_now(now: datetime) -> Select[Tenancy]:
    return _public().where(Booking.starts_at <= now, Booking.ends_at > now)


def _public() -> Select[Tenancy]:
    return (
        select(Tenancy)
        .join(Tenancy.booking)
        .join(Tenancy.application)
        .where(Tenancy.state.in_(UNENDED), Booking.state.in_(BOOKED), Booking.is_public)
        .options(
            contains_eager(Tenancy.booking),
            contains_eager(Tenancy.application),
            joinedload(Tenancy.space).joinedload(Space.location),
        )
        .order_by(Booking.starts_at, Tenancy.id)
    )


def _with_hours(session: Session, question: Select[Tenancy]) -> list[Tenancy]:
    """Those with agreed shop hours, or a day on which they were open."""
    was_open = exists(select(OpenedDay.id).where(OpenedDay.tenancy_id == Tenancy.id))
    rows = session.execute(question.add_columns(was_open))
    return [tenancy for tenancy, opened in rows if tenancy.weekly_hours or opened]
