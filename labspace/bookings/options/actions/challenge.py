"""Asking the first to commit or release."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.models import Booking
from labspace.bookings.options import clock as steps
from labspace.bookings.options.actions.settled import clock_of, settled_option
from labspace.bookings.options.changes import OptionChallenged
from labspace.bookings.options.models import OptionChallenge
from labspace.bookings.options.queries import challenges_by, firsts_ahead
from labspace.bookings.options.term_queries import event_terms_of
from labspace.errors import Refusal, Refused


def challenge_first(
    session: Session, booking_id: int, *, by: User, now: datetime, expected_version: int | None = None
) -> list[OptionChallenge]:
    """Let the second ask all first options it waits for to commit or release.

    Only who is next in line may ask, each first once. Raises `Refused` where not one of them can be
    asked, with the reason of the best; who waits for halves asks those of them who can be.
    """
    actor_id = by.id
    booking, row = settled_option(session, booking_id, now=now, expected_version=expected_version)
    if booking.option_rank == 1:
        raise Refused(Refusal("option_is_first"))
    if row.given_away_since is not None:
        raise Refused(Refusal("option_given_away"))
    if booking.option_rank != 2:
        raise Refused(Refusal("option_not_second", {"rank": booking.option_rank}))
    asked_before = {one.booking_id for one in challenges_by(session, booking_id)}
    asked: list[OptionChallenge] = []
    refused: list[Refused] = []
    for first in firsts_ahead(session, booking):
        try:
            if first.id in asked_before:
                raise Refused(Refusal("challenged_before"))
            asked.append(_ask(session, first, challenger=booking, by_id=actor_id, now=now))
        except Refused as refusal:
            refused.append(refusal)
    if not asked:
        raise refused[0] if refused else Refused(Refusal("option_given_away"))
    return asked


def challenge_as_staff(
    session: Session,
    booking_id: int,
    *,
    by: User,
    reason: str,
    now: datetime,
    expected_version: int | None = None,
) -> OptionChallenge:
    """Let staff ask the first to commit or release, at any time and with a reason that is kept."""
    actor_id = by.id
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    booking, _row = settled_option(session, booking_id, now=now, expected_version=expected_version)
    return _ask(session, booking, challenger=None, by_id=actor_id, now=now, reason=reason.strip()[:300])


def _ask(
    session: Session,
    first: Booking,
    *,
    challenger: Booking | None,
    by_id: int,
    now: datetime,
    reason: str = "",
) -> OptionChallenge:
    row, terms = clock_of(session, first, now=now), event_terms_of(session, first)
    following = steps.challenge(row.read(first), terms=terms, now=now, rests=challenger is not None)
    before = snapshot(first)
    row.write(following, first)
    challenge = OptionChallenge(
        booking_id=first.id,
        challenger_id=challenger.id if challenger else None,
        by_id=by_id,
        at=now,
        until=following.deadline,
        reason=reason,
    )
    session.add(challenge)
    # Who asks is told to nobody: those behind stay unnamed, and so does their account.
    actor_id = None if challenger else by_id
    note(
        session,
        first,
        what="challenged",
        before=before,
        actor_id=actor_id,
        at=now,
        text=reason,
        reschedules=False,
    )
    announce(session, OptionChallenged(first, actor_id, now, challenge=challenge))
    return challenge
