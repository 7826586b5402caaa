"""Questions about claims, bookings and house rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, bindparam, or_, select, text, true, union_all
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from labspace.accounts.affiliations import Affiliation
from labspace.accounts.models import Membership, Organisation
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.bookings.holds import Hold
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.states import BOOKED, CALLED_OFF, UNDECIDED, BookingState
from labspace.db import BigId, UtcDateTime, answers
from labspace.spaces.models import Space
from labspace.times import TimeSpan

REFERENCE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as readers see it: the span, and for whom."""

    space_id: int
    span: TimeSpan
    is_core: bool
    booking_id: int | None
    blocking_id: int | None
    booked_by_id: int | None
    organisation_id: int | None
    state: BookingState | None
    hold_id: int | None = None
    held_until: datetime | None = None
    held_for_id: int | None = None

    def has_lapsed(self, now: datetime) -> bool:
        """Whether it was held until `now` at most: it keeps nobody off, though its row may still be there."""
        return self.held_until is not None and self.held_until <= now


def claims_between(session: Session, space_ids: Collection[int], window: TimeSpan) -> list[Claimed]:
    """Claims on these units during any part of `window`, by space and start.

    One statement whatever the number of spaces and of past or coming claims: those that began
    from a day before the window on, and per unit the core claim that has been running longer.
    """
    asked = {
        "space_ids": list(space_ids),
        "begins": window.starts_at,
        "ends": window.ends_at,
        "day_before": window.starts_at - timedelta(days=1),
    }
    rows = answers(session, _CLAIMS_BETWEEN, asked)
    claimed = [Claimed(row[0], TimeSpan(row[1], row[2]), *row[3:]) for row in rows]
    return sorted(claimed, key=lambda claim: (claim.space_id, claim.span.starts_at, claim.span.ends_at))


# Built once: putting these statements together took longer than running them, on every page.
_READABLE_CLAIMS = select(
    Claim.space_id,
    Claim.starts_at,
    Claim.ends_at,
    Claim.is_core,
    Claim.booking_id,
    Claim.blocking_id,
    Booking.booked_by_id,
    Booking.organisation_id,
    Booking.state,
    Claim.hold_id,
    Hold.until,
    Hold.user_id,
)
_READABLE_CLAIMS = _READABLE_CLAIMS.outerjoin(Booking, Booking.id == Claim.booking_id).outerjoin(
    Hold, Hold.id == Claim.hold_id
)
_SPACE_IDS = bindparam("space_ids", expanding=True, type_=BigId)
_BEGINS, _ENDS, _DAY_BEFORE = (
    bindparam(name, type_=UtcDateTime) for name in ("begins", "ends", "day_before")
)
_RECENT_CLAIMS = _READABLE_CLAIMS.where(
    Claim.space_id.in_(_SPACE_IDS),
    Claim.starts_at >= _DAY_BEFORE,
    Claim.starts_at < _ENDS,
    Claim.ends_at > _BEGINS,
)
_LATER = aliased(Claim, name="later")
_FIRST_TO_END = (
    select(_LATER.id)
    # As text, word for word as the index has it: SQLite takes a partial index for nothing less, and
    # SQLAlchemy would say `is_core = 1`.
    .where(_LATER.space_id == Space.id, text("later.is_core"), _LATER.ends_at > _BEGINS)
    .order_by(_LATER.ends_at)
    .limit(1)
    .scalar_subquery()
)
_RUNNING_CLAIMS = _READABLE_CLAIMS.join(Space, Claim.id == _FIRST_TO_END).where(
    Space.id.in_(_SPACE_IDS), Claim.starts_at < _DAY_BEFORE
)
_CLAIMS_BETWEEN = union_all(_RECENT_CLAIMS, _RUNNING_CLAIMS)


def find_booking(session: Session, reference: str) -> Booking | None:
    """The booking with this reference, with what its page shows."""
    if len(reference) > REFERENCE_LENGTH or not reference.isprintable():
        return None
    return session.scalars(_shown().where(Booking.reference == reference.upper())).unique().one_or_none()


def _shown() -> Select[Booking]:
    return select(Booking).options(
        joinedload(Booking.location),
        joinedload(Booking.booked_by),
        joinedload(Booking.organisation),
        selectinload(Booking.spaces),
    )


def bookings_of(
    session: Session,
    user_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 200,
) -> Sequence[Booking]:
    """A person's bookings that end after `since` and begin before `until`, earliest first."""
    question = (
        _shown().where(Booking.booked_by_id == user_id).order_by(Booking.starts_at, Booking.id).limit(limit)
    )
    if since is not None:
        question = question.where(Booking.ends_at > since)
    if until is not None:
        question = question.where(Booking.starts_at < until)
    return session.scalars(question).unique().all()


def past_bookings_of(
    session: Session, user_id: int, *, before: datetime, limit: int = 50
) -> Sequence[Booking]:
    """A person's bookings that are over, newest first."""
    return (
        session.scalars(
            _shown()
            .where(Booking.booked_by_id == user_id, Booking.ends_at <= before)
            .order_by(Booking.starts_at.desc(), Booking.id.desc())
            .limit(limit)
        )
        .unique()
        .all()
    )


def house_bookings(
    session: Session, location_id: int, window: TimeSpan, *, states: Collection[BookingState]
) -> Sequence[Booking]:
    """Bookings of a house in these states during any part of `window`, earliest first."""
    return (
        session.scalars(
            _shown()
            .where(
                Booking.location_id == location_id,
                Booking.state.in_(states),
                Booking.starts_at < window.ends_at,
                or_(Booking.ends_at > window.starts_at, and_(Booking.starts_at >= window.starts_at)),
                Booking.starts_at > window.starts_at - timedelta(days=120),
            )
            .order_by(Booking.starts_at, Booking.id)
        )
        .unique()
        .all()
    )


