"""What would happen if a draft were published from a day on; nothing is changed by asking."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.queries import claims_between
from labspace.bookings.states import BookingState
from labspace.houses.queries import fingerprint
from labspace.plans.document import PlanDocument, read_document
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.differences import Difference, Fate, difference
from labspace.plans.publishing.proposals import Proposal, Taken, Target, Touched, proposals
from labspace.plans.publishing.queries import (
    bookings_on,
    existing_spaces,
    known_public_ids,
    plan_in_force,
)
from labspace.plans.publishing.successors import succeeded
from labspace.plans.queries import document_of_plan
from labspace.spaces.geometry import centroid, distance
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import FloorPlan
from labspace.spaces.plans import SpaceSpec
from labspace.times import TimeSpan, start_of_day


@dataclass(frozen=True, kw_only=True)
class Review:
    """All that publishing would change, as it is now."""

    draft_id: int
    version: int
    starts_on: date
    house: House
    plan: FloorPlan | None
    """The plan of the level in force on that day."""
    before: PlanDocument | None
    after: PlanDocument
    """The draft, with new ids for spaces that get successors."""
    follows: Mapping[str, str]
    existing: Mapping[str, SpaceSpec]
    """The spaces of the house in force on that day, by public id."""
    difference: Difference
    touched: tuple[Booking, ...]
    """Bookings that lose a space, earliest first."""
    proposed: Mapping[int, Proposal]
    """By booking id."""

    @property
    def seen(self) -> str:
        """Another text as soon as the draft, the plan in force or one of the touched bookings is another."""
        plan_id = self.plan.id if self.plan else 0
        told = f"{self.version}:{plan_id}:{self.starts_on}:{fingerprint(self.touched)}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @property
    def ending(self) -> frozenset[str]:
        """Public ids of the spaces that end."""
        return frozenset(space.public_id for space in self.difference.of(Fate.ENDS))

    def runs_over(self, booking: Booking) -> bool:
        """Whether a booking has begun when the plan comes into force."""
        return booking.starts_at < start_of_day(self.starts_on, zone=self.house.zone)

    @property
    def in_the_way(self) -> list[Booking]:
        """Bookings under way on that day, on a space in whose place another one begins: both could be had then."""
        followed = set(self.follows.values())
        return [
            booking
            for booking in self.touched
            if self.runs_over(booking) and followed & {space.public_id for space in booking.spaces}
        ]


def review_draft(session: Session, draft: PlanDraft, *, starts_on: date, now: datetime) -> Review:
    """What publishing this draft from a local day on would change. A dozen statements, however many bookings.

    Raises `FileRefused` when the document is no draft at all.
    """
    house = houses_named(session, [draft.location_id])[draft.location_id]
    plan = plan_in_force(session, draft.location_id, draft.level, on=starts_on)
    before = read_document(document_of_plan(session, plan, on=starts_on))[0] if plan is not None else None
    existing = existing_spaces(house, on=starts_on)
    drawn, _ = read_document(draft.document)
    after, follows = succeeded(drawn, existing, known=known_public_ids(session))
    differs = difference(before, after, existing=existing, follows=follows)
    ended = {space.public_id for space in differs.of(Fate.ENDS)}
    ids = {space.public_id: space.id for space in house.spaces_on(starts_on)}
    touched = (
        bookings_on(session, [ids[one] for one in sorted(ended)], house=house, since=starts_on, now=now)
        if ended
        else []
    )
    asked = [_touched(booking, house, ended, starts_on=starts_on) for booking in touched]
    targets = _targets(house, before, after, existing, ended=ended, starts_on=starts_on)
    taken = _taken(session, house, targets, asked, now=now)
    return Review(
        draft_id=draft.id,
        version=draft.version,
        starts_on=starts_on,
        house=house,
        plan=plan,
        before=before,
        after=after,
        follows=follows,
        existing=existing,
        difference=differs,
        touched=tuple(touched),
        proposed={one.booking_id: one for one in proposals(asked, targets, taken, follows=follows)},
    )


def _touched(booking: Booking, house: House, ended: Collection[str], *, starts_on: date) -> Touched:
    names = {space.id: space.public_id for space in house.spaces}
    units = house.units_on(starts_on)
    ending = {
        space.public_id
        for space in booking.spaces
        if space.public_id in ended or any(names[one] in ended for one in units.get(space.id, ()))
    }
    runs_over = booking.starts_at < start_of_day(starts_on, zone=house.zone)
    is_option = booking.state is BookingState.OPTION
    return Touched(
        booking_id=booking.id,
        span=booking.span.widened(
            before=timedelta(minutes=booking.setup_minutes), after=timedelta(minutes=booking.teardown_minutes)
        ),
        kind=booking.kind,
        people=booking.people,
        layout=booking.layout,
        space_ids=tuple(space.public_id for space in booking.spaces),
        ending=frozenset(ending),
        may_move=not (runs_over or is_option or booking.kind is SpaceKind.POPUP_SLOT),
        stays=runs_over or is_option,
    )


def _targets(
    house: House,
    before: PlanDocument | None,
    after: PlanDocument,
    existing: Mapping[str, SpaceSpec],
    *,
    ended: Collection[str],
    starts_on: date,
) -> list[Target]:
    """The spaces there are from that day on, those of other levels as well."""
    drawn = {space.public_id: space for space in after.spaces}
    there = {name: space for name, space in existing.items() if name not in ended} | drawn
    begins = start_of_day(starts_on, zone=house.zone)
    was = {one.space: centroid(one.shape) for one in (before.placements if before else ()) if one.shape}
    will = {one.space: centroid(one.shape) for one in after.placements if one.shape}
    return [
        Target(
            public_id=name,
            kind=space.kind,
            people=max([space.capacity, *(row.capacity for row in space.layouts)]),
            seatings={row.layout: row.capacity for row in space.layouts},
            units=units_of(name, there),
            starts_at=None if name in existing else begins,
            nearness={old: distance(was[old], will[name]) for old in ended if old in was and name in will},
        )
        for name, space in there.items()
    ]


def units_of(
    name: str, spaces: Mapping[str, SpaceSpec], above: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The undivided units of a space; a draft may go in circles, which end here."""
    inside = above | {name}
    parts = [part for part in spaces[name].parts if part in spaces and part not in inside]
    return (
        frozenset().union(*(units_of(part, spaces, inside) for part in parts)) if parts else frozenset({name})
    )


def _taken(
    session: Session,
    house: House,
    targets: Collection[Target],
    touched: Collection[Touched],
    *,
    now: datetime,
) -> dict[str, list[Taken]]:
    """What keeps others off the units bookings could go to, while those bookings last."""
    moving = [one.span for one in touched if one.may_move]
    if not moving:
        return {}
    window = TimeSpan(min(span.starts_at for span in moving), max(span.ends_at for span in moving))
    kinds = {one.kind for one in touched if one.may_move}
    names = {space.id: space.public_id for space in house.spaces}
    units = {unit for target in targets if target.kind in kinds for unit in target.units}
    unit_ids = [space_id for space_id, name in names.items() if name in units]
    found: dict[str, list[Taken]] = defaultdict(list)
    for claim in claims_between(session, unit_ids, window):
        if not claim.has_lapsed(now):
            found[names[claim.space_id]].append(Taken(claim.span, claim.booking_id))
    return found
