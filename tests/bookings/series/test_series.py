"""Series through their doors: placed whole or with dates skipped, changed, called off, taken up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    change_booking,
)
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.series.actions import (
    cancel_series,
    change_series,
    give_up_date,
    place_series,
    take_up_date,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.actions.offer import offer_all_dates
from labspace.bookings.series.actions.place import plan_series
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.queries import (
    dates_of,
    ending_series,
    running_series_of,
    skipped_dates_of,
    successor_of,
)
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import Instead, SeriesWish
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.locations.models import Closure, OpeningHours
from labspace.notices.invitations import bytes_of
from labspace.notices.models import OutboxRow
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.factories import Cast, book, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
TUESDAYS = [TUESDAY + timedelta(weeks=week) for week in range(4)]
WEEKLY = Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), count=4)


def wish(
    *spaces: Space, starts: int = 9, ends: int = 12, rule: Recurrence = WEEKLY, **more: Any
) -> SeriesWish:
    values = {"first_on": TUESDAY, "space_ids": tuple(space.id for space in spaces), **more}
    return SeriesWish(rule=rule, starts_minute=starts * 60, ends_minute=ends * 60, **values)


def place(session: Session, cast: Cast, now: datetime, *, skip: bool = False, **more: Any) -> Series:
    series = place_series(
        session, wish(more.pop("space", cast.desk), **more), booked_by=cast.alice, now=now, skip=skip
    )
    session.commit()
    return series


def booked_days(session: Session, series: Series) -> list[tuple[date, int, BookingState]]:
    return [
        (one.day, one.booking.starts_at.astimezone(series.location.zone).hour, one.booking.state)
        for one in dates_of(session, series.id)
        if one.booking is not None
    ]


def everything(session: Session) -> list[tuple[object, ...]]:
    """All that a refused change must leave as it was."""
    rows: list[tuple[object, ...]] = []
    for model in (Booking, BookedUnit, Claim, Series, SeriesDate, OutboxRow):
        table = model.__table__
        rows += [tuple(map(str, row)) for row in session.execute(select(table).order_by(*table.primary_key))]
    return rows


def test_every_date_is_booked_and_claimed(session: Session, cast: Cast, now: datetime) -> None:
    series = place(session, cast, now, details=Details(title="Sprint"))
    assert [day for day, _hour, _state in booked_days(session, series)] == TUESDAYS
    assert session.scalar(select(func.count(Claim.id))) == 4
    booking = dates_of(session, series.id)[0].booking
    assert booking is not None
    assert (booking.title, booking.state) == ("Sprint", BookingState.CONFIRMED)
    assert booking.uid.startswith(f"{series.uid}-20261124@")
    assert series.reference.startswith("BOS-")


def test_one_taken_date_refuses_all_and_says_which(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[2], 11, 13, house=cast.house), now=now)
    before = everything(session)
    with pytest.raises(SeriesRefused) as refused:
        place(session, cast, now)
    session.rollback()
    broken = {one.day: [refusal.code for refusal in one.refusals] for one in refused.value.dates}
    assert broken == {day: ["space_taken"] if day == TUESDAYS[2] else [] for day in TUESDAYS}
    assert everything(session) == before


def test_a_skipped_date_is_kept_with_every_reason(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.room, cast.bob, on_day(TUESDAYS[2], 11, 13, house=cast.house), now=now)
    span = on_day(TUESDAYS[2], 0, 24, house=cast.house)
    session.add(Closure(location_id=cast.house.id, starts_at=span.starts_at, ends_at=span.ends_at))
    session.commit()
    series = place(session, cast, now, space=cast.room, skip=True)
    (skipped,) = skipped_dates_of(session, cast.alice.id, now=now)
    assert (skipped.series_id, skipped.day, skipped.state) == (series.id, TUESDAYS[2], DateState.SKIPPED)
    assert {reason["code"] for reason in skipped.reasons} == {"closed", "space_taken"}
    assert len(booked_days(session, series)) == 3


def test_a_series_of_which_no_date_is_free_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(SeriesRefused) as refused:
        place(session, cast, now, starts=3, ends=5, skip=True)
    assert refused.value.codes == {"closed"}
    session.rollback()
    assert session.scalar(select(func.count(Series.id))) == 0


def test_the_same_form_sent_twice_gives_one_series(session: Session, cast: Cast, now: datetime) -> None:
    asked = wish(cast.desk)
    first = place_series(session, asked, booked_by=cast.alice, now=now, skip=False, once="form")
    session.commit()
    again = place_series(session, asked, booked_by=cast.alice, now=now, skip=False, once="form")
    assert again == first
    with pytest.raises(Refused, match="idempotency"):
        place_series(session, wish(cast.room), booked_by=cast.alice, now=now, skip=False, once="form")


def test_a_pool_keeps_one_desk_and_changes_it_only_where_it_must(
    session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[1], 9, 12, house=cast.house), now=now)
    book(session, cast.second_desk, cast.bob, on_day(TUESDAYS[2], 9, 10, house=cast.house), now=now)
    book(session, cast.second_desk, cast.bob, on_day(TUESDAYS[3], 9, 10, house=cast.house), now=now)
    asked = wish(pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    series = place_series(session, asked, booked_by=cast.alice, now=now, skip=False)
    desks = [one.booking.spaces[0] for one in dates_of(session, series.id) if one.booking]
    assert desks == [cast.desk, cast.second_desk, cast.desk, cast.desk]


def test_a_date_may_take_another_space_instead(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[1], 9, 12, house=cast.house), now=now)
    asked = wish(cast.desk)
    plan = plan_series(session, asked, booked_by=cast.alice, now=now)
    assert plan.dates[1].refusals
    other = Instead(day=TUESDAYS[1], space_id=cast.second_desk.id, starts_minute=540, ends_minute=720)
    series = place_series(
        session, replace(asked, instead=(other,)), booked_by=cast.alice, now=now, skip=False
    )
    dates = dates_of(session, series.id)
    assert [one.is_exception for one in dates] == [False, True, False, False]
    assert dates[1].booking is not None
    assert dates[1].booking.spaces == [cast.second_desk]


def test_ten_stays_ten_and_a_missing_hour_is_skipped_by_name(session: Session, cast: Cast) -> None:
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    session.commit()
    now = datetime(2026, 3, 20, 8, tzinfo=UTC)
    sundays = Recurrence(frequency=Frequency.WEEKLY, weekdays=(6,), count=3)
    asked = SeriesWish(
        rule=sundays,
        first_on=date(2026, 3, 22),
        starts_minute=150,
        ends_minute=270,
        space_ids=(cast.desk.id,),
    )
    series = place_series(session, asked, booked_by=cast.alice, now=now, skip=True)
    dates = dates_of(session, series.id)
    assert [one.state for one in dates] == [DateState.BOOKED, DateState.SKIPPED, DateState.BOOKED]
    assert dates[1].reasons == [
        {"code": "local_time_missing_on", "values": {"day": {"day": "2026-03-29"}, "clock": "02:30"}}
    ]
    assert [one.booking.starts_at.hour for one in dates if one.booking] == [1, 0]


def test_the_doubled_hour_takes_the_first(session: Session, cast: Cast) -> None:
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    session.commit()
    now = datetime(2026, 10, 17, 8, tzinfo=UTC)
    asked = SeriesWish(
        rule=Recurrence(frequency=Frequency.WEEKLY, weekdays=(6,), count=3),
        first_on=date(2026, 10, 18),
        starts_minute=150,
        ends_minute=240,
        space_ids=(cast.desk.id,),
    )
    assert [one.is_doubled for one in plan_series(session, asked, booked_by=cast.alice, now=now).dates] == [
        False,
        True,
        False,
    ]
    series = place_series(session, asked, booked_by=cast.alice, now=now, skip=False)
    booking = dates_of(session, series.id)[1].booking
    assert booking is not None
    assert booking.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def edit(starts: int = 10, ends: int = 13, **more: Any) -> SeriesEdit:
    return SeriesEdit(starts_minute=starts * 60, ends_minute=ends * 60, **more)


def booking_ids(session: Session, series: Series) -> list[int]:
    return [one.booking_id or 0 for one in dates_of(session, series.id)]


def test_a_change_from_here_on_splits_and_both_know_of_each_other(
    session: Session, cast: Cast, now: datetime
) -> None:
    series = place(session, cast, now)
    third = booking_ids(session, series)[2]
    later = change_series(session, third, edit(title="Neu"), everything=False, by=cast.alice, now=now)
    session.commit()
    assert later.predecessor_id == series.id
    assert successor_of(session, series.id) == later
    assert [row[:2] for row in booked_days(session, series)] == [(TUESDAYS[0], 9), (TUESDAYS[1], 9)]
    assert [row[:2] for row in booked_days(session, later)] == [(TUESDAYS[2], 10), (TUESDAYS[3], 10)]
    assert (series.rule, later.rule) == (
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261207",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=2",
    )
    assert (later.first_on, later.title, series.title) == (TUESDAYS[2], "Neu", "")


def test_a_second_split_goes_between_the_two(session: Session, cast: Cast, now: datetime) -> None:
    series = place(session, cast, now)
    ids = booking_ids(session, series)
    last = change_series(session, ids[3], edit(), everything=False, by=cast.alice, now=now)
    middle = change_series(session, ids[1], edit(11, 14), everything=False, by=cast.alice, now=now)
    session.commit()
    assert (middle.predecessor_id, last.predecessor_id) == (series.id, middle.id)


def test_changing_all_leaves_the_past_and_exceptions_alone(
    session: Session, cast: Cast, now: datetime
) -> None:
    series = place(session, cast, now)
    ids = booking_ids(session, series)
    moved = Wish(span=on_day(TUESDAYS[2], 14, 15, house=cast.house), space_ids=(cast.desk.id,))
    change_booking(session, ids[2], moved, by=cast.alice, now=now)
    session.commit()
    assert [one.is_exception for one in dates_of(session, series.id)] == [False, False, True, False]
    later = datetime(2026, 11, 30, 8, tzinfo=UTC)
    changed = change_series(session, ids[3], edit(), everything=True, by=cast.alice, now=later)
    session.commit()
    assert [row[1] for row in booked_days(session, series)] == [9]
    assert [row[1] for row in booked_days(session, changed)] == [10, 14, 10]
    both = change_series(
        session, ids[3], edit(11, 14, with_exceptions=True), everything=True, by=cast.alice, now=later
    )
    assert both == changed
    assert [row[1] for row in booked_days(session, changed)] == [11, 11, 11]
    assert not any(one.is_exception for one in dates_of(session, changed.id))


def test_a_refused_change_leaves_everything_as_it_was(session: Session, cast: Cast, now: datetime) -> None:
    series = place(session, cast, now)
    ids = booking_ids(session, series)
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[3], 12, 13, house=cast.house), now=now)
    before = everything(session)
    with pytest.raises(SeriesRefused) as refused:
        change_series(session, ids[1], edit(), everything=False, by=cast.alice, now=now)
    session.rollback()
    assert [one.day for one in refused.value.dates] == [TUESDAYS[3]]
    assert everything(session) == before


def test_a_series_moves_by_less_than_its_own_length(session: Session, cast: Cast, now: datetime) -> None:
    # Every date gives its old time back before any takes its new one.
    daily = Recurrence(frequency=Frequency.DAILY, count=5)
    series = place(session, cast, now, rule=daily)
    first = booking_ids(session, series)[0]
    changed = change_series(session, first, edit(10, 14), everything=True, by=cast.alice, now=now)
    assert changed == series
    assert {row[1] for row in booked_days(session, series)} == {10}


def test_a_weekly_series_moves_to_the_next_day(session: Session, cast: Cast, now: datetime) -> None:
    both = Recurrence(frequency=Frequency.WEEKLY, weekdays=(1, 2), count=4)
    series = place(session, cast, now, rule=both)
    first = booking_ids(session, series)[0]
    change_series(session, first, edit(9, 12, day_shift=1), everything=True, by=cast.alice, now=now)
    session.commit()
    assert [day.isoweekday() for day, _hour, _state in booked_days(session, series)] == [3, 4, 3, 4]
    assert series.rule == "FREQ=WEEKLY;BYDAY=WE,TH;COUNT=4"
    with pytest.raises(Refused, match="series_day_fixed"):
        change_series(session, first, edit(day_shift=5), everything=True, by=cast.alice, now=now)


def test_calling_off_from_here_on_ends_the_series(session: Session, cast: Cast, now: datetime) -> None:
    series = place(session, cast, now)
    ids = booking_ids(session, series)
    cancel_series(session, ids[2], everything=False, by=cast.alice, now=now)
    session.commit()
    states = [state for _day, _hour, state in booked_days(session, series)]
    early, stands = BookingState.CANCELLED_EARLY, BookingState.CONFIRMED
    assert states == [stands, stands, early, early]
    assert (series.cancelled_at, series.rule) == (None, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261207")
    assert session.scalar(select(func.count(Claim.id))) == 2


def test_calling_all_off_touches_nothing_past_and_gives_skipped_dates_up(
    session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[2], 9, 12, house=cast.house), now=now)
    series = place(session, cast, now, skip=True)
    later = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    cancel_series(session, booking_ids(session, series)[3], everything=True, by=cast.alice, now=later)
    session.commit()
    states = [one.booking.state if one.booking else one.state for one in dates_of(session, series.id)]
    early = BookingState.CANCELLED_EARLY
    assert states == [BookingState.CONFIRMED, early, DateState.GIVEN_UP, early]
    assert series.cancelled_at == later


def skipped(session: Session, cast: Cast, now: datetime) -> tuple[SeriesDate, Booking]:
    """A series whose third date Bob has, and Bob's booking."""
    rival = book(session, cast.desk, cast.bob, on_day(TUESDAYS[2], 11, 13, house=cast.house), now=now)
    place(session, cast, now, skip=True)
    (one,) = skipped_dates_of(session, cast.alice.id, now=now)
    return one, rival


