"""Somebody's program that books one hour after the other over the API, each under a key of its own."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.notices.models import OutboxRow
from labspace.times import utc_now
from tests.factories import Cast, make_cast
from tests.support.serve import ask

HOURS = range(9, 17)
"""When the cast's house is open every day."""


@dataclass(frozen=True)
class Program:
    """Books `space`; number n is always the same hour under the same key."""

    token: str
    space: str
    since: datetime
    zone: ZoneInfo

    def book(self, port: int, number: int) -> tuple[int, dict[str, Any]]:
        """Status and answer of a try to book hour number n. Raises OSError where nobody answers."""
        ahead, hour = divmod(number, len(HOURS))
        day = (self.since + timedelta(days=2 + ahead)).date()
        begins = datetime.combine(day, time(HOURS[hour]), self.zone)
        wish = {
            "spaces": [self.space],
            "starts_at": begins.isoformat(),
            "ends_at": (begins + timedelta(hours=1)).isoformat(),
        }
        status, text = ask(
            port, "/api/v1/bookings", method="POST", body=json.dumps(wish),
            Authorization=f"Bearer {self.token}", Idempotency_Key=f"hour-{number}",
            Content_Type="application/json",
        )  # fmt: skip
        return status, json.loads(text)

    def promised(self, port: int, number: int) -> int:
        """The number of the booking that hour n was answered with."""
        status, answer = self.book(port, number)
        assert status == 201, answer
        return int(answer["id"])


def alices_program(app: Flask) -> Program:
    """Alice's, for her desk, in a house made by the real clock that processes live by."""
    with app.app_context():
        session, now = db.session(), utc_now()
        cast: Cast = make_cast(session, now=now)
        session.commit()
        token = create_token(session, cast.alice.id, name="Test", scope=Scope.BOOK, days=30, now=now)
        session.commit()
        made = Program(token, cast.desk.public_id, now, cast.house.zone)
        db.session.remove()
    return made


def assert_kept_once(session: Session, promised: list[int]) -> None:
    """Each promise is a booking, there is no other, and each has one claim and its mails once."""
    session.rollback()
    assert len(set(promised)) == len(promised)
    assert sorted(session.scalars(select(Booking.id))) == sorted(promised)
    claimed = session.scalars(select(Claim.booking_id).where(Claim.booking_id.is_not(None)))
    assert Counter(claimed) == Counter(promised)
    topics = session.scalars(select(OutboxRow.topic).where(OutboxRow.topic.startswith("booking:")))
    assert sorted(topics) == sorted(f"booking:{number}" for number in promised)
