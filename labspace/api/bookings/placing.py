"""Booking what was asked for, through the actions of the pages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.api.bookings.asks import BookingAsk, EventAsk
from labspace.api.bookings.reasons import alternatives_of, problem_of_refused
from labspace.api.bookings.wishing import Asked
from labspace.api.ground.problems import Problem
from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.demand import count_unmet, shortage_in
from labspace.bookings.models import Booking
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.queries import dates_of
from labspace.bookings.wanted import instead_of
from labspace.errors import Refusal, Refused
from labspace.events.actions import EventDetails, request_event
from labspace.spaces.kinds import SpaceKind


def place(session: Session, ask: BookingAsk, asked: Asked, *, now: datetime) -> Booking:
    """The booking, or the first of its series. Raises `Refused`; the caller commits."""
    kind = asked.wanted.kind
    if ask.event is not None and kind is not SpaceKind.EVENT_AREA:
        raise Refused(Refusal("event_only"))
    if asked.series is not None:
        series = place_series(
            session,
            asked.series,
            booked_by=asked.booked_by,
            now=now,
            skip=ask.on_conflict == "skip",
            door=asked.door,
        )
        return next(one.booking for one in dates_of(session, series.id) if one.booking is not None)
    if kind is SpaceKind.EVENT_AREA and asked.door is None:
        about = _event_details(ask, ask.event or EventAsk(), asked)
        return request_event(session, asked.wish(ask), about, booked_by=asked.booked_by, now=now).booking
    return place_booking(
        session, asked.wish(ask), booked_by=asked.booked_by, now=now, door=_door(asked, kind)
    )


def _door(asked: Asked, kind: SpaceKind) -> StaffDoor | None:
    """Pop-up slots are let by application; no reason of staff passes over that here, as on no page."""
    if asked.door is not None and kind is SpaceKind.POPUP_SLOT:
        raise Refused(Refusal("needs_application"))
    return asked.door


def _event_details(ask: BookingAsk, event: EventAsk, asked: Asked) -> EventDetails:
    return EventDetails(
        purpose=event.purpose or ask.title,
        organiser_name=event.organiser or asked.booked_by.name,
        entry_fee_cents=event.entry_fee_cents,
        wheelchair_places=event.wheelchair_places,
        is_political_or_religious=event.political_or_religious,
    )


def problem_of_wish(session: Session, asked: Asked, refused: Refused, *, now: datetime) -> Problem:
    """The problem of a refused wish with what is free instead; what was missing is counted, without names.

    Call it after the transaction of the refused action was rolled back.
    """
    wanted, is_taken = asked.wanted, bool(refused.codes & {"space_taken", "none_free"})
    instead = []
    if is_taken and not isinstance(refused, SeriesRefused):
        found = instead_of(
            session,
            wanted,
            asked.span,
            people=asked.details.people,
            now=now,
            reader=asked.reader,
        )
        instead = alternatives_of(session, found)
    problem = problem_of_refused(refused, zone=wanted.house.zone, instead=instead)
    is_own = isinstance(refused, SpaceTaken) and refused.holder_id == asked.booked_by.id
    shortage = shortage_in(refused.codes, any_space=False)
    if shortage is not None and not is_own:
        count_unmet(session, shortage, house=wanted.house, kind=wanted.kind, span=asked.span)
    return problem
