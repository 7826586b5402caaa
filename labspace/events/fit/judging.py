"""Pure: how a candidate suits a wish, with every rule the wish breaks there."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from labspace.bookings.actions.claims import core_span, forbidding
from labspace.bookings.queries import Claimed
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.breaches import broken_time_rules
from labspace.bookings.states import BookingState
from labspace.errors import Refusal
from labspace.events.fit.candidates import Candidate
from labspace.spaces.kinds import Layout
from labspace.times import TimeSpan


class Fitness(enum.Enum):
    """How an event area suits a wish; the first ones are worth asking for."""

    FREE = "free"
    HELD = "held"
    """An option stands there already: the next rank can be had."""
    TAKEN = "taken"
    UNFIT = "unfit"
    """A rule stands against it: too many people, no such seating, closed."""

    @property
    def may_be_asked(self) -> bool:
        return self in {Fitness.FREE, Fitness.HELD}


ORDER = list(Fitness)
"""From the best to the worst."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What areas are judged by."""

    span: TimeSpan
    people: int
    layout: Layout
    setup_minutes: int = 0
    teardown_minutes: int = 0
    wheelchair_places: int = 0
    """How many of the people come in wheelchairs."""

    @property
    def core(self) -> TimeSpan:
        return core_span(self.span, setup_minutes=self.setup_minutes, teardown_minutes=self.teardown_minutes)


@dataclass(frozen=True)
class Fit:
    """A candidate beside a wish."""

    candidate: Candidate
    fitness: Fitness
    refusals: tuple[Refusal, ...] = ()

    @property
    def suits_people(self) -> bool:
        """Whether neither people nor seating stand against it, whatever the time says."""
        return not any(refusal.code in CAPACITY for refusal in self.refusals)


CAPACITY = frozenset({"over_capacity", "layout_unknown", "too_few_wheelchair_places"})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What of a house decides about its candidates on a day."""

    zone: ZoneInfo
    now: datetime
    rules: Mapping[int, Rules]
    """By space id."""
    bookable: Mapping[int, Sequence[TimeSpan]]
    """By space id, of the whole day."""
    claims: Mapping[int, Sequence[Claimed]]
    """By unit id, around the wish."""
    staffed: Sequence[TimeSpan] | None = None


def fit_of(candidate: Candidate, asked: Asked, standing: Standing) -> Fit:
    """How the candidate suits the wish, set-up and tear-down included."""
    refusals = _broken(candidate, asked, standing)
    if refusals:
        return Fit(candidate, Fitness.UNFIT, refusals)
    states = {claim.state for claim in _in_the_way(candidate, asked.core, standing)}
    if not states:
        return Fit(candidate, Fitness.FREE)
    return Fit(candidate, Fitness.HELD if states == {BookingState.OPTION} else Fitness.TAKEN)


def best(fits: Iterable[Fit]) -> Fitness:
    """The best that can be had among several; UNFIT where there is none."""
    return min((fit.fitness for fit in fits), key=ORDER.index, default=Fitness.UNFIT)


def _broken(candidate: Candidate, asked: Asked, standing: Standing) -> tuple[Refusal, ...]:
    found: list[Refusal] = []
    for space in candidate.spaces:
        found += broken_time_rules(
            asked.span,
            rules=standing.rules[space.id],
            open_spans=standing.bookable.get(space.id, ()),
            zone=standing.zone,
            now=standing.now,
            staffed=standing.staffed,
        )
    most = candidate.capacities.get(asked.layout)
    if most is None:
        found.append(Refusal("layout_unknown", {"layout": asked.layout}))
    elif asked.people > most:
        found.append(Refusal("over_capacity", {"people": asked.people, "capacity": most}))
    found += too_few_wheelchair_places(candidate, layout=asked.layout, wished=asked.wheelchair_places)
    return tuple({(refusal.code, str(refusal.values)): refusal for refusal in found}.values())


def too_few_wheelchair_places(
    candidate: Candidate, *, layout: Layout | None, wished: int
) -> Iterator[Refusal]:
    """More places for wheelchairs than are approved; where the house says nothing, the team is asked."""
    approved = candidate.wheelchair_places.get(layout) if layout is not None else None
    if approved is not None and wished > approved:
        yield Refusal("too_few_wheelchair_places", {"wished": wished, "approved": approved})


def _in_the_way(candidate: Candidate, core: TimeSpan, standing: Standing) -> list[Claimed]:
    by_unit = {unit_id: standing.rules[space_id] for unit_id, space_id in candidate.units.items()}
    claims = [claim for unit_id in candidate.units for claim in standing.claims.get(unit_id, ())]
    return forbidding(claims, core, rules=by_unit)
