"""Invented load: the same for the same seed, never overlapping, and what the actions would have written."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session, selectinload

from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Organisation
from labspace.bookings.actions.claims import claims_for, core_span, holds_claims
from labspace.bookings.actions.history import snapshot
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import BookedUnit, Booking, BookingEvent
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.states import BOOKED, BookingState
from labspace.db import Base
from labspace.demo.load import Wanted, load_bookings
from labspace.demo.loading import load_houses
from labspace.demo.people import ORGANISER, STARTUP, load_people
from labspace.events.models import EventRequest
from labspace.locations.models import Location
from labspace.popups.models import PopupApplication
from labspace.popups.spans import weeks_span
from labspace.popups.states import UNDECIDED
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import bookable_spans
from labspace.times import TimeSpan, hours, intersection, union

SMALL = Wanted(bookings=900, seed=7, days=21)
FULL = Wanted(bookings=4700, seed=7, days=35)


def load(session: Session, wanted: Wanted, now: datetime) -> int:
    houses = load_houses(session, since=now.date() - timedelta(days=wanted.days + 40))
    load_people(session, houses, now=now)
    session.commit()
    return load_bookings(session, wanted, now=now, say=lambda text: None)


def rows(session: Session) -> list[tuple[Any, ...]]:
    """Every row of a load, as the database has it."""
    session.rollback()
    tables = (
        "booking",
        "booking_space",
        "booked_unit",
        "claim",
        "booking_event",
        "organisation",
        "membership",
    )
    found = [
        (table, *row)
        for table in tables
        for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
    ]
    people = session.execute(text("SELECT id, email, name, created_at FROM user_account ORDER BY id"))
    return [*found, *(tuple(person) for person in people)]


def empty(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        session.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        session.commit()
        return
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()


def test_the_same_seed_on_the_same_day_gives_the_same_rows(session, now):
    assert load(session, SMALL, now) == SMALL.bookings
    first = rows(session)
    empty(session)
    load(session, SMALL, now)
    second = rows(session)
    assert [str(row) for row in first] == [str(row) for row in second]


def test_another_seed_gives_another_load(session, now):
    load(session, SMALL, now)
    first = rows(session)
    empty(session)
    load(session, Wanted(bookings=900, seed=8, days=21), now)
    assert rows(session) != first


def test_rows_are_what_the_actions_would_have_written(session, now):
    load(session, FULL, now)
    spaces = session.scalars(select(Space)).all()
    rules = rules_of(session, spaces, on=now.date())
    bookings = session.scalars(select(Booking).options(selectinload(Booking.spaces))).all()
    units: dict[int, set[int]] = defaultdict(set)
    for unit in session.scalars(select(BookedUnit)):
        units[unit.booking_id].add(unit.space_id)
    claims: dict[int, set[Any]] = defaultdict(set)
    for claim in session.scalars(select(Claim)):
        claims[claim.booking_id].add((claim.space_id, claim.span, claim.is_core))
    history: dict[int, list[BookingEvent]] = defaultdict(list)
    for event in session.scalars(select(BookingEvent).order_by(BookingEvent.id)):
        history[event.booking_id].append(event)
    for booking in bookings:
        events = history[booking.id]
        core = core_span(
            booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
        )
        wanted = claims_for(core, unit_ids=units[booking.id], rules=rules[booking.spaces[0].id])
        held = {(row.space_id, row.span, row.is_core) for row in wanted}
        # A no-show gives back its time at once, as a cancelled booking does.
        keeps = holds_claims(booking) and booking.state is not BookingState.NO_SHOW
        assert claims[booking.id] == (held if keeps else set())
        assert events[0].what == "placed"
        assert events[0].before is None
        assert events[-1].after == snapshot(booking)
        assert [event.before for event in events[1:]] == [event.after for event in events[:-1]]
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert booking.version == len(events)
        assert events[0].at == booking.created_at <= now
        assert events[-1].at == booking.changed_at <= now
        states = [BookingState(event.after["state"]) for event in events if event.after]
        for before, after in pairwise(states):
            assert before is after or before.may_become(after)


def test_what_was_asked_for_has_its_request_and_its_application(session, now):
    load(session, FULL, now)
    requests = set(session.scalars(select(EventRequest.booking_id)))
    events = select(Booking.id).where(Booking.kind == SpaceKind.EVENT_AREA)
    assert requests == set(session.scalars(events))
    slots = session.scalars(select(Booking).where(Booking.kind == SpaceKind.POPUP_SLOT)).all()
    applications = {row.booking_id: row for row in session.scalars(select(PopupApplication))}
    assert set(applications) == {booking.id for booking in slots}
    for booking in slots:
        application = applications[booking.id]
        zone = booking.location.zone
        assert booking.span == weeks_span(application.first_on, application.weeks, zone=zone)
        assert (booking.state is BookingState.REQUESTED) == (application.state in UNDECIDED)


def test_bookings_keep_to_the_rules_of_their_house(session, now):
    load(session, FULL, now)
    spaces = {space.id: space for space in session.scalars(select(Space))}
    rules = rules_of(session, list(spaces.values()), on=now.date())
    window = TimeSpan(now - timedelta(days=60), now + timedelta(days=90))
    opening = bookable_spans(session, list(spaces.values()), window)
    for booking in session.scalars(select(Booking).options(selectinload(Booking.spaces))):
        space = booking.spaces[0]
        if booking.kind is SpaceKind.POPUP_SLOT:
            continue
        assert rules[space.id].min_minutes <= booking.span.minutes <= rules[space.id].max_minutes
        assert booking.starts_at.minute % rules[space.id].raster_minutes == 0
        inside = intersection(opening[space.id], [booking.span]) == [booking.span]
        assert inside or (booking.kind is SpaceKind.EVENT_AREA and booking.override_reason)
        assert booking.starts_at <= now + timedelta(days=rules[space.id].horizon_days)
        most = max([space.capacity, *(row.capacity for row in space.layouts if row.layout is booking.layout)])
        assert 1 <= booking.people <= most


def test_a_load_shows_everything_that_can_happen(session, now):
    load(session, FULL, now)
    bookings = session.scalars(select(Booking)).all()
    assert {booking.state for booking in bookings} == set(BookingState)
    assert {booking.kind for booking in bookings} == set(SpaceKind)
    assert {booking.partner_type for booking in bookings} == set(PartnerType)
    assert {booking.theme for booking in bookings} == {*Theme, None}
    assert len({booking.sector for booking in bookings}) > 12
    assert {booking.is_internal for booking in bookings} == {True, False}
    assert any(booking.option_rank == 2 for booking in bookings)
    assert any(booking.entered_later for booking in bookings)
    assert any(
        booking.is_public and now < booking.starts_at < now + timedelta(days=7) for booking in bookings
    )
    assert all("(erfunden)" in organisation.name for organisation in session.scalars(select(Organisation)))


def test_houses_are_as_full_as_the_demonstration_promises(session, now):
    load(session, FULL, now)
    spaces = session.scalars(select(Space).where(Space.is_unit)).all()
    window = TimeSpan(now - timedelta(days=35), now)
    opening = bookable_spans(session, spaces, window)
    booked: dict[int, list[TimeSpan]] = defaultdict(list)
    found = session.execute(
        select(BookedUnit.space_id, BookedUnit.starts_at, BookedUnit.ends_at)
        .join(Booking, Booking.id == BookedUnit.booking_id)
        .where(Booking.state.in_(BOOKED), BookedUnit.starts_at < now)
    )
    for space_id, starts_at, ends_at in found:
        booked[space_id].append(TimeSpan(starts_at, ends_at))
    shares = {}
    for kind in SpaceKind:
        ids = [space.id for space in spaces if space.kind is kind]
        used = sum(hours(intersection(union(booked[space_id]), opening[space_id])) for space_id in ids)
        shares[kind] = used / sum(hours(opening[space_id]) for space_id in ids)
    assert 0.4 <= shares[SpaceKind.DESK] <= 0.6
    assert 0.3 <= shares[SpaceKind.MEETING_ROOM] <= 0.5
    evenings = {
        (booking.location_id, booking.starts_at.date())
        for booking in session.scalars(
            select(Booking).where(
                Booking.kind == SpaceKind.EVENT_AREA, Booking.state.in_(BOOKED), Booking.starts_at < now
            )
        )
        if booking.starts_at.hour >= 16
    }
    assert len(evenings) >= 2 * 5 * 4


def test_what_is_booked_already_keeps_its_time(session, now):
    load(session, SMALL, now)
    before = {row.id: row.changed_at for row in session.scalars(select(Booking))}
    assert (
        load_bookings(session, Wanted(bookings=700, seed=9, days=21), now=now, say=lambda text: None) == 700
    )
    after = {row.id: row.changed_at for row in session.scalars(select(Booking))}
    assert {number: after[number] for number in before} == before
    assert len(after) == 1600


def test_more_houses_are_invented_before_the_four_overflow(session, now):
    told: list[str] = []
    houses = load_houses(session, since=now.date() - timedelta(days=60))
    session.commit()
    load_bookings(session, Wanted(bookings=6000, seed=1, days=14), now=now, say=told.append)
    names = [house.name for house in session.scalars(select(Location).order_by(Location.position))]
    assert len(names) > len(houses)
    assert "Stadtlabor Bochum 2" in names
    assert any("added" in line for line in told)


def test_the_people_to_sign_in_as_have_bookings_ahead(session, now):
    load(session, FULL, now)
    ahead = session.scalars(select(Booking).where(Booking.starts_at > now)).all()
    states = Counter(
        (booking.booked_by.email, booking.state)
        for booking in ahead
        if booking.booked_by.email in {STARTUP.email, ORGANISER.email}
    )
    assert states[STARTUP.email, BookingState.CONFIRMED] >= 2
    assert states[ORGANISER.email, BookingState.OPTION] >= 1


@pytest.mark.parametrize("bookings", [0, 1, 7])
def test_small_numbers_are_met_too(session, now, bookings):
    assert load(session, Wanted(bookings=bookings, seed=1, days=30), now) == bookings
