"""A series staff enter for somebody: theirs, noted as the team's doing; a reason lets house rules pass date by date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.queries import history_of
from labspace.bookings.rulebook.models import RuleOverride
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.models import Series
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.queries import dates_of, skipped_dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.states import BookingState
from labspace.locations.models import Closure
from labspace.notices.models import OutboxRow
from tests.factories import Cast, book, on_day
from tests.support.statements import counted
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]

TUESDAY = date(2026, 11, 24)
TUESDAYS = [TUESDAY + timedelta(weeks=week) for week in range(4)]
ADDRESS = "/team/bochum/buchungen/neu"


def wish(cast: Cast, *, count: int = 4) -> SeriesWish:
    rule = Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), count=count)
    return SeriesWish(
        rule=rule, first_on=TUESDAY, starts_minute=540, ends_minute=720, space_ids=(cast.desk.id,)
    )


def enter(session: Session, cast: Cast, now: datetime, *, reason: str = "", skip: bool = False) -> Series:
    door = StaffDoor(entered_by=cast.nora, reason=reason)
    series = place_series(session, wish(cast), booked_by=cast.charlie, now=now, skip=skip, door=door)
    session.commit()
    return series


def bookings(session: Session, series: Series) -> list[Booking]:
    return [one.booking for one in dates_of(session, series.id) if one.booking is not None]


@pytest.fixture
def closed_third(session: Session, cast: Cast) -> None:
    """The house is closed on the third Tuesday."""
    span = on_day(TUESDAYS[2], 0, 24, house=cast.house)
    session.add(Closure(location_id=cast.house.id, starts_at=span.starts_at, ends_at=span.ends_at))
    session.commit()


def test_it_is_the_bookers_and_entered_by_the_team(session: Session, cast: Cast, now: datetime) -> None:
    series = enter(session, cast, now)
    made = bookings(session, series)
    assert series.booked_by_id == cast.charlie.id
    assert {(one.booked_by_id, one.entered_by_id, one.state) for one in made} == {
        (cast.charlie.id, cast.nora.id, BookingState.CONFIRMED)
    }
    assert {line.actor_id for one in made for line in history_of(session, one.id)} == {cast.nora.id}
    assert session.scalars(select(OutboxRow.recipient)).all() == [cast.charlie.email]
    assert session.scalar(select(func.count(RuleOverride.id))) == 0


@pytest.mark.usefixtures("closed_third")
def test_a_reason_lets_a_house_rule_pass_and_stands_with_that_date_alone(
    session: Session, cast: Cast, now: datetime
) -> None:
    with pytest.raises(SeriesRefused, match="closed"):
        enter(session, cast, now)
    session.rollback()
    series = enter(session, cast, now, reason="Die Kammer schließt selbst auf")
    made = bookings(session, series)
    assert [one.override_reason for one in made] == ["", "", "Die Kammer schließt selbst auf", ""]
    override = session.scalars(select(RuleOverride)).one()
    assert (override.booking_id, override.by_id, override.broken) == (made[2].id, cast.nora.id, ["closed"])
    lines = [history_of(session, one.id)[0] for one in made]
    assert [line.note for line in lines] == [one.override_reason for one in made]
    assert [(line.after or {}).get("overridden") for line in lines] == [None, None, ["closed"], None]


@pytest.mark.usefixtures("closed_third")
def test_no_reason_gives_away_what_is_taken(session: Session, cast: Cast, now: datetime) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[1], 11, 13, house=cast.house), now=now)
    series = enter(session, cast, now, reason="Es muss sein", skip=True)
    (skipped,) = skipped_dates_of(session, cast.charlie.id, now=now)
    assert (skipped.day, [reason["code"] for reason in skipped.reasons]) == (TUESDAYS[1], ["space_taken"])
    assert len(bookings(session, series)) == 3
    assert session.scalar(select(func.count(Claim.id))) == 4


def test_the_statements_do_not_grow_with_the_dates(session: Session, cast: Cast, now: datetime) -> None:
    door = StaffDoor(entered_by=cast.nora)

    def asked(count: int, day: date) -> int:
        rule = Recurrence(frequency=Frequency.DAILY, count=count)
        asked_for = SeriesWish(
            rule=rule, first_on=day, starts_minute=540, ends_minute=720, space_ids=(cast.desk.id,)
        )
        with counted(session) as seen:
            place_series(session, asked_for, booked_by=cast.charlie, now=now, skip=True, door=door)
        session.commit()
        return len(seen)

    few = asked(3, TUESDAY)
    assert asked(12, TUESDAYS[1]) <= few + 3


def form(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "person": str(cast.charlie.id),
        "flaeche": "bochum-desk-01",
        "tag": "24.11.2026",
        "von": "9",
        "bis": "12",
        "personen": "1",
        "fuer": "",
        "theme": "",
        "titel": "",
        "grund": "",
        "once": "entered-1",
        "wiederholung": "woechentlich",
        "abstand": "1",
        "serienende": "",
        "anzahl": "4",
        **more,
    }


@pytest.mark.usefixtures("closed_third")
def test_the_team_sees_every_date_then_enters_all(visit: Visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    assert "Wiederholen" in nora.get(f"{ADDRESS}?person={cast.charlie.id}").words()
    words = nora.post(ADDRESS, form(cast), expect=200).words()
    assert "Serie für Charlie prüfen" in words
    assert "3 von 4 Terminen sind frei." in words
    assert "lässt ein Grund sie durchgehen" in words
    reasoned = form(cast, grund="Die Kammer schließt selbst auf")
    words = nora.post(ADDRESS, reasoned, expect=200).words()
    assert "4 Termine, alle frei." in words
    assert "Übergangen: außerhalb der Öffnungszeiten" in words
    assert session.scalar(select(func.count(Booking.id))) == 0
    page = nora.post("/team/bochum/serien", {**reasoned, "modus": "alle"})
    series = session.scalars(select(Series)).one()
    assert page.location == f"/serien/{series.reference}"
    assert "Die Serie ist eingetragen für Charlie." in nora.get(page.location).words()
    again = nora.post("/team/bochum/serien", {**reasoned, "modus": "alle"})
    assert again.location == page.location
    assert session.scalar(select(func.count(Booking.id))) == 4
    words = visit(cast.charlie).get(f"/buchungen/{bookings(session, series)[2].reference}").words()
    assert "das Team des Hauses" in words
    assert "Ausnahme von den Regeln des Hauses" in words


def test_what_was_taken_meanwhile_enters_nothing_and_shows_which(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.bob, on_day(TUESDAYS[2], 11, 13, house=cast.house), now=now)
    page = visit(cast.nora).post("/team/bochum/serien", form(cast, modus="alle"), expect=409)
    assert "Gebucht ist noch nichts" in page.words()
    assert session.scalar(select(func.count(Series.id))) == 0
    visit(cast.nora).post("/team/bochum/serien", form(cast, modus="frei"))
    assert session.scalar(select(func.count(Booking.id))) == 4


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"nacherfasst": "y"}, "jeder Termin einzeln"),
        ({"sonderoeffnung": "y"}, "gilt für einen einzelnen Termin"),
        ({"anzahl": ""}, "den letzten Tag oder die Zahl der Termine"),
        ({"flaeche": "bochum-event-area-99"}, "Liste"),
        ({"flaeche": "bochum-event-area-02", "personen": "20"}, "nicht als Serie buchen"),
        ({"person": "0"}, "Für wen buchen?"),
    ],
)
@pytest.mark.parametrize("address", [ADDRESS, "/team/bochum/serien"])
def test_what_cannot_be_is_said_and_nothing_lost(
    visit: Visit, session: Session, cast: Cast, address: str, changed: dict[str, str], sentence: str
) -> None:
    page = visit(cast.nora).post(address, form(cast, titel="Sprint", **changed), expect=422)
    assert sentence in page.words()
    assert session.scalar(select(func.count(Series.id))) == 0


def test_others_enter_nothing(visit: Visit, session: Session, cast: Cast) -> None:
    visit(cast.alice).post("/team/bochum/serien", form(cast), expect=403)
    visit(cast.nora).post("/team/witten/serien", form(cast), expect=403)
    assert session.scalar(select(func.count(Series.id))) == 0