def test_what_becomes_free_is_offered_again_by_mail_once(session: Session, cast: Cast, now: datetime) -> None:
    one, rival = skipped(session, cast, now)
    mails = session.scalar(select(func.count(OutboxRow.id))) or 0
    cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    session.refresh(one)
    assert one.free_since == now
    told = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()[mails:]
    assert [mail.recipient for mail in told] == [cast.bob.email, cast.alice.email]
    assert "wieder frei" in told[1].subject


def test_what_the_horizon_reaches_is_told_within_the_hour_and_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    # Ninety days ahead: the last two of fourteen weeks lie beyond.
    long = replace(WEEKLY, count=15)
    place(session, cast, now, skip=True, rule=long)
    skipped = skipped_dates_of(session, cast.alice.id, now=now)
    assert {one.reasons[0]["code"] for one in skipped} == {"too_far_ahead"}
    assert offer_all_dates(session, now=now) == 0
    later = now + timedelta(days=14)
    assert offer_all_dates(session, now=later + timedelta(minutes=30)) == 0
    assert offer_all_dates(session, now=later) == len(skipped) == 2
    session.commit()
    assert offer_all_dates(session, now=later) == 0
    mail = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert mail is not None
    assert mail.subject == "Ausgefallene Termine sind wieder frei: 2"


