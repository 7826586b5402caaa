"""What the staff of a house do, and that nobody else does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    block_space,
    place_booking,
)
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.locations.models import SpecialOpening
from labspace.notices.models import OutboxRow
from tests.factories import Cast, book, make_space, on_day
from tests.support.statements import counted

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk, today from 10 to 12."""
    span = on_day(MONDAY, 10, 12, house=cast.house)
    return book(session, cast.desk, cast.alice, span, now=now, details=Details(organisation_id=cast.acme.id))


def enter_form(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "person": str(cast.charlie.id),
        "flaeche": "bochum-desk-01",
        "tag": "24.11.2026",
        "von": "9",
        "bis": "11",
        "personen": "1",
        "fuer": "",
        "theme": "",
        "titel": "",
        "grund": "",
        "once": "entered-1",
        **more,
    }


def block_form(**more: str) -> dict[str, str]:
    return {
        "flaeche": "bochum-desk-01", "tag": "24.11.2026", "von": "8", "bis_tag": "", "bis": "18",
        "grund": "maintenance", "vermerk": "Steckdose", **more,
    }  # fmt: skip


PAGES = ("", "/tagesblatt", "/buchungen/neu", "/sperrungen")


@pytest.mark.parametrize(
    ("person", "status"), [("alice", 403), ("bob", 403), ("charlie", 403), ("nora", 200), ("ada", 200)]
)
@pytest.mark.parametrize("page", PAGES)
def test_only_staff_see_the_day_of_a_house(visit, cast: Cast, person: str, status: int, page: str) -> None:
    visit(getattr(cast, person)).get(f"/team/bochum{page}", expect=status)


@pytest.mark.parametrize("page", PAGES)
def test_staff_of_one_house_do_not_run_another(visit, cast: Cast, page: str) -> None:
    visit(cast.nora).get(f"/team/witten{page}", expect=403)
    visit(cast.ada).get(f"/team/witten{page}")
    visit(cast.ada).get(f"/team/nirgends{page}", expect=404)


@pytest.mark.parametrize("person", ["alice", "charlie"])
def test_only_staff_note_cancel_enter_and_block(
    visit, session: Session, cast: Cast, booking: Booking, person: str
) -> None:
    somebody, base = visit(getattr(cast, person)), "/team/bochum"
    for step in ("check-in", "nichterscheinen", "ruecknahme", "stornierung"):
        somebody.post(f"{base}/buchungen/{booking.reference}/{step}", {"version": "1"}, expect=403)
    somebody.post(f"{base}/buchungen/neu", enter_form(cast), expect=403)
    somebody.post(f"{base}/sperrungen", block_form(), expect=403)
    session.expire_all()
    assert (booking.state, booking.version) == (BookingState.CONFIRMED, 1)


