"""Which bookings a call may list, in order of their start, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from labspace.api.bookings.asks import ListAsk
from labspace.api.ground.caller import Caller
from labspace.bookings.models import Booking
from labspace.locations.models import Location

After = tuple[datetime, int]
"""Start and id of the last booking of the page before."""


def listed(session: Session, ask: ListAsk, caller: Caller, *, after: After | None) -> Sequence[Booking]:
    """One more booking than fits on a page, where there is one; two statements, however many there are."""
    question = _reach(select(Booking), ask, caller)
    if ask.from_ is not None:
        question = question.where(Booking.ends_at > ask.from_)
    if ask.to is not None:
        question = question.where(Booking.starts_at < ask.to)
    if ask.state:
        question = question.where(Booking.state.in_(ask.state))
    if ask.location is not None:
        houses = select(Location.id).where(Location.slug == ask.location)
        question = question.where(Booking.location_id.in_(houses))
    if after is not None:
        starts_at, booking_id = after
        question = question.where(
            or_(
                Booking.starts_at > starts_at,
                and_(Booking.starts_at == starts_at, Booking.id > booking_id),
            )
        )
    return (
        session.scalars(
            question.options(
                joinedload(Booking.location),
                joinedload(Booking.booked_by),
                joinedload(Booking.organisation),
                selectinload(Booking.spaces),
                undefer(Booking.price_breakdown),
            )
            .order_by(Booking.starts_at, Booking.id)
            .limit(ask.limit + 1)
        )
        .unique()
        .all()
    )


def _reach(question: Select[Booking], ask: ListAsk, caller: Caller) -> Select[Booking]:
    """Own bookings, and with the scope of staff all of the houses one runs."""
    user = caller.user
    if ask.mine or not caller.runs_any:
        return question.where(Booking.booked_by_id == user.id)
    if user.is_administrator:
        return question
    run = [role.location_id for role in user.staff_roles]
    return question.where(or_(Booking.location_id.in_(run), Booking.booked_by_id == user.id))
