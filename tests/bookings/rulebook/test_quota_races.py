"""Many bookings of one person or organisation at once, in real processes: a quota of one gives one."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.wishes import Details, Wish
from labspace.spaces.house_rules import Quota, QuotaOwner, QuotaPeriod
from tests.bookings import race as do
from tests.bookings.rivals import RIVALS, ROUNDS, Race
from tests.bookings.test_races import DAYS
from tests.factories import LONG_AGO, Cast, make_space, on_day


@pytest.mark.parametrize("owner", QuotaOwner)
def test_of_all_bookings_against_a_quota_of_one_a_single_one_stands(
    session: Session, race: Race, cast: Cast, now: datetime, owner: QuotaOwner
) -> None:
    """Each wants a desk of its own: nothing but the quota is in the way."""
    quota = Quota(owner=owner, period=QuotaPeriod.DAY, most_bookings=1)
    session.add(BookingRule(location_id=cast.house.id, valid_from=LONG_AGO, quotas=(quota,)))
    desks = [make_space(session, cast.house, number=number).id for number in range(3, 3 + RIVALS)]
    session.commit()
    details = Details(organisation_id=cast.acme.id)
    bookers = [cast.alice.id] if owner is QuotaOwner.PERSON else [cast.alice.id, cast.bob.id]
    spans = [on_day(day, 9, 12, house=cast.house) for day in DAYS]
    rounds = [
        [
            partial(
                do.book,
                who=bookers[number % len(bookers)],
                wish=Wish(span=span, space_ids=(desk,), details=details),
                now=now,
            )
            for number, desk in enumerate(desks)
        ]
        for span in spans
    ]
    assert race.run(rounds) == [{"book won": 1, "book quota_exceeded": RIVALS - 1}] * ROUNDS
    assert session.scalar(select(func.count(Booking.id))) == ROUNDS
