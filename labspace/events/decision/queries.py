"""Questions about what was decided, agreed and is still open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from labspace.events.decision.models import (
    CancellationShare,
    Condition,
    EventCheck,
    EventTraits,
    Handover,
    HouseRulesAccepted,
    Message,
    Review,
)
from labspace.events.decision.stages import Stage
from labspace.events.models import EventRequest


def find_review(session: Session, booking_id: int) -> Review | None:
    """How far the decision has come; None as long as nobody did anything."""
    return session.get(Review, booking_id, options=[joinedload(Review.recommended_by)])


def stages_of(session: Session, booking_ids: Collection[int]) -> dict[int, Stage]:
    """Where the decisions on these stand, by booking id; those nobody touched are missing."""
    if not booking_ids:
        return {}
    rows = session.execute(select(Review.booking_id, Review.stage).where(Review.booking_id.in_(booking_ids)))
    return {row.booking_id: row.stage for row in rows}


def messages_of(session: Session, booking_id: int) -> Sequence[Message]:
    """Questions and answers, oldest first."""
    return session.scalars(
        select(Message)
        .where(Message.booking_id == booking_id)
        .options(joinedload(Message.by))
        .order_by(Message.id)
    ).all()


def last_question(session: Session, booking_id: int) -> Message | None:
    """What the team asked last."""
    return session.scalars(
        select(Message)
        .where(Message.booking_id == booking_id, ~Message.is_answer)
        .order_by(Message.id.desc())
        .limit(1)
    ).first()


def conditions_of(session: Session, booking_id: int) -> Sequence[Condition]:
    """The conditions that hold, in the order in which they were set."""
    return session.scalars(
        select(Condition)
        .where(Condition.booking_id == booking_id, Condition.withdrawn_at.is_(None))
        .order_by(Condition.id)
    ).all()


def accepted_versions(session: Session, request: EventRequest) -> list[str]:
    """Every version of the house rules the organiser accepted, the first one first."""
    later = session.scalars(
        select(HouseRulesAccepted.version)
        .where(HouseRulesAccepted.booking_id == request.booking_id)
        .order_by(HouseRulesAccepted.accepted_at, HouseRulesAccepted.version)
    )
    return [request.house_rules_version, *later]


def find_traits(session: Session, booking_id: int) -> EventTraits | None:
    """What was answered about music, alcohol and selling."""
    return session.get(EventTraits, booking_id)


def checklist_of(session: Session, booking_id: int) -> Sequence[EventCheck]:
    """What has to be settled for an event, the most pressing first."""
    return session.scalars(
        select(EventCheck)
        .where(EventCheck.booking_id == booking_id, EventCheck.dropped_at.is_(None))
        .options(joinedload(EventCheck.done_by))
        .order_by(EventCheck.due_on, EventCheck.id)
    ).all()


@dataclass(frozen=True)
class Pending:
    """What is still open about an event that takes place."""

    checks: int = 0
    conditions: bool = False

    def __bool__(self) -> bool:
        return bool(self.checks or self.conditions)


def pending_of(session: Session, booking_ids: Collection[int]) -> dict[int, Pending]:
    """What is open, by booking id; two statements however many there are."""
    if not booking_ids:
        return {}
    counted = session.execute(
        select(EventCheck.booking_id, func.count().label("number"))
        .where(
            EventCheck.booking_id.in_(booking_ids),
            EventCheck.done_at.is_(None),
            EventCheck.dropped_at.is_(None),
        )
        .group_by(EventCheck.booking_id)
    )
    checks = {row.booking_id: row.number for row in counted}
    unaccepted = set(
        session.scalars(
            select(Review.booking_id).where(
                Review.booking_id.in_(booking_ids), Review.accepted_version < Review.conditions_version
            )
        )
    )
    return {
        booking_id: Pending(checks.get(booking_id, 0), booking_id in unaccepted)
        for booking_id in {*checks, *unaccepted}
    }


def find_share(session: Session, booking_id: int) -> CancellationShare | None:
    """What is asked for a cancelled event."""
    return session.get(CancellationShare, booking_id)


def handovers_of(session: Session, booking_id: int) -> Sequence[Handover]:
    """All protocols of an event, every edition, oldest first."""
    return session.scalars(
        select(Handover)
        .where(Handover.booking_id == booking_id)
        .options(joinedload(Handover.by))
        .order_by(Handover.id)
    ).all()
