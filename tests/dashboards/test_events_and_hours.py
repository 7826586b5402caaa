"""The list of events, hours won back with what was booked again, and how long each house reckons visits last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.models import Booking
from labspace.bookings.release_models import ReleaseCause, ReleasedTime
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import SpaceKind
from labspace.visits.models import VisitStay
from tests.dashboards.test_pages import NOVEMBER, rows_of
from tests.factories import LONG_AGO, make_house, on_day
from tests.occupancy.conftest import MONDAY, Example, Put

EVENTS = "Veranstaltungen, späte zuerst"


def test_the_events_are_listed_as_many_as_the_figure_says(visit, example: Example, december) -> None:
    page = visit(example.nora).get(f"/auslastung/veranstaltungen?{NOVEMBER}")
    rows = rows_of(page, EVENTS)
    (event,) = [cells for name, cells in rows.items() if name != "Veranstaltung"]
    assert event == ["Mo, 23.11.2026, 17:00–21:00 Uhr", example.area.name, "geschlossen", "1", "nicht gezählt", "–"]  # fmt: skip
    assert rows_of(page, "Kennzahlen des Zeitraums")["Veranstaltungen"][0] == "1"
    empty = visit(example.nora).get(f"/auslastung/veranstaltungen?{NOVEMBER}&art=desk")
    assert "In diesem Zeitraum fand keine Veranstaltung statt" in empty.words()


def test_many_events_come_in_pages_that_are_all_of_them(visit, example: Example, put: Put, december) -> None:
    for number in range(29):
        put(example.area, on_day(date(2026, 10, 1 + number), 10, 12, house=example.house), BookingState.USED, example.booker, title=f"Abend {number}")  # fmt: skip
    path = "/auslastung/veranstaltungen?zeitraum=2026"
    pages = [rows_of(visit(example.nora).get(f"{path}&seite={page}"), EVENTS) for page in (1, 2)]
    assert sum(len(rows) - 1 for rows in pages) == 30
    figure = rows_of(visit(example.nora).get(path), "Kennzahlen des Zeitraums")["Veranstaltungen"]
    assert figure[0] == "30"


@pytest.fixture
def given_back(session: Session, example: Example) -> ReleasedTime:
    """The no-show of the example, given back at 12:30."""
    missed = session.query(Booking).filter_by(reference="BO-MISSED").one()
    whole = on_day(MONDAY, 12, 18, house=example.house)
    row = ReleasedTime(
        booking_id=missed.id,
        cause=ReleaseCause.NO_SHOW,
        starts_at=whole.starts_at + timedelta(minutes=30),
        ends_at=whole.ends_at,
    )
    session.add(row)
    session.commit()
    return row


def test_hours_won_back_say_what_was_booked_again(
    visit, example: Example, put: Put, given_back: ReleasedTime, december
) -> None:
    path = f"/auslastung/ausfaelle?{NOVEMBER}"
    words = visit(example.nora).get(path).words()
    assert "Zurückgewonnen: 5,5 h, weil niemand kam, und 0,0 h" in words
    assert "Davon wieder gebucht: 0,0 h von 5,5 h (0,0 %)" in words
    put(example.d2, on_day(MONDAY, 13, 16, house=example.house), BookingState.USED, example.booker)
    put(example.d2, on_day(MONDAY, 16, 17, house=example.house), BookingState.CANCELLED_EARLY, example.booker)
    words = visit(example.nora).get(path).words()
    assert "Davon wieder gebucht: 3,0 h von 5,5 h (54,5 %) – 3,0 h nach einem No-show" in words


def test_time_that_was_taken_back_was_never_won(
    visit, session: Session, example: Example, given_back: ReleasedTime, december
) -> None:
    given_back.taken_back_at = given_back.ends_at
    session.commit()
    page = visit(example.nora).get(f"/auslastung/ausfaelle?{NOVEMBER}")
    assert "Es wurde keine Zeit zurückgewonnen" in page.words()


def test_the_stays_houses_reckon_with_are_shown(visit, session: Session, example: Example, december) -> None:
    other = make_house(session, "witten")
    session.add(StaffRole(user_id=example.nora.id, location_id=other.id))
    for first, last, minutes in ((LONG_AGO, date(2026, 11, 14), 20), (date(2026, 11, 15), None, 30)):
        session.add(VisitStay(location_id=other.id, kind=SpaceKind.POPUP_SLOT, minutes=minutes, valid_from=first, valid_until=last))  # fmt: skip
    session.commit()
    for path in ("besuche", "uebersicht"):
        words = visit(example.nora).get(f"/auslastung/{path}?{NOVEMBER}").words()
        assert f"Angesetzt je Besuch in {example.house.name}: Pop-up-Flächen 15 Minuten, Café-Tische 45 Minuten." in words  # fmt: skip
        assert f"Angesetzt je Besuch in {other.name}: Pop-up-Flächen 20 Minuten, ab 15.11.2026 30 Minuten, Café-Tische 45 Minuten." in words  # fmt: skip
    assert f"{other.name}: Pop-up-Flächen 30 Minuten" in visit().get("/auslastung/kennzahlen").words()
