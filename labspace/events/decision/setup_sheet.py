"""What has to be set up for events, on paper: for one event, or for all of a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.queries import house_bookings
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.states import BookingState
from labspace.events.catering import BookedCatering, booked_catering, dish_name
from labspace.events.decision.day_line import core_of
from labspace.events.decision.models import Condition
from labspace.events.decision.seat_plan import SeatPlan, seat_plans
from labspace.events.equipment.queries import booked_things, names_of
from labspace.events.models import EventRequest
from labspace.formats import clock_text, moment_text
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from labspace.words import gettext as _

TAKE_PLACE = (BookingState.CONFIRMED, BookingState.USED)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One event as those who set it up need it."""

    item: ShownBooking
    times: Sequence[tuple[str, str]]
    plan: SeatPlan | None
    layout: str
    things: Sequence[str]
    dishes: Sequence[str]
    facts: Sequence[tuple[str, str]]
    conditions: Sequence[str]


def events_of_day(session: Session, house: Location, day: date) -> list[Booking]:
    """The events that are set up, take place or are cleared away on a local day, by their beginning."""
    window = TimeSpan.of_days(day, day, zone=house.zone)
    # Set-up and tear-down are at most a day each.
    around = TimeSpan.of_days(
        date.fromordinal(day.toordinal() - 1), date.fromordinal(day.toordinal() + 1), zone=house.zone
    )
    near = house_bookings(session, house.id, around, states=TAKE_PLACE)
    return [
        booking
        for booking in near
        if booking.kind is SpaceKind.EVENT_AREA and core_of(booking).overlaps(window)
    ]


def sheets(session: Session, house: Location, bookings: Sequence[Booking], *, on: date) -> list[Sheet]:
    """A sheet for each event, in a handful of statements however many there are."""
    ids = [booking.id for booking in bookings]
    if not ids:
        return []
    things, dishes, names = (
        booked_things(session, ids),
        booked_catering(session, ids),
        names_of(session, house.id),
    )
    requests = {
        row.booking_id: row
        for row in session.scalars(select(EventRequest).where(EventRequest.booking_id.in_(ids)))
    }
    plans, conditions = seat_plans(session, bookings, on=on), _conditions(session, ids)
    return [
        Sheet(
            item=shown(booking),
            times=_times(booking),
            plan=plans.get(booking.id),
            layout=str(booking.layout.label) if booking.layout else "",
            things=[
                _("%(number)d × %(thing)s", number=row.number, thing=names.get(row.code, row.code))
                for row in things.get(booking.id, [])
            ],
            dishes=[_dish(row, booking) for row in dishes.get(booking.id, [])],
            facts=_facts(booking, requests.get(booking.id)),
            conditions=conditions.get(booking.id, []),
        )
        for booking in bookings
    ]


def _conditions(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = session.scalars(
        select(Condition)
        .where(Condition.booking_id.in_(ids), Condition.withdrawn_at.is_(None))
        .order_by(Condition.id)
    )
    for row in rows:
        found.setdefault(row.booking_id, []).append(row.text)
    return found


def _times(booking: Booking) -> list[tuple[str, str]]:
    zone, core = booking.location.zone, core_of(booking)
    same_day = core.starts_at.astimezone(zone).date() == core.ends_at.astimezone(zone).date()
    say = clock_text if same_day else moment_text
    moments = [
        (_("Aufbau ab"), core.starts_at if booking.setup_minutes else None),
        (_("Beginn"), booking.starts_at),
        (_("Ende"), booking.ends_at),
        (_("Abgebaut bis"), core.ends_at if booking.teardown_minutes else None),
    ]
    return [(label, say(moment, zone=zone)) for label, moment in moments if moment is not None]


def _dish(row: BookedCatering, booking: Booking) -> str:
    return _(
        "%(clock)s Uhr: %(dish)s für %(people)d Personen",
        clock=clock_text(row.served_at, zone=booking.location.zone),
        dish=dish_name(row),
        people=row.people,
    )


def _facts(booking: Booking, request: EventRequest | None) -> list[tuple[str, str]]:
    facts = [
        (_("Fläche"), shown(booking).spaces),
        (_("Personen"), str(booking.people)),
        (_("Kontakt"), _contact(booking)),
    ]
    if request is None:
        return facts
    return [
        *facts,
        (_("Veranstaltende"), request.organiser_name),
        (_("Zugang"), _("öffentlich") if booking.is_public else _("geschlossen")),
        (_("Plätze für Rollstühle"), str(request.wheelchair_places or "")),
        (_("Weitere Wünsche an das Café"), request.catering_wish),
        (_("Hinweis an das Team"), booking.note),
    ]


def _contact(booking: Booking) -> str:
    item = shown(booking)
    person = _("%(name)s, %(mail)s", name=booking.booked_by.name, mail=booking.booked_by.email)
    return (
        _("%(person)s, für %(organisation)s", person=person, organisation=item.organisation)
        if item.organisation
        else person
    )