def test_it_is_taken_up_with_one_step_and_only_once(session: Session, cast: Cast, now: datetime) -> None:
    one, rival = skipped(session, cast, now)
    with pytest.raises(Refused, match="space_taken"):
        take_up_date(session, one.id, by=cast.alice, now=now)
    session.rollback()
    cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    booking = take_up_date(session, one.id, by=cast.alice, now=now)
    session.commit()
    assert take_up_date(session, one.id, by=cast.alice, now=now) == booking
    session.commit()
    session.refresh(one)
    assert (one.state, one.booking_id) == (DateState.BOOKED, booking.id)
    assert skipped_dates_of(session, cast.alice.id, now=now) == []


def test_nobody_takes_up_what_is_anothers(session: Session, cast: Cast, now: datetime) -> None:
    one, _rival = skipped(session, cast, now)
    with pytest.raises(LookupError):
        take_up_date(session, one.id, by=cast.charlie, now=now)
    session.rollback()
    with pytest.raises(LookupError):
        give_up_date(session, one.id, by=cast.charlie)


def test_what_is_given_up_is_not_offered_any_more(session: Session, cast: Cast, now: datetime) -> None:
    one, rival = skipped(session, cast, now)
    give_up_date(session, one.id, by=cast.alice)
    session.commit()
    cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    session.refresh(one)
    assert (one.state, one.free_since) == (DateState.GIVEN_UP, None)
    with pytest.raises(Refused, match="date_not_skipped"):
        take_up_date(session, one.id, by=cast.alice, now=now)


