"""The nights on which the clocks change, through the pages: 29.03.2026 has no 2:30, 25.10.2026 has two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import Booking
from labspace.locations.models import OpeningHours
from labspace.popups.actions import Concept, apply_for_slot
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from tests.factories import Cast
from tests.support.visit import Visitor

MISSING = "Diese Uhrzeit gibt es an diesem Tag nicht"
DESK = "bochum-desk-01"


@pytest.fixture
def spring(session: Session, cast: Cast) -> Iterator[None]:
    """The Friday before the clocks go forward; the house is open all day."""
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    session.commit()
    with time_machine.travel(datetime(2026, 3, 27, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def autumn(session: Session, cast: Cast) -> Iterator[None]:
    """The Friday before the clocks go back; the house is open all day."""
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    session.commit()
    with time_machine.travel(datetime(2026, 10, 23, 8, tzinfo=UTC), tick=False):
        yield


def desk(day: str, starts: str, ends: str) -> dict[str, str]:
    return {"flaeche": DESK, "tag": day, "von": starts, "bis": ends, "personen": "1", "fuer": "", "theme": ""}


def booked(session: Session) -> Booking:
    return session.scalars(select(Booking)).one()


@pytest.mark.usefixtures("spring")
@pytest.mark.parametrize(("starts", "ends"), [("2:30", "4:00"), ("1:00", "2:15"), ("2:00", "3:00")])
def test_nothing_is_booked_in_the_hour_that_is_skipped(
    session: Session, visit: Callable[..., Visitor], cast: Cast, starts: str, ends: str
) -> None:
    page = visit(cast.alice).post("/buchungen", desk("29.03.2026", starts, ends), expect=422)
    assert MISSING in page.words()
    query = f"flaeche={DESK}&tag=2026-03-29&von={starts}&bis={ends}"
    assert MISSING in visit(cast.alice).get(f"/buchungen/neu?{query}").words()
    assert session.scalar(select(func.count(Booking.id))) == 0


@pytest.mark.usefixtures("spring")
def test_a_booking_over_the_skipped_hour_is_as_long_as_it_lasts(
    session: Session, visit: Callable[..., Visitor], cast: Cast
) -> None:
    visit(cast.alice).post("/buchungen", desk("29.03.2026", "1:30", "3:30"))
    booking = booked(session)
    assert booking.span.duration == timedelta(hours=1)
    page = visit(cast.alice).get(f"/buchungen/{booking.reference}")
    assert "01:30–03:30 Uhr" in page.words()
    change = {**desk("29.03.2026", "2:30", "4:00"), "version": "1"}
    answer = visit(cast.alice).post(f"/buchungen/{booking.reference}/aenderung", change, expect=422)
    assert MISSING in answer.words()


@pytest.mark.usefixtures("spring")
def test_staff_neither_enter_nor_block_what_does_not_exist(
    session: Session, visit: Callable[..., Visitor], cast: Cast
) -> None:
    entered = {**desk("29.03.2026", "2:30", "4:00"), "person": str(cast.alice.id), "grund": "Nacht"}
    page = visit(cast.nora).post("/team/bochum/buchungen/neu", entered, expect=422)
    assert MISSING in page.words()
    blocked = {"flaeche": DESK, "tag": "29.03.2026", "von": "2:30", "bis": "4:00", "grund": "other"}
    page = visit(cast.nora).post("/team/bochum/sperrungen", blocked, expect=422)
    assert MISSING in page.words()
    assert (session.scalar(select(func.count(Booking.id))), session.scalar(select(func.count(Blocking.id)))) == (0, 0)  # fmt: skip


@pytest.mark.usefixtures("spring")
@pytest.mark.parametrize(
    ("weeks", "hours"), [(2, 14 * 24 - 1), (4, 28 * 24 - 1)], ids=["two weeks", "four weeks"]
)
def test_weeks_over_the_change_are_whole_days(session: Session, cast: Cast, weeks: int, hours: int) -> None:
    concept = Concept(title="Hutladen", concept="Hüte", first_on=date(2026, 3, 30), weeks=weeks)
    apply_for_slot(session, cast.popup, concept, applicant=cast.alice, now=utc_now())
    session.commit()
    # From the Monday after the change on nothing is missing; a week that holds it is an hour shorter.
    assert booked(session).span.duration == timedelta(hours=hours + 1)
    assert booked(session).kind is SpaceKind.POPUP_SLOT


@pytest.mark.usefixtures("autumn")
@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [("1:00", "4:00", 4), ("2:00", "3:00", 2), ("2:30", "2:45", None), ("2:00", "2:30", 0.5), ("0:00", "14:00", None)],
)  # fmt: skip
def test_the_repeated_hour_counts_twice(
    session: Session, visit: Callable[..., Visitor], cast: Cast, starts: str, ends: str, hours: float | None
) -> None:
    expect = 422 if hours is None else 303
    visit(cast.alice).post("/buchungen", desk("25.10.2026", starts, ends), expect=expect)
    if hours is not None:
        assert booked(session).span.duration == timedelta(hours=hours)
        page = visit(cast.alice).get(f"/buchungen/{booked(session).reference}")
        assert f"0{starts}–0{ends} Uhr" in page.words()


@pytest.mark.usefixtures("autumn")
def test_a_form_saved_as_it_was_leaves_a_booking_in_the_second_of_two_hours(
    session: Session, visit: Callable[..., Visitor], cast: Cast
) -> None:
    visit(cast.alice).post("/buchungen", desk("25.10.2026", "1:00", "4:00"))
    visit(cast.alice).post(
        f"/buchungen/{booked(session).reference}/aenderung",
        {**desk("25.10.2026", "1:00", "4:00"), "version": "1"},
    )
    assert booked(session).version == 1


@pytest.mark.usefixtures("autumn")
def test_a_booking_is_moved_over_the_repeated_hour(
    session: Session, visit: Callable[..., Visitor], cast: Cast
) -> None:
    visit(cast.alice).post("/buchungen", desk("25.10.2026", "10:00", "12:00"))
    change = {**desk("25.10.2026", "2:00", "3:00"), "version": "1"}
    visit(cast.alice).post(f"/buchungen/{booked(session).reference}/aenderung", change)
    session.expire_all()
    assert booked(session).span.duration == timedelta(hours=2)


DAILY = {
    "wiederholung": "taeglich",
    "abstand": "1",
    "serienende": "",
    "anzahl": "3",
    "titel": "",
    "once": "1",
}


@pytest.mark.usefixtures("spring")
def test_a_series_names_the_date_whose_time_does_not_exist(
    session: Session, visit: Callable[..., Visitor], cast: Cast
) -> None:
    asked = {**desk("28.03.2026", "2:30", "4:00"), **DAILY}
    page = visit(cast.alice).post("/buchungen", asked, expect=200)
    assert "So, 29.03.2026" in page.words()
    assert "2 von 3" in page.words()
    visit(cast.alice).post("/serien", {**asked, "modus": "frei"})
    days = {row.starts_at.astimezone(cast.house.zone).day for row in session.scalars(select(Booking))}
    assert days == {28, 30}


@pytest.mark.usefixtures("autumn")
def test_a_series_says_that_an_hour_comes_twice(
    session: Session, visit: Callable[..., Visitor], cast: Cast
) -> None:
    asked = {**desk("24.10.2026", "2:00", "3:00"), **DAILY}
    visit(cast.alice).post("/buchungen", asked, expect=200)
    visit(cast.alice).post("/serien", {**asked, "modus": "alle"})
    lengths = [row.span.duration for row in session.scalars(select(Booking).order_by(Booking.starts_at))]
    assert lengths == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=1)]


@pytest.mark.parametrize("season", ["spring", "autumn"])
def test_every_page_of_that_day_and_week_is_shown(
    request: pytest.FixtureRequest, visit: Callable[..., Visitor], cast: Cast, season: str
) -> None:
    request.getfixturevalue(season)
    day = "2026-03-29" if season == "spring" else "2026-10-25"
    for query in (f"tag={day}", f"tag={day}&von=2:30&bis=4", f"tag={day}&von=1&bis=3:30"):
        for path in (
            "/standorte/bochum", "/standorte/bochum/tag", "/standorte/bochum/woche", f"/flaechen/{DESK}",
            f"/flaechen/{cast.area.public_id}", "/",
        ):  # fmt: skip
            visit().try_out("GET", f"{path}?{query}")
        visit(cast.nora).get(f"/team/bochum?{query}")
        visit(cast.nora).get(f"/team/bochum/tagesblatt?{query}")
        visit(cast.alice).get(f"/veranstaltungen/anfrage?standort=bochum&personen=10&{query}")
