"""Which spaces a wish may touch, locked; and of a pool, the one it gets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import SpaceTaken, core_span, in_the_way, lock_spaces
from labspace.bookings.queries import rules_of
from labspace.bookings.rulebook import Rules
from labspace.bookings.wishes import Wish
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.spaces.queries import bookable_spans, units_by_space


@dataclass(frozen=True)
class Candidates:
    """The spaces a wish may get, their undivided units and rules, all locked."""

    spaces: Sequence[Space]
    units: dict[int, frozenset[int]]
    rules: dict[int, Rules]

    def units_of(self, spaces: Iterable[Space]) -> frozenset[int]:
        return frozenset().union(*(self.units[space.id] for space in spaces))


def candidates(session: Session, wish: Wish, *, also_lock: frozenset[int] = frozenset()) -> Candidates:
    """The named spaces, or all of the pool, locked together with `also_lock` in one statement.

    Raises `Refused` if one does not exist on that day.
    """
    house_id = wish.pool_location_id or _house_of(session, wish)
    house = session.get(Location, house_id)
    if house is None:
        raise Refused(Refusal("space_unknown"))
    day = wish.span.starts_at.astimezone(house.zone).date()
    ids = wish.space_ids or _pool(session, wish)
    units = units_by_space(session, ids, on=day)
    locked = {space.id: space for space in lock_spaces(session, also_lock.union(ids, *units.values()))}
    spaces = [locked[space_id] for space_id in ids if space_id in locked]
    there = [space for space in spaces if space.exists_on(day)]
    if not there or (wish.space_ids and len(there) < len(ids)):
        raise Refused(Refusal("space_unknown" if wish.space_ids else "none_free"))
    if any(space.location_id != house_id for space in there):
        raise Refused(Refusal("not_allowed"))
    return Candidates(there, units, rules_of(session, there, on=day))


def first_free(session: Session, pool: Candidates, wish: Wish) -> Sequence[Space]:
    """The first space of a pool that is open and free for the whole wish.

    With none open the first one is returned, so that its rules give the reason; with none free
    `SpaceTaken` is raised.
    """
    core = core_span(wish.span, setup_minutes=wish.setup_minutes, teardown_minutes=wish.teardown_minutes)
    widest = max(pool.rules.values(), key=lambda rules: rules.buffer_before + rules.buffer_after)
    taken = in_the_way(session, core, unit_ids=pool.units_of(pool.spaces), rules=widest)
    busy = {claim.space_id for claim in taken}
    open_spans = bookable_spans(session, pool.spaces, wish.span)
    open_spaces = [space for space in pool.spaces if open_spans[space.id] == [wish.span]]
    if not open_spaces:
        return pool.spaces[:1]
    for space in open_spaces:
        if not pool.units[space.id] & busy:
            return [space]
    raise SpaceTaken([wish.span])


def _house_of(session: Session, wish: Wish) -> int | None:
    return session.scalars(
        select(Space.location_id).where(Space.id.in_(wish.space_ids)).limit(1)
    ).one_or_none()


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
