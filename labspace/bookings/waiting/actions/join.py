"""Putting a wish on the waiting list, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.holds import give_up_hold
from labspace.bookings.queries import organisation_ids_of
from labspace.bookings.waiting.board import suits
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.models import WaitingOffer, WaitingWish
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of

MOST_WISHES = 10
"""So many wishes may one person have on the list at a time."""

MOST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A wish as somebody states it; the houses are those of the spaces, where spaces are named."""

    kind: SpaceKind
    pattern: Pattern
    location_ids: tuple[int, ...] = ()
    space_ids: tuple[int, ...] = ()
    features: tuple[str, ...] = ()
    people: int = 1
    organisation_id: int | None = None


def join_waiting_list(session: Session, wanted: Wanted, *, by: User, now: datetime) -> WaitingWish:
    """Put a wish at the end of the list; raises `Refused` with everything that stands against it."""
    user_id, pattern = by.id, wanted.pattern
    begin_write(session)
    by = session.get_one(User, user_id, populate_existing=True)
    spaces = list(session.scalars(select(Space).where(Space.id.in_(wanted.space_ids)).order_by(Space.id)))
    house_ids = {space.location_id for space in spaces} or set(wanted.location_ids)
    houses = list(session.scalars(select(Location).where(Location.id.in_(house_ids)).order_by(Location.id)))
    refuse_any(_against(session, wanted, spaces, houses, by=by, now=now))
    wish = WaitingWish(
        user_id=by.id,
        organisation_id=wanted.organisation_id,
        kind=wanted.kind,
        features=list(wanted.features),
        people=wanted.people,
        weekdays=sum(1 << day for day in pattern.weekdays),
        first_on=pattern.first_on,
        last_on=pattern.last_on,
        starts_minute=pattern.starts_minute,
        ends_minute=pattern.ends_minute,
        minutes=pattern.minutes,
        state=WishState.WAITING,
        state_since=now,
        created_at=now,
        houses=houses,
        spaces=spaces,
    )
    refuse_any(_too_small(session, wish, today=_today(houses[0], now)))
    session.add(wish)
    session.flush()
    return wish


def withdraw_wish(session: Session, wish_id: int, *, by: User, now: datetime) -> WaitingWish:
    """Take a wish back; what is held for it is free at once."""
    user_id = by.id
    begin_write(session)
    open_offer = select(WaitingOffer.hold_id).where(
        WaitingOffer.wish_id == wish_id,
        WaitingOffer.state == OfferState.OPEN,
        WaitingOffer.wish.has(user_id=user_id),
    )
    if (hold_id := session.scalar(open_offer)) is not None:
        give_up_hold(session, hold_id, now=now)
    wish = session.get(WaitingWish, wish_id, populate_existing=True, with_for_update=True)
    if wish is None or wish.user_id != user_id:
        raise LookupError(wish_id)
    if session.scalar(open_offer) is not None:
        # Offered while the lock was waited for: to lock its space now would be in no order.
        raise Refused(Refusal("changed_meanwhile"))
    if wish.state is WishState.WAITING:
        wish.state, wish.state_since = WishState.WITHDRAWN, now
    session.flush()
    return wish


def _today(house: Location, now: datetime) -> date:
    return now.astimezone(house.zone).date()


def _against(
    session: Session,
    wanted: Wanted,
    spaces: Sequence[Space],
    houses: Sequence[Location],
    *,
    by: User,
    now: datetime,
) -> Iterator[Refusal]:
    if not houses or len(spaces) < len(set(wanted.space_ids)):
        raise Refused(Refusal("space_unknown"))
    if not wanted.kind.is_booked_at_once or any(space.kind is not wanted.kind for space in spaces):
        raise Refused(Refusal("not_allowed"))
    yield from _wrong_times(wanted.pattern, today=_today(houses[0], now))
    if by.confirmed_at is None:
        yield Refusal("mail_unconfirmed")
    organisation_id = wanted.organisation_id
    is_member = organisation_id is None or organisation_id in organisation_ids_of(session, by.id)
    if not by.is_active or not is_member:
        yield Refusal("not_allowed")
    waiting = select(func.count()).where(WaitingWish.user_id == by.id, WaitingWish.state == WishState.WAITING)
    if (session.scalar(waiting) or 0) >= MOST_WISHES:
        yield Refusal("waiting_too_many", {"most": MOST_WISHES})


def _wrong_times(pattern: Pattern, *, today: date) -> Iterator[Refusal]:
    if pattern.last_on < today:
        yield Refusal("waiting_is_past")
    elif pattern.last_on > today + MOST_AHEAD:
        yield Refusal("waiting_too_far_ahead", {"last_day": today + MOST_AHEAD})
    elif next(pattern.days(since=today), None) is None:
        yield Refusal("waiting_without_day")
    if pattern.minutes > pattern.ends_minute - pattern.starts_minute:
        yield Refusal("waiting_window_short")


def _too_small(session: Session, wish: WaitingWish, *, today: date) -> Iterator[Refusal]:
    """Refuse what no space could ever fulfil."""
    house_ids = [house.id for house in wish.houses]
    candidates = wish.spaces or spaces_of(session, house_ids, on=today, kind=wish.kind)
    if not any(suits(wish, space) and space.capacity >= wish.people for space in candidates):
        yield Refusal("waiting_for_nothing")
