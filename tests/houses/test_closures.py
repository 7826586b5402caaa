"""Closing houses: what it touches is seen first, all or nothing happens, and it can be taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched, close_houses, reopen_house
from labspace.houses.models import HouseChange, HouseEdit
from labspace.houses.queries import fingerprint, touched_bookings
from labspace.locations.models import Closure
from labspace.notices.models import OutboxRow
from labspace.times import TimeSpan
from tests.factories import Cast, book, on_day

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def day(cast: Cast) -> TimeSpan:
    """A whole Thursday."""
    return TimeSpan(
        on_day(THURSDAY, 0, 1, house=cast.house).starts_at,
        on_day(THURSDAY + timedelta(days=1), 0, 1, house=cast.house).starts_at,
    )


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on that Thursday."""
    return book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)


def form(**changed: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "tag": "26.11.2026", "von": "0:00", "bis": "24:00", "bis_tag": "", "grund": "Wasserrohrbruch",
        "haeuser": ["bochum"], "gesehen": "", **changed,
    }  # fmt: skip


def close(session: Session, cast: Cast, span: TimeSpan, now: datetime, **more: object) -> list[Closure]:
    values = {"seen": "", "cancels": False, "reason": "Rohrbruch", "by": cast.nora, "now": now, **more}
    made = close_houses(session, [cast.house.id], span=span, **values)  # type: ignore[arg-type]
    session.commit()
    return made


def test_nobody_books_in_a_closed_time(session: Session, cast: Cast, now: datetime, day: TimeSpan) -> None:
    revision = cast.house.hours_revision
    close(session, cast, day, now)
    wish = Wish(span=on_day(THURSDAY, 9, 12, house=cast.house), space_ids=(cast.desk.id,))
    with pytest.raises(Refused) as refused:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    session.rollback()
    assert refused.value.codes == {"closed"}
    assert cast.house.hours_revision == revision + 1


def test_bookings_that_were_not_seen_stop_it(
    session: Session, cast: Cast, now: datetime, day: TimeSpan, booking: Booking
) -> None:
    with pytest.raises(BookingsTouched) as touched:
        close(session, cast, day, now)
    session.rollback()
    assert [one.id for one in touched.value.bookings] == [booking.id]
    seen = fingerprint([booking])
    book(session, cast.second_desk, cast.bob, on_day(THURSDAY, 14, 16, house=cast.house), now=now)
    with pytest.raises(BookingsTouched):
        close(session, cast, day, now, seen=seen)
    session.rollback()
    assert session.scalar(select(func.count(Closure.id))) == 0
    assert session.scalar(select(func.count(HouseChange.id))) == 0


def test_bookings_stay_unless_the_house_cancels_them(
    session: Session, cast: Cast, now: datetime, day: TimeSpan, booking: Booking
) -> None:
    close(session, cast, day, now, seen=fingerprint([booking]))
    session.refresh(booking)
    assert booking.state is BookingState.CONFIRMED
    assert session.scalars(select(HouseChange)).one().cancelled == 0


def test_the_house_cancels_with_the_reason(
    session: Session, cast: Cast, now: datetime, day: TimeSpan, booking: Booking
) -> None:
    told = session.scalar(select(func.count(OutboxRow.id))) or 0
    close(session, cast, day, now, seen=fingerprint([booking]), cancels=True)
    session.refresh(booking)
    assert (booking.state, booking.cancel_reason) == (BookingState.CANCELLED_HOUSE, "Rohrbruch")
    assert session.scalar(select(func.count(OutboxRow.id))) == told + 1
    assert session.scalars(select(HouseChange)).one().cancelled == 1


def test_options_do_not_move_up_into_a_closed_house(
    session: Session, cast: Cast, now: datetime, day: TimeSpan
) -> None:
    wish = Wish(span=on_day(THURSDAY, 9, 12, house=cast.house), space_ids=(cast.area.id,))
    options = [
        place_booking(session, wish, booked_by=person, now=now, state=BookingState.OPTION)
        for person in (cast.alice, cast.bob, cast.charlie)
    ]
    session.commit()
    touched = touched_bookings(session, [cast.house.id], day, now=now)
    close(session, cast, day, now, seen=fingerprint(touched), cancels=True)
    session.expire_all()
    assert {option.state for option in options} == {BookingState.CANCELLED_HOUSE}
    subjects = session.scalars(select(OutboxRow.subject)).all()
    assert not [subject for subject in subjects if "aufgerückt" in subject]


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        pytest.param(-2, -1, "closed_in_the_past", id="over"),
        pytest.param(-30, 24, "closed_in_the_past", id="since yesterday"),
        pytest.param(48, 72, "", id="later"),
    ],
)
def test_only_from_today_on(
    session: Session, cast: Cast, now: datetime, starts: int, ends: int, code: str
) -> None:
    span = TimeSpan(now + timedelta(hours=starts), now + timedelta(hours=ends))
    if not code:
        assert close(session, cast, span, now)
        return
    with pytest.raises(Refused) as refused:
        close(session, cast, span, now)
    session.rollback()
    assert refused.value.codes == {code}


