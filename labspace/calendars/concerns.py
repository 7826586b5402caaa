"""Which feeds a booking or blocking is for, and which bookings a feed is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.accounts.models import Membership
from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.options.models import OptionPartner
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.calendars.scopes import Audience, FeedKind, Scope
from labspace.db import answers
from labspace.spaces.models import Space, SpacePart
from labspace.times import TimeSpan

HOUSE_FEEDS = (FeedKind.HOUSE, FeedKind.HOUSE_KIND, FeedKind.STAFF)
LONGEST = timedelta(days=400)
"""No booking is longer; bounds where an index is read."""
AT_ONCE = 500

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_KEPT = CalendarFeed.basis != ""
_FITS_KIND = or_(CalendarFeed.space_kind.is_(None), CalendarFeed.space_kind == Booking.kind)
_PARTNER = (OptionPartner.joined_at.is_not(None), OptionPartner.left_at.is_(None))

_OF_BOOKINGS = union(
    select(CalendarFeed.id, Booking.id)
    .join(Booking, Booking.booked_by_id == CalendarFeed.user_id)
    .where(Booking.id.in_(_IDS), _KEPT),
    select(CalendarFeed.id, Booking.id)
    .join(Membership, Membership.user_id == CalendarFeed.user_id)
    .join(Booking, Booking.organisation_id == Membership.organisation_id)
    .where(Booking.id.in_(_IDS), _KEPT),
    select(CalendarFeed.id, OptionPartner.booking_id)
    .join(OptionPartner, OptionPartner.user_id == CalendarFeed.user_id)
    .where(OptionPartner.booking_id.in_(_IDS), _KEPT, *_PARTNER),
    select(CalendarFeed.id, Booking.id)
    .join(Booking, Booking.location_id == CalendarFeed.location_id)
    .where(Booking.id.in_(_IDS), _KEPT, _FITS_KIND),
    select(CalendarFeed.id, BookedUnit.booking_id)
    .join(BookedUnit, BookedUnit.space_id == CalendarFeed.space_id)
    .where(BookedUnit.booking_id.in_(_IDS), _KEPT),
    select(CalendarFeed.id, BookedUnit.booking_id)
    .join(SpacePart, SpacePart.whole_id == CalendarFeed.space_id)
    .join(BookedUnit, BookedUnit.space_id == SpacePart.part_id)
    .where(BookedUnit.booking_id.in_(_IDS), _KEPT),
    select(CalendarEntry.feed_id, literal(0))
    .join(CalendarFeed, CalendarFeed.id == CalendarEntry.feed_id)
    .where(CalendarEntry.booking_id.in_(_IDS), _KEPT),
)
"""Pairs of feed and booking; with booking 0, feeds that show one of them, if only that of its space before."""

_OF_BLOCKINGS = union(
    select(CalendarFeed.id, Blocking.id)
    .join(Blocking, Blocking.space_id == CalendarFeed.space_id)
    .where(Blocking.id.in_(_IDS), _KEPT),
    select(CalendarFeed.id, Blocking.id)
    .join(SpacePart, SpacePart.whole_id == CalendarFeed.space_id)
    .join(Blocking, Blocking.space_id == SpacePart.part_id)
    .where(Blocking.id.in_(_IDS), _KEPT),
    select(CalendarFeed.id, Blocking.id)
    .join(SpacePart, SpacePart.part_id == CalendarFeed.space_id)
    .join(Blocking, Blocking.space_id == SpacePart.whole_id)
    .where(Blocking.id.in_(_IDS), _KEPT),
    select(CalendarFeed.id, Blocking.id)
    .join(Space, Space.location_id == CalendarFeed.location_id)
    .join(Blocking, Blocking.space_id == Space.id)
    .where(
        Blocking.id.in_(_IDS),
        _KEPT,
        CalendarFeed.kind != FeedKind.STAFF,
        or_(CalendarFeed.space_kind.is_(None), CalendarFeed.space_kind == Space.kind),
    ),
)


def feeds_of_bookings(session: Session, booking_ids: Collection[int]) -> dict[int, set[int]]:
    """The bookings each open feed is about, by feed; feeds they left are there with none. One statement."""
    return _pairs(session, _OF_BOOKINGS, booking_ids)


def feeds_of_blockings(session: Session, blocking_ids: Collection[int]) -> dict[int, set[int]]:
    """The blockings each open feed is about, by feed; one statement."""
    return _pairs(session, _OF_BLOCKINGS, blocking_ids)


def _pairs(session: Session, question: CompoundSelect[int, int], ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        chunk = ordered[start : start + AT_ONCE]
        for feed_id, row_id in answers(session, question, {"ids": chunk}):
            found[feed_id] |= {row_id} - {0}
    return found


def bookings_in(session: Session, scope: Scope, *, around: TimeSpan) -> Sequence[Booking]:
    """All bookings a feed may show that touch a time, earliest first."""
    question = _with_places().where(
        Booking.starts_at > around.starts_at - LONGEST,
        Booking.starts_at < around.ends_at,
        Booking.ends_at > around.starts_at,
        _is_in(scope),
    )
    return session.scalars(question.order_by(Booking.starts_at, Booking.id)).unique().all()


def blockings_in(session: Session, scope: Scope, *, since: datetime) -> Sequence[Blocking]:
    """All blockings a feed may show that end after a moment; none in feeds of people and teams."""
    if scope.audience is not Audience.BUSY:
        return []
    question = _blockings().where(Blocking.ends_at > since, Blocking.lifted_at.is_(None))
    if scope.space_id is not None:
        question = question.where(
            or_(
                Blocking.space_id == scope.space_id,
                Blocking.space_id.in_(_parts_of(scope.space_id)),
                Blocking.space_id.in_(select(SpacePart.whole_id).where(SpacePart.part_id == scope.space_id)),
            )
        )
    else:
        question = question.where(Space.location_id == scope.location_id)
        if scope.space_kind is not None:
            question = question.where(Space.kind == scope.space_kind)
    return session.scalars(question.order_by(Blocking.id)).all()


def _is_in(scope: Scope) -> ColumnElement[bool]:
    if scope.user_id is not None:
        organisations = select(Membership.organisation_id).where(Membership.user_id == scope.user_id)
        shared = select(OptionPartner.booking_id).where(OptionPartner.user_id == scope.user_id, *_PARTNER)
        return or_(
            Booking.booked_by_id == scope.user_id,
            Booking.organisation_id.in_(organisations),
            Booking.id.in_(shared),
        )
    if scope.space_id is not None:
        units = or_(BookedUnit.space_id == scope.space_id, BookedUnit.space_id.in_(_parts_of(scope.space_id)))
        return Booking.id.in_(select(BookedUnit.booking_id).where(units))
    in_house = Booking.location_id == scope.location_id
    return in_house if scope.space_kind is None else in_house & (Booking.kind == scope.space_kind)


def _parts_of(space_id: int) -> Select[int]:
    return select(SpacePart.part_id).where(SpacePart.whole_id == space_id)


def _with_places() -> Select[Booking]:
    return select(Booking).options(
        joinedload(Booking.location), selectinload(Booking.spaces), joinedload(Booking.organisation)
    )


def _blockings() -> Select[Blocking]:
    return (
        select(Blocking)
        .join(Blocking.space)
        .options(joinedload(Blocking.space).joinedload(Space.location))
        .execution_options(populate_existing=True)
    )