def undecided_bookings(session: Session, location_id: int) -> Sequence[Booking]:
    """Requests and options of a house that staff have yet to decide, earliest start first."""
    return (
        session.scalars(
            _shown()
            .where(
                Booking.location_id == location_id,
                # Word for word as the index has it: SQLite takes a partial index for nothing less.
                text("booking.state IN ('requested', 'option')"),
            )
            .order_by(Booking.starts_at, Booking.option_rank, Booking.id)
        )
        .unique()
        .all()
    )


def organisation_ids_of(session: Session, user_id: int) -> set[int]:
    """The organisations a person may book for."""
    return set(answers(session, _ORGANISATION_IDS, {"user_id": user_id}).scalars())


def coming_bookings_of(
    session: Session, user_id: int, *, now: datetime, limit: int = 200
) -> Sequence[Booking]:
    """A person's promised bookings that are not over yet, earliest first."""
    return _ordered(
        session,
        _shown()
        .where(Booking.booked_by_id == user_id, Booking.ends_at > now, Booking.state.in_(BOOKED))
        .order_by(Booking.starts_at, Booking.id)
        .limit(limit),
    )


def asked_bookings_of(session: Session, user_id: int, *, now: datetime) -> Sequence[Booking]:
    """A person's requests and options that wait for the house, earliest first."""
    return _ordered(
        session,
        _shown()
        .where(Booking.booked_by_id == user_id, Booking.ends_at > now, Booking.state.in_(UNDECIDED))
        .order_by(Booking.starts_at, Booking.id),
    )


def done_bookings_of(
    session: Session, user_id: int, *, now: datetime, limit: int, offset: int = 0
) -> Sequence[Booking]:
    """A person's bookings that are over or were called off, newest first."""
    return _ordered(
        session,
        _shown()
        .where(Booking.booked_by_id == user_id, or_(Booking.ends_at <= now, Booking.state.in_(CALLED_OFF)))
        .order_by(Booking.starts_at.desc(), Booking.id.desc())
        .limit(limit)
        .offset(offset),
    )


def unsettled_bookings(
    session: Session, location_id: int, *, now: datetime, since: datetime
) -> Sequence[Booking]:
    """Confirmed bookings of a house that are over and of which nobody said whether they were used."""
    return _ordered(
        session,
        _shown()
        .where(
            Booking.location_id == location_id,
            Booking.state == BookingState.CONFIRMED,
            Booking.ends_at <= now,
            Booking.starts_at >= since,
        )
        .order_by(Booking.starts_at, Booking.id),
    )


def history_of(session: Session, booking_id: int) -> Sequence[BookingEvent]:
    """What happened to a booking, oldest first, with who did it."""
    return session.scalars(
        select(BookingEvent)
        .where(BookingEvent.booking_id == booking_id)
        .options(joinedload(BookingEvent.actor))
        .order_by(BookingEvent.at, BookingEvent.id)
    ).all()


def blockings_of(
    session: Session, location_id: int, window: TimeSpan, *, by_hand: bool = False
) -> Sequence[Blocking]:
    """Blockings of a house in force during any part of `window`, earliest first.

    `by_hand`: only those staff entered, not what calendars from outside bring by the thousand.
    """
    return session.scalars(
        select(Blocking)
        .join(Blocking.space)
        .where(
            Space.location_id == location_id,
            Blocking.lifted_at.is_(None),
            Blocking.starts_at < window.ends_at,
            Blocking.ends_at > window.starts_at,
            Blocking.reason != BlockingReason.CALENDAR if by_hand else true(),
        )
        .options(joinedload(Blocking.space), joinedload(Blocking.created_by))
        .order_by(Blocking.starts_at, Blocking.id)
    ).all()


def bookings_holding(session: Session, unit_ids: Collection[int], span: TimeSpan) -> Sequence[Booking]:
    """The bookings whose claims lie on these units during `span`, earliest first."""
    claims = claims_between(session, unit_ids, span)
    ids = {claim.booking_id for claim in claims if claim.booking_id is not None}
    return _ordered(session, _shown().where(Booking.id.in_(ids)).order_by(Booking.starts_at, Booking.id))


def _ordered(session: Session, question: Select[Booking]) -> Sequence[Booking]:
    return session.scalars(question).unique().all()


def affiliations_of(session: Session, user_id: int) -> list[Affiliation]:
    """As `organisations_of`, with what forms and prices ask of them."""
    return [Affiliation(*row) for row in answers(session, _AFFILIATIONS_OF, {"user_id": user_id})]


def organisations_of(session: Session, user_id: int) -> Sequence[Organisation]:
    """The organisations a person may book for, by name."""
    return session.scalars(_ORGANISATIONS_OF, {"user_id": user_id}).all()


_ORGANISATION_IDS = select(Membership.organisation_id).where(Membership.user_id == bindparam("user_id"))
_AFFILIATIONS_OF = (
    select(Organisation.id, Organisation.name, Organisation.partner_type, Organisation.is_chamber_member)
    .join(Organisation.memberships)
    .where(Membership.user_id == bindparam("user_id"), Organisation.merged_into_id.is_(None))
    .order_by(Organisation.name, Organisation.id)
)
_ORGANISATIONS_OF = (
    select(Organisation)
    .join(Organisation.memberships)
    .where(Membership.user_id == bindparam("user_id"), Organisation.merged_into_id.is_(None))
    .order_by(Organisation.name, Organisation.id)
)
