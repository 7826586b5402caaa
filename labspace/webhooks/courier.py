"""Carries calls away: each endpoint in a thread of its own, so that one that is down delays nobody.

At least once, in order per booking, surviving a kill at any line: a call taken by a process that
died is due again when its lease ends, under the same id.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from labspace.db import db
from labspace.notices.couriers import beside_mails
from labspace.notices.models import Channel, OutboxRow
from labspace.notices.queue import note_delivered, note_failure, take_next
from labspace.outward.calls import Reach
from labspace.times import utc_now
from labspace.webhooks.actions import note_taken, note_trouble
from labspace.webhooks.models import WebhookEndpoint
from labspace.webhooks.pace import LEASE, OVERLAP, SECONDS
from labspace.webhooks.posting import NotTaken, post
from labspace.webhooks.queries import Due, endpoints_due, find_endpoint
from labspace.webhooks.signing import secret_of, signed_headers

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Endpoints one process calls at the same time."""
IN_TROUBLE_AT_ONCE = 4
"""So many of them may be such that failed last time."""
CALLS_AT_ONCE = 50
"""Calls to one endpoint before others get their turn."""
GOODBYE = 5.0
"""Seconds a process that ends waits for a call under way."""
PAUSE_AFTER_TROUBLE = 30.0
"""Seconds before the next look when the database could not be asked."""


@dataclass(frozen=True, kw_only=True)
class Means:
    """What calling takes beside the database."""

    key: str | bytes
    reach: Reach


def means_of(app: Flask) -> Means:
    """Those of the settings."""
    networks = app.extensions["labspace.settings"].networks_for_webhooks()
    return Means(key=app.config["SECRET_KEY"], reach=Reach(seconds=SECONDS, networks=networks))


class WebhookCourier:
    """Looks which endpoints are due and calls each from a thread."""

    def __init__(self) -> None:
        self._under_way: dict[int, tuple[threading.Thread, bool]] = {}

    def carry_due(self, app: Flask) -> int:
        """Call all that are due, one after another, until none is left."""
        engine, means, carried = _engine_of(app), means_of(app), 0
        while visits := [visit(engine, one.id, means) for one in _due(engine)]:
            carried += sum(one.taken for one in visits)
            # What waits behind a failed call of its booking is not to be tried yet.
            if not any(one.tried for one in visits):
                break
        return carried

    def carry_until(self, stop: threading.Event, app: Flask, *, pause: float) -> None:
        """Look again every `pause` seconds."""
        engine, means = _engine_of(app), means_of(app)
        while not stop.is_set():
            try:
                for due in _due(engine):
                    self._send_out(stop, engine, due, means)
            except Exception as problem:  # a database restart must not end delivery for good
                log.warning("webhooks pause: %s", type(problem).__name__)
                stop.wait(PAUSE_AFTER_TROUBLE)
            else:
                stop.wait(pause)
        for thread, _was_in_trouble in self._under_way.values():
            thread.join(GOODBYE)

    def _send_out(self, stop: threading.Event, engine: Engine, due: Due, means: Means) -> None:
        self._under_way = {key: pair for key, pair in self._under_way.items() if pair[0].is_alive()}
        in_trouble = due.failures > 0
        troubled = sum(was_in_trouble for _thread, was_in_trouble in self._under_way.values())
        if due.id in self._under_way or len(self._under_way) >= AT_ONCE:
            return
        if in_trouble and troubled >= IN_TROUBLE_AT_ONCE:
            return
        thread = threading.Thread(
            target=self._visit_calmly,
            args=(engine, due.id, means, stop),
            name="labspace-webhook",
            daemon=True,
        )
        self._under_way[due.id] = (thread, in_trouble)
        thread.start()

    def _visit_calmly(self, engine: Engine, endpoint_id: int, means: Means, stop: threading.Event) -> None:
        try:
            # An endpoint with much to hear is stayed at, unless others wait for a thread.
            while visit(engine, endpoint_id, means, stop=stop).taken == CALLS_AT_ONCE:
                if len(self._under_way) >= AT_ONCE:
                    break
        except Exception as problem:  # what is taken is due again when its lease ends
            log.warning("webhook endpoint %d: %s", endpoint_id, type(problem).__name__)


@dataclass(frozen=True)
class Visit:
    """How many calls were tried at an endpoint, and how many it took."""

    tried: int
    taken: int


def visit(engine: Engine, endpoint_id: int, means: Means, *, stop: threading.Event | None = None) -> Visit:
    """Make the calls that are due there, until it is in trouble or none is left."""
    tried = taken = 0
    with Session(engine) as session:
        for _turn in range(CALLS_AT_ONCE):
            if stop is not None and stop.is_set():
                break
            endpoint = find_endpoint(session, endpoint_id)
            if endpoint is None or endpoint.pause is not None:
                break
            recipient = endpoint.recipient
            session.expunge(endpoint)
            row = take_next(session, now=utc_now(), channel=Channel.WEBHOOK, recipient=recipient, lease=LEASE)
            if row is None:
                break
            tried += 1
            try:
                _call(endpoint, row, means, now=utc_now())
            except NotTaken as problem:
                note_failure(session, row, why=problem.why, for_good=False, now=utc_now())
                if problem.is_trouble:
                    note_trouble(session, endpoint_id, now=utc_now())
                    session.commit()
                    break
            else:
                note_delivered(session, row, now=utc_now())
                note_taken(session, endpoint_id, now=utc_now())
                session.commit()
                taken += 1
    return Visit(tried, taken)


def _call(endpoint: WebhookEndpoint, row: OutboxRow, means: Means, *, now: datetime) -> None:
    try:
        call(endpoint, row, means, now=now)
    except NotTaken:
        raise
    except Exception as problem:  # a row that cannot be sent at all must not be tried without end
        raise NotTaken(type(problem).__name__) from problem


def call(endpoint: WebhookEndpoint, row: OutboxRow, means: Means, *, now: datetime) -> None:
    """Send one row, signed for this moment; raises `NotTaken`."""
    body = row.plain.encode()
    secrets = [secret_of(means.key, endpoint.id, endpoint.generation)]
    if endpoint.renewed_at is not None and now < endpoint.renewed_at + OVERLAP:
        secrets.append(secret_of(means.key, endpoint.id, endpoint.generation - 1))
    headers = signed_headers(secrets, message_id=row.message_id, timestamp=int(now.timestamp()), body=body)
    post(endpoint.address, body, headers, reach=means.reach)


def _due(engine: Engine) -> list[Due]:
    with Session(engine) as session:
        return endpoints_due(session, now=utc_now())


def _engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


beside_mails("webhook", WebhookCourier())
