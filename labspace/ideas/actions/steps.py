"""Taking an idea further, and saying where it was tried."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.queries import find_booking
from labspace.errors import Refusal, Refused
from labspace.ideas.actions.lock import locked, log
from labspace.ideas.kinds import IdeaDeed
from labspace.ideas.models import Idea, IdeaTrial
from labspace.ideas.queries import money_of, trials_of
from labspace.ideas.states import IdeaState
from labspace.spaces.kinds import SpaceKind

TRIED_IN = frozenset({SpaceKind.EVENT_AREA, SpaceKind.POPUP_SLOT})


def take_step(
    session: Session,
    idea_id: int,
    state: IdeaState,
    *,
    on: date,
    note: str,
    is_public: bool,
    by: User,
    now: datetime,
) -> Idea:
    """Note that an idea came further on a day.

    Raises `Refused` with `not_possible_in_state`; `note_missing`: every step says what happened;
    `on_in_the_future`; `trial_missing`: what was tried names its event, pop-up or seed money.
    """
    by_id = by.id
    idea = locked(session, idea_id)
    refusals = []
    if not note.strip():
        refusals.append(Refusal("note_missing"))
    if on > now.astimezone(idea.location.zone).date():
        refusals.append(Refusal("on_in_the_future"))
    if state is IdeaState.TRIED and not (trials_of(session, idea_id) or money_of(session, idea_id)):
        refusals.append(Refusal("trial_missing"))
    if not idea.state.may_become(state):
        refusals.insert(0, Refusal("idea_step_not_possible", {"state": idea.state, "wanted": state}))
    if refusals:
        raise Refused(*refusals)
    idea.become(state, now=now)
    log(
        session,
        idea,
        IdeaDeed.STEP,
        by_id=by_id,
        now=now,
        on=on,
        state=state,
        note=note.strip(),
        is_public=is_public,
    )
    return idea


def link_trial(session: Session, idea_id: int, reference: str, *, by: User, now: datetime) -> Idea:
    """Say in which event or pop-up of the same house an idea was tried; said twice, it is linked once."""
    by_id = by.id
    idea = locked(session, idea_id)
    booking = find_booking(session, reference.strip().upper())
    if booking is None or booking.location_id != idea.location_id or booking.kind not in TRIED_IN:
        raise Refused(Refusal("trial_unknown", {"reference": reference.strip()[:20]}))
    if not _is_linked(session, idea, booking):
        session.add(IdeaTrial(idea_id=idea.id, booking_id=booking.id, by_id=by_id, at=now))
        log(session, idea, IdeaDeed.TRIAL, by_id=by_id, now=now, note=booking.reference)
    return idea


def _is_linked(session: Session, idea: Idea, booking: Booking) -> bool:
    linked = select(IdeaTrial.id).where(IdeaTrial.idea_id == idea.id, IdeaTrial.booking_id == booking.id)
    return session.scalar(linked) is not None
