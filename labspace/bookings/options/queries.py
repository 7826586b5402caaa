"""Questions about options: who is ahead, who waits behind, what is being asked, who shares one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from labspace.accounts.models import User
from labspace.bookings.actions.settle import core_of
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.options.models import OptionChallenge, OptionClock, OptionPartner
from labspace.bookings.options.states import ClockState
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import SpaceKind

_OPTION = text("booking.state IN ('requested', 'option')")
"""In these words the planner sees that the small index of undecided bookings will do."""


def find_clock(session: Session, booking_id: int) -> OptionClock | None:
    """The clock of an option; None for what never was one."""
    return session.get(OptionClock, booking_id)


def rivals_of(session: Session, booking: Booking) -> Sequence[Booking]:
    """The other options that want part of the same spaces at part of the same time, best rank first."""
    mine, theirs = aliased(BookedUnit), aliased(BookedUnit)
    shared = exists().where(
        mine.booking_id == booking.id,
        theirs.booking_id == Booking.id,
        mine.space_id == theirs.space_id,
    )
    found = session.scalars(
        select(Booking)
        .where(
            _OPTION,
            Booking.state == BookingState.OPTION,
            Booking.location_id == booking.location_id,
            Booking.id != booking.id,
            shared,
        )
        .options(joinedload(Booking.location), joinedload(Booking.booked_by), selectinload(Booking.spaces))
        .order_by(Booking.option_rank, Booking.id)
    ).unique()
    core = core_of(booking)
    return [other for other in found if core_of(other).overlaps(core)]


def firsts_ahead(session: Session, booking: Booking) -> list[Booking]:
    """The first options that this one waits for."""
    return [other for other in rivals_of(session, booking) if other.option_rank == 1]


def waiting_behind(session: Session, booking: Booking) -> list[Booking]:
    """The options that wait for this one, best rank first."""
    rank = booking.option_rank or 0
    return [other for other in rivals_of(session, booking) if (other.option_rank or 0) > rank]


def challenges_by(session: Session, challenger_id: int) -> Sequence[OptionChallenge]:
    """What this option has asked of those ahead of it, oldest first."""
    return session.scalars(
        select(OptionChallenge)
        .where(OptionChallenge.challenger_id == challenger_id)
        .order_by(OptionChallenge.at, OptionChallenge.id)
    ).all()


@dataclass(frozen=True)
class AskedBy:
    """A challenge and the name of whoever asked: of the team, or who waits."""

    challenge: OptionChallenge
    name: str


def askings_of(session: Session, booking_id: int) -> list[AskedBy]:
    """Who asked this option for a decision, the latest first; names are for staff."""
    rows = session.execute(
        select(OptionChallenge, User.name)
        .join(User, User.id == OptionChallenge.by_id)
        .where(OptionChallenge.booking_id == booking_id)
        .order_by(OptionChallenge.at.desc(), OptionChallenge.id.desc())
    )
    return [AskedBy(challenge, name) for challenge, name in rows]


def ticking_options(session: Session, *, now: datetime) -> Sequence[tuple[Booking, OptionClock]]:
    """First options whose clock runs and has not run out, the nearest deadline first."""
    rows = session.execute(
        select(Booking, OptionClock)
        .join(OptionClock, OptionClock.booking_id == Booking.id)
        .where(
            _OPTION,
            Booking.state == BookingState.OPTION,
            Booking.option_until > now,
            OptionClock.state.in_([ClockState.RUNNING, ClockState.CHALLENGED]),
        )
        .options(joinedload(Booking.location), joinedload(Booking.booked_by), selectinload(Booking.spaces))
        .order_by(Booking.option_until, Booking.id)
    ).unique()
    return [(booking, clock) for booking, clock in rows]


def clocks_of(session: Session, booking_ids: Collection[int]) -> dict[int, OptionClock]:
    """The clocks of these options by booking id."""
    rows = session.scalars(select(OptionClock).where(OptionClock.booking_id.in_(booking_ids)))
    return {row.booking_id: row for row in rows}


def partners_of(session: Session, booking_id: int) -> Sequence[OptionPartner]:
    """Who shares an option or is invited to, in the order of the invitations; those who left are not."""
    return session.scalars(
        select(OptionPartner)
        .where(OptionPartner.booking_id == booking_id, OptionPartner.left_at.is_(None))
        .options(joinedload(OptionPartner.user))
        .order_by(OptionPartner.invited_at, OptionPartner.id)
    ).all()


def shares(session: Session, booking: Booking, user_id: int) -> bool:
    """Whether this person organises the event together with whoever booked."""
    if booking.kind is not SpaceKind.EVENT_AREA:
        return False
    return (
        session.scalar(
            select(OptionPartner.id).where(
                OptionPartner.booking_id == booking.id,
                OptionPartner.user_id == user_id,
                OptionPartner.joined_at.is_not(None),
                OptionPartner.left_at.is_(None),
            )
        )
        is not None
    )


def organisers_of(session: Session, booking: Booking) -> list[User]:
    """Everybody who is told of what becomes of an option: whoever booked first, then who shares it."""
    return [booking.booked_by, *co_organisers(partners_of(session, booking.id))]


def co_organisers(partners: Iterable[OptionPartner]) -> list[User]:
    """Of these, the people who joined and can be written to."""
    return [one.user for one in partners if one.joined_at and one.user is not None and one.user.is_active]


def shared_bookings_of(session: Session, user_id: int, *, now: datetime) -> Sequence[Booking]:
    """Bookings of others that this person organises with them and that are not over, earliest first."""
    return (
        session.scalars(
            select(Booking)
            .join(OptionPartner, OptionPartner.booking_id == Booking.id)
            .where(
                OptionPartner.user_id == user_id,
                OptionPartner.joined_at.is_not(None),
                OptionPartner.left_at.is_(None),
                Booking.ends_at > now,
                Booking.state.in_([BookingState.OPTION, BookingState.CONFIRMED]),
            )
            .options(
                joinedload(Booking.location),
                joinedload(Booking.booked_by),
                joinedload(Booking.organisation),
                selectinload(Booking.spaces),
            )
            .order_by(Booking.starts_at, Booking.id)
        )
        .unique()
        .all()
    )
