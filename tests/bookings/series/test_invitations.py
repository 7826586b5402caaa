"""A series in the calendar of whoever follows its mails alone: exactly what is promised, after every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.accounts.app_passwords.models import AppPassword
from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
    retell_booking,
)
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.actions import (
    cancel_series,
    change_series,
    place_series,
    take_up_date,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.models import Series
from labspace.bookings.series.queries import dates_of, skipped_dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.states import BOOKED, OPEN
from labspace.bookings.wishes import Wish
from labspace.calendars.linking import personal_link
from labspace.calendars.scopes import personal
from labspace.errors import Refused
from labspace.locations.models import OpeningHours
from labspace.notices.invitations import bytes_of
from labspace.notices.messages import message_of
from labspace.notices.models import OutboxRow
from tests.calendars.feeds import subscribe
from tests.calendars.inbox import Inbox, value_of
from tests.calendars.readers import EXPANDERS
from tests.factories import LONG_AGO, Cast, book, on_day

TUESDAY = date(2026, 11, 24)
TUESDAYS = [TUESDAY + timedelta(weeks=week) for week in range(30)]
"""Winter and summer: the clocks change after the eighteenth."""


@pytest.fixture
def engine_name() -> str:
    """What mails say does not depend on the database; the other tests of series run on both."""
    return "sqlite"


@pytest.fixture
def rule(session: Session, cast: Cast) -> BookingRule:
    """The house takes bookings for more than a year."""
    rule = BookingRule(location_id=cast.house.id, horizon_days=400, valid_from=LONG_AGO)
    session.add(rule)
    session.commit()
    return rule


@pytest.fixture
def place(session: Session, cast: Cast, now: datetime, rule: BookingRule) -> Callable[..., Series]:
    """Books Alice a desk on Tuesdays from nine to twelve."""

    def put(
        *, count: int = 25, starts: int = 540, ends: int = 720, first: date = TUESDAY, **more: Any
    ) -> Series:
        wish = SeriesWish(
            rule=Recurrence(frequency=Frequency.WEEKLY, weekdays=(first.weekday(),), count=count),
            first_on=first,
            starts_minute=starts,
            ends_minute=ends,
            space_ids=(cast.desk.id,),
            **more,
        )
        series = place_series(session, wish, booked_by=cast.alice, now=now, skip=True)
        session.commit()
        return series

    return put


def mails(session: Session) -> list[OutboxRow]:
    session.expire_all()
    return list(
        session.scalars(
            select(OutboxRow).where(OutboxRow.recipient == "alice@example.org").order_by(OutboxRow.id)
        )
    )


def inbox(session: Session) -> Inbox:
    """Alice's calendar after all of her mails, as they leave."""
    box = Inbox()
    for mail in mails(session):
        box.take_mail(message_of(mail, sender="stadtlabor@example.org"))
    return box


def promised(session: Session) -> list[tuple[datetime, datetime]]:
    """When Alice is expected."""
    rows = session.scalars(select(Booking).where(Booking.state.in_(BOOKED)).order_by(Booking.starts_at))
    return [(one.starts_at, one.ends_at) for one in rows if one.booked_by.name == "Alice"]


def shown(box: Inbox, program: str = "vobject") -> list[tuple[datetime, datetime]]:
    return [(one.starts, one.ends) for one in box.shown(program)]


def bookings(session: Session, series: Series) -> list[Booking]:
    return [one.booking for one in dates_of(session, series.id) if one.booking and one.booking.state in OPEN]


def event_of(mail: OutboxRow) -> str:
    """The only event of a mail, unfolded."""
    text = bytes_of(mail.invitation).decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 1
    return text[text.index("BEGIN:VEVENT") :]


def test_a_series_is_one_invitation_that_names_one_person(
    session: Session, place: Callable[..., Series]
) -> None:
    series = place()
    (mail,) = mails(session)
    assert (mail.calendar_method, mail.topic) == ("REQUEST", f"series:{series.id}")
    event = event_of(mail)
    assert value_of(event, "UID") == f"{series.uid}-{series.reference.replace('-', '').lower()}@labspace"
    assert value_of(event, "RRULE") == "FREQ=WEEKLY;UNTIL=20270511T070000Z;BYDAY=TU"
    assert value_of(event, "DTSTART") == "20261124T090000"
    assert value_of(event, "SEQUENCE") == "0"
    assert "PARTSTAT=ACCEPTED" in event
    assert "RSVP=FALSE" in event
    assert event.count("ATTENDEE") == 1
    assert value_of(event, "SUMMARY") == "Desk 1"
    assert f"Seriennummer: {series.reference}" in value_of(event, "DESCRIPTION")
    assert "als ein Kalendertermin bei" in mail.plain
    assert "als ein Kalendertermin bei" in mail.html


