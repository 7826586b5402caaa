"""People, visits and outcomes equal a count that walks through every quarter of an hour."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.bookings.states import BOOKED, BookingState
from labspace.occupancy.days import Days
from labspace.occupancy.lead_times import lead_times
from labspace.occupancy.people.cells import Cells, count_cells
from labspace.occupancy.people.counting import WalkIns
from labspace.occupancy.people.leads import lead_times_of, packed, unpacked
from labspace.occupancy.people.told import Told
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import Stay
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import DatedStay
from labspace.times import TimeSpan
from labspace.visits.kinds import DataGrade, VisitSource
from labspace.visits.rules import Count, winning

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 10, 23, 22, tzinfo=UTC)
"""Local midnight before the day with 25 hours."""
DAYS = Days(date(2026, 10, 24), date(2026, 10, 26))
WHOLE = DAYS.span(zone=BERLIN)
QUARTER = timedelta(minutes=15)
SLOTS = range(-20, 320)
S, K = BookingState, SpaceKind


def at(slot: int) -> datetime:
    return BEGIN + slot * QUARTER


def day_of(slot: int) -> date:
    return at(slot).astimezone(BERLIN).date()


def slots_of(span: TimeSpan) -> list[int]:
    """The quarter hours of a span that lie in the period."""
    return [slot for slot in SLOTS if span.starts_at <= at(slot) < span.ends_at and day_of(slot) in DAYS]


@st.composite
def bookings(draw: st.DrawFn) -> Told:
    first = draw(st.integers(-20, 300))
    span = TimeSpan(at(first), at(first + draw(st.integers(1, 130))))
    state = draw(
        st.sampled_from([S.USED, S.USED, S.USED, S.NO_SHOW, S.CANCELLED_LATE, S.REJECTED, S.CONFIRMED])
    )
    kind = draw(st.sampled_from(K))
    local = [DAYS.first + timedelta(days=number) for number in range(-1, 4)]
    counts = draw(
        st.lists(st.tuples(st.sampled_from(local), st.integers(0, 9), st.sampled_from(VisitSource)), max_size=3)
    )  # fmt: skip
    counted = [
        Count(day=day, count=number, source=source, entered_at=BEGIN, id=place)
        for place, (day, number, source) in enumerate(counts)
    ]
    return Told(
        id=draw(st.integers(1, 10**6)),
        location_id=1,
        kind=kind,
        state=state,
        span=span,
        used=(span,) if state is S.USED else (),
        person=draw(st.integers(1, 3)),
        organisation=draw(st.sampled_from([None, 1, 2])),
        is_internal=draw(st.booleans()),
        people=draw(st.integers(1, 9)),
        seats=draw(st.integers(1, 9)),
        counted=winning(counted) if counted and kind in (K.EVENT_AREA, K.POPUP_SLOT) else None,
        is_public=draw(st.booleans()),
        is_checked_in=draw(st.booleans()),
        asked_at=span.starts_at - timedelta(minutes=draw(st.integers(-100, 10_000))),
        is_first=draw(st.booleans()),
        is_one=draw(st.booleans()),
        is_full=draw(st.booleans()),
    )


def house_of(some: list[Told]) -> HouseRecord:
    """A unit for each booking, open round the clock, so that all of its use counts."""
    return HouseRecord(
        location_id=1,
        name="",
        slug="",
        zone=BERLIN,
        is_demo=False,
        period=WHOLE,
        hours=[WHOLE],
        units=[
            UnitRecord(
                space_id=number,
                kind=told.kind,
                existed=WHOLE,
                opening=[WHOLE],
                closed=[],
                stays=[
                    Stay(
                        state=told.state,
                        booked=told.span,
                        recorded=told.used or None,
                        is_internal=told.is_internal,
                        booking_id=told.id,
                    )
                ],
            )
            for number, told in enumerate(some, 1)
        ],
    )


def total(cells: Cells, name: str, *kinds: SpaceKind, internal: bool = False) -> int:
    """One number of all days."""
    return sum(
        tally.of(name) if name in ("visits", "stays", "seated", "attendance") else getattr(tally, name)
        for (_day, kind, own), tally in cells.counts.items()
        if own is internal and (not kinds or kind in kinds)
    )


def people_at(told: Told, slot: int) -> int | None:
    """How many were there, as far as anybody knows."""
    if told.kind is K.POPUP_SLOT:
        return None
    if told.counted is None:
        return told.people
    numbers = {one.day: one.count for one in told.counted.by_day}
    return next(iter(numbers.values())) if len(numbers) == 1 else numbers.get(day_of(slot))


unique = st.lists(bookings(), max_size=6, unique_by=lambda told: told.id)


@settings(max_examples=60, deadline=None)
@given(some=unique)
def test_people_and_places_equal_a_walk_through_the_house(some: list[Told]) -> None:
    cells = count_cells(house_of(some), some, DAYS, past=WHOLE)
    seated = seats = known = in_use = 0
    for told in some:
        for slot in (slot for span in told.used for slot in slots_of(span)):
            in_use += 900
            if (people := people_at(told, slot)) is not None:
                known, seated, seats = known + 900, seated + 900 * people, seats + 900 * told.seats
    assert (total(cells, "seated"), total(cells, "seats")) == (seated, seats)
    assert (total(cells, "known"), total(cells, "in_use")) == (known, in_use)


@settings(max_examples=60, deadline=None)
@given(some=unique)
def test_visits_equal_a_count_by_hand(some: list[Told]) -> None:
    cells = count_cells(house_of(some), some, DAYS, past=WHOLE)
    for internal in (False, True):
        asked = [told for told in some if told.used and (told.is_internal or not internal)]
        desks = {
            (told.person, day_of(slot)) for told in asked if told.kind is K.DESK for slot in slots_of(told.span)
        }  # fmt: skip
        at_desks = {
            (told.person, slot) for told in asked if told.kind is K.DESK for slot in slots_of(told.span)
        }
        visits, stays = len(desks), 900 * len(at_desks)
        for told in asked:
            if told.kind is K.DESK:
                continue
            if told.counted is not None:
                visits += sum(one.count for one in told.counted.by_day if one.day in DAYS)
            elif told.kind is not K.POPUP_SLOT and told.span.starts_at.astimezone(BERLIN).date() in DAYS:
                visits += told.people
            if told.kind is K.CAFE_TABLE and told.span.starts_at.astimezone(BERLIN).date() in DAYS:
                stays += 45 * 60 * told.people
            if told.kind is K.POPUP_SLOT and told.counted is not None:
                stays += 15 * 60 * sum(one.count for one in told.counted.by_day if one.day in DAYS)
            if told.kind in (K.MEETING_ROOM, K.EVENT_AREA):
                stays += sum(900 * (people_at(told, slot) or 0) for slot in slots_of(told.span))
        assert total(cells, "visits", internal=internal) == visits
        assert total(cells, "stays", internal=internal) == stays


@settings(max_examples=60, deadline=None)
@given(some=unique)
def test_outcomes_and_requests_belong_to_the_day_they_begin(some: list[Told]) -> None:
    cells = count_cells(house_of(some), some, DAYS, past=WHOLE)
    begun = [
        told
        for told in some
        if not told.is_internal and told.span.starts_at.astimezone(BERLIN).date() in DAYS
    ]
    states = Counter(told.state for told in begun)
    assert total(cells, "came") == states[S.USED]
    assert total(cells, "missed") == states[S.NO_SHOW]
    assert total(cells, "late") == sum(told.state is S.CANCELLED_LATE and told.is_one for told in begun)
    first = [told for told in begun if told.is_first]
    assert total(cells, "requests") == len(first)
    assert total(cells, "full") == sum(told.is_full for told in first)
    leads = [told.span.starts_at - told.asked_at for told in first if told.state in BOOKED]
    runs = [run for tally in cells.counts.values() for run in tally.leads]
    assert lead_times_of(runs) == lead_times(leads)
    events = [told for told in begun if told.kind is K.EVENT_AREA and told.state is S.USED]
    assert total(cells, "public_events") + total(cells, "closed_events") == len(events)
    assert total(cells, "attended") == sum(told.counted is not None for told in events)


@settings(max_examples=60, deadline=None)
@given(some=unique)
def test_used_hours_of_users_add_up_to_the_used_hours_of_units(some: list[Told]) -> None:
    cells = count_cells(house_of(some), some, DAYS, past=WHOLE)
    assert sum(use.seconds for use in cells.uses.values()) == total(cells, "used_units")
    used = {(told.person, day_of(slot)) for told in some for span in told.used for slot in slots_of(span)}
    assert {(user.person, day) for day, user in cells.uses} == used


@settings(max_examples=60, deadline=None)
@given(some=unique, cut=st.integers(1, 2))
def test_days_add_up_to_the_period(some: list[Told], cut: int) -> None:
    house = house_of(some)
    parts = Cells()
    for days in (
        Days(DAYS.first, DAYS.first + timedelta(days=cut - 1)),
        Days(DAYS.first + timedelta(days=cut), DAYS.last),
    ):
        parts.add(count_cells(house, some, days, past=days.span(zone=BERLIN)))
    whole = count_cells(house, some, DAYS, past=WHOLE)
    assert {place: _plain(tally) for place, tally in parts.counts.items()} == {
        place: _plain(tally) for place, tally in whole.counts.items()
    }
    assert parts.uses == whole.uses


def _plain(tally: object) -> dict[str, object]:
    return {name: getattr(tally, name) for name in tally.__slots__}  # type: ignore[attr-defined]


@given(
    runs=st.lists(st.lists(st.integers(0, 10**7), max_size=20), max_size=8), few=st.sampled_from([0, 10**6])
)
def test_lead_times_are_looked_up_as_if_they_stood_in_one_order(runs: list[list[int]], few: int) -> None:
    found = lead_times_of([unpacked(packed(run)) for run in runs], few=few)
    assert found == lead_times([timedelta(seconds=lead) for run in runs for lead in run])


def test_a_desk_is_one_visit_whoever_was_seen_at_it() -> None:
    some = [
        Told(
            id=number, location_id=1, kind=K.DESK, state=S.USED, span=TimeSpan(at(40 + number), at(44 + number)),
            used=(TimeSpan(at(40 + number), at(44 + number)),), person=1, is_checked_in=number == 1, asked_at=at(0),
        )
        for number in (0, 1)
    ]  # fmt: skip
    cells = count_cells(house_of(some), some, DAYS, past=WHOLE)
    tally = cells.counts[DAYS.first, K.DESK, False]
    assert tally.by_grade("visits") == {DataGrade.A: 1}
    assert tally.by_grade("stays") == {DataGrade.A: 5 * 900}


def test_visits_last_as_long_as_the_house_reckons_on_their_day() -> None:
    stays = [DatedStay(kind=K.CAFE_TABLE, minutes=60, valid_from=DAYS.last, valid_until=None)]
    walked = [
        WalkIns(day=day, kind=K.CAFE_TABLE, visits=4, grade=DataGrade.B) for day in (DAYS.first, DAYS.last)
    ]
    cells = count_cells(house_of([]), [], DAYS, past=WHOLE, walk_ins=walked, stays=stays)
    assert cells.counts[DAYS.first, K.CAFE_TABLE, False].of("stays") == 4 * 45 * 60
    assert cells.counts[DAYS.last, K.CAFE_TABLE, False].of("stays") == 4 * 60 * 60
