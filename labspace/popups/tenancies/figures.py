"""K18, K19 and K20 of a house in a year, from what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.models import Booking
from labspace.locations.models import Location
from labspace.popups.tenancies.indicators import Answered, Staying, staying, tried_ideas
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.queries import follow_ups_of, opened_days
from labspace.popups.tenancies.records import FollowUp
from labspace.popups.tenancies.shop_hours import Kept, Opened, Week, k18, weekly
from labspace.popups.tenancies.states import HAPPENING, TenancyState
from labspace.popups.tenancies.tried_days import tried_days
from labspace.spaces.models import Space
from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class PopupFigures:
    """What the slots of a house brought in a period."""

    kept: Kept
    ideas: int
    staying: Staying
    tenancies: Sequence[Tenancy]
    answers: dict[int, list[FollowUp]]
    """By tenancy."""


def popup_figures(
    session: Session, house: Location, *, first: date, last: date, now: datetime
) -> PopupFigures:
    """Figures of a house from `first` to `last`; the chamber's own use stays out (R10)."""
    tenancies = session.scalars(
        select(Tenancy)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(
            Tenancy.location_id == house.id,
            Tenancy.state.in_(HAPPENING),
            Booking.is_internal.is_(False),
        )
        .options(
            joinedload(Tenancy.booking).joinedload(Booking.booked_by),
            joinedload(Tenancy.booking).joinedload(Booking.organisation),
            joinedload(Tenancy.application),
            joinedload(Tenancy.space).joinedload(Space.location),
        )
        .order_by(Booking.starts_at, Tenancy.id)
    ).all()
    by_id = {tenancy.id: tenancy for tenancy in tenancies}
    days = opened_days(session, by_id)
    opened: dict[int, list[Opened]] = {tenancy_id: [] for tenancy_id in by_id}
    for row in days:
        opened[row.tenancy_id].append(Opened(day=row.day, span=TimeSpan(row.starts_at, row.ends_at)))
    today = now.astimezone(house.zone).date()
    weeks: list[Week] = []
    for tenancy in tenancies:
        begins, ends = tenancy.first_and_last
        weeks += weekly(opened[tenancy.id], tenancy.minimum, first=begins, last=ends, until=today)
    follow_ups = follow_ups_of(session, by_id)
    ended: dict[int, date] = {}
    for tenancy in tenancies:
        ended[tenancy.concept_id] = max(tenancy.first_and_last[1], ended.get(tenancy.concept_id, date.min))
    for tenancy in tenancies:
        if tenancy.state is not TenancyState.ENDED:
            ended.pop(tenancy.concept_id, None)  # an idea that goes on has not ended
    answers = [
        Answered(concept=by_id[row.tenancy_id].concept_id, months=row.months, outcome=row.outcome)
        for row in follow_ups
        if row.outcome is not None
    ]
    by_tenancy: dict[int, list[FollowUp]] = {}
    for asked in follow_ups:
        by_tenancy.setdefault(asked.tenancy_id, []).append(asked)
    pairs = [(by_id[tenancy_id].space_id, one) for tenancy_id, many in opened.items() for one in many]
    return PopupFigures(
        kept=k18(pairs, weeks, first=first, last=last, zone=house.zone),
        ideas=tried_ideas(
            ((by_id[row.tenancy_id].concept_id, row.day) for row in days),
            first=first,
            last=last,
            needed=tried_days(),
        ),
        staying=staying(ended, answers, first=first, last=last),
        tenancies=[
            one for one in tenancies if one.first_and_last[0] <= last and first <= one.first_and_last[1]
        ],
        answers=by_tenancy,
    )
