"""Whoever booked is told of every change, with an invitation where the calendar changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
    place_booking,
    reject_booking,
    retell_booking,
)
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.notices.invitations import bytes_of
from labspace.notices.models import OutboxRow
from tests.factories import book, on_day

DAY = date(2026, 11, 25)


@pytest.fixture
def booking(session, cast, now):
    return book(session, cast.desk, cast.alice, on_day(DAY, 9, 11, house=cast.house), now=now)


@pytest.fixture
def ask(session, cast, now):
    """Asks for the event area, as a request or an option."""

    def place(state, **more):
        wish = Wish(
            span=on_day(DAY, 9, 11, house=cast.house),
            space_ids=(cast.half_a.id,),
            details=Details(title="Gründertag"),
        )
        row = place_booking(session, wish, booked_by=cast.alice, now=now, state=state, **more)
        session.commit()
        return row

    return place


def mails(session):
    session.expire_all()
    return session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()


def sequence(mail):
    text = bytes_of(mail.invitation).decode().replace("\r\n ", "")
    return next(line for line in text.split("\r\n") if line.startswith("SEQUENCE:"))


def test_a_booking_is_confirmed_with_what_where_when_and_how_to_change_it(session, booking):
    (mail,) = mails(session)
    assert (mail.recipient, mail.subject) == ("alice@example.org", "Gebucht: Desk 1")
    for text in ("Guten Tag Alice", "Desk 1, Stadtlabor Bochum", "25.11.2026, 09:00–11:00 Uhr"):
        assert text in mail.plain
        assert text in mail.html
    assert f"http://127.0.0.1:5000/buchungen/{booking.reference}" in mail.plain
    assert (mail.calendar_method, mail.topic) == ("REQUEST", f"booking:{booking.id}")
    assert f"UID:{booking.uid}" in bytes_of(mail.invitation).decode().replace("\r\n ", "")


def test_a_change_is_the_same_event_with_a_higher_sequence(session, cast, booking, now):
    wish = Wish(span=on_day(DAY, 13, 15, house=cast.house), space_ids=(cast.desk.id,))
    move_booking(session, booking.id, wish, by=cast.alice, now=now)
    session.commit()
    first, second = mails(session)
    assert second.subject == "Geändert: Desk 1"
    assert "Bisher war: Mi, 25.11.2026, 09:00–11:00 Uhr" in second.plain
    assert [sequence(mail) for mail in (first, second)] == ["SEQUENCE:0", "SEQUENCE:1"]
    assert second.calendar_method == "REQUEST"


def test_a_cancellation_takes_the_event_out_of_the_calendar(session, cast, booking, now):
    cancel_booking(session, booking.id, by=cast.nora, by_house=True, reason="Wasserschaden", now=now)
    session.commit()
    mail = mails(session)[-1]
    assert (mail.subject, mail.calendar_method) == ("Abgesagt: Desk 1", "CANCEL")
    assert "METHOD:CANCEL" in bytes_of(mail.invitation).decode()
    assert sequence(mail) == "SEQUENCE:1"
    assert "Grund: Wasserschaden" in mail.plain


def test_another_title_is_told_but_a_note_is_nobodys_business(session, cast, booking, now):
    values = {"people": 1, "by": cast.alice, "now": now}
    retell_booking(session, booking.id, title="", note_text="leise", **values)
    session.commit()
    assert len(mails(session)) == 1
    retell_booking(session, booking.id, title="Neu", note_text="leise", **values)
    session.commit()
    assert mails(session)[-1].subject == "Geändert: Neu (Desk 1)"


def test_a_request_says_the_next_step_and_sends_no_invitation(session, cast, ask, now):
    booking = ask(BookingState.REQUESTED)
    (mail,) = mails(session)
    assert mail.subject.startswith("Anfrage eingegangen")
    assert "Nächster Schritt" in mail.plain
    assert bytes_of(mail.invitation) == b""
    confirm_booking(session, booking.id, by=cast.nora, now=now)
    session.commit()
    assert mails(session)[-1].subject.startswith("Bestätigt")
    assert mails(session)[-1].calendar_method == "REQUEST"


def test_an_option_says_its_rank_and_until_when(session, ask, now):
    ask(BookingState.OPTION, option_until=now + timedelta(days=1))
    ask(BookingState.OPTION, option_until=now + timedelta(days=1))
    first, second = mails(session)
    assert "Option auf Rang 1" in first.plain
    assert "Die Option gilt bis Di, 24.11.2026, 09:00 Uhr." in first.plain
    assert "Vor Ihnen hat eine andere Anfrage den Vorrang" in second.plain


def test_an_option_that_rises_is_told(session, cast, ask, now):
    first = ask(BookingState.OPTION, option_until=now + timedelta(days=1))
    ask(BookingState.OPTION, option_until=now + timedelta(days=1))
    cancel_booking(session, first.id, by=cast.alice, now=now)
    session.commit()
    cancelled, promoted = mails(session)[-2:]
    assert (cancelled.subject[:9], bytes_of(cancelled.invitation)) == ("Storniert", b"")
    assert promoted.subject.startswith("Aufgerückt")


def test_an_option_that_is_passed_over_is_told(session, cast, now):
    def option(space):
        wish = Wish(span=on_day(DAY, 9, 11, house=cast.house), space_ids=(space.id,))
        until = now + timedelta(days=1)
        return place_booking(
            session, wish, booked_by=cast.alice, now=now, state=BookingState.OPTION, option_until=until
        )

    half_a, whole = option(cast.half_a), option(cast.area)
    option(cast.half_b), option(cast.half_b)
    session.commit()
    confirm_booking(session, half_a.id, by=cast.nora, now=now)
    session.commit()
    (told,) = [mail for mail in mails(session) if mail.subject.startswith("Die Zeit ist vergeben")]
    assert told.topic == f"booking:{whole.id}"
    assert "fest an andere vergeben" in told.plain
    assert "Ihre Option bleibt bestehen" in told.plain


def test_a_refusal_gives_the_reason(session, cast, ask, now):
    booking = ask(BookingState.REQUESTED)
    reject_booking(session, booking.id, by=cast.nora, reason="Zu laut", now=now)
    session.commit()
    mail = mails(session)[-1]
    assert mail.subject.startswith("Leider nicht möglich")
    assert "Grund: Zu laut" in mail.plain
    assert bytes_of(mail.invitation) == b""


def test_english_readers_get_english_mails(session, cast, now):
    cast.alice.locale = "en"
    session.commit()
    book(session, cast.desk, cast.alice, on_day(DAY, 9, 11, house=cast.house), now=now)
    (mail,) = mails(session)
    assert mail.subject == "Booked: Desk 1"
    assert "Hello Alice" in mail.plain
    assert "Booking number" in mail.html
    assert '<html lang="en">' in mail.html


def test_invented_houses_say_so(session, cast, now):
    cast.house.is_demo = True
    session.commit()
    book(session, cast.desk, cast.alice, on_day(DAY, 9, 11, house=cast.house), now=now)
    (mail,) = mails(session)
    assert mail.plain.startswith("Demonstration – frei erfunden")
    assert "Demonstration – frei erfunden" in mail.html


def test_a_title_is_text_in_every_part(session, cast, now):
    book(
        session,
        cast.desk,
        cast.alice,
        on_day(DAY, 9, 11, house=cast.house),
        now=now,
        details=Details(title="<b>\r\nBcc: x"),
    )
    (mail,) = mails(session)
    assert mail.subject == "Gebucht: <b> Bcc: x (Desk 1)"
    assert "<b>" not in mail.html
