"""What subscribed calendars do by themselves: look again, take up what became free, forget old previews."""

from __future__ import annotations

import logging
from datetime import datetime
from random import random
from time import monotonic

from flask import current_app
from sqlalchemy.orm import Session

from labspace.busy.actions import (
    Lease,
    forget_drafts,
    note_fetched,
    note_not_fetched,
    settle_open_times,
    take_due,
)
from labspace.busy.fetching import Fetched, Limits, NotFetched, fetch
from labspace.busy.queries import calendars_to_settle
from labspace.notices.jobs import every_minute
from labspace.outward.addresses import AddressRefused, address_of
from labspace.times import utc_now

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Calendars one process looks at in one round."""
PATIENCE = 30.0
"""Seconds after which a round begins no further one: mails wait meanwhile."""


@every_minute
def look_again(session: Session, now: datetime) -> None:
    """Look at the calendars that are due, each in a transaction of its own, none held while fetching."""
    forget_drafts(session, now=now)
    session.commit()
    for calendar_id in calendars_to_settle(session, now=now):
        settle_open_times(session, calendar_id, now=now)
        session.commit()
    until = monotonic() + PATIENCE
    for _turn in range(AT_ONCE):
        lease = take_due(session, now=now)
        session.commit()
        if lease is None or monotonic() > until:
            return
        look(session, lease)


def look(session: Session, lease: Lease, *, limits: Limits | None = None) -> None:
    """Fetch one calendar and note what came, or why nothing did; commits."""
    try:
        fetched = brought(lease, limits=limits or limits_in_force())
    except NotFetched as problem:
        note_not_fetched(session, lease, problem, now=utc_now(), chance=random())
        log.info("calendar %d not fetched: %s", lease.calendar_id, problem.code)
    else:
        note_fetched(session, lease, fetched, now=utc_now(), chance=random())
    session.commit()


def brought(lease: Lease, *, limits: Limits) -> Fetched:
    """What lies at the address now; of an uploaded file always what is known."""
    if not lease.address:
        return Fetched(None)
    try:
        address = address_of(lease.address)
    except AddressRefused as refused:
        raise NotFetched(refused.code) from None
    return fetch(address, etag=lease.etag, last_modified=lease.last_modified, limits=limits)


def limits_in_force(*, seconds: float = Limits.seconds) -> Limits:
    """How far fetching may go by the settings."""
    settings = current_app.extensions["labspace.settings"]
    return Limits(seconds=seconds, networks=settings.networks_for_calendars())
