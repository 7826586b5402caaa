"""Pure: what is proposed for a booking whose space ends: moved to another one, or its booker asked."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan

MOST_PROPOSED = 3


class Answer(enum.Enum):
    """What becomes of a booking."""

    KEEP = "stehen"
    MOVE = "verlegen"
    ASK = "fragen"


@dataclass(frozen=True, kw_only=True)
class Touched:
    """A booking that loses its space."""

    booking_id: int
    span: TimeSpan
    """With set-up and tear-down."""
    kind: SpaceKind
    people: int
    layout: Layout | None
    space_ids: tuple[str, ...]
    """Public ids of all its spaces, as asked for."""
    ending: frozenset[str]
    """Which of them end, or lose a part."""
    may_move: bool = True
    """Options keep their rank only where they are, and shops are let by contract."""
    stays: bool = False
    """Proposed to stay as it is where it cannot be moved: it has begun by then, or waits for the house."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A space of the new plan to which bookings can go."""

    public_id: str
    kind: SpaceKind
    people: int
    seatings: Mapping[Layout, int]
    """How many each approved seating holds."""
    units: frozenset[str]
    """Public ids of the undivided units it consists of."""
    starts_at: datetime | None = None
    """From when on it exists; None: it does already."""
    nearness: Mapping[str, float] = field(default_factory=dict)
    """Metres from its middle to that of each space that ends, by public id."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Time in which others are kept off a unit, and by which booking, if by one."""

    span: TimeSpan
    booking_id: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one booking; `targets` are the other spaces it could have, the best first."""

    booking_id: int
    answer: Answer
    targets: tuple[tuple[str, ...], ...] = ()
    """Each names all spaces of the booking after the move."""


def proposals(
    touched: Iterable[Touched],
    targets: Sequence[Target],
    taken: Mapping[str, Collection[Taken]],
    *,
    follows: Mapping[str, str],
) -> list[Proposal]:
    """What is proposed for each booking, in the order of their beginnings; no two go to the same time.

    `taken` is what keeps others off each unit. The space that begins in the place of the one that ends
    comes first (`follows`: new to old), then the nearest of those that are free and hold the people.
    """
    promised: dict[str, list[Taken]] = defaultdict(list)
    found = []
    for booking in sorted(touched, key=lambda one: (one.span.starts_at, one.booking_id)):
        choices = _choices(booking, targets, taken, promised, follows) if booking.may_move else []
        if choices:
            units = {target.public_id: target.units for target in targets}
            for public_id in choices[0]:
                for unit in units.get(public_id, frozenset({public_id})):
                    promised[unit].append(Taken(booking.span, booking.booking_id))
        answer = Answer.MOVE if choices else Answer.KEEP if booking.stays else Answer.ASK
        found.append(Proposal(booking.booking_id, answer, tuple(choices)))
    return found


def _choices(
    booking: Touched,
    targets: Sequence[Target],
    taken: Mapping[str, Collection[Taken]],
    promised: Mapping[str, Collection[Taken]],
    follows: Mapping[str, str],
) -> list[tuple[str, ...]]:
    """Sets of spaces for the whole booking. What does not end stays in it."""
    stays = [public_id for public_id in booking.space_ids if public_id not in booking.ending]
    by_id = {target.public_id: target for target in targets}
    held = frozenset().union(*(by_id[one].units for one in stays if one in by_id))
    ending = sorted(booking.ending)
    alone = len(booking.space_ids) == 1
    ranked = []
    for public_id in ending:
        fitting = [
            target
            for target in targets
            if target.public_id not in stays
            and not target.units & held
            and _fits(booking, target, alone=alone)
            and not _is_taken(booking, target, taken, promised)
        ]
        ranked.append(
            sorted(
                fitting,
                key=lambda one: (
                    follows.get(one.public_id) != public_id,
                    one.nearness.get(public_id, float("inf")),
                    one.people,
                    one.public_id,
                ),
            )
        )
    found: list[tuple[str, ...]] = []
    for number in range(MOST_PROPOSED):
        chosen = _apart(ranked, number)
        if chosen is None:
            break
        found.append((*stays, *(target.public_id for target in chosen)))
    return list(dict.fromkeys(found))


def _apart(ranked: Sequence[Sequence[Target]], skip: int) -> list[Target] | None:
    """One target of each list, without a common unit; of the first list the one after `skip` others."""
    chosen: list[Target] = []
    for at, fitting in enumerate(ranked):
        held = frozenset().union(*(one.units for one in chosen))
        free = [target for target in fitting if not target.units & held]
        wanted = skip if at == 0 else 0
        if wanted >= len(free):
            return None
        chosen.append(free[wanted])
    return chosen or None


def _fits(booking: Touched, target: Target, *, alone: bool) -> bool:
    if target.kind is not booking.kind:
        return False
    if target.starts_at is not None and booking.span.starts_at < target.starts_at:
        return False
    if booking.layout is not None and booking.layout not in target.seatings:
        return False
    most = target.people if booking.layout is None else target.seatings[booking.layout]
    return most >= booking.people or not alone


def _is_taken(
    booking: Touched,
    target: Target,
    taken: Mapping[str, Collection[Taken]],
    promised: Mapping[str, Collection[Taken]],
) -> bool:
    """Whether others have any of it; the booking's own claims go when it moves."""
    return any(
        other.booking_id != booking.booking_id and other.span.overlaps(booking.span)
        for unit in target.units
        for others in (taken.get(unit, ()), promised.get(unit, ()))
        for other in others
    )