def test_a_date_the_house_calls_off_can_be_taken_up_again(
    session: Session, cast: Cast, now: datetime
) -> None:
    series = place(session, cast, now)
    first = booking_ids(session, series)[0]
    cancel_booking(session, first, by=cast.nora, now=now, by_house=True, code=CancelReason.DAMAGE)
    session.commit()
    (one,) = skipped_dates_of(session, cast.alice.id, now=now)
    assert [reason["code"] for reason in one.reasons] == ["called_off_by_house"]
    booking = take_up_date(session, one.id, by=cast.alice, now=now)
    assert booking.uid == f"{series.uid}-20261124-2@labspace"


def test_a_date_called_off_twice_in_one_moment_is_booked_anew(
    session: Session, cast: Cast, now: datetime
) -> None:
    date_id = dates_of(session, place(session, cast, now).id)[0].id
    for _ in range(2):
        booking = session.get_one(SeriesDate, date_id).booking
        assert booking is not None
        cancel_booking(session, booking.id, by=cast.nora, now=now, by_house=True, code=CancelReason.DAMAGE)
        session.commit()
        again = take_up_date(session, date_id, by=cast.alice, now=now)
        session.commit()
        assert (again.state, again.id != booking.id) == (BookingState.CONFIRMED, True)


def test_one_letter_tells_of_the_whole_series(session: Session, cast: Cast, now: datetime) -> None:
    series = place(session, cast, now)
    (mail,) = session.scalars(select(OutboxRow)).all()
    assert (mail.recipient, mail.calendar_method) == (cast.alice.email, "REQUEST")
    for day in ("24.11.2026", "01.12.2026", "08.12.2026", "15.12.2026"):
        assert day in mail.plain
    assert f"/serien/{series.reference}" in mail.plain
    first = booking_ids(session, series)[0]
    change_series(session, first, edit(), everything=True, by=cast.alice, now=now)
    cancel_series(session, first, everything=True, by=cast.alice, now=now)
    session.commit()
    found = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
    assert [(one.subject.partition(":")[0], one.calendar_method) for one in found] == [
        ("Serie gebucht", "REQUEST"),
        ("Serie geändert", "REQUEST"),
        ("Serie storniert", "CANCEL"),
    ]
    events = [Calendar.from_ical(bytes_of(one.invitation)).walk("VEVENT") for one in found]
    assert len({str(event["UID"]) for (event,) in events}) == 1
    assert [int(str(event["SEQUENCE"])) for (event,) in events] == [0, 1, 2]


