"""How the spaces of houses stand during a window, and which rules hold for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.bookings.availability import SpaceTime, together
from labspace.bookings.queries import Claimed, claims_between
from labspace.bookings.rulebook.book import Rules, rules_for
from labspace.bookings.rulebook.queries import rule_entries
from labspace.bookings.states import BookingState
from labspace.spaces.house import House
from labspace.times import TimeSpan, union


def space_times(
    session: Session,
    houses: Collection[House],
    window: TimeSpan,
    *,
    on: date,
    viewer_id: int | None,
    now: datetime,
) -> dict[int, SpaceTime]:
    """The bookable, taken, held and own time in `window` of every space these houses have on a day.

    By space id. Only the claims are asked for, in two statements however many spaces.
    """
    units: dict[int, frozenset[int]] = {}
    bookable: dict[int, list[TimeSpan]] = {}
    for house in houses:
        units |= house.units_on(on)
        bookable |= house.bookable(window, on=on)
    unit_ids = frozenset().union(*units.values())
    claims: dict[int, list[Claimed]] = defaultdict(list)
    for claim in claims_between(session, unit_ids, window):
        if not claim.has_lapsed(now):
            claims[claim.space_id].append(claim)
    alone = {
        unit_id: _space_time(bookable.get(unit_id, []), claims[unit_id], viewer_id) for unit_id in unit_ids
    }
    return {
        space_id: alone[space_id]
        if parts == {space_id}
        else together([alone[part] for part in sorted(parts)])
        for space_id, parts in units.items()
    }


def rules_in(session: Session, house: House, *, on: date) -> dict[int, Rules]:
    """The rules in force for each space of a house on a local day, by space id; kept with the house."""
    return house.remember(("rules", on), lambda: _rules(session, house, on))


def _rules(session: Session, house: House, day: date) -> dict[int, Rules]:
    entries = rule_entries(session, [house.id])[house.id]
    return {
        space.id: rules_for(entries, kind=space.kind, space_id=space.id, day=day)
        for space in house.spaces_on(day)
    }


def _space_time(bookable: list[TimeSpan], claims: list[Claimed], viewer_id: int | None) -> SpaceTime:
    taken: list[TimeSpan] = []
    held: list[TimeSpan] = []
    mine: list[TimeSpan] = []
    on_hold: list[TimeSpan] = []
    for claim in claims:
        if viewer_id is not None and claim.booked_by_id == viewer_id and claim.is_core:
            mine.append(claim.span)
        elif claim.state is BookingState.OPTION:
            held.append(claim.span)
        else:
            taken.append(claim.span)
        if claim.hold_id is not None and claim.is_core:
            on_hold.append(claim.span)
    return SpaceTime(
        bookable=bookable, taken=union(taken), held=union(held), mine=union(mine), on_hold=union(on_hold)
    )
