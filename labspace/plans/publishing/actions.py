"""The door through which a draft becomes the plan of its floor. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from labspace.accounts.models import User
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.actions.move import move_booking
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.plans.actions import DraftChanged, lock_draft
from labspace.plans.checks import may_be_published
from labspace.plans.found import findings_in
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.blockings import carry_over
from labspace.plans.publishing.differences import Fate
from labspace.plans.publishing.letters import ask_booker
from labspace.plans.publishing.models import PlanPublication
from labspace.plans.publishing.proposals import Answer
from labspace.plans.publishing.queries import last_plan, plan_in_force
from labspace.plans.publishing.review import Review, review_draft
from labspace.plans.publishing.rows import (
    ONE_DAY,
    begin_parts,
    begin_spaces,
    end_spaces,
    hand_on,
    put_plan,
    tell,
    told_values,
)
from labspace.spaces.models import Space
from labspace.times import start_of_day


class TouchedOtherwise(Refused):
    """The draft, the plan in force or the bookings are not those that were seen; carries them as they are now."""

    def __init__(self, review: Review) -> None:
        super().__init__(Refusal("touched_otherwise"))
        self.review = review


class MoveRefused(Refused):
    """A booking cannot go where it was to go; carries which, and why."""

    def __init__(self, booking: Booking, because: Refused) -> None:
        super().__init__(Refusal("booking_stays", {"reference": booking.reference}), *because.refusals)
        self.booking_id = booking.id


@dataclass(frozen=True, slots=True)
class Decision:
    """What staff decided about one touched booking."""

    answer: Answer
    spaces: tuple[str, ...] = ()
    """Public ids of all its spaces after a move."""


def publish_draft(
    session: Session,
    draft_id: int,
    *,
    starts_on: date,
    expected_version: int,
    seen: str,
    decisions: Mapping[int, Decision],
    by: User,
    now: datetime,
) -> PlanPublication:
    """Let the draft be the plan of its floor from a local day on, and do with the bookings as was decided.

    `seen` is what the review said that was shown before; `decisions` names every touched booking.
    Raises `DraftChanged`, `TouchedOtherwise`, `MoveRefused`, `Refused` for a day or a draft that cannot be,
    `LookupError` when there is none. Then nothing has changed.
    """
    begin_write(session)
    draft = lock_draft(session, draft_id)
    house, spaces = lock_house(session, draft.location_id)
    _check_draft(session, draft, expected_version=expected_version)
    check_day(session, draft, house, starts_on=starts_on, now=now)
    review = review_draft(session, draft, starts_on=starts_on, now=now)
    if review.difference.is_none:
        raise Refused(Refusal("nothing_differs"))
    if review.in_the_way:
        raise Refused(Refusal("booking_runs_over", {"reference": review.in_the_way[0].reference}))
    for name in sorted(review.ending):
        if spaces[name].valid_from >= starts_on:
            raise Refused(Refusal("space_begins_that_day", {"given": spaces[name].name}))
    if review.touched and (review.seen != seen or set(decisions) != {one.id for one in review.touched}):
        raise TouchedOtherwise(review)
    _check_decisions(review, decisions)
    publication = _write(session, draft, review, spaces, by=by, now=now)
    _decide(session, publication, review, decisions, by=by, now=now)
    session.flush()
    return publication


def lock_house(session: Session, location_id: int) -> tuple[Location, dict[str, Space]]:
    """The house and all its spaces by public id, locked: nobody books there until the commit."""
    ids = session.scalars(select(Space.id).where(Space.location_id == location_id)).all()
    spaces = {space.public_id: space for space in lock_spaces(session, ids)}
    house = session.scalars(
        select(Location)
        .where(Location.id == location_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    return house, spaces


def _check_draft(session: Session, draft: PlanDraft, *, expected_version: int) -> None:
    if not draft.is_open:
        raise Refused(Refusal("draft_is_closed"))
    if draft.version != expected_version:
        raise DraftChanged(draft)
    if not may_be_published(findings_in(session, draft.document, location_id=draft.location_id)):
        raise Refused(Refusal("draft_has_errors"))


def check_day(session: Session, draft: PlanDraft, house: Location, *, starts_on: date, now: datetime) -> None:
    """Raise `Refused` for a day on which this draft cannot come into force.

    From today only where the floor has no plan yet: what changed at noon would have changed this morning.
    """
    today = now.astimezone(house.zone).date()
    if starts_on < today:
        raise Refused(Refusal("publishes_in_the_past"))
    if starts_on == today and plan_in_force(session, house.id, draft.level, on=today) is not None:
        raise Refused(Refusal("publishes_from_tomorrow"))
    if (starts_on - today).days > MOST_DAYS_AHEAD:
        raise Refused(Refusal("publishes_too_late", {"days": MOST_DAYS_AHEAD}))
    last = last_plan(session, house.id, draft.level)
    if last is not None and last.valid_from >= starts_on:
        raise Refused(Refusal("later_plan_exists", {"day": last.valid_from}))


MOST_DAYS_AHEAD = 730


def _check_decisions(review: Review, decisions: Mapping[int, Decision]) -> None:
    """Raise `Refused` for a move nobody proposed: what was offered was found to fit."""
    for booking in review.touched:
        decision = decisions[booking.id]
        if decision.answer is Answer.MOVE and decision.spaces not in review.proposed[booking.id].targets:
            raise TouchedOtherwise(review)


def _write(
    session: Session,
    draft: PlanDraft,
    review: Review,
    spaces: Mapping[str, Space],
    *,
    by: User,
    now: datetime,
) -> PlanPublication:
    """The old plan and its spaces end, the new ones begin; the record of it."""
    starts_on, document = review.starts_on, review.after
    before: dict[str, object] = {}
    if review.plan is not None:
        until = review.plan.valid_until
        before["plan"] = [review.plan.id, until.isoformat() if until else None]
        review.plan.valid_until = starts_on - ONE_DAY
    ended = [spaces[name] for name in sorted(review.ending)]
    before["spaces"], before["parts"] = end_spaces(session, ended, before=starts_on)
    fresh = {one.public_id for one in review.difference.of(Fate.NEW)}
    beginning = [spec for spec in document.spaces if spec.public_id in fresh]
    begun = begin_spaces(session, beginning, location_id=draft.location_id, starts_on=starts_on)
    there = {**spaces, **begun}
    begin_parts(session, beginning, there, starts_on=starts_on)
    for new, old in review.follows.items():
        hand_on(session, spaces[old], begun[new], starts_on=starts_on)
        if begun[new].is_unit:
            begins = start_of_day(starts_on, zone=review.house.zone)
            carry_over(session, spaces[old], begun[new], begins=begins, by=by, now=now)
    plan = put_plan(session, document, there, location_id=draft.location_id, starts_on=starts_on)
    told = _told(review, spaces)
    publication = PlanPublication(
        location_id=draft.location_id,
        level=draft.level,
        draft_id=draft.id,
        plan_id=plan.id,
        starts_on=starts_on,
        published_at=now,
        published_by_id=by.id,
        before=before,
        began=[space.id for space in begun.values()],
        told=told,
        moved=[],
        asked=[],
    )
    draft.published_plan_id, draft.updated_at, draft.updated_by_id = plan.id, now, by.id
    session.add(publication)
    if not told or starts_on <= now.astimezone(review.house.zone).date():
        apply_told(session, publication, now=now)
    session.flush()
    return publication


def _told(review: Review, spaces: Mapping[str, Space]) -> list[dict[str, object]]:
    changed = {one.public_id for one in review.difference.of(Fate.CHANGES)}
    return [
        {"space": spaces[spec.public_id].id, **told_values(spec)}
        for spec in review.after.spaces
        if spec.public_id in changed
    ]


def apply_told(session: Session, publication: PlanPublication, *, now: datetime) -> None:
    """Call the spaces of a publication as it says; once."""
    values = {one["space"]: one for one in publication.told}
    rows = session.scalars(
        select(Space).options(selectinload(Space.layouts)).where(Space.id.in_(values)).order_by(Space.id)
    )
    for space in rows:
        tell(space, values[space.id])
    publication.applied_at = now
    session.flush()


def _decide(
    session: Session,
    publication: PlanPublication,
    review: Review,
    decisions: Mapping[int, Decision],
    *,
    by: User,
    now: datetime,
) -> None:
    """Move, ask and keep, each booking as was decided; moves before mails, so that letters tell what holds."""
    ids = space_ids(session, review.house.id)
    moved: list[dict[str, object]] = []
    for booking in review.touched:
        decision = decisions[booking.id]
        if decision.answer is Answer.MOVE:
            was = [space.id for space in booking.spaces]
            to = [ids[name] for name in decision.spaces]
            move_to(session, booking, to, by=by, now=now)
            moved.append({"booking": booking.id, "from": was, "to": to})
    asked = [one for one in review.touched if decisions[one.id].answer is Answer.ASK]
    for booking in asked:
        ask_booker(session, booking, until=review.starts_on - ONE_DAY, now=now)
    publication.moved, publication.asked = moved, [booking.id for booking in asked]
    publication.kept = len(review.touched) - len(moved) - len(asked)


def space_ids(session: Session, location_id: int) -> dict[str, int]:
    """Ids of all spaces of a house by public id."""
    rows = session.execute(select(Space.public_id, Space.id).where(Space.location_id == location_id))
    return dict(iter(rows))


def move_to(session: Session, booking: Booking, spaces: Collection[int], *, by: User, now: datetime) -> None:
    """Give a booking other spaces for the same time; raises `MoveRefused` if they cannot be had."""
    wish = Wish(
        span=booking.span,
        space_ids=tuple(spaces),
        setup_minutes=booking.setup_minutes,
        teardown_minutes=booking.teardown_minutes,
    )
    try:
        move_booking(session, booking.id, wish, by=by, now=now, door=StaffDoor(entered_by=by, reason=REASON))
    except Refused as refused:
        raise MoveRefused(booking, refused) from refused


REASON = "Neuer Grundriss"
"""Stands in the history of a booking that was moved against a rule."""
