"""The events and pop-ups of a period as evidence for its figures; nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.popups.tenancies.figures import popup_figures
from labspace.popups.tenancies.queries import opened_days
from labspace.popups.tenancies.records import FollowUp
from labspace.reports.snapshot import Event, Popup
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, first_and_last_day, length, start_of_day
from labspace.visits.queries import visited


def events_of(session: Session, house: Location, days: Days, *, now: datetime) -> list[Event]:
    """The events that were held, by their beginning: those K21 counts, with who came and how well that is known.

    A public event is named as its programme named it; a closed one by the number of its booking alone.
    """
    span = days.span(zone=house.zone)
    bookings = session.execute(
        select(
            Booking.id,
            Booking.reference,
            Booking.title,
            Booking.is_public,
            Booking.starts_at,
            Booking.ends_at,
        )
        .where(
            Booking.location_id == house.id,
            Booking.kind == SpaceKind.EVENT_AREA,
            Booking.state == BookingState.USED,
            Booking.is_internal.is_(False),
            Booking.starts_at >= span.starts_at,
            Booking.starts_at < min(span.ends_at, now),
        )
        .order_by(Booking.starts_at, Booking.id)
    ).all()
    came = visited(session, [booking.id for booking in bookings])
    found = []
    for booking in bookings:
        first, last = first_and_last_day(TimeSpan(booking.starts_at, booking.ends_at), zone=house.zone)
        told = came.get(booking.id)
        found.append(
            Event(
                house=house.slug,
                reference=booking.reference,
                title=booking.title if booking.is_public else "",
                is_public=booking.is_public,
                first=first,
                last=last,
                days=(last - first).days + 1,
                people=told.total if told else None,
                grade=told.grade.value if told and told.grade else "",
            )
        )
    return found


def popups_of(session: Session, house: Location, days: Days, *, now: datetime) -> list[Popup]:
    """The pop-ups that were there, by their first day: days and hours open in the period (K18), what became of them (K20)."""
    told = popup_figures(session, house, first=days.first, last=days.last, now=now)
    opened: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    dates: defaultdict[int, set[object]] = defaultdict(set)
    period = days.span(zone=house.zone)
    for row in opened_days(session, [tenancy.id for tenancy in told.tenancies]):
        part = row.span.intersection(period)
        if part is not None and row.day in days:
            opened[row.tenancy_id].append(part)
            dates[row.tenancy_id].add(row.day)
    return [
        Popup(
            house=house.slug,
            reference=tenancy.booking.reference,
            title=tenancy.title,
            space=tenancy.space.name,
            first=tenancy.first_and_last[0],
            last=tenancy.first_and_last[1],
            opened_days=len(dates[tenancy.id]),
            opened_hours=Fraction(int(length(opened[tenancy.id]).total_seconds()), 3600),
            outcome=_outcome(told.answers.get(tenancy.id, ())),
        )
        for tenancy in told.tenancies
        if tenancy.booking.starts_at < now
    ]


def _outcome(answers: Sequence[FollowUp]) -> str:
    known = [one for one in answers if one.outcome is not None]
    last = max(known, key=lambda one: one.months, default=None)
    return str(last.outcome.label) if last and last.outcome else ""


def period_until(days: Days, house: Location, *, now: datetime) -> Days | None:
    """The part of the period that is over or has begun at `now`; None before its first day."""
    today = now.astimezone(house.zone).date()
    if start_of_day(days.first, zone=house.zone) >= now:
        return None
    return Days(days.first, min(days.last, today))
