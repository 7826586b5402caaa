"""Numbers that stand in the database: the same from whichever process they are asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.occupancy.facts.models import FactMark

AROUND = timedelta(days=7)
"""Bookings are counted this far back and ahead: a few thousand rows by an index, after ten years too."""
WAITING = (DeliveryState.NEW, DeliveryState.TAKEN)


class Standing(Collector):
    """Reads the numbers when they are asked for."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._session, self._now = session, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All numbers."""
        yield from self._queue()
        bookings = GaugeMetricFamily(
            "labspace_bookings", "Bookings that begin within seven days of now, by state.", labels=["state"]
        )
        for state, number in bookings_by_state(self._session, now=self._now).items():
            bookings.add_metric([state.value], number)
        yield bookings
        marks = self._session.scalar(select(func.count()).select_from(FactMark)) or 0
        yield GaugeMetricFamily(
            "labspace_fact_marks", "Changes whose figures the worker has yet to keep.", value=marks
        )

    def _queue(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("labspace_outbox_waiting", "Rows to deliver.", labels=["channel"])
        age = GaugeMetricFamily(
            "labspace_outbox_oldest_seconds",
            "How long the oldest undelivered row has been written.",
            labels=["channel"],
        )
        failed = GaugeMetricFamily(
            "labspace_outbox_failed", "Rows given up in the last seven days.", labels=["channel"]
        )
        found = {
            channel: (number, oldest)
            for channel, number, oldest in self._session.execute(
                select(OutboxRow.channel, func.count(), func.min(OutboxRow.created_at))
                .where(OutboxRow.state.in_(WAITING))
                .group_by(OutboxRow.channel)
            )
        }
        given_up = given_up_since(self._session, self._now - AROUND)
        for channel in Channel:
            number, oldest = found.get(channel, (0, None))
            waiting.add_metric([channel.value], number)
            seconds = (self._now - oldest).total_seconds() if oldest else 0
            age.add_metric([channel.value], max(0.0, seconds))
            failed.add_metric([channel.value], given_up.get(channel, 0))
        yield from (waiting, age, failed)


def given_up_since(session: Session, since: datetime) -> dict[Channel, int]:
    """Rows that were given up, by channel."""
    question = (
        select(OutboxRow.channel, func.count())
        .where(OutboxRow.state == DeliveryState.FAILED, OutboxRow.created_at >= since)
        .group_by(OutboxRow.channel)
    )
    return dict(session.execute(question).all())


def bookings_by_state(session: Session, *, now: datetime) -> dict[BookingState, int]:
    """How many bookings around now stand in each state, those of no booking included."""
    # Houses first: the index begins with them.
    houses = session.scalars(select(Location.id)).all()
    question = (
        select(Booking.state, func.count())
        .where(
            Booking.location_id.in_(houses),
            Booking.starts_at >= now - AROUND,
            Booking.starts_at < now + AROUND,
        )
        .group_by(Booking.state)
    )
    found = dict(session.execute(question).all())
    return {state: found.get(state, 0) for state in BookingState}