@pytest.mark.parametrize("program", EXPANDERS)
def test_its_dates_are_the_bookings_across_the_clock_change(
    session: Session, place: Callable[..., Series], program: str
) -> None:
    place()
    assert shown(inbox(session), program) == promised(session)
    assert len(promised(session)) == 25


def test_a_skipped_date_is_left_out_until_it_is_taken_up(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    taken = book(session, cast.desk, cast.bob, on_day(TUESDAYS[20], 11, 13, house=cast.house), now=now)
    place()
    assert value_of(event_of(mails(session)[0]), "EXDATE") == "20270413T090000"
    cancel_booking(session, taken.id, by=cast.bob, now=now)
    (skipped,) = skipped_dates_of(session, cast.alice.id, now=now)
    take_up_date(session, skipped.id, by=cast.alice, now=now)
    session.commit()
    whole = event_of(mails(session)[-1])
    assert (value_of(whole, "EXDATE"), value_of(whole, "SEQUENCE")) == ("", "1")
    assert shown(inbox(session)) == promised(session)


def test_one_date_is_moved_and_another_called_off_by_their_recurrence_ids(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    series = place()
    _first, second, third, *_rest = bookings(session, series)
    wish = Wish(
        span=on_day(TUESDAYS[1] + timedelta(days=1), 13, 15, house=cast.house),
        space_ids=(cast.second_desk.id,),
    )
    move_booking(session, second.id, wish, by=cast.alice, now=now)
    session.commit()
    moved = event_of(mails(session)[-1])
    assert value_of(moved, "RECURRENCE-ID") == "20261201T090000"
    assert (value_of(moved, "DTSTART"), value_of(moved, "SEQUENCE")) == ("20261202T130000", "1")
    assert "RRULE" not in moved
    cancel_booking(session, third.id, by=cast.alice, now=now)
    session.commit()
    last = mails(session)[-1]
    assert (last.calendar_method, last.topic) == ("CANCEL", f"series:{series.id}")
    cancelled = event_of(last)
    assert value_of(cancelled, "RECURRENCE-ID") == "20261208T090000"
    assert (value_of(cancelled, "STATUS"), value_of(cancelled, "SEQUENCE")) == ("CANCELLED", "2")
    for program in EXPANDERS:
        assert shown(inbox(session), program) == promised(session)


def test_a_new_title_of_one_date_is_told_of_that_date(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    series = place()
    retell_booking(
        session,
        bookings(session, series)[4].id,
        title="Gäste",
        people=1,
        note_text="",
        by=cast.alice,
        now=now,
    )
    session.commit()
    told = event_of(mails(session)[-1])
    assert value_of(told, "RECURRENCE-ID") == "20261222T090000"
    assert value_of(told, "SUMMARY") == "Gäste (Desk 1)"


def test_from_here_on_ends_the_old_event_and_begins_another_each_with_its_mail(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    series = place()
    edit = SeriesEdit(starts_minute=840, ends_minute=960)
    later = change_series(
        session, bookings(session, series)[10].id, edit, everything=False, by=cast.alice, now=now
    )
    session.commit()
    placed, ended, changed = mails(session)
    assert [mail.calendar_method for mail in (placed, ended, changed)] == ["REQUEST"] * 3
    assert value_of(event_of(ended), "UID") == value_of(event_of(placed), "UID")
    assert value_of(event_of(ended), "RRULE") == "FREQ=WEEKLY;UNTIL=20270126T080000Z;BYDAY=TU"
    assert value_of(event_of(ended), "SEQUENCE") == "1"
    assert "endet jetzt am Di, 26.01.2027" in ended.plain
    assert value_of(event_of(changed), "UID") != value_of(event_of(placed), "UID")
    assert (value_of(event_of(changed), "SEQUENCE"), changed.topic) == ("0", f"series:{later.id}")
    assert shown(inbox(session)) == promised(session)


def test_all_changed_is_the_same_event_with_a_higher_sequence_and_its_exceptions(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    series = place()
    wish = Wish(span=on_day(TUESDAYS[3], 15, 16, house=cast.house), space_ids=(cast.desk.id,))
    move_booking(session, bookings(session, series)[3].id, wish, by=cast.alice, now=now)
    edit = SeriesEdit(starts_minute=600, ends_minute=690, day_shift=1)
    change_series(session, bookings(session, series)[0].id, edit, everything=True, by=cast.alice, now=now)
    session.commit()
    last = mails(session)[-1]
    assert len(mails(session)) == 3
    assert b"SEQUENCE:2" in bytes_of(last.invitation)
    assert bytes_of(last.invitation).count(b"BEGIN:VEVENT") == 2
    for program in EXPANDERS:
        assert shown(inbox(session), program) == promised(session)


def test_calling_off_from_a_date_on_shortens_it_and_calling_off_all_takes_it_out(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    series = place()
    cancel_series(session, bookings(session, series)[5].id, everything=False, by=cast.alice, now=now)
    session.commit()
    assert mails(session)[-1].calendar_method == "REQUEST"
    assert "nimmt die Termine aus Ihrem Kalender" in mails(session)[-1].plain
    assert shown(inbox(session)) == promised(session)
    assert len(promised(session)) == 5
    cancel_series(session, bookings(session, series)[0].id, everything=True, by=cast.alice, now=now)
    session.commit()
    last = mails(session)[-1]
    assert (last.calendar_method, value_of(event_of(last), "SEQUENCE")) == ("CANCEL", "2")
    assert "RECURRENCE-ID" not in event_of(last)
    assert inbox(session).shown() == []


def test_whoever_subscribes_gets_no_invitation_and_sees_each_date_once(
    app: Flask, session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    personal_link(session, cast.alice, now=now).fetched_at = now - timedelta(days=6)
    session.commit()
    series = place()
    (mail,) = mails(session)
    assert (mail.invitation, mail.calendar_method) == (None, "")
    assert "Ihr abonnierter Kalender zeigt die Termine von selbst" in mail.plain
    wish = Wish(span=on_day(TUESDAYS[1], 13, 15, house=cast.house), space_ids=(cast.desk.id,))
    move_booking(session, bookings(session, series)[1].id, wish, by=cast.alice, now=now)
    session.commit()
    subscriber = subscribe(app, session, cast.alice, personal(cast.alice.id), now=now)
    moved = event_of(mails(session)[-1])
    assert value_of(moved, "RECURRENCE-ID") == ""
    assert subscriber.lines().count(f"UID:{value_of(moved, 'UID')}") == 1
    feed = subscriber.fetch().get_data()
    for expand in EXPANDERS.values():
        assert sorted((one.starts, one.ends) for one in expand(feed)) == promised(session)
    edit = SeriesEdit(starts_minute=600, ends_minute=720)
    change_series(session, bookings(session, series)[0].id, edit, everything=True, by=cast.alice, now=now)
    session.commit()
    assert mails(session)[-1].invitation is None


def test_a_subscription_nobody_fetches_any_more_does_not_count(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    personal_link(session, cast.alice, now=now).fetched_at = now - timedelta(days=15)
    session.commit()
    place()
    assert mails(session)[0].calendar_method == "REQUEST"


def test_a_device_that_asks_through_caldav_counts_as_subscribing(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    session.add(
        AppPassword(user_id=cast.alice.id, name="Handy", secret_hash="x", created_at=now, last_used_at=now)
    )
    session.commit()
    place()
    assert mails(session)[0].invitation is None


def test_what_was_invited_stays_invited_when_somebody_subscribes_later(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    series = place()
    personal_link(session, cast.alice, now=now).fetched_at = now
    session.commit()
    cancel_booking(session, bookings(session, series)[2].id, by=cast.alice, now=now)
    session.commit()
    assert value_of(event_of(mails(session)[-1]), "RECURRENCE-ID") == "20261208T090000"
    assert shown(inbox(session)) == promised(session)


def test_a_series_asked_for_comes_with_its_first_confirmed_date_and_grows(
    session: Session, cast: Cast, rule: BookingRule, place: Callable[..., Series], now: datetime
) -> None:
    rule.needs_approval = True
    session.commit()
    series = place(count=4)
    (mail,) = mails(session)
    assert mail.invitation is None
    assert "sobald das Team bestätigt" in mail.plain
    for number, booking in enumerate(bookings(session, series)[:3]):
        confirm_booking(session, booking.id, by=cast.nora, now=now)
        session.commit()
        assert value_of(event_of(mails(session)[-1]), "SEQUENCE") == str(number)
        assert shown(inbox(session)) == promised(session)
    assert len(inbox(session).events) == 1


def test_a_night_the_clock_shows_twice_keeps_the_dates_apart(
    session: Session, cast: Cast, place: Callable[..., Series]
) -> None:
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    session.commit()
    place(first=date(2027, 3, 14), starts=150, ends=240, count=4)
    (mail,) = mails(session)
    assert (mail.calendar_method, mail.invitation is not None) == ("", True)
    assert b"RRULE:FREQ=WEEKLY" not in bytes_of(mail.invitation)
    assert "als Kalenderdatei bei" in mail.plain


def test_hours_no_rule_can_say_take_the_invitation_back(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime
) -> None:
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    session.commit()
    series = place(first=date(2027, 10, 24), starts=600, ends=660, count=3)
    edit = SeriesEdit(starts_minute=150, ends_minute=240)
    change_series(session, bookings(session, series)[0].id, edit, everything=True, by=cast.alice, now=now)
    session.commit()
    *_before, gone, dates = mails(session)
    assert (gone.calendar_method, dates.calendar_method) == ("CANCEL", "")
    assert "Der bisherige Kalendertermin der Serie entfällt." in gone.plain
    cancel_booking(session, bookings(session, series)[0].id, by=cast.alice, now=now)
    session.commit()
    assert value_of(event_of(mails(session)[-1]), "RECURRENCE-ID") == ""


def test_english_readers_get_it_in_english(
    session: Session, cast: Cast, place: Callable[..., Series]
) -> None:
    cast.alice.locale = "en"
    session.commit()
    series = place()
    (mail,) = mails(session)
    assert "The series is enclosed as one calendar event" in mail.html
    assert f"Series number: {series.reference}" in value_of(event_of(mail), "DESCRIPTION")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_calendar_shows_what_is_promised(
    session: Session, cast: Cast, place: Callable[..., Series], now: datetime, seed: int
) -> None:
    dice = Random(seed)
    for week in dice.sample(range(25), 4):
        book(session, cast.desk, cast.bob, on_day(TUESDAYS[week], 9, 10, house=cast.house), now=now)
    place()
    box, read = Inbox(), 0
    for _ in range(12):
        _something(session, cast, dice, now=now)
        for mail in mails(session)[read:]:
            box.take_mail(message_of(mail, sender="stadtlabor@example.org"))
            read += 1
        assert shown(box) == promised(session)
    assert shown(box, "ical.js") == promised(session)


def _something(session: Session, cast: Cast, dice: Random, *, now: datetime) -> None:
    """One change by chance, or none where it is refused."""
    series = dice.choice(session.scalars(select(Series).order_by(Series.id)).all())
    ahead = bookings(session, series)
    skipped = skipped_dates_of(session, cast.alice.id, now=now)
    if not ahead:
        return
    one = dice.choice(ahead)
    by: dict[str, Any] = {"by": cast.alice, "now": now}
    hour = dice.choice([8, 10, 13, 15])
    edit = SeriesEdit(
        starts_minute=hour * 60,
        ends_minute=hour * 60 + 90,
        title=dice.choice(["", "Chor"]),
        day_shift=dice.choice([0, 0, 1, -1]),
    )
    starts = on_day(
        one.starts_at.date() + timedelta(days=dice.choice([0, 1])), hour, hour + 1, house=cast.house
    )
    wish = Wish(span=starts, space_ids=(dice.choice([cast.desk, cast.second_desk]).id,))
    changes: list[Callable[[], object]] = [
        lambda: cancel_booking(session, one.id, **by),
        lambda: cancel_booking(session, one.id, by=cast.nora, now=now, by_house=True, reason="Putz"),
        lambda: move_booking(session, one.id, wish, **by),
        lambda: retell_booking(session, one.id, title="Gäste", people=1, note_text="", **by),
        lambda: change_series(session, one.id, edit, everything=dice.random() < 0.4, **by),
        lambda: change_series(session, one.id, replace(edit, with_exceptions=True), everything=False, **by),
        lambda: cancel_series(session, dice.choice(ahead[-4:]).id, everything=False, **by),
    ]
    if skipped:
        changes.append(lambda: take_up_date(session, dice.choice(skipped).id, **by))
    try:
        dice.choice(changes)()
    except Refused:
        session.rollback()
    else:
        session.commit()
