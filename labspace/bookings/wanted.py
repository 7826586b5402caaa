"""Which spaces somebody is about to book, and what stands against it at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from labspace.accounts.models import User
from labspace.bookings.actions.claims import holder_of, in_the_way, rules_by_unit
from labspace.bookings.alternatives import Alternative, Difference, alternatives
from labspace.bookings.bookers import Reader
from labspace.bookings.judging import broken_rules
from labspace.bookings.models import Booking
from labspace.bookings.queries import Claimed
from labspace.bookings.rule_queries import rules_of
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refusal
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of, units_by_space
from labspace.times import TimeSpan

MOST_SPACES = 20
OF_THE_BOOKER = frozenset({"quota_exceeded", "team_only", "members_only", "partner_types_only"})
"""Rules that no other space of a pool would mend."""


@dataclass(frozen=True)
class Wanted:
    """Named spaces, or with none any space of the kind in the house."""

    house: Location
    kind: SpaceKind
    spaces: tuple[Space, ...] = ()
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


def find_wanted_spaces(session: Session, public_ids: Sequence[str]) -> Wanted | None:
    """The named spaces in their order; None if one does not exist or they are of several houses or kinds."""
    names = list(dict.fromkeys(public_ids))[:MOST_SPACES]
    rows = session.scalars(_NAMED, {"names": [name for name in names if name.isprintable()]}).unique()
    found = {space.public_id: space for space in rows}
    spaces = tuple(found[name] for name in names if name in found)
    if not spaces or len(spaces) < len(names):
        return None
    if len({(space.location_id, space.kind) for space in spaces}) > 1:
        return None
    return Wanted(spaces[0].location, spaces[0].kind, spaces)


_NAMED = (
    select(Space)
    .where(Space.public_id.in_(bindparam("names", expanding=True)))
    .options(joinedload(Space.location), joinedload(Space.layouts))
)


def find_wanted_pool(session: Session, slug: str, kind: str, *, feature: str = "") -> Wanted | None:
    """Any space of a kind in a house; None if there is no such house or kind."""
    house = find_location(session, slug) if slug.isprintable() else None
    kinds = {member.value: member for member in SpaceKind}
    return Wanted(house, kinds[kind], feature=feature) if house is not None and kind in kinds else None


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
    asked = wanted.spaces or _first_of_pool(session, wanted, span)
    wish = wanted.wish(span, Details(people=people, organisation_id=organisation_id))
    refusals = [Refusal("none_free")]
    if asked:
        refusals = broken_rules(session, asked, wish, now=now, booked_by=booked_by, moved=moved)
    booker_id = booked_by.id if booked_by else None
    rivals = [
        claim
        for claim in _rivals(session, wanted.spaces, span, own_booking_id=own_booking_id)
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


def _first_of_pool(session: Session, wanted: Wanted, span: TimeSpan) -> tuple[Space, ...]:
    day = span.starts_at.astimezone(wanted.house.zone).date()
    return tuple(spaces_of(session, [wanted.house.id], on=day, kind=wanted.kind))[:1]


def taken_refusal(holder_id: int | None, *, reader_id: int | None) -> Refusal:
    """That the space is taken, to this reader; `holder_id` has all that is in the way."""
    is_own = holder_id is not None and holder_id == reader_id
    return Refusal("space_taken", {"by_reader": True} if is_own else {})


def _rivals(
    session: Session, spaces: Sequence[Space], span: TimeSpan, *, own_booking_id: int | None
) -> list[Claimed]:
    if not spaces:
        return []
    day = span.starts_at.astimezone(spaces[0].location.zone).date()
    units = units_by_space(session, [space.id for space in spaces], on=day)
    rules = rules_by_unit(units, rules_of(session, spaces, on=day))
    rivals = in_the_way(session, span, unit_ids=list(rules), rules=rules)
    return [claim for claim in rivals if own_booking_id is None or claim.booking_id != own_booking_id]
