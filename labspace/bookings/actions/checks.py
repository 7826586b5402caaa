"""May this wish pass? For bookers by the rules, for staff by the rules and their reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.queries import organisation_ids_of
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.judging import broken_rules, judge
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refusal, refuse_any
from labspace.spaces.house import House
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan

__all__ = [
    "OVERRIDABLE",
    "Checked",
    "StaffDoor",
    "broken_rules",
    "check_wish",
    "needs_approval",
    "passed_over",
]

OVERRIDABLE = frozenset(
    {
        "in_the_past",
        "closed",
        "too_short",
        "too_long",
        "off_raster",
        "not_a_product",
        "too_soon",
        "too_far_ahead",
        "quota_exceeded",
        "team_only",
        "members_only",
        "partner_types_only",
        "needs_application",
        "paused",
    }
)
"""Rules staff may let pass with a reason; approved capacity and other claims never."""


@dataclass(frozen=True, kw_only=True)
class StaffDoor:
    """Staff book for somebody: what that allows, and why."""

    entered_by: User
    reason: str = ""
    entered_later: bool = False
    """After the fact ("nacherfasst"): the past is allowed, the booking counts as used."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A wish that may pass as far as the rules go."""

    overridden: tuple[str, ...] = ()
    """Codes of the rules staff let pass."""
    product: str | None = None
    """Id of the product the wished time is."""
    waits: bool = False
    """Whether the booker did not come too often to be confirmed at once."""


def check_wish(
    session: Session,
    spaces: Sequence[Space],
    wish: Wish,
    *,
    house: House,
    rules: Mapping[int, Rules],
    booked_by: User,
    now: datetime,
    door: StaffDoor | None = None,
    state: BookingState = BookingState.CONFIRMED,
    moved: Booking | None = None,
) -> Checked:
    """Raise `Refused` with everything that stands against the wish; say what was let pass.

    `house` is the spaces' as it is under the lock, `rules` are theirs.
    `moved` is the booking that is being changed: who it is for stays, and once it is under way its
    start may lie in the past.
    """
    judged = judge(session, house, spaces, wish, booked_by=booked_by, now=now, moved=moved)
    refusals = judged.refusals
    if moved is None:
        if spaces[0].kind is SpaceKind.POPUP_SLOT and state is BookingState.CONFIRMED:
            refusals.append(Refusal("needs_application"))
        organisation_id = wish.details.organisation_id
        if organisation_id is not None and organisation_id not in organisation_ids_of(session, booked_by.id):
            refusals.append(Refusal("not_allowed"))
    elif door is None and _needs_new_approval(moved, spaces, wish.span, rules=rules):
        refusals.append(Refusal("needs_approval"))
    if booked_by.confirmed_at is None and door is None:
        refusals.append(Refusal("mail_unconfirmed"))
    if not booked_by.is_active:
        refusals.append(Refusal("not_allowed"))
    if door is None:
        refuse_any(refusals)
        return Checked(product=judged.product, waits=judged.waits)
    return Checked(overridden=_let_pass(refusals, door), product=judged.product)


def needs_approval(spaces: Sequence[Space], *, rules: Mapping[int, Rules]) -> bool:
    """Whether a booking of these spaces waits for the house though its kind is booked at once."""
    return any(space.kind.is_booked_at_once and rules[space.id].needs_approval for space in spaces)


def _needs_new_approval(
    moved: Booking, spaces: Sequence[Space], span: TimeSpan, *, rules: Mapping[int, Rules]
) -> bool:
    """Whether a confirmed booking would leave what the house approved: its spaces and its time."""
    if moved.state is not BookingState.CONFIRMED or not needs_approval(spaces, rules=rules):
        return False
    stays = {space.id for space in spaces} <= {space.id for space in moved.spaces}
    return not (stays and moved.span.contains(span))


def passed_over(refusals: Sequence[Refusal], door: StaffDoor | None) -> tuple[list[Refusal], tuple[str, ...]]:
    """What still stands against one date of many, and the codes of the rules staff let pass with their reason.

    Without a reason, or as long as something stands that nobody may let pass, nothing is passed over.
    """
    if door is None or not door.reason.strip():
        return list(refusals), ()
    left = [refusal for refusal in refusals if refusal.code not in OVERRIDABLE]
    return left, () if left else tuple(dict.fromkeys(refusal.code for refusal in refusals))


def _let_pass(refusals: list[Refusal], door: StaffDoor) -> tuple[str, ...]:
    """Raise `Refused` with what staff may not let pass, or may not without a reason."""
    forgiven = {"in_the_past"} if door.entered_later else set()
    left = [refusal for refusal in refusals if refusal.code not in forgiven]
    broken = [refusal.code for refusal in left if refusal.code in OVERRIDABLE]
    if broken and not door.reason.strip():
        refuse_any([*left, Refusal("reason_missing")])
    refuse_any(refusal for refusal in left if refusal.code not in OVERRIDABLE)
    return tuple(dict.fromkeys(broken))
