"""Offering what is free to those who wait: whoever came first, first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.actions.checks import check_wish
from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.actions.holds import put_hold
from labspace.bookings.holds import HoldPurpose
from labspace.bookings.waiting.board import Board, Fit, board_of
from labspace.bookings.waiting.changes import OfferMade
from labspace.bookings.waiting.models import FreedTime, WaitingOffer, WaitingWish
from labspace.bookings.waiting.queries import freed_times, has_work, unanswered, waiting_wishes
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.bookings.wishes import Details, Wish
from labspace.db import begin_write
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.spaces.houses import houses_named
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

LOOK_AGAIN = timedelta(hours=6)
"""What becomes free without anybody giving it back (another day bookable, new hours) is found this late."""

MOST_TRIES = 5
"""So many free times are tried for one wish in one round, where the house's rules stand against its person."""

Place = tuple[int, SpaceKind]
Boards = dict[Place, Board]


def serve_waiting(session: Session, *, now: datetime) -> int:
    """Hold what is free for those who wait and tell them; return how many were offered something.

    Safe to run every minute and in several processes: looks without a lock first. A wish has one
    open offer at most, and none for a day on which it let one go.
    """
    if not has_work(session, looked_before=now - LOOK_AGAIN):
        return 0
    begin_write(session)
    freed = freed_times(session)
    stirred = _stirred(waiting_wishes(session), freed, looked_before=now - LOOK_AGAIN)
    _lock(session, stirred)
    queue = waiting_wishes(session, locked=True)
    due = [wish for wish in queue if not _ended(wish, now=now) and _places_of(wish) & stirred]
    session.execute(delete(FreedTime).where(FreedTime.id.in_([mark.id for mark in freed])))
    offered = _offer_in_order(session, due, now=now) if due else 0
    session.flush()
    return offered


def _ended(wish: WaitingWish, *, now: datetime) -> bool:
    today = now.astimezone(wish.houses[0].zone).date()
    if wish.last_on >= today:
        return False
    wish.state, wish.state_since = WishState.PAST, now
    return True


def _stirred(
    queue: Iterable[WaitingWish], freed: Iterable[FreedTime], *, looked_before: datetime
) -> set[Place]:
    """Where something is to do: all who wait there are looked at, so that nobody is passed over."""
    stirred = {(mark.location_id, mark.kind) for mark in freed}
    for wish in queue:
        if wish.looked_at is None or wish.looked_at < looked_before:
            stirred |= _places_of(wish)
    return stirred


def _lock(session: Session, places: Collection[Place]) -> None:
    """Lock every space of the kinds that may be offered; what was read before is read again."""
    house_ids, kinds = {place[0] for place in places}, {place[1] for place in places}
    lock_spaces(
        session,
        session.scalars(select(Space.id).where(Space.location_id.in_(house_ids), Space.kind.in_(kinds))),
    )


def _places_of(wish: WaitingWish) -> set[Place]:
    return {(house.id, wish.kind) for house in wish.houses}


def _offer_in_order(session: Session, due: Sequence[WaitingWish], *, now: datetime) -> int:
    answering = unanswered(session, [wish.id for wish in due])
    gone = _days_gone(session, due)
    boards = _boards(session, due, now=now)
    offered = 0
    for wish in due:
        wish.looked_at = now
        if wish.id in answering:
            continue
        today = now.astimezone(wish.houses[0].zone).date()
        if next(wish.pattern.days(since=today, without=gone[wish.id]), None) is None:
            wish.state, wish.state_since = WishState.PAST, now
        elif _offer(session, wish, boards, gone[wish.id], now=now):
            offered += 1
    return offered


def _boards(session: Session, due: Sequence[WaitingWish], *, now: datetime) -> Boards:
    """What is free in every house concerned."""
    last: dict[Place, date] = {}
    houses: dict[int, Location] = {}
    for wish in due:
        houses |= {house.id: house for house in wish.houses}
        for place in _places_of(wish):
            last[place] = max(last.get(place, wish.last_on), wish.last_on)
    return {
        place: board_of(session, houses[place[0]], place[1], until=until, now=now)
        for place, until in last.items()
    }


def _days_gone(session: Session, wishes: Collection[WaitingWish]) -> dict[int, set[date]]:
    """The local days on which each wish let an offer go."""
    zones = {wish.id: wish.houses[0].zone for wish in wishes}
    gone: dict[int, set[date]] = defaultdict(set)
    rows = session.execute(
        select(WaitingOffer.wish_id, WaitingOffer.starts_at).where(
            WaitingOffer.wish_id.in_(list(zones)),
            WaitingOffer.state.in_([OfferState.DECLINED, OfferState.LAPSED]),
        )
    )
    for wish_id, starts_at in rows:
        gone[wish_id].add(starts_at.astimezone(zones[wish_id]).date())
    return gone


def _offer(
    session: Session, wish: WaitingWish, boards: Boards, gone: Collection[date], *, now: datetime
) -> bool:
    """Hold the earliest that suits, wherever it is; False if nothing does."""
    fits = merge(
        *(boards[house.id, wish.kind].fits(wish, without=gone) for house in wish.houses),
        key=lambda fit: fit.span.starts_at,
    )
    for fit in islice(fits, MOST_TRIES):
        board = boards[fit.space.location_id, wish.kind]
        if _hold(session, wish, fit, board, now=now):
            board.take(fit.space, fit.span)
            return True
    return False


def _hold(session: Session, wish: WaitingWish, fit: Fit, board: Board, *, now: datetime) -> bool:
    day = fit.span.starts_at.astimezone(board.house.zone).date()
    rules = board.rules(fit.space, day)
    wanted = Wish(
        span=fit.span,
        space_ids=(fit.space.id,),
        details=Details(people=wish.people, organisation_id=wish.organisation_id),
    )
    [house] = houses_named(session, [fit.space.location_id]).values()
    try:
        with session.begin_nested():
            check_wish(
                session,
                [fit.space],
                wanted,
                house=house,
                rules={fit.space.id: rules},
                booked_by=wish.user,
                now=now,
            )
            hold = put_hold(
                session,
                fit.space.id,
                span=fit.span,
                user_id=wish.user_id,
                purpose=HoldPurpose.WAITING_OFFER,
                until=fit.until,
                unit_ids=board.units[fit.space.id],
                rules=rules,
                now=now,
            )
    except Refused:
        return False
    offer = WaitingOffer(
        wish_id=wish.id,
        hold_id=hold.id,
        space_id=fit.space.id,
        span=fit.span,
        until=fit.until,
        state=OfferState.OPEN,
        state_since=now,
        created_at=now,
    )
    session.add(offer)
    session.flush()
    announce(session, OfferMade(offer, now))
    return True
