"""How people get in: told with confirmed bookings, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.actions import cancel_booking
from labspace.bookings.actions.remind import remind_all
from labspace.bookings.models import Booking
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.doors.actions import words_of, write_note
from labspace.houses.doors.models import DoorNote
from labspace.houses.queries import fingerprint
from labspace.houses.record.actions import stamp_of, take_back
from labspace.houses.record.models import HouseRecord
from labspace.notices.models import OutboxRow
from labspace.spaces.models import Space
from tests.factories import Cast, book, on_day
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]
THURSDAY = date(2026, 11, 26)
CODE = "Hoftor, Code 4711"


def write(
    session: Session,
    cast: Cast,
    now: datetime,
    *,
    space: Space | None = None,
    words: str = CODE,
    words_en: str = "",
    before: str = "",
    seen: str = "",
    tells: bool = False,
) -> HouseRecord | None:
    record = write_note(
        session,
        cast.house.id,
        space,
        {"words": words, "words_en": words_en},
        expected=stamp_of({"words": before, "words_en": ""}),
        seen=seen,
        tells=tells,
        by=cast.nora,
        now=now,
    )
    session.commit()
    return record


def booked(session: Session, cast: Cast, now: datetime, *, space: Space | None = None) -> Booking:
    return book(session, space or cast.desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)


def last_mail(session: Session) -> str:
    row = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()
    return f"{row.subject}\n{row.plain}"


def test_the_confirmation_and_the_bookings_page_say_how_to_get_in(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    write(session, cast, now)
    write(session, cast, now, space=cast.desk, words="Schlüssel im Kasten")
    write(session, cast, now, space=cast.second_desk, words="Nur nebenan")
    booking = booked(session, cast, now)
    mail = last_mail(session)
    assert CODE in mail
    assert "Schlüssel im Kasten" in mail
    assert "Nur nebenan" not in mail
    assert CODE in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    assert CODE not in visit(cast.alice).get(f"/buchungen/{booking.reference}.ics").text


def test_in_english_where_there_are_english_words(session: Session, cast: Cast, now: datetime) -> None:
    cast.alice.locale = "en"
    session.commit()
    write(session, cast, now, words_en="Back door")
    booked(session, cast, now)
    assert "Back door" in last_mail(session)
    assert CODE not in last_mail(session)


def test_whoever_only_asks_or_cancelled_is_told_nothing(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    write(session, cast, now)
    booking = booked(session, cast, now)
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    assert CODE not in last_mail(session)
    assert CODE not in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()


def test_the_reminder_says_it_too(session: Session, cast: Cast, now: datetime) -> None:
    write(session, cast, now)
    booked(session, cast, now)
    before = on_day(date(2026, 11, 25), 18, 19, house=cast.house).starts_at
    remind_all(session, now=before)
    session.commit()
    assert "Erinnerung" in last_mail(session)
    assert CODE in last_mail(session)


def test_confirmed_bookings_are_shown_first_and_told(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    booking = booked(session, cast, now)
    with pytest.raises(BookingsTouched):
        write(session, cast, now)
    session.rollback()
    nora = visit(cast.nora)
    page = nora.get("/team/bochum/tueren/haus")
    form = {"worte": CODE, "worte_en": "", "mailen": "y"}
    hidden = {field.get("name"): field.get("value") or "" for field in page.all("input")}
    asked = nora.post("/team/bochum/tueren/haus", {**form, "stand": hidden["stand"]}, expect=409)
    assert f"/buchungen/{booking.reference}" in [link.get("href") for link in asked.all("a")]
    hidden = {field.get("name"): field.get("value") or "" for field in asked.all("input")}
    nora.post("/team/bochum/tueren/haus", {**form, "stand": hidden["stand"], "gesehen": hidden["gesehen"]})
    assert "So kommen Sie hinein" in last_mail(session)
    assert CODE in last_mail(session)
    assert CODE in nora.get("/team/bochum/tueren").words()


def test_taken_back_the_booker_is_told_again(session: Session, cast: Cast, now: datetime) -> None:
    booking = booked(session, cast, now)
    record = write(session, cast, now, seen=fingerprint([booking]), tells=True)
    assert record is not None
    take_back(session, record.id, by=cast.nora, now=now)
    session.commit()
    assert "Kommen Sie einfach herein" in last_mail(session)
    assert session.scalars(select(DoorNote)).all() == []
    assert not cast.house.has_door_notes


def test_two_people_never_overwrite_each_other(session: Session, cast: Cast, now: datetime) -> None:
    write(session, cast, now)
    with pytest.raises(Refused) as refused:
        write(session, cast, now, words="Code 4712")
    session.rollback()
    assert refused.value.codes == {"changed_meanwhile"}
    write(session, cast, now, words="Code 4712", before=CODE)
    assert words_of(session.scalars(select(DoorNote)).one())["words"] == "Code 4712"


def test_a_house_without_words_costs_no_statement(session: Session, cast: Cast, now: datetime) -> None:
    booked(session, cast, now)
    with statements() as found:
        book(session, cast.second_desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)
    assert not [one for one in found if "FROM door_note" in one]


def test_only_the_lead_of_the_house_says_it(visit: Visit, cast: Cast) -> None:
    for person in (cast.alice, cast.charlie):
        visit(person).get("/team/bochum/tueren", expect=403)
        visit(person).post("/team/bochum/tueren/haus", {"worte": "x"}, expect=403)
    nora = visit(cast.nora)
    nora.get("/team/witten/tueren", expect=403)
    nora.get("/team/bochum/tueren/witten-desk-01", expect=404)
    nora.get("/team/bochum/tueren/gibt-es-nicht", expect=404)
    nora.post("/team/bochum/tueren/haus", {"worte": "x" * 1001}, expect=422)
