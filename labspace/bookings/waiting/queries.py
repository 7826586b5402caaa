"""Questions about the waiting list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, or_, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.waiting.models import FreedTime, WaitingOffer, WaitingWish
from labspace.bookings.waiting.states import OfferState, WishState

# In these words the planner sees that the small index of waiting wishes will do.
_WAITING = text("waiting_wish.state = 'waiting'")


def waiting_wishes(session: Session, *, locked: bool = False) -> Sequence[WaitingWish]:
    """All wishes that wait, in the order they are served: whoever came first, first.

    `locked` keeps them from being withdrawn meanwhile.
    """
    question = _shown().where(_WAITING).order_by(WaitingWish.created_at, WaitingWish.id)
    if locked:
        question = question.with_for_update(key_share=True, of=WaitingWish)
        question = question.execution_options(populate_existing=True)
    return session.scalars(question).all()


def unanswered(session: Session, wish_ids: Collection[int]) -> set[int]:
    """Of these wishes those that have an open offer."""
    return set(
        session.scalars(
            select(WaitingOffer.wish_id).where(
                WaitingOffer.wish_id.in_(wish_ids), WaitingOffer.state == OfferState.OPEN
            )
        )
    )


def has_work(session: Session, *, looked_before: datetime) -> bool:
    """Whether something became free, or a wish has not been looked at since then; asks without a lock."""
    stale = exists().where(
        _WAITING, or_(WaitingWish.looked_at.is_(None), WaitingWish.looked_at < looked_before)
    )
    return bool(session.scalar(select(exists().select_from(FreedTime))) or session.scalar(select(stale)))


def freed_times(session: Session) -> Sequence[FreedTime]:
    """What became free since the list was last served, oldest first."""
    return session.scalars(select(FreedTime).order_by(FreedTime.id).limit(1000)).all()


def wishes_of(session: Session, user_id: int) -> Sequence[WaitingWish]:
    """A person's wishes with what they were offered: waiting ones in order, then ended ones, newest first."""
    rows = session.scalars(
        _shown()
        .where(WaitingWish.user_id == user_id)
        .options(selectinload(WaitingWish.offers).joinedload(WaitingOffer.space))
        .order_by(WaitingWish.created_at.desc(), WaitingWish.id.desc())
        .limit(50)
    ).all()
    waiting = [wish for wish in rows if wish.state is WishState.WAITING]
    return [*reversed(waiting), *(wish for wish in rows if wish.state is not WishState.WAITING)]


def find_wish(session: Session, wish_id: int, *, user_id: int) -> WaitingWish | None:
    """This person's wish; those of others are not found."""
    return session.scalars(
        _shown().where(WaitingWish.id == wish_id, WaitingWish.user_id == user_id)
    ).one_or_none()


def find_offer(session: Session, offer_id: int) -> WaitingOffer | None:
    """An offer with its wish, its person and its space."""
    return session.scalars(
        select(WaitingOffer)
        .where(WaitingOffer.id == offer_id)
        .options(
            joinedload(WaitingOffer.wish).joinedload(WaitingWish.user),
            joinedload(WaitingOffer.space),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def places(wish: WaitingWish, queue: Sequence[WaitingWish]) -> int:
    """Which place in the queue a waiting wish has: 1 and all before it that one free time could suit too."""
    pattern, houses = wish.pattern, {house.id for house in wish.houses}
    ahead = 0
    for other in queue:
        if other.id == wish.id:
            break
        shares = other.kind is wish.kind and houses & {house.id for house in other.houses}
        ahead += bool(shares and other.pattern.meets(pattern) and _share_space(wish, other))
    return ahead + 1


def _share_space(wish: WaitingWish, other: WaitingWish) -> bool:
    wanted, others = ({space.id for space in one.spaces} for one in (wish, other))
    return not wanted or not others or bool(wanted & others)


def _shown() -> Select[WaitingWish]:
    return select(WaitingWish).options(
        joinedload(WaitingWish.user),
        selectinload(WaitingWish.houses),
        selectinload(WaitingWish.spaces),
    )
