"""Requests of several dates: asked, decided and called off as one; all or none, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import confirm_booking
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.errors import Refused
from labspace.events.catering import BookedCatering
from labspace.events.equipment.models import BookedEquipment
from labspace.events.models import EventRequest
from labspace.events.together import cancel_dates, confirm_dates, reject_dates
from labspace.notices.invitations import bytes_of
from labspace.notices.models import OutboxRow
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import SpaceLayout
from tests.calendars.readers import read_with_vobject
from tests.events.conftest import DAY, request_values
from tests.factories import Cast, book, make_space, on_day
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]

PAGE = "/veranstaltungen/anfrage"
MORE = {"weitere": "02.12.2026\n03.12.2026 14:00–17:00", "personen": "40"}


def all_bookings(session: Session) -> list[Booking]:
    return list(session.scalars(select(Booking).order_by(Booking.starts_at)))


@pytest.fixture
def dates(session: Session, cast: Cast, visit: Visit) -> list[Booking]:
    """Three dates of one request of Alice's, the third with hours of its own."""
    visit(cast.alice).post(PAGE, request_values(cast, **MORE))
    return all_bookings(session)


def hours(bookings: list[Booking], cast: Cast) -> list[str]:
    return [
        f"{one.starts_at.astimezone(cast.house.zone):%d. %H}–{one.ends_at.astimezone(cast.house.zone):%H}"
        for one in bookings
    ]


def test_each_day_is_an_option_with_its_own_hours(session: Session, cast: Cast, dates: list[Booking]) -> None:
    assert hours(dates, cast) == ["01. 10–12", "02. 10–12", "03. 14–17"]
    assert {one.state for one in dates} == {BookingState.OPTION}
    assert session.scalars(select(EventRequest.first_booking_id)).all() == [dates[0].id] * 3
    assert session.scalar(select(func.sum(BookedEquipment.promised))) == 3


def test_two_areas_are_asked_for_together_on_every_day(session: Session, cast: Cast, visit: Visit) -> None:
    gallery = make_space(session, cast.house, SpaceKind.EVENT_AREA, 4, capacity=30)
    session.add(SpaceLayout(space_id=gallery.id, layout=Layout.ROWS, capacity=30))
    session.commit()
    alice, both = visit(cast.alice), f"{cast.half_a.public_id}+{gallery.public_id}"
    values = request_values(cast, flaeche=both, personen="70", weitere="02.12.2026")
    checked = alice.post(PAGE, {**values, "pruefen": "1"}, expect=200)
    assert both in {one.get("value") for one in checked.all("input")}
    alice.post(PAGE, values)
    asked = all_bookings(session)
    assert [{space.id for space in one.spaces} for one in asked] == [{cast.half_a.id, gallery.id}] * 2
    claimed = session.execute(select(Claim.booking_id, Claim.space_id)).all()
    assert {(one.id, space) for one in asked for space in (cast.half_a.id, gallery.id)} == set(claimed)
    page = visit(cast.nora).get(f"/team/bochum/anfragen/{asked[0].reference}")
    assert "Event_Area 2, Event_Area 4" in page.words()
    too_many = alice.post(PAGE, {**values, "tag": "04.12.2026", "weitere": "", "personen": "81"}, expect=422)
    assert "Für 81 Personen" in too_many.words()


def test_one_mail_tells_of_all(session: Session, dates: list[Booking]) -> None:
    (mail,) = session.scalars(select(OutboxRow).where(OutboxRow.recipient == "alice@example.org"))
    assert mail.plain.count("Option, Rang 1") == 3


def test_a_rule_names_the_dates(session: Session, cast: Cast, visit: Visit) -> None:
    values = request_values(cast, wiederholung="monatlich", anzahl="3", personen="40")
    visit(cast.alice).post(PAGE, values)
    assert [f"{one.starts_at:%d.%m.}" for one in all_bookings(session)] == ["01.12.", "01.01.", "01.02."]


def test_one_taken_day_refuses_all_and_is_named(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    taken = on_day(DAY + timedelta(days=1), 9, 12, house=cast.house)
    book(session, cast.half_a, cast.charlie, taken, now=now)
    page = visit(cast.alice).post(PAGE, request_values(cast, **MORE), expect=422)
    assert "Mi, 02.12.2026: Diese Fläche ist zu der Zeit schon belegt." in page.words()
    assert "03.12.2026 14:00–17:00" in page.text
    assert len(all_bookings(session)) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"weitere": "irgendwann"}, "Diese Zeile verstehen wir nicht", id="no day"),
        pytest.param({"weitere": "02.12.2026 14–12"}, "Das Ende liegt vor dem Beginn.", id="ends first"),
        pytest.param(
            {"weitere": "02.12.2026", "wiederholung": "monatlich", "anzahl": "2"},
            "entweder weitere Tage oder eine Wiederholung",
            id="both",
        ),
        pytest.param({"weitere": "01.12.2026 11–13"}, "überschneiden sich", id="overlap"),
        pytest.param({"weitere": "23.11.2026 08:00–09:00"}, "Vergangenheit", id="in the past"),
        pytest.param({"wiederholung": "taeglich", "anzahl": "100"}, "höchstens 60 Termine", id="too many"),
    ],
)
def test_dates_that_cannot_be_are_told(
    session: Session, cast: Cast, visit: Visit, change: dict[str, str], sentence: str
) -> None:
    page = visit(cast.alice).post(PAGE, request_values(cast, personen="40", **change), expect=422)
    assert sentence in page.words()
    assert all_bookings(session) == []


