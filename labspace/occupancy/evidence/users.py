"""The people and organisations behind K09, K16 and K17; people are counted and never named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.figures.answers import KnownUsers, known_users
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.organisations import COMES_BACK_WITHIN
from labspace.occupancy.people.firsts import Firsts
from labspace.occupancy.people.totals import PeopleTotals
from labspace.spaces.kinds import SpaceKind
from labspace.times import start_of_day

OF_USERS = frozenset({Indicator.PERSONS_PER_DESK, Indicator.ORGANISATIONS, Indicator.FIRST_USES})


def user_rows(
    session: Session, choice: FigureChoice, indicator: Indicator, part: Part, now: datetime
) -> Iterator[Row]:
    """Everybody behind one of these numbers."""
    return rows_of_users(known_users(session, choice, indicator, now=now), indicator, part, now=now)


def rows_of_users(known: KnownUsers, indicator: Indicator, part: Part, *, now: datetime) -> Iterator[Row]:
    """The same of users that are known already."""
    people, firsts, choice = known.people, known.firsts, known.figures.choice
    zone = choice.houses[0].zone
    begins = start_of_day(choice.period.first, zone=zone)
    if indicator is Indicator.PERSONS_PER_DESK:
        yield from _at_desks(people, choice)
    elif part is Part.PRIVATE:
        for person in sorted({user.person for user in people.outside() if not user.organisation}):
            yield Row(thing=Thing.PERSON, key=person, house_id=0, at=begins, amount=Fraction(1))
    elif indicator is Indicator.ORGANISATIONS:
        for organisation in sorted({user.organisation for user in people.outside() if user.organisation}):
            yield Row(thing=Thing.ORGANISATION, key=organisation, house_id=0, at=begins, amount=Fraction(1))
    else:
        yield from _firsts(people, firsts, choice, part, now)


def _at_desks(people: PeopleTotals, choice: FigureChoice) -> Iterator[Row]:
    """Each person once in each month."""
    zone = choice.houses[0].zone
    bodies: defaultdict[int, set[int]] = defaultdict(set)
    for user in people.users:
        if user.kind == SpaceKind.DESK.value and user.organisation:
            bodies[user.person].add(user.organisation)
    for (month, is_internal), persons in sorted(people.at_desks.items(), key=lambda one: one[0]):
        for person in sorted(persons) if not is_internal else ():
            yield Row(
                thing=Thing.PERSON,
                key=person,
                house_id=0,
                at=start_of_day(month, zone=zone),
                amount=Fraction(1),
                organisations=frozenset(bodies[person]),
            )


def _firsts(
    people: PeopleTotals, firsts: Firsts, choice: FigureChoice, part: Part, now: datetime
) -> Iterator[Row]:
    zone = choice.houses[0].zone
    today = max(now.astimezone(house.zone).date() for house in choice.houses)
    active = {user.organisation for user in people.outside() if user.organisation}
    for organisation in sorted(active | firsts.keys()):
        first = firsts.get(organisation)
        is_new = first is not None and first.first in choice.period
        at = start_of_day(first.first if first else choice.period.first, zone=zone)
        if part is Part.RATE and organisation in active:
            amount, of = Fraction(is_new), Fraction(1)
        elif part is Part.MAIN and is_new:
            amount, of = Fraction(1), None
        elif part is Part.RETURN and first and is_new and first.first + COMES_BACK_WITHIN < today:
            amount, of = Fraction(first.came_back), Fraction(1)
        else:
            continue
        yield Row(thing=Thing.ORGANISATION, key=organisation, house_id=0, at=at, amount=amount, of=of)