def test_bookings_of_another_house_are_not_found(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    for step in ("check-in", "nichterscheinen", "ruecknahme", "stornierung"):
        visit(cast.ada).post(
            f"/team/witten/buchungen/{booking.reference}/{step}", {"version": "1"}, expect=404
        )
        visit(cast.nora).post(f"/team/bochum/buchungen/BO-0000000/{step}", {"version": "1"}, expect=404)


def test_the_day_shows_who_comes_and_what_waits(
    visit, session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    span = on_day(MONDAY, 14, 16, house=cast.house)
    wish = Wish(
        span=span,
        space_ids=(cast.half_a.id,),
        setup_minutes=60,
        details=Details(title="Gründungsabend", people=20),
    )
    place_booking(session, wish, booked_by=cast.bob, now=now)
    asked = Wish(
        span=on_day(TUESDAY, 9, 12, house=cast.house),
        space_ids=(cast.half_b.id,),
        details=Details(title="Markt"),
    )
    place_booking(session, asked, booked_by=cast.charlie, now=now, state=BookingState.REQUESTED)
    session.commit()
    block_space(
        session, cast.room.id, span=on_day(MONDAY, 8, 18, house=cast.house), reason=BlockingReason.OTHER, by=cast.nora, now=now
    )  # fmt: skip
    session.commit()
    words = visit(cast.nora).get("/team/bochum").words()
    for part in (
        "Heute, Stadtlabor Bochum",
        "Alice · Acme",
        "10:00–12:00 Uhr",
        "13:00–14:00 Uhr",
        "Gründungsabend",
    ):
        assert part in words
    assert "1 zu entscheiden" in words
    assert "Markt" in words
    assert "Meeting_Room 1" in words


def test_the_day_before_and_after_are_one_step_away(visit, cast: Cast) -> None:
    nora = visit(cast.nora)
    links = [link.get("href") for link in nora.get("/team/bochum").all("a")]
    assert "/team/bochum?tag=2026-11-22" in links
    assert "/team/bochum?tag=2026-11-24" in links
    assert nora.get("/team/bochum?tag=morgen").words().count("Dienstag, 24. November 2026")
    assert "gezeigt wird heute" in nora.get("/team/bochum?tag=31.02.2026").words()


def test_presence_is_noted_and_taken_back_in_place(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    base = f"/team/bochum/buchungen/{booking.reference}"
    with time_machine.travel(booking.starts_at + timedelta(minutes=20), tick=False):
        nora = visit(cast.nora)
        page = nora.post(f"{base}/check-in", {"version": "1", "tag": "2026-11-23"})
        assert page.location == "/team/bochum?tag=2026-11-23"
        assert "Acme ist da." in nora.get(page.location).words()
        nora.post(f"{base}/ruecknahme", {"version": "2", "tag": "2026-11-23"})
        nora.post(f"{base}/nichterscheinen", {"version": "3", "tag": "2026-11-23"})
        session.expire_all()
        assert booking.state.value == "no_show"
        assert session.scalar(select(func.count(Claim.id))) == 0
        nora.post(f"{base}/check-in", {"version": "4", "tag": "2026-11-23"})
    session.expire_all()
    assert booking.state.value == "used"
    assert session.scalar(select(func.count(Claim.id))) == 1


def test_presence_cannot_be_noted_long_before(visit, session: Session, cast: Cast, booking: Booking) -> None:
    nora = visit(cast.nora)
    page = nora.post(f"/team/bochum/buchungen/{booking.reference}/check-in", {"version": "1"})
    assert "erst möglich, wenn die Buchung begonnen hat" in nora.get(page.location).words()
    session.expire_all()
    assert booking.state is BookingState.CONFIRMED


def test_a_page_that_is_out_of_date_changes_nothing(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    with time_machine.travel(booking.starts_at, tick=False):
        nora = visit(cast.nora)
        for version in ("0", "7", "x", ""):
            page = nora.post(
                f"/team/bochum/buchungen/{booking.reference}/check-in",
                {"version": version, "tag": "//evil.example"},
            )
            assert page.location == "/team/bochum"
            assert "inzwischen geändert" in nora.get(page.location).words()
    session.expire_all()
    assert booking.state is BookingState.CONFIRMED


def test_what_is_over_and_unsettled_is_asked_for_days_later(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    with time_machine.travel(booking.ends_at + timedelta(days=3), tick=False):
        nora = visit(cast.nora)
        assert "Ungeklärt: War jemand da?" in nora.get("/team/bochum").words()
        nora.post(f"/team/bochum/buchungen/{booking.reference}/check-in", {"version": "1"})
        assert "Ungeklärt" not in nora.get("/team/bochum").words()


def test_the_day_sheet_lists_everybody(visit, cast: Cast, booking: Booking) -> None:
    words = visit(cast.nora).get("/team/bochum/tagesblatt").words()
    for part in ("Tagesblatt Stadtlabor Bochum", "Montag, 23. November 2026", "Alice", booking.reference):
        assert part in words


def test_the_house_cancels_with_a_reason(visit, session: Session, cast: Cast, booking: Booking) -> None:
    nora, address = visit(cast.nora), f"/team/bochum/buchungen/{booking.reference}/stornierung"
    assert visit(cast.nora).get(f"/buchungen/{booking.reference}/stornierung", expect=303).location == address
    nora.get(address)
    assert (
        "Bitte einen Grund angeben" in nora.post(address, {"reason": " ", "version": "1"}, expect=422).words()
    )
    assert "in eigenen Worten" in nora.post(address, {"reason": "other", "version": "1"}, expect=422).words()
    form = {"reason": "damage", "worte": "Wasserschaden", "version": "1"}
    nora.post(address, {**form, "version": "9"}, expect=409)
    nora.post(address, form)
    session.expire_all()
    assert (booking.state, booking.cancel_code) == (BookingState.CANCELLED_HOUSE, CancelReason.DAMAGE)
    told = "Schaden oder Störung im Haus – Wasserschaden"
    assert told in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    mail = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert mail is not None
    assert f"Grund: {told}" in mail.plain


def test_staff_find_the_person_first(visit, cast: Cast) -> None:
    nora = visit(cast.nora)
    page = nora.get("/team/bochum/buchungen/neu?wer=char&tag=2026-11-24")
    link = next(
        link.get("href") for link in page.all("a") if f"person={cast.charlie.id}" in (link.get("href") or "")
    )
    assert "Für Charlie buchen" in nora.get(link).words()
    assert "0 Personen gefunden" in nora.get("/team/bochum/buchungen/neu?wer=niemand").words()
    nora.get("/team/bochum/buchungen/neu?wer=%07&person=99999999999999999999")


def test_staff_book_for_somebody(visit, session: Session, cast: Cast) -> None:
    visit(cast.nora).post("/team/bochum/buchungen/neu", enter_form(cast))
    booking = session.scalars(select(Booking)).one()
    assert (booking.booked_by_id, booking.entered_by_id, booking.state) == (
        cast.charlie.id, cast.nora.id, BookingState.CONFIRMED,
    )  # fmt: skip


def test_a_broken_rule_passes_with_a_reason_only(visit, session: Session, cast: Cast) -> None:
    nora, address = visit(cast.nora), "/team/bochum/buchungen/neu"
    page = nora.post(address, enter_form(cast, von="18", bis="20"), expect=422)
    assert "Zu dieser Zeit ist geschlossen" in page.words()
    assert "Bitte einen Grund angeben" in page.words()
    nora.post(address, enter_form(cast, von="18", bis="20", grund="Abendtermin der Kammer"))
    assert session.scalars(select(Booking)).one().override_reason == "Abendtermin der Kammer"


def test_the_house_is_opened_specially_for_it(visit, session: Session, cast: Cast) -> None:
    visit(cast.nora).post(
        "/team/bochum/buchungen/neu", enter_form(cast, von="18", bis="20", sonderoeffnung="y")
    )
    opening = session.scalars(select(SpecialOpening)).one()
    assert opening.span == on_day(TUESDAY, 18, 20, house=cast.house)
    assert session.scalars(select(Booking)).one().span == opening.span


def test_a_refused_entry_opens_nothing(visit, session: Session, cast: Cast, booking: Booking) -> None:
    form = enter_form(cast, tag="23.11.2026", von="11", bis="20", sonderoeffnung="y")
    visit(cast.nora).post("/team/bochum/buchungen/neu", form, expect=409)
    assert session.scalars(select(SpecialOpening)).all() == []


def test_what_was_is_entered_afterwards_as_used(visit, session: Session, cast: Cast) -> None:
    visit(cast.nora).post("/team/bochum/buchungen/neu", enter_form(cast, tag="Fr", nacherfasst="y"))
    booking = session.scalars(select(Booking)).one()
    assert booking.span == on_day(date(2026, 11, 20), 9, 11, house=cast.house)
    assert (booking.entered_later, booking.state) == (True, BookingState.USED)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"flaeche": "witten-desk-01"}, 422),
        ({"flaeche": "bochum-popup-slot-01"}, 422),
        ({"person": "0"}, 422),
        ({"person": "abc"}, 422),
        ({"fuer": "1"}, 422),
        ({"personen": "9"}, 422),
        ({"tag": "gestern"}, 422),
    ],
)
def test_a_tampered_entry_is_refused(
    visit, session: Session, cast: Cast, changed: dict[str, str], status: int
) -> None:
    visit(cast.nora).post("/team/bochum/buchungen/neu", enter_form(cast, **changed), expect=status)
    assert session.scalars(select(Booking)).all() == []


def test_a_space_is_blocked_and_given_back(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post("/team/bochum/sperrungen", block_form())
    blocking = session.scalars(select(Blocking)).one()
    assert blocking.span == on_day(TUESDAY, 8, 18, house=cast.house)
    assert "Steckdose" in nora.get("/team/bochum/sperrungen").words()
    visit(cast.ada).post(f"/team/witten/sperrungen/{blocking.id}/aufhebung", expect=404)
    nora.post(f"/team/bochum/sperrungen/{blocking.id}/aufhebung")
    assert "Nichts ist gesperrt" in nora.get("/team/bochum/sperrungen").words()
    again = nora.post(f"/team/bochum/sperrungen/{blocking.id}/aufhebung")
    assert nora.get(again.location).words()
    nora.post("/team/bochum/sperrungen/99999999999999999999/aufhebung", expect=404)


def test_a_space_is_blocked_over_several_days(visit, session: Session, cast: Cast) -> None:
    visit(cast.nora).post("/team/bochum/sperrungen", block_form(bis_tag="27.11.", bis="24:00", von="0:00"))
    blocking = session.scalars(select(Blocking)).one()
    assert blocking.starts_at == on_day(TUESDAY, 0, 1, house=cast.house).starts_at
    assert blocking.ends_at == on_day(date(2026, 11, 28), 0, 1, house=cast.house).starts_at


def test_bookings_in_the_way_of_a_blocking_are_named(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    page = visit(cast.nora).post("/team/bochum/sperrungen", block_form(tag="heute", von="9"), expect=409)
    assert f"/buchungen/{booking.reference}" in [link.get("href") for link in page.all("a")]
    assert session.scalars(select(Blocking)).all() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"tag": "31.02."}, {"bis_tag": "irgendwann"}, {"bis_tag": "20.11.2026"}, {"von": "19"}, {"grund": "laune"},
        {"flaeche": "witten-desk-01"}, {"vermerk": "x" * 999},
    ],
)  # fmt: skip
def test_an_impossible_blocking_is_refused(
    visit, session: Session, cast: Cast, changed: dict[str, str]
) -> None:
    visit(cast.nora).post("/team/bochum/sperrungen", block_form(**changed), expect=422)
    assert session.scalars(select(Blocking)).all() == []


def test_the_day_asks_the_same_number_of_questions_however_many_come(
    visit, session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    nora = visit(cast.nora)
    nora.get("/team/bochum")
    with counted(session) as small:
        nora.get("/team/bochum")
    for number in range(3, 20):
        desk = make_space(session, cast.house, number=number)
        session.commit()
        book(session, desk, cast.charlie, on_day(MONDAY, 10, 12, house=cast.house), now=now)
    with counted(session) as large:
        nora.get("/team/bochum")
    assert len(large) <= len(small) + 1
    assert len(large) <= 30
