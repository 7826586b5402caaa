"""Random worlds as plain plans: numbers of days and minutes after a Monday, and indexes into short lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from labspace.accounts.kinds import PartnerType, Theme
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.states import BookingState as S
from labspace.bookings.waiting.states import WishState
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.popups.tenancies.states import Outcome, TenancyState
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.visits.kinds import VisitSource

A_DAY = 24 * 60
DAYS = 24
"""Everything happens in this many days, and figures are asked a little around them."""
MONDAYS = (date(2026, 10, 19), date(2026, 3, 23), date(2026, 12, 21), date(2028, 2, 21))
"""Before the clocks go back, before they go forward and Easter, before Christmas and a year of 53 weeks,
before a leap day; each with a border of months."""
KINDS = list(SpaceKind)


@dataclass(frozen=True)
class Piece:
    """Minutes after the first Monday 00:00 UTC, and how many."""

    start: int
    long: int


@dataclass(frozen=True)
class Window:
    weekdays: tuple[int, ...]
    opens: int
    closes: int
    since: int
    until: int | None


@dataclass(frozen=True)
class BlockingPlan:
    piece: Piece
    reason: BlockingReason
    lifted_after: int | None


@dataclass(frozen=True)
class UnitPlan:
    kind: SpaceKind
    capacity: int
    since: int
    until: int | None
    windows: tuple[Window, ...]
    closures: tuple[Piece, ...]
    blockings: tuple[BlockingPlan, ...]


@dataclass(frozen=True)
class HousePlan:
    zone: str
    closed_on_holidays: bool
    windows: tuple[Window, ...]
    specials: tuple[Piece, ...]
    closures: tuple[Piece, ...]
    units: tuple[UnitPlan, ...]
    is_divisible: bool
    """Whether there is an event area of two halves besides the units."""
    buffers: tuple[int, int]
    """Minutes the rules of the house keep free around bookings, of one kind before and of the next after."""


@dataclass(frozen=True)
class CountPlan:
    day: int
    count: int
    source: VisitSource
    is_ended: bool


@dataclass(frozen=True)
class TenancyPlan:
    concept: int | None
    state: TenancyState
    min_days: int
    min_minutes: int
    opened: tuple[tuple[int, int, int], ...]
    """Day of the tenancy, opening minute, length."""
    outcomes: tuple[tuple[int, Outcome], ...]


@dataclass(frozen=True)
class BookingPlan:
    unit: int
    """0 is the divisible area as a whole, where there is one."""
    also: bool
    """The next unit of the same house and kind too."""
    piece: Piece
    state: S
    person: int
    organisation: int | None
    is_internal: bool
    people: int
    layout: Layout | None
    theme: Theme | None
    sector: str
    sector_version: str
    partner: PartnerType
    is_public: bool
    set_up: int
    tear_down: int
    came_late: int | None
    """Minutes after the start at which use began; negative: before it."""
    stayed: int | None
    """Minutes after the end at which it ended; negative: before it."""
    is_checked_in: bool
    asked_before: int
    series: int | None
    request: int | None
    cancel_code: CancelReason | None
    price: tuple[int, int] | None
    counts: tuple[CountPlan, ...]
    tenancy: TenancyPlan | None


@dataclass(frozen=True)
class WishPlan:
    kind: SpaceKind
    first_on: int
    state: WishState
    organisation: int | None
    booking: int | None
    asked_before: int
    in_both: bool
    was_offered: bool


@dataclass(frozen=True)
class MoneyPlan:
    house: int
    source: MoneySource
    step: MoneyStep
    cents: int
    on: int
    is_withdrawn: bool


@dataclass(frozen=True)
class TownPlan:
    monday: date
    houses: tuple[HousePlan, ...]
    bookings: tuple[BookingPlan, ...]
    walk_ins: tuple[tuple[int, CountPlan], ...]
    at_doors: tuple[CountPlan, ...]
    wishes: tuple[WishPlan, ...]
    money: tuple[MoneyPlan, ...]
    merged: bool
    series_called_off: tuple[bool, bool]


def few(some: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(some, max_size=most).map(tuple)


def fives(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least // 5, most // 5).map(lambda number: number * 5)


longs = st.one_of(fives(5, 600), fives(5, 600), fives(600, 3 * A_DAY))
pieces = st.builds(Piece, fives(0, DAYS * A_DAY), longs)
"""Somewhere in the weeks …"""
usual = st.builds(
    lambda day, minute, long: Piece(day * A_DAY + minute, long),
    st.integers(0, DAYS - 1),
    fives(6 * 60, 21 * 60),
    fives(15, 480),
)
"""… and by day, as most things are."""
days = st.integers(-3, DAYS)
windows = st.builds(
    lambda weekdays, opens, long, since, until: Window(
        tuple(sorted(weekdays)), opens, min(opens + long, A_DAY), since, until
    ),
    st.one_of(st.just(frozenset(range(7))), st.frozensets(st.integers(0, 6), max_size=6)),
    st.one_of(fives(7 * 60, 11 * 60), fives(0, A_DAY - 30)),
    st.one_of(fives(30, 12 * 60), st.just(A_DAY)),
    st.one_of(st.just(-400), days),
    st.none() | st.integers(DAYS - 6, DAYS + 6),
)
blockings = st.builds(BlockingPlan, usual, st.sampled_from(BlockingReason), st.none() | fives(-60, 300))
units = st.builds(
    UnitPlan,
    kind=st.sampled_from(KINDS),
    capacity=st.integers(1, 12),
    since=st.one_of(st.just(-400), st.just(-400), days),
    until=st.one_of(st.none(), st.none(), st.integers(DAYS - 8, DAYS + 3)),
    windows=st.one_of(st.just(()), st.just(()), few(windows, 2)),
    closures=few(usual, 1),
    blockings=few(blockings, 1),
)
houses = st.builds(
    HousePlan,
    zone=st.sampled_from(["Europe/Berlin", "Europe/Berlin", "Europe/Lisbon"]),
    closed_on_holidays=st.booleans(),
    windows=st.lists(windows, min_size=1, max_size=3).map(tuple),
    specials=few(usual, 2),
    closures=few(st.one_of(usual, pieces), 1),
    units=st.lists(units, min_size=1, max_size=4).map(tuple),
    is_divisible=st.booleans(),
    buffers=st.tuples(st.sampled_from([0, 15]), st.sampled_from([0, 30])),
)
counts = st.builds(
    CountPlan, st.integers(0, 2), st.integers(0, 90), st.sampled_from(VisitSource), st.booleans()
)
tenancies = st.builds(
    TenancyPlan,
    concept=st.none() | st.integers(0, 1),
    state=st.sampled_from([TenancyState.ENDED, TenancyState.ENDED, *TenancyState]),
    min_days=st.integers(0, 4),
    min_minutes=st.sampled_from([0, 60, 240]),
    opened=few(st.tuples(st.integers(0, 13), fives(6 * 60, 20 * 60), fives(30, 235)), 8),
    outcomes=few(st.tuples(st.sampled_from([0, 3, 12, 18]), st.sampled_from(Outcome)), 3),
)
states = st.one_of(st.just(S.USED), st.sampled_from([S.USED, S.NO_SHOW, S.CONFIRMED]), st.sampled_from(S))
bookings = st.builds(
    BookingPlan,
    unit=st.integers(0, 20),
    also=st.booleans(),
    piece=st.one_of(usual, usual, usual, pieces),
    state=states,
    person=st.integers(0, 4),
    organisation=st.none() | st.integers(0, 4),
    is_internal=st.sampled_from([False, False, False, True]),
    people=st.integers(1, 9),
    layout=st.none() | st.sampled_from([Layout.ROWS, Layout.BANQUET]),
    theme=st.none() | st.sampled_from(Theme),
    sector=st.sampled_from(["-", "G", "K"]),
    sector_version=st.sampled_from(["WZ 2025", "WZ 2025", "WZ 2008"]),
    partner=st.sampled_from(PartnerType),
    is_public=st.booleans(),
    set_up=st.sampled_from([0, 0, 30, 120]),
    tear_down=st.sampled_from([0, 0, 45]),
    came_late=st.none() | fives(-30, 60),
    stayed=st.none() | fives(-60, 120),
    is_checked_in=st.booleans(),
    asked_before=st.integers(-60, 40 * A_DAY),
    series=st.sampled_from([None, None, None, 0, 1]),
    request=st.sampled_from([None, None, None, 0]),
    cancel_code=st.none() | st.sampled_from(CancelReason),
    price=st.none() | st.tuples(st.integers(0, 9_000), st.integers(0, 9_000)),
    counts=few(counts, 3),
    tenancy=st.none() | tenancies,
)
wishes = st.builds(
    WishPlan,
    kind=st.sampled_from(KINDS),
    first_on=days,
    state=st.sampled_from(WishState),
    organisation=st.none() | st.integers(0, 4),
    booking=st.none() | st.none() | st.integers(0, 9),
    asked_before=st.integers(0, 40 * A_DAY),
    in_both=st.booleans(),
    was_offered=st.booleans(),
)
money = st.builds(
    MoneyPlan,
    house=st.integers(0, 1),
    source=st.sampled_from(MoneySource),
    step=st.sampled_from(MoneyStep),
    cents=st.integers(1, 500_000),
    on=days,
    is_withdrawn=st.sampled_from([False, False, True]),
)
towns = st.builds(
    TownPlan,
    monday=st.sampled_from(MONDAYS),
    houses=st.lists(houses, min_size=1, max_size=2).map(tuple),
    bookings=st.lists(bookings, min_size=1, max_size=14).map(tuple),
    walk_ins=few(st.tuples(st.integers(0, 20), counts), 2),
    at_doors=few(counts, 1),
    wishes=few(wishes, 2),
    money=few(money, 4),
    merged=st.booleans(),
    series_called_off=st.tuples(st.booleans(), st.booleans()),
)


@dataclass(frozen=True)
class AskedPlan:
    """What is asked of a town, and when."""

    first: int
    long: int
    now: int
    """Minutes after the first Monday."""
    kinds: frozenset[SpaceKind]
    houses: int
    """1 or 2: that house alone; 0: all."""


asked = st.builds(
    AskedPlan,
    first=st.integers(-4, DAYS),
    long=st.sampled_from([1, 1, 2, 7, 10, 31]),
    now=st.one_of(
        st.just(200 * A_DAY), st.just(200 * A_DAY), st.integers(DAYS, 120).map(lambda day: day * A_DAY),
        fives(5 * A_DAY, DAYS * A_DAY),
    ),
    kinds=st.one_of(
        st.just(frozenset(KINDS)), st.sampled_from(KINDS).map(lambda one: frozenset({one})),
        st.frozensets(st.sampled_from(KINDS), min_size=1),
    ),
    houses=st.integers(0, 2),
)  # fmt: skip