def test_checking_names_every_date_and_what_stands_against_it(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    taken = on_day(DAY + timedelta(days=1), 9, 12, house=cast.house)
    book(session, cast.half_a, cast.charlie, taken, now=now)
    values = request_values(cast, **MORE, pruefen="1")
    words = visit(cast.alice).post(PAGE, values, expect=200).words()
    assert "3 Termine:" in words
    assert "Mi, 02.12.2026: belegt" in words


def test_catering_is_served_on_every_date(session: Session, cast: Cast, visit: Visit) -> None:
    more = {"weitere": "02.12.2026", "bewirtung-coffee": "40", "bewirtung-coffee-um": "11:00"}
    visit(cast.alice).post(PAGE, request_values(cast, personen="40", **more))
    served = session.scalars(select(BookedCatering.served_at).order_by(BookedCatering.served_at)).all()
    assert [f"{at.astimezone(cast.house.zone):%d. %H:%M}" for at in served] == ["01. 11:00", "02. 11:00"]
    booking = all_bookings(session)[0]
    words = visit(cast.alice).get(f"/buchungen/{booking.reference}").words().replace("\u00a0", " ")
    assert "11:00 Uhr: Kaffeepause für 40 Personen, je 6,50 €" in words


def test_staff_read_on_the_day_what_to_put_where_and_serve_when(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    more = {
        "bewirtung-coffee": "40",
        "bewirtung-coffee-um": "11:00",
        "rollstuhl": "2",
        "geraet-partition": "4",
    }
    visit(cast.alice).post(PAGE, request_values(cast, **more))
    confirm_booking(session, all_bookings(session)[0].id, by=cast.nora, now=now)
    session.commit()
    for page in ("/team/bochum?tag=2026-12-01", "/team/bochum/tagesblatt?tag=2026-12-01"):
        words = visit(cast.nora).get(page).words()
        assert "4 × Stellwand, 1 × Beamer, 2 Plätze für Rollstühle" in words
        assert "Café: Kaffeepause für 40 Personen" in words


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"bewirtung-coffee": "40"}, "Bitte eine Uhrzeit wie 10:30 angeben.", id="no time"),
        pytest.param(
            {"bewirtung-coffee-um": "11:00"}, "Bitte angeben, für wie viele Personen.", id="no people"
        ),
        pytest.param(
            {"bewirtung-coffee": "40", "bewirtung-coffee-um": "17:00"},
            "Kaffeepause: Am Di, 01.12.2026 liegt diese Uhrzeit nicht zwischen Aufbau und Abbau.",
            id="outside",
        ),
    ],
)
def test_catering_that_cannot_be_is_told(
    session: Session, cast: Cast, visit: Visit, change: dict[str, str], sentence: str
) -> None:
    page = visit(cast.alice).post(PAGE, request_values(cast, **change), expect=422)
    assert sentence in page.words()
    assert all_bookings(session) == []


def test_staff_confirm_all_or_none(
    session: Session, cast: Cast, visit: Visit, dates: list[Booking], now: datetime
) -> None:
    confirm_dates(session, dates[1].id, by=cast.nora, now=now)
    session.commit()
    assert {one.state for one in dates} == {BookingState.CONFIRMED}
    mails = session.scalars(select(OutboxRow).where(OutboxRow.recipient == "alice@example.org")).all()
    assert len(mails) == 2
    read = read_with_vobject(bytes_of(mails[-1].invitation))
    assert [(one.uid, one.starts) for one in read] == [(one.uid, one.starts_at) for one in dates]


def test_one_date_somebody_is_ahead_of_lets_none_be_confirmed(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    visit(cast.charlie).post(PAGE, request_values(cast, tag="02.12.2026", personen="40", fuer=""))
    visit(cast.alice).post(PAGE, request_values(cast, personen="40", weitere="02.12.2026"))
    asked = [one for one in all_bookings(session) if one.booked_by_id == cast.alice.id]
    with pytest.raises(Refused) as refused:
        confirm_dates(session, asked[0].id, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"date_refused"}
    assert {one.state for one in asked} == {BookingState.OPTION}


def test_staff_reject_all_with_one_reason(
    session: Session, cast: Cast, dates: list[Booking], now: datetime
) -> None:
    reject_dates(session, dates[0].id, by=cast.nora, reason="Umbau", now=now)
    session.commit()
    assert {(one.state, one.cancel_reason) for one in dates} == {(BookingState.REJECTED, "Umbau")}


def test_calling_all_off_gives_all_back(
    session: Session, cast: Cast, dates: list[Booking], now: datetime
) -> None:
    confirm_booking(session, dates[0].id, by=cast.nora, now=now)
    session.commit()
    cancel_dates(session, dates[2].id, by=cast.alice, code=None, now=now)
    session.commit()
    assert not any(one.state in {BookingState.OPTION, BookingState.CONFIRMED} for one in dates)
    assert session.scalar(select(func.sum(BookedEquipment.promised))) == 0


def test_the_pages_decide_on_all(session: Session, cast: Cast, visit: Visit, dates: list[Booking]) -> None:
    reference = dates[0].reference
    page = visit(cast.alice).get(f"/buchungen/{reference}")
    assert "Alle Termine dieser Anfrage" in page.words()
    visit(cast.nora).post(f"/team/bochum/anfragen/{reference}/termine/bestaetigung")
    session.expire_all()
    assert {one.state for one in dates} == {BookingState.CONFIRMED}


def test_a_form_of_several_dates_sent_twice_asks_once(session: Session, cast: Cast, visit: Visit) -> None:
    values = request_values(cast, **MORE, once="form-7")
    first, second = (visit(cast.alice).post(PAGE, values) for _ in range(2))
    assert first.location == second.location
    assert len(all_bookings(session)) == 3
    page = visit(cast.alice).try_out("POST", PAGE, data={**values, "weitere": "02.12.2026"})
    assert "schon abgeschickt" in page.words()
