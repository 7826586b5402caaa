"""House rules hold for every date of a series: quotas, who may book, approval, products, staffed lead times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Claim
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.sentences import sentences
from labspace.bookings.series.actions import (
    change_series,
    place_series,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.models import DateState, Series
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.reasons import refusals_from
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.states import BookingState
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import LeadCount, Product, Quota, QuotaOwner, QuotaPeriod
from labspace.spaces.models import Space
from tests.factories import LONG_AGO, Cast
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
DAILY = Recurrence(frequency=Frequency.DAILY, count=8)
TWO_A_WEEK = Quota(owner=QuotaOwner.PERSON, period=QuotaPeriod.WEEK, most_bookings=2)


def rule(session: Session, cast: Cast, **answers: Any) -> None:
    session.add(BookingRule(location_id=cast.house.id, valid_from=LONG_AGO, **answers))
    session.commit()


def place(session: Session, cast: Cast, now: datetime, space: Space | None = None, **more: Any) -> Series:
    values = {"rule": DAILY, "starts_minute": 540, "ends_minute": 720, **more}
    wish = SeriesWish(first_on=TUESDAY, space_ids=((space or cast.desk).id,), **values)
    series = place_series(session, wish, booked_by=cast.alice, now=now, skip=True)
    session.commit()
    return series


def states(session: Session, series: Series) -> list[str]:
    return [one.state.value[0] for one in dates_of(session, series.id)]


def reasons(session: Session, series: Series) -> list[str]:
    """What a reader is told of all skipped dates, from what is stored."""
    return [
        told
        for one in dates_of(session, series.id)
        if one.state is DateState.SKIPPED
        for told in sentences(refusals_from(one.reasons))
    ]


def test_a_quota_counts_the_dates_of_the_series_itself(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, quotas=(TWO_A_WEEK,))
    series = place(session, cast, now)
    # From Tuesday to the Tuesday after: two in the first week, two in the second.
    assert states(session, series) == list("bbssssbb")
    assert all("2" in told for told in reasons(session, series))
    assert set(
        states(
            session,
            place(
                session,
                cast,
                now,
                cast.second_desk,
                starts_minute=780,
                ends_minute=840,
                rule=Recurrence(frequency=Frequency.DAILY, interval=7, count=3),
            ),
        )
    ) == {"s", "b"}


def test_quotas_are_asked_for_all_dates_at_once(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, quotas=(TWO_A_WEEK,))
    with counted(session) as seen:
        place(session, cast, now, rule=Recurrence(frequency=Frequency.DAILY, count=60))
    asked = [one for one in seen if "booking_space.space_id" in one and one.startswith("SELECT booking.kind")]
    assert len(asked) == 1


def test_a_moved_series_counts_as_it_will_be(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, quotas=(TWO_A_WEEK,))
    weekly = Recurrence(frequency=Frequency.WEEKLY, weekdays=(1, 3), count=6)
    series = place(session, cast, now, rule=weekly)
    first = dates_of(session, series.id)[0].booking_id or 0
    edit = SeriesEdit(starts_minute=600, ends_minute=780)
    change_series(session, first, edit, everything=True, by=cast.alice, now=now)
    assert states(session, series) == ["b"] * 6


def test_what_is_for_members_only_is_refused_on_every_date(
    session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, members_only=True)
    with pytest.raises(SeriesRefused) as refused:
        place(session, cast, now)
    assert refused.value.codes == {"members_only"}


def test_where_the_house_approves_every_date_is_requested_and_claims_nothing(
    session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, needs_approval=True)
    series = place(session, cast, now)
    found = {one.booking.state for one in dates_of(session, series.id) if one.booking}
    assert found == {BookingState.REQUESTED}
    assert session.scalar(select(func.count(Claim.id))) == 0


def test_products_are_found_and_other_hours_refused(session: Session, cast: Cast, now: datetime) -> None:
    morning = Product(id="am", name=Texts(de="Vormittag"), starts_minute=480, ends_minute=780)
    rule(session, cast, products=(morning,), free_hours=False)
    series = place(session, cast, now, starts_minute=480, ends_minute=780)
    assert {one.booking.product for one in dates_of(session, series.id) if one.booking} == {"am"}
    with pytest.raises(SeriesRefused) as refused:
        place(session, cast, now, cast.second_desk)
    assert refused.value.codes == {"not_a_product"}


def test_a_lead_time_in_staffed_hours_skips_the_first_dates(
    session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, lead_minutes=25 * 60, lead_counts=LeadCount.STAFFED)
    series = place(session, cast, now)
    assert states(session, series) == list("ssbbbbbb")
    assert all("geöffnet" in told for told in reasons(session, series))


def test_every_reason_is_told_in_words_after_it_was_kept(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, horizon_days=3)
    series = place(session, cast, now)
    assert states(session, series)[-1] == "s"
    last_day = f"{now.date() + timedelta(days=3):%d.%m.%Y}"
    assert all(last_day in told for told in reasons(session, series))
