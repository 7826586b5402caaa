"""May this be booked now? Judged on locked spaces, before anything of the booking is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.bookings.actions.bookers import lock_bookers
from labspace.bookings.actions.checks import Checked, StaffDoor, check_wish, needs_approval
from labspace.bookings.actions.choose import candidates, first_free
from labspace.bookings.actions.claims import core_span, held_or_free
from labspace.bookings.actions.no_shows import settle_in_the_way
from labspace.bookings.actions.settle import settle_options
from labspace.bookings.queries import Claimed
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.spaces.house import House
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """A wish nothing stands against, on locked spaces; true until the transaction ends."""

    house: House
    spaces: Sequence[Space]
    unit_ids: frozenset[int]
    """The undivided units of the spaces."""
    rules: Mapping[int, Rules]
    """Of each space, by its id."""
    unit_rules: Mapping[int, Rules]
    organisation: Organisation | None
    core: TimeSpan
    """The span with the set-up and tear-down that were asked for."""
    checked: Checked
    state: BookingState
    """What the booking becomes."""
    held: Sequence[Claimed]
    """What is held for the booker on these units."""


def clear_wish(
    session: Session,
    wish: Wish,
    *,
    booked_by: User,
    booker_id: int,
    now: datetime,
    state: BookingState,
    door: StaffDoor | None = None,
) -> Cleared:
    """Lock what the wish touches, settle what has lapsed there, and judge it.

    `booked_by` is read anew under the lock; until then only its id is known.
    Where the house approves bookings of the space first, a confirmed one is requested instead.
    Raises `Refused` with every broken rule, `SpaceTaken` if another claim is in the way.
    """
    plan = candidates(session, wish)
    if plan.spaces[0].kind is SpaceKind.EVENT_AREA:
        settle_options(session, plan.units_of(plan.spaces), now=now)
    settle_in_the_way(session, plan.units_of(plan.spaces), plan.rules.values(), span=wish.span, now=now)
    spaces = plan.spaces if wish.space_ids else first_free(session, plan, wish, booker_id=booker_id, now=now)
    counts = any(plan.rules[space.id].quotas for space in spaces)
    organisation = lock_bookers(
        session, booker_id, organisation_id=wish.details.organisation_id, alone=counts
    )
    checked = check_wish(
        session,
        spaces,
        wish,
        house=plan.house,
        rules=plan.rules,
        booked_by=booked_by,
        now=now,
        door=door,
        state=state,
    )
    unit_ids, unit_rules = plan.units_of(spaces), plan.unit_rules(spaces)
    core = core_span(wish.span, setup_minutes=wish.setup_minutes, teardown_minutes=wish.teardown_minutes)
    held: Sequence[Claimed] = ()
    if state is BookingState.CONFIRMED:
        held = held_or_free(session, core, unit_ids=unit_ids, rules=unit_rules, booker_id=booker_id, now=now)
    asks_first = checked.waits or needs_approval(spaces, rules=plan.rules)
    return Cleared(
        house=plan.house,
        spaces=spaces,
        unit_ids=unit_ids,
        rules=plan.rules,
        unit_rules=unit_rules,
        organisation=organisation,
        core=core,
        checked=checked,
        state=_becomes(state, wish.span, door=door, asks_first=asks_first, now=now),
        held=held,
    )


def _becomes(
    state: BookingState, span: TimeSpan, *, door: StaffDoor | None, asks_first: bool, now: datetime
) -> BookingState:
    if state is not BookingState.CONFIRMED:
        return state
    if door is None:
        return BookingState.REQUESTED if asks_first else state
    return BookingState.USED if door.entered_later and span.ends_at <= now else state