def test_a_date_more_costs_one_statement_more_at_most(session: Session, cast: Cast, now: datetime) -> None:
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    session.commit()
    counts = []
    for number, space in ((2, cast.desk), (60, cast.second_desk)):
        daily = Recurrence(frequency=Frequency.DAILY, count=number)
        with counted(session) as seen:
            place(session, cast, now, space=space, rule=daily)
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 60 + 4, counts


def test_who_has_series_sees_those_that_run_and_is_told_before_one_ends(
    session: Session, cast: Cast, now: datetime
) -> None:
    series = place(session, cast, now)
    (count,) = running_series_of(session, cast.alice.id, now=now)
    assert (count.series, count.ahead, count.skipped) == (series, 4, 0)
    assert ending_series(session, now=now, within=timedelta(days=14)) == []
    week_before = datetime(2026, 12, 8, 12, tzinfo=UTC)
    assert ending_series(session, now=week_before, within=timedelta(days=14)) == [series]


def test_a_series_of_any_desk_is_changed_though_only_skipped_dates_lie_ahead(
    session: Session, cast: Cast, now: datetime
) -> None:
    for desk in (cast.desk, cast.second_desk):
        book(session, desk, cast.bob, on_day(TUESDAYS[1], 9, 12, house=cast.house), now=now)
    twice = replace(WEEKLY, count=2)
    pool = wish(rule=twice, pool_location_id=cast.house.id, pool_kind=SpaceKind.DESK)
    series = place_series(session, pool, booked_by=cast.alice, now=now, skip=True)
    session.commit()
    first, second = dates_of(session, series.id)
    assert (first.state, second.state) == (DateState.BOOKED, DateState.SKIPPED)
    over = on_day(TUESDAY, 12, 13, house=cast.house).ends_at
    edit = SeriesEdit(starts_minute=13 * 60, ends_minute=14 * 60)
    change_series(session, first.booking_id or 0, edit, everything=True, by=cast.alice, now=over)
    session.commit()
    second = skipped_dates_of(session, cast.alice.id, now=over)[0]
    assert second.starts_at == on_day(TUESDAYS[1], 13, 14, house=cast.house).starts_at
