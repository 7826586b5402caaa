"""What stands against a wish apart from other claims, for bookers and for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.queries import organisation_ids_of, rules_of
from labspace.bookings.rulebook import Rules
from labspace.bookings.rules import broken_capacity_rules, broken_time_rules
from labspace.bookings.wishes import Wish
from labspace.errors import Refusal, refuse_any
from labspace.spaces.kinds import Layout
from labspace.spaces.models import Space
from labspace.spaces.queries import bookable_spans

OVERRIDABLE = frozenset(
    {"in_the_past", "closed", "too_short", "too_long", "off_raster", "too_soon", "too_far_ahead"}
)
"""Rules staff may let pass with a reason; approved capacity and other claims never."""


@dataclass(frozen=True, kw_only=True)
class StaffDoor:
    """Staff book for somebody: what that allows, and why."""

    entered_by: User
    reason: str = ""
    entered_later: bool = False
    """After the fact ("nacherfasst"): the past is allowed, the booking counts as used."""


def check_wish(
    session: Session,
    spaces: Sequence[Space],
    wish: Wish,
    *,
    rules: Mapping[int, Rules],
    booked_by: User,
    now: datetime,
    door: StaffDoor | None = None,
    keeps_start: bool = False,
) -> None:
    """Raise `Refused` with everything that stands against the wish.

    `keeps_start`: a booking under way is being changed, its start may lie in the past.
    """
    refusals = broken_rules(session, spaces, wish, rules=rules, now=now)
    if keeps_start:
        refusals = [refusal for refusal in refusals if refusal.code not in {"in_the_past", "too_soon"}]
    if booked_by.confirmed_at is None and door is None:
        refusals.append(Refusal("mail_unconfirmed"))
    if not booked_by.is_active:
        refusals.append(Refusal("not_allowed"))
    organisation_id = wish.details.organisation_id
    if organisation_id is not None and organisation_id not in organisation_ids_of(session, booked_by.id):
        refusals.append(Refusal("not_allowed"))
    refuse_any(refusals if door is None else _left_for_staff(refusals, door))


def _left_for_staff(refusals: list[Refusal], door: StaffDoor) -> list[Refusal]:
    forgiven = {"in_the_past"} if door.entered_later else set()
    broken = [refusal for refusal in refusals if refusal.code in OVERRIDABLE and refusal.code not in forgiven]
    if broken and not door.reason.strip():
        return [*(refusal for refusal in refusals if refusal.code not in forgiven), Refusal("reason_missing")]
    return [refusal for refusal in refusals if refusal.code not in OVERRIDABLE]


def broken_rules(
    session: Session,
    spaces: Sequence[Space],
    wish: Wish,
    *,
    now: datetime,
    rules: Mapping[int, Rules] | None = None,
) -> list[Refusal]:
    """Every house rule the wish breaks on these spaces, without looking at other claims.

    `rules` are those in force for the spaces on the wish's first day, where the caller has them.
    """
    zone = spaces[0].location.zone
    if rules is None:
        rules = rules_of(session, spaces, on=wish.span.starts_at.astimezone(zone).date())
    opening = bookable_spans(session, spaces, wish.span)
    found: list[Refusal] = []
    for space in spaces:
        found += broken_time_rules(
            wish.span, rules=rules[space.id], open_spans=opening[space.id], zone=zone, now=now
        )
    found += too_many(spaces, people=wish.details.people, layout=wish.details.layout)
    return list({(refusal.code, str(refusal.values)): refusal for refusal in found}.values())


def too_many(spaces: Sequence[Space], *, people: int, layout: Layout | None) -> list[Refusal]:
    """More people than are approved for these spaces together in this seating; nobody may override it."""
    if len(spaces) == 1:
        layouts = {row.layout: row.capacity for row in spaces[0].layouts}
        return list(
            broken_capacity_rules(people, capacity=spaces[0].capacity, layout=layout, layouts=layouts)
        )
    most = sum(space.capacity for space in spaces)
    return [Refusal("over_capacity", {"people": people, "capacity": most})] if people > most else []
