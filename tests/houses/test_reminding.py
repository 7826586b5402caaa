"""When people are reminded, kept by the team: seen beforehand, logged, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.remind import remind_all
from labspace.bookings.models import Booking
from labspace.houses.record.models import HouseRecord
from labspace.houses.reminding.actions import reminded_otherwise
from labspace.locations.models import Location
from labspace.spaces.models import Space
from tests.factories import Cast, book, make_user, on_day
from tests.support.filled import filled
from tests.support.statements import counted
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]
PAGE = "/team/bochum/erinnerungen"
DAY = date(2026, 12, 10)


def kept(session: Session, cast: Cast) -> int | None:
    """What the database says now."""
    session.refresh(cast.house)
    return cast.house.reminder_hours


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on a morning some weeks ahead."""
    return book(session, cast.desk, cast.alice, on_day(DAY, 9, 12, house=cast.house), now=now)


def test_other_hours_hold_once_bookings_were_seen_and_are_taken_back(
    visit: Visit, session: Session, cast: Cast, booking: Booking
) -> None:
    nora = visit(cast.nora)
    start = filled(nora.get(PAGE))
    assert start["wann"] == "vortag"
    sent = {**start, "wann": "stunden", "stunden": "48"}
    asked = nora.post(PAGE, sent, expect=409)
    assert f"/buchungen/{booking.reference}" in [link.get("href") for link in asked.all("a")]
    assert kept(session, cast) is None
    nora.post(PAGE, filled(asked))
    assert kept(session, cast) == 48
    early = booking.starts_at - timedelta(hours=47)
    words = nora.get("/team/bochum/aenderungen").words()
    assert "Jetzt: 48 Stunden vor dem Beginn." in words
    assert "1 Buchung betroffen" in words
    record = session.scalars(select(HouseRecord).order_by(HouseRecord.id.desc())).first()
    assert record is not None
    nora.post(f"/team/bochum/aenderungen/{record.id}/ruecknahme")
    assert kept(session, cast) is None
    assert remind_all(session, now=early) == 0


def test_only_bookings_whose_mail_is_still_to_come_are_touched(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    def touched(hours: int | None, at: datetime = now) -> list[Booking]:
        return reminded_otherwise(session, cast.house, hours, now=at)

    assert (touched(48), touched(0), touched(None), touched(17)) == ([booking], [booking], [], [])
    cast.alice.wants_reminders = False
    session.commit()
    assert touched(48) == []
    cast.alice.wants_reminders = True
    session.commit()
    evening = booking.starts_at - timedelta(hours=12)
    assert touched(1, evening) == [booking]
    assert remind_all(session, now=evening) == 1
    session.commit()
    assert touched(1, evening) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"wann": "bald"}, "aus der Liste"), ({"wann": ""}, "wann erinnert wird"),
        ({"wann": "stunden", "stunden": ""}, "von 1 bis 336"), ({"wann": "stunden", "stunden": "0"}, "von 1 bis 336"),
        ({"wann": "stunden", "stunden": "337"}, "von 1 bis 336"), ({"wann": "stunden", "stunden": "-5"}, "von 1 bis 336"),
        ({"wann": "stunden", "stunden": "viele"}, ""), ({"wann": "stunden", "stunden": "9" * 30}, "von 1 bis 336"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused(
    visit: Visit, session: Session, cast: Cast, changed: dict[str, str], words: str
) -> None:
    nora = visit(cast.nora)
    page = nora.post(PAGE, {**filled(nora.get(PAGE)), **changed}, expect=422)
    assert words in page.words()
    assert kept(session, cast) is None


def test_a_number_that_is_not_asked_for_is_in_nobodys_way(visit: Visit, session: Session, cast: Cast) -> None:
    """It is hidden then: nobody could mend it."""
    nora = visit(cast.nora)
    nora.post(PAGE, {**filled(nora.get(PAGE)), "wann": "nie", "stunden": "viele"})
    assert kept(session, cast) == 0


def test_many_bookers_cost_no_more_statements_than_one(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    def asked() -> int:
        session.commit()
        session.expunge_all()
        with counted(session) as statements:
            assert reminded_otherwise(session, session.get_one(Location, house_id), 48, now=now)
        return len(statements)

    house_id, desk_id = cast.house.id, cast.desk.id
    one = asked()
    for number in range(4):
        user = make_user(session, f"Person{number}", now=now)
        session.commit()
        desk = session.get_one(Space, desk_id)
        book(
            session, desk, user, on_day(DAY + timedelta(days=7 + number), 9, 12, house=desk.location), now=now
        )
    assert asked() == one


def test_nobody_overwrites_unseen(visit: Visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    start = filled(nora.get(PAGE))
    nora.post(PAGE, {**start, "wann": "nie"})
    page = nora.post(PAGE, {**start, "wann": "stunden", "stunden": "3"}, expect=409)
    assert "Jetzt giltgar nicht" in page.words()
    assert kept(session, cast) == 0
    nora.post(PAGE, filled(page))
    assert kept(session, cast) == 3


def test_the_page_of_the_house_says_why_its_time_zone_stays(visit: Visit, cast: Cast) -> None:
    assert "Ortszeit (Europe/Berlin)" in visit(cast.nora).get("/team/bochum/haus").words()
