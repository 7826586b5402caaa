"""Which spaces somebody is about to book, and what stands against it at this moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.claims import holder_of, in_the_way, rules_by_unit
from labspace.bookings.alternatives import Alternative, Difference, alternatives
from labspace.bookings.bookers import Reader
from labspace.bookings.models import Booking
from labspace.bookings.queries import Claimed
from labspace.bookings.rulebook.judging import judge
from labspace.bookings.rulebook.queries import rules_within
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refusal
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.houses import find_house, houses, houses_named
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, first_and_last_day

MOST_SPACES = 20
OF_THE_BOOKER = frozenset({"quota_exceeded", "team_only", "members_only", "partner_types_only"})
"""Rules that no other space of a pool would mend."""


@dataclass(frozen=True)
class Wanted:
    """Named spaces, or with none any space of the kind in the house, as it is now."""

    house: House
    kind: SpaceKind
    spaces: tuple[HouseSpace, ...] = ()
    feature: str = ""

    def wish(self, span: TimeSpan, details: Details) -> Wish:
        if self.spaces:
            return Wish(span=span, space_ids=tuple(space.id for space in self.spaces), details=details)
        return Wish(
            span=span,
            pool_location_id=self.house.id,
            pool_kind=self.kind,
            pool_feature=self.feature,
            details=details,
        )

    @property
    def most_people(self) -> int:
        """How many people the named spaces hold; for a pool any number may be asked."""
        return sum(space.capacity for space in self.spaces)

    def asked(self, day: date) -> tuple[HouseSpace, ...]:
        """The named spaces, or the first of the pool on a day, to show what its rules and prices are like."""
        if self.spaces:
            return self.spaces
        return tuple(space for space in self.house.spaces_on(day) if space.kind is self.kind)[:1]


def find_wanted_spaces(session: Session, public_ids: Sequence[str]) -> Wanted | None:
    """The named spaces in their order; None if one does not exist or they are of several houses or kinds."""
    names = list(dict.fromkeys(public_ids))[:MOST_SPACES]
    for house in houses(session):
        known = house.by_public_id
        spaces = tuple(known[name] for name in names if name in known)
        if spaces:
            is_one_kind = len({space.kind for space in spaces}) == 1
            return (
                Wanted(house, spaces[0].kind, spaces) if is_one_kind and len(spaces) == len(names) else None
            )
    return None


def find_wanted_pool(session: Session, slug: str, kind: str, *, feature: str = "") -> Wanted | None:
    """Any space of a kind in a house; None if there is no such house or kind."""
    house = find_house(session, slug)
    kinds = {member.value: member for member in SpaceKind}
    return Wanted(house, kinds[kind], feature=feature) if house is not None and kind in kinds else None


def wanted_instead(session: Session, booking: Booking, space_ids: Collection[int]) -> Wanted:
    """These spaces of a booking's house, as what it might be moved to."""
    house = houses_named(session, [booking.location_id])[booking.location_id]
    spaces = tuple(space for space in house.spaces if space.id in space_ids)
    return Wanted(house, booking.kind, spaces)


@dataclass(frozen=True)
class Outlook:
    """What would happen to a wish if it were sent now."""

    refusals: list[Refusal]
    instead: list[Alternative]


def outlook(
    session: Session,
    wanted: Wanted,
    span: TimeSpan,
    *,
    people: int,
    now: datetime,
    reader_id: int | None = None,
    booked_by: User | None = None,
    organisation_id: int | None = None,
    moved: Booking | None = None,
) -> Outlook:
    """Every reason against the wish, and what else is free; nothing is written or locked.

    Who may book and how much is judged for `booked_by`; `moved` is a booking that would be changed.
    Whoever reads it is told when it is their own booking that stands against the wish.
    """
    own_booking_id = moved.id if moved else None
    asked = wanted.asked(first_and_last_day(span, zone=wanted.house.zone)[0])
    wish = wanted.wish(span, Details(people=people, organisation_id=organisation_id))
    refusals = [Refusal("none_free")]
    if asked:
        judged = judge(session, wanted.house, asked, wish, now=now, booked_by=booked_by, moved=moved)
        refusals = judged.refusals
    booker_id = booked_by.id if booked_by else None
    rivals = [
        claim
        for claim in _rivals(session, wanted, span, own_booking_id=own_booking_id)
        if not claim.has_lapsed(now) and (claim.held_for_id is None or claim.held_for_id != booker_id)
    ]
    if rivals:
        refusals.append(taken_refusal(holder_of(rivals), reader_id=reader_id))
    if not refusals and wanted.spaces:
        return Outlook([], [])
    reader = Reader(user=booked_by, organisation_id=organisation_id) if booked_by else None
    if reader and moved:
        reader = replace(reader, organisation_id=moved.organisation_id)
    instead = instead_of(
        session, wanted, span, people=people, now=now, reader=reader, own_booking_id=own_booking_id
    )
    if wanted.spaces:
        return Outlook(refusals, instead)
    some_free = any(other.difference is Difference.SPACE for other in instead)
    if some_free:
        return Outlook([refusal for refusal in refusals if refusal.code in OF_THE_BOOKER], [])
    return Outlook(refusals or [Refusal("none_free")], instead)


def instead_of(
    session: Session,
    wanted: Wanted,
    span: TimeSpan,
    *,
    people: int,
    now: datetime,
    reader: Reader | None,
    own_booking_id: int | None = None,
) -> list[Alternative]:
    """What the reader could have instead of a wish already refused, best first."""
    return alternatives(
        session,
        span,
        asked=wanted.spaces,
        location_id=wanted.house.id,
        kind=wanted.kind,
        people=people,
        now=now,
        reader=reader,
        own_booking_id=own_booking_id,
        elsewhere=own_booking_id is None,
    )


def taken_refusal(holder_id: int | None, *, reader_id: int | None) -> Refusal:
    """That the space is taken, to this reader; `holder_id` has all that is in the way."""
    is_own = holder_id is not None and holder_id == reader_id
    return Refusal("space_taken", {"by_reader": True} if is_own else {})


def _rivals(session: Session, wanted: Wanted, span: TimeSpan, *, own_booking_id: int | None) -> list[Claimed]:
    if not wanted.spaces:
        return []
    day, _last = first_and_last_day(span, zone=wanted.house.zone)
    of_day = wanted.house.units_on(day)
    units = {space.id: of_day.get(space.id, frozenset({space.id})) for space in wanted.spaces}
    rules = rules_by_unit(units, rules_within(session, wanted.house, wanted.spaces, on=day))
    rivals = in_the_way(session, span, unit_ids=list(rules), rules=rules)
    return [claim for claim in rivals if own_booking_id is None or claim.booking_id != own_booking_id]
