"""A pop-up that is over and of which nobody recorded an opened day (figures.md R5): asked for, then not used."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from labspace.accounts.models import User
from labspace.bookings.actions import mark_no_show
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.states import BookingState
from labspace.front.popup_dues import popup_dues
from labspace.notices.jobs import run_jobs
from labspace.notices.models import OutboxRow
from labspace.popups.tenancies.actions.shop_days import record_days
from labspace.popups.tenancies.dues import unrecorded_tenancies
from labspace.popups.tenancies.figures import popup_figures
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.states import TenancyState
from labspace.times import TimeSpan, local_moment
from labspace.visits.actions import settle_unresolved_bookings

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRST, LAST = date(2027, 1, 18), date(2027, 2, 14)
TUESDAY = date(2027, 1, 19)


@pytest.fixture
def booking(tenancy: Tenancy) -> Booking:
    return tenancy.booking


@pytest.fixture
def end(booking: Booking) -> datetime:
    return booking.ends_at


def opened(cast, day: date) -> dict[date, TimeSpan]:
    zone = cast.house.zone
    return {day: TimeSpan(local_moment(day, time(11), zone=zone), local_moment(day, time(18), zone=zone))}


def test_seven_days_after_its_end_it_counts_as_not_used_and_nobody_is_written_to(
    session, cast, booking, end
) -> None:
    mails = len(session.scalars(select(OutboxRow)).all())
    assert settle_unresolved_bookings(session, now=end + 7 * DAY - MINUTE) == 0
    assert settle_unresolved_bookings(session, now=end + 7 * DAY) == 1
    session.commit()
    assert booking.state is BookingState.NO_SHOW
    last = session.scalars(select(BookingEvent).order_by(BookingEvent.id.desc()).limit(1)).one()
    assert (last.what, last.actor_id) == ("no_show", None)
    assert len(session.scalars(select(OutboxRow)).all()) == mails
    assert settle_unresolved_bookings(session, now=end + 8 * DAY) == 0


def test_one_recorded_day_is_enough_to_be_used(session, cast, tenancy, booking, end) -> None:
    record_days(session, tenancy.id, opened(cast, TUESDAY), by=cast.nora, now=end)
    session.commit()
    assert settle_unresolved_bookings(session, now=end + 30 * DAY) == 0
    assert booking.state is BookingState.USED


@pytest.mark.parametrize("who", ["nora", "alice"], ids=["the team", "the tenant"])
def test_hours_told_too_late_make_it_used_after_all(session, cast, tenancy, booking, end, who: str) -> None:
    by: User = getattr(cast, who)
    settle_unresolved_bookings(session, now=end + 7 * DAY)
    session.commit()
    record_days(session, tenancy.id, opened(cast, TUESDAY), by=by, now=end + 20 * DAY)
    session.commit()
    assert booking.state is BookingState.USED
    events = session.scalars(select(BookingEvent.what).order_by(BookingEvent.id)).all()
    assert events[-2:] == ["no_show", "checked_in"]


def test_the_worker_settles_it_after_weeks_away_and_asks_what_became_all_the_same(
    app, session, tenancy, end
) -> None:
    tenancy_id = tenancy.id
    session.commit()
    later = end + 40 * DAY
    run_jobs(app, clock=lambda: later)
    session.expire_all()
    found = session.get_one(type(tenancy), tenancy_id)
    assert (found.state, found.booking.state) == (TenancyState.ENDED, BookingState.NO_SHOW)


def test_the_team_is_asked_for_the_hours_until_it_is_settled(app, session, cast, visit, tenancy, end) -> None:
    assert unrecorded_tenancies(session, cast.house.id, now=end - MINUTE) == []
    assert unrecorded_tenancies(session, cast.other_house.id, now=end) == []
    with time_machine.travel(end + DAY, tick=False):
        page = visit(cast.nora).get("/team/bochum")
    assert "Öffnungszeiten fehlen: bis So, 21.02.2027 eintragen" in page.words()
    assert f"/pop-up/nutzungen/{tenancy.id}/oeffnung?woche=2027-02-08" in page.text
    with app.test_request_context():
        [due] = [one for one in popup_dues(session, cast.house, now=end + 8 * DAY) if "oeffnung" in one.url]
    assert due.is_overdue
    settle_unresolved_bookings(session, now=end + 8 * DAY)
    session.commit()
    assert unrecorded_tenancies(session, cast.house.id, now=end + 8 * DAY) == []


def test_its_page_says_what_is_missing_and_what_became_of_it(session, cast, visit, tenancy, end) -> None:
    url = f"/pop-up/nutzungen/{tenancy.id}"
    with time_machine.travel(end - MINUTE, tick=False):
        assert "geöffneter Tag" not in visit(cast.alice).get(url).words()
    with time_machine.travel(end + DAY, tick=False):
        assert "bis So, 21.02.2027 nach" in visit(cast.alice).get(url).words()
    mark_no_show(session, tenancy.booking_id, by=cast.nora, now=end + DAY)
    session.commit()
    with time_machine.travel(end + 9 * DAY, tick=False):
        assert "zählt deshalb als nicht erschienen" in visit(cast.alice).get(url).words()
    record_days(session, tenancy.id, opened(cast, TUESDAY), by=cast.alice, now=end + 9 * DAY)
    session.commit()
    with time_machine.travel(end + 9 * DAY, tick=False):
        words = visit(cast.alice).get(url).words()
    assert "nicht erschienen" not in words


def test_figures_keep_its_weeks_as_let_and_not_kept(session, cast, tenancy, end) -> None:
    settle_unresolved_bookings(session, now=end + 7 * DAY)
    session.commit()
    found = popup_figures(session, cast.house, first=FIRST, last=LAST, now=end + 8 * DAY)
    assert (found.kept.days, found.kept.weeks, found.kept.weeks_kept, found.ideas) == (0, 4, 0, 0)
