"""Asking for event areas: each date of a valid request is an option at once, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.claims import core_span
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.events.catering import Served
from labspace.events.catering_actions import order_catering
from labspace.events.changes import DatesAsked
from labspace.events.equipment.actions import ask_for_equipment
from labspace.events.fit.candidates import candidates_of
from labspace.events.fit.judging import too_few_wheelchair_places
from labspace.events.models import EventRequest
from labspace.events.terms import house_rules_version
from labspace.spaces.house import House
from labspace.spaces.houses import houses_of_spaces
from labspace.spaces.kinds import SpaceKind

MOST_DATES = 60
"""A request has no more dates than this: what staff can decide on one page."""


@dataclass(frozen=True, kw_only=True)
class EventDetails:
    """What an organiser tells about an event besides the booking's own details."""

    purpose: str
    organiser_name: str
    entry_fee_cents: int = 0
    wheelchair_places: int = 0
    equipment: Mapping[str, int] = field(default_factory=dict)
    """How many of each thing of the house, by code."""
    catering: Sequence[Served] = ()
    """For every date, by its clock."""
    catering_wish: str = ""
    is_political_or_religious: bool = False
    house_rules_version: str = ""
    """The version the organiser read and accepted; empty: the one in force."""


def request_event(
    session: Session, wish: Wish, details: EventDetails, *, booked_by: User, now: datetime, once: str = ""
) -> EventRequest:
    """As `request_events` for one date; raises `SpaceTaken` against a confirmed booking or a blocking."""
    return request_events(session, [wish], details, booked_by=booked_by, now=now, once=once)[0]


def request_events(
    session: Session,
    wishes: Sequence[Wish],
    details: EventDetails,
    *,
    booked_by: User,
    now: datetime,
    once: str = "",
) -> list[EventRequest]:
    """Place an option for every date, each at its next free rank, with what the organiser tells.

    Raises `Refused` with every broken rule of every date, and then nothing is left of any.
    `once` names the filled-in form: sent twice, it gives the request of the first time.
    """
    begin_write(session)
    wishes = sorted(wishes, key=lambda wish: wish.span)
    house = next(iter(houses_of_spaces(session, wishes[0].space_ids[:1]).values()), None)
    if house is None:
        raise Refused(Refusal("space_unknown"))
    _refuse_dates(wishes, house)
    _refuse_wheelchairs(wishes, house, wished=details.wheelchair_places)
    first = _place(session, wishes[0], house, booked_by, now, once=once, alone=len(wishes) == 1)
    if (known := session.get(EventRequest, first.id)) is not None:
        return _asked_before(session, known, wishes)
    bookings = [first, *_place_others(session, wishes[1:], house, booked_by, now)]
    version = details.house_rules_version or house_rules_version(
        session, house.id, on=now.astimezone(house.zone).date()
    )
    requests = [
        _request(booking, details, first=first if len(bookings) > 1 else None, version=version, now=now)
        for booking in bookings
    ]
    session.add_all(requests)
    session.flush()
    for booking in bookings:
        ask_for_equipment(session, booking, details.equipment)
        order_catering(session, booking, details.catering)
    if len(bookings) > 1:
        announce(session, DatesAsked(tuple(bookings), booked_by.id, now))
    return requests


def _place_others(
    session: Session, wishes: Sequence[Wish], house: House, booked_by: User, now: datetime
) -> list[Booking]:
    """The options of all further dates; raises `Refused` with what is refused of any."""
    bookings, refusals = [], list[Refusal]()
    for wish in wishes:
        try:
            with session.begin_nested():
                bookings.append(_place(session, wish, house, booked_by, now, alone=False))
        except Refused as refused:
            refusals += refused.refusals
    refuse_any(refusals)
    return bookings


def _place(
    session: Session,
    wish: Wish,
    house: House,
    booked_by: User,
    now: datetime,
    *,
    alone: bool,
    once: str = "",
) -> Booking:
    """The option of one date; what is refused of one of several names its day."""
    try:
        if wish.span.starts_at <= now:
            raise Refused(Refusal("in_the_past"))
        booking = place_booking(
            session,
            wish,
            booked_by=booked_by,
            now=now,
            state=BookingState.OPTION,
            once=once,
            told_together=not alone,
        )
    except Refused as refused:
        if alone or "idempotency_key_reused" in refused.codes:
            raise
        day = wish.span.starts_at.astimezone(house.zone).date()
        raise Refused(Refusal("date_refused", {"day": day, "because": refused.refusals})) from refused
    if booking.kind is not SpaceKind.EVENT_AREA:
        raise Refused(Refusal("not_allowed"))
    return booking


def _refuse_dates(wishes: Sequence[Wish], house: House) -> None:
    """Raise `Refused` for more dates than a request has, or dates that stand in each other's way."""
    if len(wishes) > MOST_DATES:
        raise Refused(Refusal("too_many_dates", {"most": MOST_DATES}))
    cores = [
        core_span(wish.span, setup_minutes=wish.setup_minutes, teardown_minutes=wish.teardown_minutes)
        for wish in wishes
    ]
    for one, other in pairwise(cores):
        if one.overlaps(other):
            day = other.starts_at.astimezone(house.zone).date()
            raise Refused(Refusal("dates_overlap", {"day": day}))


def _refuse_wheelchairs(wishes: Sequence[Wish], house: House, *, wished: int) -> None:
    """Raise `Refused` for more places for wheelchairs than are approved for these areas in this seating."""
    found = {}
    for wish in wishes if wished else ():
        day = wish.span.starts_at.astimezone(house.zone).date()
        for candidate in candidates_of(house, on=day):
            if set(candidate.space_ids) == set(wish.space_ids):
                for refusal in too_few_wheelchair_places(
                    candidate, layout=wish.details.layout, wished=wished
                ):
                    found[str(refusal.values)] = refusal
    refuse_any(list(found.values()))


def _asked_before(session: Session, known: EventRequest, wishes: Sequence[Wish]) -> list[EventRequest]:
    """What the same form made the first time; raises `Refused` if its dates were others."""
    requests = session.scalars(
        select(EventRequest)
        .where(
            (EventRequest.booking_id == known.booking_id)
            | (EventRequest.first_booking_id == known.booking_id)
        )
        .order_by(EventRequest.booking_id)
    ).all()
    if len(requests) != len(wishes):
        raise Refused(Refusal("idempotency_key_reused"))
    return list(requests)


def _request(
    booking: Booking, details: EventDetails, *, first: Booking | None, version: str, now: datetime
) -> EventRequest:
    return EventRequest(
        booking_id=booking.id,
        purpose=details.purpose,
        organiser_name=details.organiser_name,
        entry_fee_cents=details.entry_fee_cents,
        wheelchair_places=details.wheelchair_places,
        catering_wish=details.catering_wish,
        is_political_or_religious=details.is_political_or_religious,
        house_rules_version=version,
        house_rules_accepted_at=now,
        first_booking_id=first.id if first is not None else None,
    )
