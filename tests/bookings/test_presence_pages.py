"""Coming, leaving and not coming on the pages of whoever booked and of staff, and by mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    check_in,
    mark_no_show,
    settle_all_no_shows,
)
from labspace.bookings.models import Booking
from labspace.bookings.qr import check_in_address, qr_svg
from labspace.bookings.states import BookingState
from labspace.notices.models import OutboxRow
from tests.bookings.awaited import await_check_in
from tests.factories import Cast, book, on_day
from tests.support.visit import Visitor

MINUTE = timedelta(minutes=1)
Visit = Callable[..., Visitor]


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk today from ten to twelve; it is nine, and the house waits half an hour."""
    await_check_in(session, cast.house)
    return book(session, cast.desk, cast.alice, on_day(now.date(), 10, 12, house=cast.house), now=now)


@pytest.fixture
def clock() -> Iterator[Callable[[datetime], object]]:
    """Puts the clock of the visits to another moment."""
    travels: list[time_machine.travel] = []

    def put(moment: datetime) -> None:
        travel = time_machine.travel(moment, tick=False)
        travel.start()
        travels.append(travel)

    yield put
    for travel in reversed(travels):
        travel.stop()


def code_of(cast: Cast) -> str:
    return f"/flaechen/{cast.desk.public_id}/check-in"


