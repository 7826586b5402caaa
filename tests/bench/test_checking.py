"""What a run under pressure is judged by is asked of either engine."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.pressure.checking import Booked, counts, deliveries, highest
from labspace.db import db
from labspace.notices.models import OutboxRow
from tests.factories import Cast, book, on_day


def test_what_is_lost_and_what_nobody_was_told_of_is_counted(
    session: Session, cast: Cast, now: datetime
) -> None:
    day = (now + timedelta(days=1)).date()
    told, untold = (
        book(session, cast.desk, cast.alice, on_day(day, hour, hour + 1, house=cast.house), now=now).id
        for hour in (10, 11)
    )
    session.commit()
    promised = Booked({0: told, 1: untold + 7, 2: told})
    assert counts(db.engine, promised, before=0) == [
        "3 bookings acknowledged: 1 missing, 1 numbers given twice",
        "1 bookings kept that nobody was told of",
        "0 bookings without a claim, 0 claims that overlap",
    ]


@dataclass(frozen=True)
class Came:
    """Receivers that say how often each mail came."""

    mails: Counter[str]

    def arrived(self) -> tuple[Counter[str], Counter[str]]:
        return self.mails, Counter()


def test_what_was_written_before_is_no_stranger(session: Session, cast: Cast, now: datetime) -> None:
    day = (now + timedelta(days=1)).date()
    spans = [on_day(day, hour, hour + 1, house=cast.house) for hour in (10, 11, 12)]
    book(session, cast.desk, cast.alice, spans[0], now=now)
    before = highest(db.engine)[1]
    for span in spans[1:]:
        book(session, cast.desk, cast.alice, span, now=now)
    early, once, _never = session.scalars(select(OutboxRow.message_id).order_by(OutboxRow.id))
    session.rollback()
    assert deliveries(db.engine, Came(Counter({early: 1, once: 2, "x": 1})), before=before) == [
        "2 mails written, 1 of them did not arrive, 1 came twice, 1 arrived that nobody wrote",
        "0 webhooks written, 0 of them did not arrive, 0 came twice, 0 arrived that nobody wrote",
    ]
