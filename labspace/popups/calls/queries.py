"""Questions about calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.popups.calls.models import PopupCall
from labspace.popups.calls.states import CallStatus
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState
from labspace.popups.wishing import Limits
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of


def find_call(session: Session, call_id: int) -> PopupCall | None:
    """The call with its house, slots, questions and criteria."""
    return session.scalars(_whole().where(PopupCall.id == call_id)).unique().one_or_none()


def standing_call_of(session: Session, location_id: int) -> PopupCall | None:
    """The all-year call of a house, if anybody needed it yet."""
    return (
        session.scalars(_whole().where(PopupCall.location_id == location_id, PopupCall.is_standing))
        .unique()
        .one_or_none()
    )


def standing_calls(session: Session) -> dict[int, PopupCall]:
    """The all-year calls there are, by house."""
    calls = session.scalars(
        select(PopupCall).where(PopupCall.is_standing).options(joinedload(PopupCall.location))
    )
    return {call.location_id: call for call in calls}


def calls_of(session: Session, location_id: int) -> Sequence[PopupCall]:
    """All calls of a house, the newest first."""
    return (
        session.scalars(
            _whole()
            .where(PopupCall.location_id == location_id)
            .order_by(PopupCall.created_at.desc(), PopupCall.id.desc())
        )
        .unique()
        .all()
    )


def open_calls(session: Session, *, now: datetime) -> Sequence[PopupCall]:
    """The calls of all houses with a deadline that may be applied for or are announced, by deadline."""
    calls = (
        session.scalars(
            _whole()
            .where(~PopupCall.is_standing, PopupCall.published_at.is_not(None), PopupCall.closed_at.is_(None))
            .order_by(PopupCall.closes_at, PopupCall.id)
        )
        .unique()
        .all()
    )
    return [call for call in calls if call.status(now) in {CallStatus.OPEN, CallStatus.PLANNED}]


def slots_of(session: Session, call: PopupCall, *, on: date) -> Sequence[Space]:
    """The slots that may be wished for on a day."""
    slots = spaces_of(session, [call.location_id], on=on, kind=SpaceKind.POPUP_SLOT)
    named = {slot.id for slot in call.slots}
    return [slot for slot in slots if not named or slot.id in named]


def limits_of(session: Session, call: PopupCall, *, on: date) -> Limits:
    """What may be wished in this call, of the slots that exist on a day."""
    return Limits(
        slot_ids=frozenset(slot.id for slot in slots_of(session, call, on=on)),
        min_weeks=call.min_weeks,
        max_weeks=call.max_weeks,
        first_on=call.first_on,
        last_on=call.last_on,
    )


def handed_in_counts(session: Session, location_id: int) -> dict[int, int]:
    """How many applications each call of a house has, drafts left out, by call."""
    rows = session.execute(
        select(PopupApplication.call_id, func.count())
        .join(PopupCall, PopupCall.id == PopupApplication.call_id)
        .where(PopupCall.location_id == location_id, PopupApplication.state != ApplicationState.DRAFT)
        .where(PopupApplication.submitted_at.is_not(None))
        .group_by(PopupApplication.call_id)
    )
    return {call_id: number for call_id, number in rows}  # noqa: C416 - rows, for mypy


def _whole() -> Select[PopupCall]:
    return select(PopupCall).options(
        joinedload(PopupCall.location),
        selectinload(PopupCall.slots),
        selectinload(PopupCall.questions),
        selectinload(PopupCall.criteria),
    )
