"""Full towns from a seed: what small random plans seldom have – many bookings, all kinds, all states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from labspace.accounts.kinds import PartnerType, Theme
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.states import BookingState as S
from labspace.bookings.waiting.states import WishState
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.popups.tenancies.states import Outcome, TenancyState
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.visits.kinds import VisitSource
from tests.occupancy.model.plans import (
    A_DAY,
    DAYS,
    KINDS,
    MONDAYS,
    AskedPlan,
    BlockingPlan,
    BookingPlan,
    CountPlan,
    HousePlan,
    MoneyPlan,
    Piece,
    TenancyPlan,
    TownPlan,
    UnitPlan,
    Window,
    WishPlan,
)

STATES = [S.USED] * 10 + [S.NO_SHOW] * 3 + [S.CONFIRMED] * 2 + [S.CANCELLED_HOUSE] * 2 + list(S)


def town_of(seed: int) -> TownPlan:
    """One or two houses with three to six units each and up to forty bookings."""
    dice = Random(seed)
    houses = tuple(_house(dice) for _number in range(dice.choice([1, 1, 2, 2, 3])))
    return TownPlan(
        monday=dice.choice(MONDAYS),
        houses=houses,
        bookings=tuple(_booking(dice) for _number in range(dice.randint(5, 40))),
        walk_ins=tuple((dice.randrange(21), _count(dice)) for _number in range(dice.randrange(5))),
        at_doors=tuple(_count(dice) for _number in range(dice.randrange(2))),
        wishes=tuple(_wish(dice) for _number in range(dice.randrange(6))),
        money=tuple(_money(dice) for _number in range(dice.randrange(12))),
        merged=dice.random() < 0.5,
        series_called_off=(dice.random() < 0.5, dice.random() < 0.5),
    )


def question_of(seed: int) -> AskedPlan:
    """What is asked of it, mostly much."""
    dice = Random(seed)
    kinds = [frozenset(KINDS)] * 3 + [frozenset({one}) for one in KINDS]
    some = frozenset(dice.sample(KINDS, dice.randint(2, 4)))
    first = dice.choice([dice.randint(-4, DAYS), -2, 0, 3])
    return AskedPlan(
        first=first,
        long=dice.choice([1, 7, 12, 14, 31, 31]),
        now=dice.choice(
            [200 * A_DAY, 120 * A_DAY, 93 * A_DAY, DAYS * A_DAY, _fives(dice, 3 * A_DAY, 20 * A_DAY)]
        ),
        kinds=dice.choice([*kinds, some]),
        houses=dice.choice([0, 0, 1, 2]),
    )


def smaller(plan: TownPlan) -> Iterator[TownPlan]:
    """The same town with one thing less, to find what a difference hangs on."""
    for name in ("bookings", "walk_ins", "at_doors", "wishes", "money"):
        rows = getattr(plan, name)
        for number in range(len(rows)):
            rest: Any = {name: (*rows[:number], *rows[number + 1 :])}
            yield replace(plan, **rest)
    for number, house in enumerate(plan.houses):
        for name in ("windows", "specials", "closures", "units"):
            rows = getattr(house, name)
            for index in range(len(rows)):
                if name == "units" and len(rows) == 1:
                    continue
                rest = {name: (*rows[:index], *rows[index + 1 :])}
                less = replace(house, **rest)
                yield replace(plan, houses=(*plan.houses[:number], less, *plan.houses[number + 1 :]))


def _fives(dice: Random, least: int, most: int) -> int:
    return dice.randint(least // 5, most // 5) * 5


def _usual(dice: Random) -> Piece:
    return Piece(dice.randrange(DAYS) * A_DAY + _fives(dice, 6 * 60, 20 * 60), _fives(dice, 15, 480))


def _piece(dice: Random) -> Piece:
    if dice.random() < 0.85:
        return _usual(dice)
    return Piece(_fives(dice, 0, DAYS * A_DAY), _fives(dice, 5, 3 * A_DAY))


def _window(dice: Random) -> Window:
    weekdays = tuple(range(7)) if dice.random() < 0.7 else tuple(sorted(dice.sample(range(7), 3)))
    opens = dice.choice([0, _fives(dice, 6 * 60, 12 * 60), _fives(dice, 0, 20 * 60)])
    closes = dice.choice([A_DAY, min(A_DAY, opens + _fives(dice, 240, 720))])
    until = dice.choice([None, None, DAYS - 4])
    return Window(weekdays, opens, closes, dice.choice([-400, -400, 4]), until)


def _unit(dice: Random) -> UnitPlan:
    return UnitPlan(
        kind=dice.choice(KINDS),
        capacity=dice.randint(1, 12),
        since=dice.choice([-400, -400, -400, 5]),
        until=dice.choice([None, None, None, 17]),
        windows=tuple(_window(dice) for _number in range(dice.choice([0, 0, 0, 1, 2]))),
        closures=tuple(_usual(dice) for _number in range(dice.randrange(2))),
        blockings=tuple(_blocking(dice) for _number in range(dice.randrange(2))),
    )


def _blocking(dice: Random) -> BlockingPlan:
    return BlockingPlan(
        _usual(dice),
        dice.choice([BlockingReason.MAINTENANCE, *BlockingReason]),
        dice.choice([None, None, -60, 0, 60, 999]),
    )


def _house(dice: Random) -> HousePlan:
    return HousePlan(
        zone=dice.choice(["Europe/Berlin"] * 4 + ["Europe/Lisbon"]),
        closed_on_holidays=dice.random() < 0.5,
        windows=tuple(_window(dice) for _number in range(dice.randint(1, 3))),
        specials=tuple(_usual(dice) for _number in range(dice.randrange(3))),
        closures=tuple(_piece(dice) for _number in range(dice.randrange(3))),
        units=tuple(_unit(dice) for _number in range(dice.randint(2, 5))),
        is_divisible=dice.random() < 0.5,
        buffers=(dice.choice([0, 15]), dice.choice([0, 30])),
    )


def _count(dice: Random) -> CountPlan:
    return CountPlan(
        dice.randrange(3), dice.randrange(90), dice.choice(list(VisitSource)), dice.random() < 0.2
    )


def _tenancy(dice: Random) -> TenancyPlan:
    months = dice.sample([0, 3, 12, 18], dice.randrange(4))
    return TenancyPlan(
        concept=dice.choice([None, 0, 1]),
        state=dice.choice([TenancyState.ENDED] * 4 + list(TenancyState)),
        min_days=dice.randint(0, 4),
        min_minutes=dice.choice([0, 60, 240]),
        opened=tuple(
            (dice.randrange(14), _fives(dice, 6 * 60, 20 * 60), _fives(dice, 30, 235))
            for _number in range(dice.randrange(12))
        ),
        outcomes=tuple((month, dice.choice(list(Outcome))) for month in months),
    )


def _booking(dice: Random) -> BookingPlan:
    return BookingPlan(
        unit=dice.randrange(21),
        also=dice.random() < 0.2,
        piece=_piece(dice),
        state=dice.choice(STATES),
        person=dice.randrange(5),
        organisation=dice.choice([None, 0, 1, 2, 3, 4]),
        is_internal=dice.random() < 0.15,
        people=dice.randint(1, 9),
        layout=dice.choice([None, Layout.ROWS, Layout.BANQUET]),
        theme=dice.choice([None, *Theme]),
        sector=dice.choice(["-", "G", "K"]),
        sector_version=dice.choice(["WZ 2025", "WZ 2025", "WZ 2008"]),
        partner=dice.choice(list(PartnerType)),
        is_public=dice.random() < 0.5,
        set_up=dice.choice([0, 0, 30, 120]),
        tear_down=dice.choice([0, 0, 45]),
        came_late=dice.choice([None, None, None, _fives(dice, -30, 60)]),
        stayed=dice.choice([None, None, None, _fives(dice, -60, 120)]),
        is_checked_in=dice.random() < 0.5,
        asked_before=dice.choice([dice.randint(-60, 40 * A_DAY), _fives(dice, 0, 3 * A_DAY)]),
        series=dice.choice([None, None, None, 0, 1]),
        request=dice.choice([None, 0]),
        cancel_code=dice.choice(
            [None, CancelReason.GIVEN_AWAY, CancelReason.TOO_MANY_PEOPLE, CancelReason.OTHER]
        ),
        price=dice.choice([None, (dice.randrange(9000), dice.randrange(9000))]),
        counts=tuple(_count(dice) for _number in range(dice.choice([0, 0, 1, 1, 2, 3]))),
        tenancy=_tenancy(dice) if dice.random() < 0.8 else None,
    )


def _wish(dice: Random) -> WishPlan:
    return WishPlan(
        kind=dice.choice(list(SpaceKind)),
        first_on=dice.randint(-3, DAYS),
        state=dice.choice([WishState.PAST, *WishState]),
        organisation=dice.choice([None, 0, 4]),
        booking=dice.choice([None, None, dice.randrange(20)]),
        asked_before=dice.randrange(40 * A_DAY),
        in_both=dice.random() < 0.5,
        was_offered=dice.random() < 0.3,
    )


def _money(dice: Random) -> MoneyPlan:
    return MoneyPlan(
        house=dice.randrange(2),
        source=dice.choice(list(MoneySource)),
        step=dice.choice(list(MoneyStep)),
        cents=dice.randint(1, 500_000),
        on=dice.randint(-3, DAYS + 2),
        is_withdrawn=dice.random() < 0.2,
    )
