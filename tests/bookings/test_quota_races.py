"""Many bookings of one person or organisation at once, in real processes: a quota of one gives one."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.rule_models import BookingRule
from labspace.bookings.wishes import Details, Wish
from labspace.spaces.house_rules import Quota, QuotaOwner, QuotaPeriod
from tests.bookings.race import try_to_book
from tests.bookings.test_races import PEOPLE, TUESDAY, compete
from tests.factories import LONG_AGO, Cast, make_space, on_day


@pytest.mark.parametrize("owner", QuotaOwner)
def test_of_thirty_two_bookings_against_a_quota_of_one_a_single_one_stands(
    session: Session, database_url: str, cast: Cast, now: datetime, owner: QuotaOwner
) -> None:
    """Each wants a desk of its own: nothing but the quota is in the way."""
    quota = Quota(owner=owner, period=QuotaPeriod.AHEAD, most_bookings=1)
    session.add(BookingRule(location_id=cast.house.id, valid_from=LONG_AGO, quotas=(quota,)))
    desks = [make_space(session, cast.house, number=number) for number in range(3, 3 + PEOPLE)]
    session.commit()
    span = on_day(TUESDAY, 9, 12, house=cast.house)
    details = Details(organisation_id=cast.acme.id)
    bookers = [cast.alice.id] if owner is QuotaOwner.PERSON else [cast.alice.id, cast.bob.id]
    attempts = [
        (
            database_url,
            bookers[number % len(bookers)],
            Wish(span=span, space_ids=(desk.id,), details=details),
            now,
        )
        for number, desk in enumerate(desks)
    ]
    assert compete(session, try_to_book, attempts) == {"won": 1, "quota_exceeded": PEOPLE - 1}
    assert session.scalar(select(func.count(Booking.id))) == 1
