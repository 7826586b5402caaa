"""What became of the demonstration's lettings: agreements, shop hours, answers; invented, the same for a seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED, BookingState
from labspace.db import begin_write, insert_rows
from labspace.demo.shop_visits import protocols_of, visits_of
from labspace.demo.words import INVENTED
from labspace.popups.queries import application_of
from labspace.popups.tenancies.actions.tenancies import begin_tenancy, settle_tenancies
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.queries import agreements_of, follow_ups_of
from labspace.popups.tenancies.records import OpenedDay
from labspace.popups.tenancies.states import Outcome
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, local_moment
from labspace.visits.models import VisitCount

MOST = 40
"""Enough for lively pages; the newest lettings of all houses."""
HOURS = (((1, 5), (660, 1080)), ((2, 5), (600, 1020)), ((1, 6), (720, 1140)))
"""First weekday, the one after the last, and from when to when."""
WEEK_MARKET_CENTS = 42_840
OUTCOMES = (*Outcome, Outcome.LEASE_SIGNED, Outcome.OWN_SHOP, Outcome.ONLINE)


def invent_shops(session: Session, *, seed: int, now: datetime) -> int:
    """Give the newest lettings without one a tenancy with everything that belongs to it; returns how many."""
    rng = Random(f"labspace shops {seed}")
    begin_write(session)
    bookings = _unkept(session)
    tenancies = [_let(session, booking, rng) for booking in bookings]
    settle_tenancies(session, now=now)
    for tenancy in tenancies:
        rows = _opened(tenancy, rng, now=now) if tenancy.booking.state is BookingState.USED else []
        if rows:
            insert_rows(session, OpenedDay, rows)
            insert_rows(session, VisitCount, visits_of(tenancy, rows, seed=seed))
    _answer(session, tenancies, rng, now=now)
    session.add_all(protocols_of(tenancies, seed=seed, now=now))
    session.flush()
    return len(tenancies)


def _unkept(session: Session) -> Sequence[Booking]:
    return session.scalars(
        select(Booking)
        .outerjoin(Tenancy, Tenancy.booking_id == Booking.id)
        .where(Booking.kind == SpaceKind.POPUP_SLOT, Booking.state.in_(BOOKED), Tenancy.id.is_(None))
        .options(
            joinedload(Booking.location),
            joinedload(Booking.booked_by),
            joinedload(Booking.organisation),
            selectinload(Booking.spaces),
        )
        .order_by(Booking.starts_at.desc(), Booking.id)
        .limit(MOST)
    ).all()


def _let(session: Session, booking: Booking, rng: Random) -> Tenancy:
    application = application_of(session, booking.id)
    weeks = max(1, round(booking.span.duration / timedelta(weeks=1)))
    booking.market_cents = WEEK_MARKET_CENTS * weeks
    booking.price_cents = booking.market_cents * rng.choice((0, 25, 40, 60)) // 100
    session.flush()
    tenancy = begin_tenancy(
        session,
        booking,
        offer=None,
        application_id=application.id if application else None,
        now=booking.created_at,
    )
    (first, last), window = rng.choice(HOURS)
    tenancy.weekly_hours = [[day, *window] for day in range(first, last)]
    if rng.random() < 0.9:
        (agreement,) = agreements_of(session, tenancy.id)
        agreement.acknowledged_at = booking.created_at + timedelta(hours=rng.randrange(1, 60))
        agreement.acknowledged_by_id = booking.booked_by_id
        agreement.acknowledged_name = booking.booked_by.name
    return tenancy


def _opened(tenancy: Tenancy, rng: Random, *, now: datetime) -> list[dict[str, object]]:
    first, last = tenancy.first_and_last
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        {
            "tenancy_id": tenancy.id,
            "day": day,
            "starts_at": span.starts_at,
            "ends_at": span.ends_at,
            "recorded_by_id": tenancy.tenant_id,
            "recorded_at": span.ends_at,
        }
        for day in days
        if (span := _hours(tenancy, day)) and span.ends_at < now and rng.random() < 0.93
    ]


def _hours(tenancy: Tenancy, day: date) -> TimeSpan | None:
    window = tenancy.hours.on(day)
    if window is None:
        return None
    starts_at, ends_at = (
        local_moment(day, time(minute // 60, minute % 60), zone=tenancy.space.location.zone)
        for minute in window
    )
    return TimeSpan(starts_at, ends_at)


def _answer(session: Session, tenancies: Sequence[Tenancy], rng: Random, *, now: datetime) -> None:
    """What was due is asked, and most have answered; nobody is mailed about it."""
    for row in follow_ups_of(session, [tenancy.id for tenancy in tenancies]):
        if row.due_on > now.date():
            continue
        row.asked_at = row.reminded_at = now
        if rng.random() < 0.75:
            row.outcome, row.answered_at = rng.choice(OUTCOMES), now
            row.report = f"Danke für die Zeit in der Innenstadt. {INVENTED}"
