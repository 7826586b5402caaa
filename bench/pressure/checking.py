"""What became of a run: nothing acknowledged is lost, nothing doubled, no overlap, everything told."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine, Select, and_, func, or_, select, text
from sqlalchemy.orm import aliased

from bench.pressure.arrivals import Answered
from bench.pressure.requests import Bookings
from bench.rider import Rider
from labspace.bookings.claim_models import Claim
from labspace.times import utc_now

WAITING = "SELECT channel, count(*) FROM outbox WHERE state IN ('new', 'taken') GROUP BY channel"


class Arrived(Protocol):
    """Receivers that can be asked what came."""

    def arrived(self) -> tuple[Counter[str], Counter[str]]:
        """How often each mail and each call came, by id."""


@dataclass(frozen=True)
class Booked:
    """The bookings a run was promised."""

    ids: dict[int, int]
    """Number of the request to number of the booking."""

    @classmethod
    def of(cls, answers: Sequence[Answered]) -> Booked:
        return cls({one.number: json.loads(one.body)["id"] for one in answers if one.status == 201})


def repeated(port: int, bookings: Bookings, booked: Booked, *, every: int) -> tuple[int, int]:
    """Send some of them again under their keys: how many, and how many got another answer than before."""
    rider, others = Rider(port), 0
    chosen = sorted(booked.ids)[::every]
    for number in chosen:
        status, body = rider.ask(bookings.request(number))
        others += status != 201 or json.loads(body)["id"] != booked.ids[number]
    rider.close()
    return len(chosen), others


def counts(engine: Engine, booked: Booked, *, before: int) -> list[str]:
    """Sentences about the bookings in the database; `before` is the highest number there before the run."""
    with engine.connect() as connection:
        kept = set(connection.scalars(text("SELECT id FROM booking WHERE id > :before"), {"before": before}))
        claimed = set(
            connection.scalars(
                text("SELECT booking_id FROM claim WHERE booking_id > :before"), {"before": before}
            )
        )
        overlaps = connection.scalar(_overlaps(utc_now()))
    promised = list(booked.ids.values())
    lost, doubled = len(set(promised) - kept), len(promised) - len(set(promised))
    return [
        f"{len(promised)} bookings acknowledged: {lost} missing, {doubled} numbers given twice",
        f"{len(kept - set(promised))} bookings kept that nobody was told of",
        f"{len(kept - claimed)} bookings without a claim, {overlaps} claims that overlap",
    ]


def _overlaps(since: datetime) -> Select[int]:
    """How many pairs of claims from then on want the same space at the same time, one of them its core."""
    one, other = aliased(Claim), aliased(Claim)
    return (
        select(func.count())
        .select_from(one)
        .join(other, and_(one.space_id == other.space_id, one.id < other.id))
        .where(one.starts_at < other.ends_at, other.starts_at < one.ends_at)
        .where(or_(one.is_core, other.is_core), one.starts_at > since, other.starts_at > since)
    )


def wait_for_outbox(engine: Engine, *, seconds: float) -> tuple[float, dict[str, int]]:
    """Until nothing waits: how long it took, and what waits still when the time is over."""
    begun = time.perf_counter()
    while True:
        with engine.connect() as connection:
            waiting = {str(name): int(number) for name, number in connection.execute(text(WAITING))}
        if not waiting or time.perf_counter() - begun > seconds:
            return time.perf_counter() - begun, waiting
        time.sleep(1)


def deliveries(engine: Engine, receivers: Arrived, *, before: int) -> list[str]:
    """Sentences about mails and calls of the outbox's rows after number `before`, as the receivers saw them."""
    found = []
    for channel, arrived in zip(("mail", "webhook"), receivers.arrived(), strict=True):
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT message_id, id FROM outbox WHERE channel = :channel"), {"channel": channel}
            )
            written = {str(message).strip("<>"): int(number) for message, number in rows}
        ids = {message for message, number in written.items() if number > before}
        came = {one.strip("<>"): number for one, number in arrived.items()}
        twice = sum(number > 1 for one, number in came.items() if one in ids)
        found.append(
            f"{len(ids)} {channel}s written, {len(ids - came.keys())} of them did not arrive, {twice} came twice,"
            f" {len(came.keys() - written.keys())} arrived that nobody wrote"
        )
    return found


def highest(engine: Engine) -> tuple[int, int]:
    """The highest numbers of a booking and of a row of the outbox."""
    with engine.connect() as connection:
        booking = connection.scalar(text("SELECT coalesce(max(id), 0) FROM booking"))
        row = connection.scalar(text("SELECT coalesce(max(id), 0) FROM outbox"))
    return int(booking or 0), int(row or 0)