def test_the_button_comes_half_an_hour_before_and_says_until_when(
    visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    page = visit(cast.alice).get(f"/buchungen/{booking.reference}")
    assert "Check-in ab 09:30 Uhr" in page.words()
    assert "Ohne Check-in bis 10:30 Uhr" in page.words()
    assert "/check-in" not in page.text
    clock(booking.starts_at - 30 * MINUTE)
    for address in (f"/buchungen/{booking.reference}", "/buchungen"):
        assert f'action="/buchungen/{booking.reference}/check-in"' in visit(cast.alice).get(address).text


def test_whoever_booked_comes_and_leaves_by_a_button(
    session: Session, visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    clock(booking.starts_at)
    alice = visit(cast.alice)
    page = alice.post(f"/buchungen/{booking.reference}/check-in", {"version": "1"}, expect=303)
    assert page.location == f"/buchungen/{booking.reference}"
    assert "gehört Ihnen bis 12:00 Uhr" in alice.get(page.location).words()
    clock(booking.starts_at + 50 * MINUTE)
    alice.post(f"/buchungen/{booking.reference}/check-out", {"version": "2"}, expect=303)
    session.expire_all()
    assert (booking.state, booking.used_until) == (
        BookingState.USED,
        booking.starts_at + 50 * MINUTE,
    )
    assert "Restzeit ist wieder frei" in alice.get(page.location).words()


def test_an_old_page_and_a_second_press_are_told_kindly(
    visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    clock(booking.starts_at)
    alice = visit(cast.alice)
    address = f"/buchungen/{booking.reference}"
    for version in ("1", "1"):
        alice.post(f"{address}/check-in", {"version": version}, expect=303)
    assert "inzwischen geändert" in alice.get(address).words()
    alice.post(f"{address}/check-in", {}, expect=303)
    assert "geht nicht mehr" in alice.get(address).words()


def test_nobody_comes_for_somebody_else(visit: Visit, cast: Cast, booking: Booking, clock) -> None:
    clock(booking.starts_at)
    visit(cast.charlie).post(f"/buchungen/{booking.reference}/check-in", {}, expect=404)


def test_the_code_on_the_desk_asks_to_sign_in_once(visit: Visit, cast: Cast) -> None:
    page = visit().get(code_of(cast), expect=303)
    assert page.location == f"/anmeldung?next=/flaechen/{cast.desk.public_id}/check-in"


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        (-31, "ab 09:30 Uhr"),
        (-30, "Einchecken"),
        (29, "Ohne Check-in bis 10:30 Uhr"),
        (119, "Einchecken"),
        (120, "Gerade frei"),
    ],
    ids=["too early", "from half an hour before", "in the grace time", "late but unnoticed", "over"],
)
def test_the_code_offers_the_check_in_or_says_when(
    visit: Visit, cast: Cast, booking: Booking, clock, minutes: int, says: str
) -> None:
    clock(booking.starts_at + minutes * MINUTE)
    page = visit(cast.alice).get(code_of(cast))
    assert says in page.words()
    assert page.text.count('action="/flaechen/') == (-30 <= minutes < 120)


def test_the_code_checks_in_and_then_says_so(
    session: Session, visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    clock(booking.starts_at + 5 * MINUTE)
    alice = visit(cast.alice)
    page = alice.post(code_of(cast), {"version": "1"}, expect=303)
    session.expire_all()
    assert (page.location, booking.state) == (code_of(cast), BookingState.USED)
    assert "Sie sind eingecheckt" in alice.get(code_of(cast)).words()
    alice.post(code_of(cast), {"version": "1"}, expect=303)
    assert booking.checked_in_at == booking.starts_at + 5 * MINUTE


def test_the_code_names_nobody_and_offers_what_is_free(
    visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    clock(booking.starts_at + 5 * MINUTE)
    page = visit(cast.charlie).get(code_of(cast))
    assert "bis 12:00 Uhr für jemand anderen gebucht" in page.words()
    assert "Alice" not in page.words()
    clock(booking.ends_at + 5 * MINUTE)
    page = visit(cast.charlie).get(code_of(cast))
    assert "Gerade frei, bis 18:00 Uhr" in page.words()
    assert (
        f"/buchungen/neu?flaeche={cast.desk.public_id}&amp;tag=2026-11-23&amp;von=12:00&amp;bis=14:00"
        in page.text
    )


def test_after_an_early_check_out_the_next_quarter_is_offered(
    session: Session, visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    check_in(session, booking.id, by=cast.alice, now=booking.starts_at)
    session.commit()
    clock(booking.starts_at + 7 * MINUTE)
    visit(cast.alice).post(f"/buchungen/{booking.reference}/check-out", {}, expect=303)
    page = visit(cast.charlie).get(code_of(cast))
    assert "von=10:15&amp;bis=12:15" in page.text


def test_the_code_tells_the_latecomer_whether_the_time_is_still_there(
    session: Session, visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    later = booking.starts_at + 31 * MINUTE
    settle_all_no_shows(session, now=later)
    session.commit()
    clock(later)
    alice = visit(cast.alice)
    assert "Doch noch einchecken" in alice.get(code_of(cast)).words()
    assert "Doch noch einchecken" in alice.get("/buchungen").words()
    book(session, cast.desk, cast.bob, on_day(later.date(), 11, 12, house=cast.house), now=later)
    page = alice.get(code_of(cast))
    assert "inzwischen hat jemand anderes die Zeit" in page.words()
    alice.post(f"/buchungen/{booking.reference}/check-in", {}, expect=303)
    assert "schon belegt" in alice.get(f"/buchungen/{booking.reference}").words()


def test_outside_the_hours_the_code_says_closed_and_for_areas_leads_to_their_page(
    visit: Visit, cast: Cast, now: datetime, clock
) -> None:
    page = visit(cast.alice).get(f"/flaechen/{cast.area.public_id}/check-in", expect=303)
    assert page.location == f"/flaechen/{cast.area.public_id}"
    visit(cast.alice).get("/flaechen/gibt-es-nicht/check-in", expect=404)
    clock(now + timedelta(hours=12))
    assert "gerade geschlossen" in visit(cast.alice).get(code_of(cast)).words()


def test_staff_print_a_code_for_every_desk_room_and_table(visit: Visit, cast: Cast) -> None:
    page = visit(cast.nora).get(f"/team/{cast.house.slug}/qr-codes")
    for space in (cast.desk, cast.second_desk, cast.room, cast.table):
        assert f"/flaechen/{space.public_id}/check-in" in page.words()
        assert space.name in page.words()
    assert cast.area.public_id not in page.words()
    assert page.text.count('class="qr__code"') == 4
    assert page.text.count(cast.house.name) >= 4


def test_a_code_says_the_stable_address(cast: Cast) -> None:
    address = check_in_address(cast.desk, base_url="https://labspace.example/haus/")
    assert address == "https://labspace.example/haus/flaechen/bochum-desk-01/check-in"
    drawing = qr_svg(address, label="Desk <1>")
    assert drawing.startswith('<svg role="img" aria-label="Desk &lt;1&gt;"')
    assert "style" not in drawing


def test_staff_note_leaving_and_a_no_show_that_was_none(
    session: Session, visit: Visit, cast: Cast, booking: Booking, clock
) -> None:
    clock(booking.starts_at + 40 * MINUTE)
    settle_all_no_shows(session, now=booking.starts_at + 40 * MINUTE)
    session.commit()
    nora = visit(cast.nora)
    page = nora.get(f"/team/{cast.house.slug}")
    assert "Zurückgewonnene Stunden: 1,3, davon neu gebucht: 0,0" in page.words()
    assert "War doch da" in page.words()
    nora.post(f"/team/{cast.house.slug}/buchungen/{booking.reference}/check-in", {"version": "2"}, expect=303)
    assert "Ist gegangen" in nora.get(f"/team/{cast.house.slug}").words()
    address = f"/team/{cast.house.slug}/buchungen/{booking.reference}/check-out"
    nora.post(address, {"version": "3"}, expect=303)
    session.expire_all()
    assert booking.used_until == booking.starts_at + 40 * MINUTE
    assert "Ist gegangen" not in nora.get(f"/team/{cast.house.slug}").words()


def mails(session: Session) -> list[str]:
    rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id))
    return [row.plain for row in rows]


def test_whoever_did_not_come_is_told_kindly_what_happened_and_how_to_object(
    session: Session, cast: Cast, booking: Booking
) -> None:
    settle_all_no_shows(session, now=booking.starts_at + 30 * MINUTE)
    session.commit()
    told = mails(session)[-1]
    for words in ("bis 10:30 Uhr hat niemand", "für andere freigegeben", "Waren Sie da?"):
        assert words in " ".join(told.split())


def test_english_readers_are_told_in_english(session: Session, cast: Cast, booking: Booking) -> None:
    cast.alice.locale = "en"
    session.commit()
    settle_all_no_shows(session, now=booking.starts_at + 30 * MINUTE)
    assert "Were you there?" in mails(session)[-1]


def test_what_staff_note_themselves_they_tell_themselves(
    session: Session, cast: Cast, booking: Booking
) -> None:
    before = session.scalar(select(func.count(OutboxRow.id)))
    mark_no_show(session, booking.id, by=cast.nora, now=booking.starts_at + 5 * MINUTE)
    assert session.scalar(select(func.count(OutboxRow.id))) == before
