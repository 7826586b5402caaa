"""Staff keep a space free for a reason, and give it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.claims import lock_spaces, put_claims, refuse_if_taken
from labspace.bookings.actions.lapse import without_lapsed
from labspace.bookings.actions.no_shows import settle_no_shows
from labspace.bookings.actions.settle import rank_options, settle_options
from labspace.bookings.changes import SpaceBlocked
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.bookings.queries import claims_between
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import units_by_space
from labspace.times import TimeSpan


def block_space(
    session: Session,
    space_id: int,
    *,
    span: TimeSpan,
    reason: BlockingReason,
    note_text: str = "",
    by: User,
    now: datetime,
) -> Blocking:
    """Keep others off a space; raises `SpaceTaken` with the spans of bookings in the way."""
    actor_id = by.id
    begin_write(session)
    zone = session.get_one(Space, space_id).location.zone
    day = span.starts_at.astimezone(zone).date()
    unit_ids = units_by_space(session, [space_id], on=day)[space_id]
    lock_spaces(session, unit_ids | {space_id})
    settle_options(session, unit_ids, now=now)
    settle_no_shows(session, unit_ids, now=now)
    claims = without_lapsed(session, claims_between(session, unit_ids, span), now=now)
    refuse_if_taken(claim for claim in claims if claim.span.overlaps(span))
    blocking = Blocking(
        space_id=space_id,
        span=span,
        reason=reason,
        note=note_text[:300],
        created_by_id=actor_id,
        created_at=now,
    )
    session.add(blocking)
    session.flush()
    put_claims(
        session,
        [
            Claim(space_id=unit_id, span=span, is_core=True, blocking_id=blocking.id)
            for unit_id in sorted(unit_ids)
        ],
    )
    announce(session, SpaceBlocked(blocking, unit_ids, actor_id))
    return blocking


def lift_blocking(session: Session, blocking_id: int, *, by: User, now: datetime) -> Blocking:
    """Give a blocked space back; what has passed stays on record."""
    begin_write(session)
    blocking = session.get(Blocking, blocking_id, populate_existing=True)
    if blocking is None:
        raise LookupError(blocking_id)
    hand_over_blocking(session, blocking, by=by, now=now)
    if blocking.space.kind is SpaceKind.EVENT_AREA:
        rank_options(session, blocking.space.location_id, now=now)
    return blocking


def hand_over_blocking(session: Session, blocking: Blocking, *, by: User, now: datetime) -> None:
    """Lift a blocking for a booking that takes its place in this transaction: nobody comes in between,
    and options that wait behind it go on waiting."""
    actor_id = by.id
    day = blocking.starts_at.astimezone(blocking.space.location.zone).date()
    unit_ids = units_by_space(session, [blocking.space_id], on=day)[blocking.space_id]
    lock_spaces(session, unit_ids | {blocking.space_id})
    session.refresh(blocking, ["lifted_at"])
    if blocking.lifted_at is not None:
        raise Refused(Refusal("not_possible_in_state"))
    session.execute(delete(Claim).where(Claim.blocking_id == blocking.id))
    blocking.lifted_at = now
    announce(session, SpaceBlocked(blocking, unit_ids, actor_id, lifted=True))
