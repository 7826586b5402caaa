"""Which endpoints there are, and what they were told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.notices.queue import WAITING
from labspace.webhooks.models import RECIPIENT, WebhookEndpoint


def endpoints_of(session: Session, location_id: int) -> Sequence[WebhookEndpoint]:
    """Those of one house and those of all houses, the house's own first, by name."""
    return session.scalars(
        select(WebhookEndpoint)
        .where(
            or_(WebhookEndpoint.location_id == location_id, WebhookEndpoint.location_id.is_(None)),
            WebhookEndpoint.removed_at.is_(None),
        )
        .options(joinedload(WebhookEndpoint.created_by), joinedload(WebhookEndpoint.location))
        .order_by(WebhookEndpoint.location_id.is_(None), WebhookEndpoint.name, WebhookEndpoint.id)
    ).all()


def listening(session: Session, location_ids: Collection[int]) -> Sequence[WebhookEndpoint]:
    """Endpoints in force that hear of any of these houses, by id."""
    return session.scalars(
        select(WebhookEndpoint)
        .where(
            or_(WebhookEndpoint.location_id.in_(location_ids), WebhookEndpoint.location_id.is_(None)),
            WebhookEndpoint.removed_at.is_(None),
            WebhookEndpoint.pause.is_(None),
        )
        .order_by(WebhookEndpoint.id)
    ).all()


def find_endpoint(session: Session, endpoint_id: int) -> WebhookEndpoint | None:
    """The endpoint, unless it was removed."""
    endpoint = session.get(WebhookEndpoint, endpoint_id)
    return endpoint if endpoint is not None and endpoint.removed_at is None else None


@dataclass(frozen=True, slots=True)
class Due:
    """An endpoint with a call to make; `failures` in a row so far."""

    id: int
    failures: int


def endpoints_due(session: Session, *, now: datetime) -> list[Due]:
    """Endpoints to call now, those without trouble first; each is looked up by an index, however long its queue."""
    waits = exists().where(
        OutboxRow.channel == Channel.WEBHOOK,
        OutboxRow.recipient == literal(RECIPIENT).concat(cast(WebhookEndpoint.id, String)),
        OutboxRow.state.in_(WAITING),
        OutboxRow.run_at <= now,
    )
    rows = session.execute(
        select(WebhookEndpoint.id, WebhookEndpoint.failures)
        .where(
            WebhookEndpoint.removed_at.is_(None),
            WebhookEndpoint.pause.is_(None),
            or_(WebhookEndpoint.rests_until.is_(None), WebhookEndpoint.rests_until <= now),
            waits,
        )
        .order_by(WebhookEndpoint.failures, WebhookEndpoint.id)
    )
    return [Due(*row) for row in rows]


def calls_to(
    session: Session, endpoint: WebhookEndpoint, *, before: int | None, limit: int, failed_only: bool = False
) -> Sequence[OutboxRow]:
    """What was or is to be sent there, latest first, from below row `before` on."""
    statement = select(OutboxRow).where(
        OutboxRow.channel == Channel.WEBHOOK, OutboxRow.recipient == endpoint.recipient
    )
    if before is not None:
        statement = statement.where(OutboxRow.id < before)
    if failed_only:
        statement = statement.where(OutboxRow.last_error != "")
    return session.scalars(statement.order_by(OutboxRow.id.desc()).limit(limit)).all()


def call_to(session: Session, endpoint: WebhookEndpoint, row_id: int) -> OutboxRow | None:
    """One call to this endpoint."""
    row = session.get(OutboxRow, row_id)
    return row if row is not None and row.recipient == endpoint.recipient else None


def counts_of(session: Session, endpoints: Sequence[WebhookEndpoint]) -> dict[int, dict[DeliveryState, int]]:
    """How many calls of each endpoint wait or were given up."""
    by_name = {endpoint.recipient: endpoint.id for endpoint in endpoints}
    rows = session.execute(
        select(OutboxRow.recipient, OutboxRow.state, func.count())
        .where(
            OutboxRow.channel == Channel.WEBHOOK,
            OutboxRow.recipient.in_(by_name),
            OutboxRow.state != DeliveryState.DONE,
        )
        .group_by(OutboxRow.recipient, OutboxRow.state)
    )
    counts: dict[int, dict[DeliveryState, int]] = {endpoint.id: {} for endpoint in endpoints}
    for recipient, state, count in rows:
        counts[by_name[recipient]][state] = count
    return counts
