"""A series takes up what is held for its booker, and nobody else's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Claim
from labspace.bookings.holds import HoldOutcome
from labspace.bookings.series.actions import (
    change_series,
    place_series,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.actions.place import plan_series
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.spaces.models import Space
from tests.bookings.test_holds import hold
from tests.factories import Cast

TUESDAY = date(2026, 11, 24)
DAILY = Recurrence(frequency=Frequency.DAILY, count=3)


def daily(desk: Space) -> SeriesWish:
    return SeriesWish(rule=DAILY, starts_minute=600, ends_minute=660, first_on=TUESDAY, space_ids=(desk.id,))


def test_ones_own_hold_becomes_a_date_of_the_series(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.alice, now=now)
    preview = plan_series(session, daily(cast.desk), booked_by=cast.alice, now=now)
    assert all(one.is_free for one in preview.dates)
    place_series(session, daily(cast.desk), booked_by=cast.alice, now=now, skip=False)
    session.commit()
    assert held.outcome is HoldOutcome.TAKEN
    assert session.scalar(select(func.count(Claim.id)).where(Claim.booking_id.is_not(None))) == 3
    assert session.scalar(select(func.count(Claim.id)).where(Claim.hold_id.is_not(None))) == 0


def test_what_is_held_for_somebody_else_stays_theirs(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.bob, now=now)
    with pytest.raises(SeriesRefused):
        place_series(session, daily(cast.desk), booked_by=cast.alice, now=now, skip=False)
    session.rollback()
    series = place_series(session, daily(cast.desk), booked_by=cast.alice, now=now, skip=True)
    session.commit()
    assert [one.state.value for one in dates_of(session, series.id)] == ["skipped", "booked", "booked"]
    assert held.outcome is None


def test_a_series_moves_onto_what_is_held_for_its_booker(session: Session, cast: Cast, now: datetime) -> None:
    series = place_series(session, daily(cast.second_desk), booked_by=cast.alice, now=now, skip=False)
    held = hold(session, cast.desk, cast.alice, now=now)
    first = dates_of(session, series.id)[0].booking_id or 0
    edit = SeriesEdit(starts_minute=600, ends_minute=660, space_ids=(cast.desk.id,))
    change_series(session, first, edit, everything=True, by=cast.alice, now=now)
    session.commit()
    assert held.outcome is HoldOutcome.TAKEN


def test_a_hold_that_has_lapsed_keeps_nobody_off(session: Session, cast: Cast, now: datetime) -> None:
    held = hold(session, cast.desk, cast.bob, now=now)
    late = now + timedelta(hours=2)
    place_series(session, daily(cast.desk), booked_by=cast.alice, now=late, skip=False)
    session.commit()
    assert held.outcome is HoldOutcome.LAPSED
