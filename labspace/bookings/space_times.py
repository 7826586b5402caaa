"""How the spaces of houses stand during a window: a handful of statements, however many spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from labspace.bookings.availability import SpaceTime, together
from labspace.bookings.queries import Claimed, claims_between
from labspace.bookings.states import BookingState
from labspace.locations.hours import HouseHours
from labspace.spaces.models import Space
from labspace.spaces.queries import bookable_spans, units_by_space
from labspace.times import TimeSpan, union


def space_times(
    session: Session,
    spaces: Collection[Space],
    window: TimeSpan,
    *,
    on: date,
    viewer_id: int | None,
    opening: Mapping[int, HouseHours] | None = None,
) -> dict[int, SpaceTime]:
    """Each space's bookable, taken, held and own time in `window`, by space id.

    `spaces` come with their house loaded and must include the parts of every whole among them.
    """
    units = units_by_space(session, [space.id for space in spaces], on=on)
    bookable = bookable_spans(session, spaces, window, known=opening)
    unit_ids = frozenset().union(*units.values())
    claims: dict[int, list[Claimed]] = defaultdict(list)
    for claim in claims_between(session, unit_ids, window):
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
