"""Which spaces a wish may touch, locked; and of a pool, the one it gets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import (
    SpaceTaken,
    core_span,
    forbidding,
    lock_spaces,
    rules_by_unit,
    widest,
)
from labspace.bookings.actions.lapse import of_others, without_lapsed
from labspace.bookings.queries import claims_between
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.queries import rules_within
from labspace.bookings.wishes import Wish
from labspace.errors import Refusal, Refused
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named, houses_of_spaces, kept_house, kept_house_of
from labspace.spaces.models import Space
from labspace.times import TimeSpan, first_and_last_day


@dataclass(frozen=True)
class Candidates:
    """The spaces a wish may get, their undivided units and rules, all locked; and their house."""

    house: House
    spaces: Sequence[Space]
    units: dict[int, frozenset[int]]
    rules: dict[int, Rules]

    def units_of(self, spaces: Iterable[Space]) -> frozenset[int]:
        return frozenset().union(*(self.units[space.id] for space in spaces))

    def unit_rules(self, spaces: Iterable[Space]) -> dict[int, Rules]:
        """The rules of each unit of these spaces, by its id."""
        return rules_by_unit({space.id: self.units[space.id] for space in spaces}, self.rules)


def candidates(session: Session, wish: Wish, *, also_lock: frozenset[int] = frozenset()) -> Candidates:
    """The named spaces, or all of the pool, locked together with `also_lock` in one statement.

    The house is as it is under the lock: whoever closed it, or changed its hours or its plan, held the same
    lock, and may have done so while it was waited for.
    Raises `Refused` if one does not exist all the time, or is part of another one named.
    """
    before = _house_of(session, wish)
    if before is None:
        raise Refused(Refusal("space_unknown"))
    ids = tuple(dict.fromkeys(wish.space_ids)) or _pool(session, wish)
    house, units, locked = _locked(session, before, ids, wish.span, also_lock)
    day, last_day = first_and_last_day(wish.span, zone=house.zone)
    spaces = [locked[space_id] for space_id in ids if space_id in locked]
    there = [space for space in spaces if space.exists_on(day) and space.exists_on(last_day)]
    if not there or (wish.space_ids and len(there) < len(ids)):
        raise Refused(Refusal("space_unknown" if wish.space_ids else "none_free"))
    if any(space.location_id != house.id for space in there):
        raise Refused(Refusal("not_allowed"))
    plan = Candidates(house, there, units, rules_within(session, house, there, on=day))
    # A whole named together with its part would hold the part's people twice.
    if wish.space_ids and sum(len(units[space.id]) for space in there) > len(plan.units_of(there)):
        raise Refused(Refusal("not_allowed"))
    return plan


def _locked(
    session: Session, house: House, ids: Sequence[int], span: TimeSpan, also: frozenset[int]
) -> tuple[House, dict[int, frozenset[int]], dict[int, Space]]:
    """The house as it is under the lock, the units of the spaces on the day, and what is locked, by id."""
    while True:
        day, _last_day = first_and_last_day(span, zone=house.zone)
        of_day = house.units_on(day)
        units = {space_id: of_day.get(space_id, frozenset({space_id})) for space_id in ids}
        locked = {space.id: space for space in lock_spaces(session, also.union(ids, *units.values()))}
        standing = houses_named(session, [house.id]).get(house.id)
        if standing is None:
            raise Refused(Refusal("space_unknown"))
        if standing.revision == house.revision:
            return standing, units, locked
        house = standing


def first_free(
    session: Session, pool: Candidates, wish: Wish, *, booker_id: int, now: datetime
) -> Sequence[Space]:
    """The first space of a pool that is open and free for the whole wish.

    With none open the first one is returned, so that its rules give the reason; with none free
    `SpaceTaken` is raised.
    """
    core = core_span(wish.span, setup_minutes=wish.setup_minutes, teardown_minutes=wish.teardown_minutes)
    claims = claims_between(session, pool.units_of(pool.spaces), widest(core, pool.rules.values()))
    claims = of_others(without_lapsed(session, claims, now=now), booker_id)
    open_spaces = [
        space for space in pool.spaces if pool.house.bookable_of(space.id, wish.span) == [wish.span]
    ]
    if not open_spaces:
        return pool.spaces[:1]
    for space in open_spaces:
        own = [claim for claim in claims if claim.space_id in pool.units[space.id]]
        if not forbidding(own, core, rules=pool.rules[space.id]):
            return [space]
    raise SpaceTaken([wish.span])


def _house_of(session: Session, wish: Wish) -> House | None:
    """The house of the wish as this process knows it; it may have changed since."""
    pool, named = wish.pool_location_id, wish.space_ids[:1]
    if pool is not None:
        return kept_house(pool) or houses_named(session, [pool]).get(pool)
    kept = (kept_house_of(space_id) for space_id in named)
    return next(kept, None) or next(iter(houses_of_spaces(session, named).values()), None)


def _pool(session: Session, wish: Wish) -> tuple[int, ...]:
    rows = session.execute(
        select(Space.id, Space.features)
        .where(
            Space.location_id == wish.pool_location_id,
            Space.kind == wish.pool_kind,
            Space.is_unit,
            Space.capacity >= wish.details.people,
        )
        .order_by(Space.capacity, Space.position, Space.id)
    )
    return tuple(row.id for row in rows if not wish.pool_feature or wish.pool_feature in row.features)