def test_a_form_sent_twice_closes_once(session: Session, cast: Cast, now: datetime, day: TimeSpan) -> None:
    close(session, cast, day, now)
    with pytest.raises(Refused) as refused:
        close(session, cast, day, now)
    session.rollback()
    assert refused.value.codes == {"closed_already"}
    assert session.scalar(select(func.count(Closure.id))) == 1


def test_taken_back_before_it_begins_it_leaves_only_its_record(
    session: Session, cast: Cast, now: datetime, day: TimeSpan
) -> None:
    (closure,) = close(session, cast, day, now)
    reopen_house(session, closure.id, by=cast.nora, now=now)
    session.commit()
    assert session.scalar(select(func.count(Closure.id))) == 0
    kinds = session.scalars(select(HouseChange.what).order_by(HouseChange.id)).all()
    assert kinds == [HouseEdit.CLOSED, HouseEdit.REOPENED]
    book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)


def test_taken_back_while_it_runs_the_past_stays_closed(
    session: Session, cast: Cast, now: datetime, day: TimeSpan
) -> None:
    (closure,) = close(session, cast, day, now)
    noon = on_day(THURSDAY, 12, 13, house=cast.house).starts_at
    with time_machine.travel(noon, tick=False):
        reopen_house(session, closure.id, by=cast.nora, now=noon)
        session.commit()
        kept = session.scalars(select(Closure)).one()
        assert kept.span == TimeSpan(day.starts_at, noon)
        with pytest.raises(Refused) as refused:
            reopen_house(session, closure.id, by=cast.nora, now=noon)
        session.rollback()
    assert refused.value.codes == {"not_possible_in_state"}


def test_the_page_shows_what_is_touched_and_asks(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    nora = visit(cast.nora)
    asked = nora.post("/team/bochum/schliessungen", form(), expect=409)
    assert "Noch ist nichts geschlossen" in asked.words()
    assert f"/buchungen/{booking.reference}" in [link.get("href") for link in asked.all("a")]
    assert session.scalar(select(func.count(Closure.id))) == 0
    seen = next(field.get("value") for field in asked.all("input") if field.get("name") == "gesehen")
    nora.post("/team/bochum/schliessungen", form(gesehen=seen or "", buchungen="absagen"))
    session.expire_all()
    assert booking.state is BookingState.CANCELLED_HOUSE
    words = nora.get("/team/bochum/schliessungen").words()
    assert "Wasserrohrbruch" in words
    assert "1 Buchung abgesagt" in words
    closure = session.scalars(select(Closure)).one()
    nora.post(f"/team/bochum/schliessungen/{closure.id}/aufhebung")
    assert "Nichts ist geplant" in nora.get("/team/bochum/schliessungen").words()


def test_several_houses_close_together(visit, session: Session, cast: Cast) -> None:
    session.add(StaffRole(user_id=cast.nora.id, location_id=cast.other_house.id))
    session.commit()
    visit(cast.nora).post("/team/bochum/schliessungen", form(haeuser=["bochum", "witten"]))
    assert set(session.scalars(select(Closure.location_id))) == {cast.house.id, cast.other_house.id}


@pytest.mark.parametrize(
    "changed",
    [
        {"tag": "31.02."}, {"tag": "gestern"}, {"bis_tag": "20.11.2026"}, {"von": "25"}, {"grund": ""},
        {"haeuser": []}, {"haeuser": ["witten"]}, {"grund": "x" * 999}, {"buchungen": "vielleicht"},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_an_impossible_closure_is_refused(
    visit, session: Session, cast: Cast, changed: dict[str, str]
) -> None:
    visit(cast.nora).post("/team/bochum/schliessungen", form(**changed), expect=422)
    assert session.scalar(select(func.count(Closure.id))) == 0


def test_only_those_who_run_the_house_close_and_reopen(
    visit, session: Session, cast: Cast, now: datetime, day: TimeSpan
) -> None:
    (closure,) = close(session, cast, day, now)
    for person, expect in ((cast.alice, 403), (cast.charlie, 403)):
        visit(person).get("/team/bochum/schliessungen", expect=expect)
        visit(person).post("/team/bochum/schliessungen", form(), expect=expect)
        visit(person).post(f"/team/bochum/schliessungen/{closure.id}/aufhebung", expect=expect)
    visit(cast.nora).get("/team/witten/schliessungen", expect=403)
    visit(cast.ada).post(f"/team/witten/schliessungen/{closure.id}/aufhebung", expect=404)
    visit(cast.nora).post("/team/bochum/schliessungen/99999999999999999999/aufhebung", expect=404)
    nora = visit(cast.nora)
    gone = nora.post("/team/bochum/schliessungen/4711/aufhebung")
    assert "gibt es nicht mehr" in nora.get(gone.location).words()
    assert session.scalar(select(func.count(Closure.id))) == 1
