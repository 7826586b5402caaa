"""Setting endpoints up, changing and ending them, and noting how calls went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.notices.outbox import enqueue_calls
from labspace.notices.queue import WAITING
from labspace.webhooks.calls import call_of
from labspace.webhooks.kinds import Event, Pause
from labspace.webhooks.models import WebhookEndpoint
from labspace.webhooks.pace import is_given_up, rest_after

MOST_ENDPOINTS = 20
"""Of one house, or of all houses together."""


def add_endpoint(
    session: Session,
    *,
    location_id: int | None,
    name: str,
    address: str,
    events: Sequence[Event],
    by: User,
    now: datetime,
) -> WebhookEndpoint:
    """A new endpoint, told of everything from now on. Raises `Refused` with `too_many_endpoints`."""
    by_id = by.id
    _take_turn(session)
    same = _scope(location_id)
    count = session.scalar(select(func.count()).where(same, WebhookEndpoint.removed_at.is_(None))) or 0
    if count >= MOST_ENDPOINTS:
        raise Refused(Refusal("too_many_endpoints", {"most": MOST_ENDPOINTS}))
    endpoint = WebhookEndpoint(
        location_id=location_id,
        name=name,
        address=address,
        events=[event.value for event in events],
        created_by_id=by_id,
        created_at=now,
    )
    session.add(endpoint)
    _count_listeners(session)
    return endpoint


def change_endpoint(
    session: Session, endpoint_id: int, *, name: str, address: str, events: Sequence[Event], now: datetime
) -> None:
    """Another name, address or choice of events; what waits goes to the new address, at once."""
    endpoint = _locked(session, endpoint_id)
    endpoint.name, endpoint.events = name, [event.value for event in events]
    if endpoint.address != address:
        endpoint.address = address
        _forget_trouble(endpoint)
        _hurry(session, endpoint, now=now)
    session.flush()


def renew_secret(session: Session, endpoint_id: int, *, now: datetime) -> WebhookEndpoint:
    """A new secret; for a day calls are signed with the old one as well."""
    endpoint = _locked(session, endpoint_id)
    endpoint.generation, endpoint.renewed_at = endpoint.generation + 1, now
    session.flush()
    return endpoint


def pause_endpoint(session: Session, endpoint_id: int) -> None:
    """Send nothing and note nothing new until it is resumed; what waits stays."""
    endpoint = _locked(session, endpoint_id)
    endpoint.pause = Pause.BY_TEAM
    _count_listeners(session)


def resume_endpoint(session: Session, endpoint_id: int, *, now: datetime) -> None:
    """Send what waits, at once, and note new events again."""
    endpoint = _locked(session, endpoint_id)
    endpoint.pause = None
    _forget_trouble(endpoint)
    _hurry(session, endpoint, now=now)
    _count_listeners(session)


def remove_endpoint(session: Session, endpoint_id: int, *, now: datetime) -> None:
    """End it for good; what waits is not sent any more."""
    endpoint = _locked(session, endpoint_id)
    endpoint.removed_at = now
    session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.channel == Channel.WEBHOOK,
            OutboxRow.recipient == endpoint.recipient,
            OutboxRow.state.in_(WAITING),
        )
        .values(state=DeliveryState.FAILED, taken_until=None, last_error="removed")
    )
    _count_listeners(session)


def send_test(session: Session, endpoint_id: int, *, data: Mapping[str, object], now: datetime) -> None:
    """A call that says only that it is a test."""
    endpoint = _locked(session, endpoint_id)
    call = call_of(endpoint.recipient, Event.TEST, data, subject="test", at=now)
    enqueue_calls(session, [call], now=now)
    _forget_trouble(endpoint)
    session.flush()


def send_again(session: Session, endpoint_id: int, row_id: int, *, now: datetime) -> bool:
    """Let a call leave once more under its old id; False if it waits already or is none of this endpoint."""
    endpoint = _locked(session, endpoint_id)
    row = session.get(OutboxRow, row_id, with_for_update=True)
    if row is None or row.recipient != endpoint.recipient or row.state is DeliveryState.TAKEN:
        return False
    row.state, row.attempts, row.run_at = DeliveryState.NEW, 0, now
    row.delivered_at = row.taken_until = None
    endpoint.rests_until = None
    session.flush()
    return True


def note_trouble(session: Session, endpoint_id: int, *, now: datetime) -> None:
    """It is out of order: leave it alone for a while, longer each time, and give up after days."""
    begin_write(session)
    since = session.scalar(select(WebhookEndpoint.failing_since).where(WebhookEndpoint.id == endpoint_id))
    gives_up = since is not None and is_given_up(since, now=now)
    if gives_up:
        _take_turn(session)
    endpoint = _row(session, endpoint_id)
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.rests_until = now + rest_after(endpoint.failures)
    if gives_up and endpoint.pause is None:
        endpoint.pause = Pause.UNREACHABLE
        _count_listeners(session)
    session.flush()


def note_taken(session: Session, endpoint_id: int, *, now: datetime) -> None:
    """It took a call: whatever trouble there was is over."""
    begin_write(session)
    session.execute(
        update(WebhookEndpoint)
        .where(WebhookEndpoint.id == endpoint_id)
        .values(last_taken_at=now, failures=0, failing_since=None, rests_until=None)
    )


def _forget_trouble(endpoint: WebhookEndpoint) -> None:
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None


def _hurry(session: Session, endpoint: WebhookEndpoint, *, now: datetime) -> None:
    session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.channel == Channel.WEBHOOK,
            OutboxRow.recipient == endpoint.recipient,
            OutboxRow.state == DeliveryState.NEW,
        )
        .values(run_at=now)
    )


def _locked(session: Session, endpoint_id: int) -> WebhookEndpoint:
    _take_turn(session)
    return _row(session, endpoint_id)


def _row(session: Session, endpoint_id: int) -> WebhookEndpoint:
    return session.scalars(
        select(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id).with_for_update()
    ).one()


def _take_turn(session: Session) -> None:
    # All who change endpoints take turns, or of two at once one would count without the other.
    begin_write(session)
    session.execute(select(Location.id).order_by(Location.id).with_for_update(key_share=True))


def _scope(location_id: int | None) -> ColumnElement[bool]:
    if location_id is None:
        return WebhookEndpoint.location_id.is_(None)
    return WebhookEndpoint.location_id == location_id


def _count_listeners(session: Session) -> None:
    session.flush()
    listens = exists().where(
        or_(WebhookEndpoint.location_id == Location.id, WebhookEndpoint.location_id.is_(None)),
        WebhookEndpoint.removed_at.is_(None),
        WebhookEndpoint.pause.is_(None),
    )
    session.execute(
        update(Location)
        .where(Location.has_webhooks != listens)
        .values(has_webhooks=listens)
        .execution_options(synchronize_session=False)
    )
