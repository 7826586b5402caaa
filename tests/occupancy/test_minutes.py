"""All figures equal an independent count, minute by minute, written in the plainest way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from labspace.bookings.states import BookingState
from labspace.occupancy import rates
from labspace.occupancy.rates import PUBLIC_KINDS, Figures
from labspace.occupancy.spans import Stay, unit_time
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, length

BERLIN = ZoneInfo("Europe/Berlin")
STEP = timedelta(minutes=20)
SLOTS = range(130)
"""Three slots an hour: from 15:00 on the Saturday before the clocks go back, for 43 hours."""
START = datetime(2026, 10, 24, 13, tzinfo=UTC)
S = BookingState


def at(slot: int) -> datetime:
    return START + slot * STEP


def piece(first: int, long: int) -> TimeSpan:
    return TimeSpan(at(first), at(min(first + long, SLOTS.stop)))


pieces = st.builds(piece, st.integers(0, SLOTS.stop - 1), st.one_of(st.integers(1, 30), st.integers(60, 100)))
piles = st.lists(pieces, max_size=3)
stays = st.builds(
    Stay,
    state=st.one_of(st.sampled_from([S.USED, S.NO_SHOW, S.CONFIRMED]), st.sampled_from(BookingState)),
    booked=pieces,
    recorded=st.one_of(st.none(), st.lists(pieces, max_size=2).map(tuple)),
    is_internal=st.booleans(),
    by_days=st.booleans(),
)


@dataclass(frozen=True)
class Unit:
    """A made-up unit: what is known of it before anything is counted."""

    kind: SpaceKind
    opening: list[TimeSpan]
    closed: list[TimeSpan]
    stays: list[Stay]


units = st.builds(Unit, st.sampled_from(SpaceKind), piles, piles, st.lists(stays, max_size=5))
houses = st.lists(units, max_size=3)


def holds(spans: Iterable[TimeSpan], slot: int) -> bool:
    return any(span.starts_at <= at(slot) < span.ends_at for span in spans)


def was_used(stay: Stay, slot: int) -> bool:
    if stay.state is not S.USED:
        return False
    if stay.recorded is not None:
        return holds(stay.recorded, slot)
    return not stay.by_days and holds([stay.booked], slot)


def was_booked(stay: Stay, slot: int) -> bool:
    return stay.state in {S.CONFIRMED, S.USED, S.NO_SHOW} and holds([stay.booked], slot)


def opens(stay: Stay, slot: int) -> bool:
    """Whether the house was open because of this stay: a tenancy's use must be one day's shop hours."""
    hours = [span for span in stay.recorded or () if span.ends_at - span.starts_at < timedelta(days=1)]
    return not stay.by_days or (was_used(stay, slot) and holds(hours, slot))


@dataclass
class Slot:
    """One unit in one slot, as somebody with the booking list beside them would tick it."""

    bookable: bool
    booked: bool
    used: bool
    booked_internally: bool
    used_internally: bool


def looked_at(unit: Unit, slot: int, period: TimeSpan) -> Slot:
    booked = [stay for stay in unit.stays if was_booked(stay, slot)]
    used = [stay for stay in unit.stays if was_used(stay, slot)]
    taken_back = any(stay.state is S.CANCELLED_HOUSE and holds([stay.booked], slot) for stay in unit.stays)
    offered = holds(unit.opening, slot) and (not taken_back or bool(booked))
    opened = any(opens(stay, slot) for stay in booked + used)
    bookable = holds([period], slot) and not holds(unit.closed, slot) and (offered or opened)
    firm = [stay for stay in booked if stay.state is not S.NO_SHOW]
    internal = [stay for stay in firm or booked if stay.is_internal]
    return Slot(
        bookable=bookable,
        booked=bookable and bool(booked),
        used=bookable and bool(used),
        booked_internally=bookable and bool(internal),
        used_internally=bookable and any(stay.is_internal for stay in used),
    )


def counted(house: list[Unit], period: TimeSpan, *, internal: bool = False) -> Figures:
    bookable = booked = used = active = active_publicly = 0
    for slot in SLOTS:
        ticks = [(unit.kind, looked_at(unit, slot, period)) for unit in house]
        uses = [kind for kind, tick in ticks if (tick.used_internally if internal else tick.used)]
        bookable += sum(tick.bookable for _kind, tick in ticks)
        booked += sum(tick.booked_internally if internal else tick.booked for _kind, tick in ticks)
        used += len(uses)
        active += bool(uses)
        active_publicly += any(kind in PUBLIC_KINDS for kind in uses)
    return Figures(
        units=len(house),
        bookable=bookable * STEP,
        booked=booked * STEP,
        used=used * STEP,
        activated=active * STEP,
        activated_publicly=active_publicly * STEP,
    )


@given(houses, pieces)
@example([Unit(SpaceKind.DESK, [piece(0, 9)], [], [Stay(state=S.USED, booked=piece(5, 9))])], piece(0, 99))
def test_the_figures_of_a_house_equal_the_count(house: list[Unit], period: TimeSpan) -> None:
    found = [
        unit_time(unit.kind, opening=unit.opening, closed=unit.closed, stays=unit.stays, period=period)
        for unit in house
    ]
    assert rates.house_figures(found) == counted(house, period)
    assert rates.internal_figures(found) == counted(house, period, internal=True)


@given(st.lists(houses, max_size=3), pieces)
def test_no_rate_exceeds_one_and_several_houses_are_one_group(
    town: list[list[Unit]], period: TimeSpan
) -> None:
    figures = []
    for house in town:
        found = [
            unit_time(unit.kind, opening=unit.opening, closed=unit.closed, stays=unit.stays, period=period)
            for unit in house
        ]
        figures.append(rates.house_figures(found))
        opening = rates.house_opening([], found, window=period)
        activation = rates.activation_rate(found, opening)
        for rate in (figures[-1].booking_rate, figures[-1].frequency_rate, activation):
            assert rate is None or 0 <= rate <= 1
    together = rates.of_all_houses(figures)
    bookable = sum((one.bookable for one in figures), timedelta())
    booked = sum((one.booked for one in figures), timedelta())
    assert together.booking_rate == (Fraction(booked // STEP, bookable // STEP) if bookable else None)


@given(units, pieces, st.integers(1, SLOTS.stop - 1))
def test_a_cut_period_adds_up(unit: Unit, period: TimeSpan, cut: int) -> None:
    def figures(part: TimeSpan | None) -> Figures:
        if part is None:
            return Figures()
        return rates.house_figures(
            [unit_time(unit.kind, opening=unit.opening, closed=unit.closed, stays=unit.stays, period=part)]
        )

    before = figures(period.intersection(TimeSpan(at(0), at(cut))))
    after = figures(period.intersection(TimeSpan(at(cut), at(SLOTS.stop))))
    whole, parts = figures(period), before.beside(after)
    assert (whole.bookable, whole.booked, whole.used) == (parts.bookable, parts.booked, parts.used)
    assert whole.activated == parts.activated


@given(piles, st.sampled_from([(0, 6), (6, 10), (10, 14), (14, 18), (18, 24)]))
def test_dayparts_hold_the_minutes_whose_clock_shows_them(
    pile: list[TimeSpan], part: tuple[int, int]
) -> None:
    plain = sum(part[0] <= at(slot).astimezone(BERLIN).hour < part[1] for slot in SLOTS if holds(pile, slot))
    assert length(rates.within_daypart(pile, part, zone=BERLIN)) == plain * STEP


@given(piles, piles)
def test_activation_days_are_days_with_an_hour(active: list[TimeSpan], opening: list[TimeSpan]) -> None:
    days: dict[object, list[int]] = {}
    for slot in SLOTS:
        days.setdefault(at(slot).astimezone(BERLIN).date(), []).append(slot)
    opened = [slots for slots in days.values() if any(holds(opening, slot) for slot in slots)]
    lively = [slots for slots in opened if sum(holds(active, slot) for slot in slots) * STEP >= rates.AN_HOUR]
    found = rates.activation_days(active, opening, zone=BERLIN)
    assert (found.activated, found.opened) == (len(lively), len(opened))


@given(st.lists(piles, max_size=4), pieces)
def test_set_up_time_counts_overlapping_buffers_once(buffers: list[list[TimeSpan]], window: TimeSpan) -> None:
    plain = sum(holds(unit, slot) and holds([window], slot) for unit in buffers for slot in SLOTS)
    assert rates.setup_time(buffers, window=window) == plain * STEP
