"""One booking on its pages: seen, changed, cancelled, listed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details
from tests.factories import Cast, book, make_space, on_day

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Tuesday, for Acme."""
    span = on_day(TUESDAY, 9, 13, house=cast.house)
    details = Details(title="Kundentermin", organisation_id=cast.acme.id)
    return book(session, cast.desk, cast.alice, span, now=now, details=details)


def change_form(booking: Booking, **more: str) -> dict[str, str]:
    return {
        "flaeche": booking.spaces[0].public_id,
        "tag": "24.11.2026",
        "von": "9:00",
        "bis": "13:00",
        "personen": str(booking.people),
        "titel": booking.title,
        "hinweis": "",
        "version": str(booking.version),
        **more,
    }


@pytest.mark.parametrize(
    ("person", "status"), [("alice", 200), ("bob", 200), ("nora", 200), ("ada", 200), ("charlie", 404)]
)
def test_it_is_seen_by_whom_it_concerns(
    visit, cast: Cast, booking: Booking, person: str, status: int
) -> None:
    page = visit(getattr(cast, person)).get(f"/buchungen/{booking.reference}", expect=status)
    assert ("Kundentermin" in page.words()) is (status == 200)


@pytest.mark.parametrize(
    ("person", "status"), [("alice", 200), ("bob", 403), ("nora", 200), ("charlie", 404)]
)
@pytest.mark.parametrize("address", ["aenderung"])
def test_only_the_booker_and_the_house_may_change_it(
    visit, cast: Cast, booking: Booking, person: str, status: int, address: str
) -> None:
    visit(getattr(cast, person)).get(f"/buchungen/{booking.reference}/{address}", expect=status)
    if status != 200:
        visit(getattr(cast, person)).post(
            f"/buchungen/{booking.reference}/{address}", change_form(booking), expect=status
        )
        visit(getattr(cast, person)).post(f"/buchungen/{booking.reference}/stornierung", {}, expect=status)


def test_an_unknown_reference_is_not_found(visit, session: Session, cast: Cast, booking: Booking) -> None:
    for reference in ("BO-0000000", "x", "%07", "B" * 500):
        visit(cast.alice).get(f"/buchungen/{reference}", expect=404)


def test_members_of_the_organisation_see_no_buttons(visit, cast: Cast, booking: Booking) -> None:
    links = [link.get("href") for link in visit(cast.bob).get(f"/buchungen/{booking.reference}").all("a")]
    assert not [link for link in links if link and link.endswith(("aenderung", "stornierung"))]


def test_the_page_says_what_where_when_and_offers_the_calendar(visit, cast: Cast, booking: Booking) -> None:
    page = visit(cast.alice).get(f"/buchungen/{booking.reference}")
    words = page.words()
    assert "Di, 24.11.2026, 09:00–13:00 Uhr" in words
    assert "Stadtlabor Bochum" in words
    assert "bestätigt" in words
    assert f"/buchungen/{booking.reference}.ics" in [link.get("href") for link in page.all("a")]


def test_it_is_moved_to_another_time_and_desk(visit, session: Session, cast: Cast, booking: Booking) -> None:
    moved = change_form(booking, tag="Mi", von="10", bis="12", flaeche="bochum-desk-02", titel="Neu")
    visit(cast.alice).post(f"/buchungen/{booking.reference}/aenderung", moved)
    session.expire_all()
    assert booking.span == on_day(date(2026, 11, 25), 10, 12, house=cast.house)
    assert (booking.spaces, booking.title) == ([cast.second_desk], "Neu")
    assert (
        "Verlegt von Desk 1, Di, 24.11.2026"
        in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    )


def test_a_refused_move_leaves_all_as_it_was(
    visit, session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    book(session, cast.second_desk, cast.charlie, on_day(TUESDAY, 10, 12, house=cast.house), now=now)
    before = [(claim.id, claim.span) for claim in session.scalars(select(Claim).order_by(Claim.id))]
    version = booking.version
    page = visit(cast.alice).post(
        f"/buchungen/{booking.reference}/aenderung",
        change_form(booking, flaeche="bochum-desk-02", titel="Anders"),
        expect=409,
    )
    assert "schon belegt" in page.words()
    assert "Charlie" not in page.words()
    links = [link.get("href") for link in page.all("a") if "offer" in (link.get("class") or "")]
    assert links
    for link in links:
        visit(cast.alice).get(link)
    session.expire_all()
    assert (booking.span, booking.title, booking.version) == (
        on_day(TUESDAY, 9, 13, house=cast.house), "Kundentermin", version,
    )  # fmt: skip
    assert [(claim.id, claim.span) for claim in session.scalars(select(Claim).order_by(Claim.id))] == before


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"tag": "31.02."}, 422, "Diesen Tag kennen wir nicht"),
        ({"von": "15:00"}, 422, "Das Ende liegt vor dem Beginn"),
        ({"bis": "23:00"}, 422, "geschlossen"),
        ({"flaeche": "witten-desk-01"}, 422, "aus der Liste"),
        ({"flaeche": "nirgends"}, 422, "aus der Liste"),
        ({"personen": "3"}, 422, "kein Platz"),
        ({"version": "0", "von": "10:00"}, 409, "inzwischen geändert"),
        ({"version": "' OR 1=1", "von": "10:00"}, 409, "inzwischen geändert"),
        ({"version": "", "titel": "x"}, 409, "inzwischen geändert"),
    ],
)
def test_a_tampered_or_impossible_change_is_refused(
    visit, session: Session, cast: Cast, booking: Booking, changed: dict[str, str], status: int, sentence: str
) -> None:
    page = visit(cast.alice).post(
        f"/buchungen/{booking.reference}/aenderung", change_form(booking, **changed), expect=status
    )
    assert sentence in page.words()
    session.expire_all()
    assert booking.version == 1


def test_nothing_changed_leaves_no_trace(visit, session: Session, cast: Cast, booking: Booking) -> None:
    visit(cast.alice).post(f"/buchungen/{booking.reference}/aenderung", change_form(booking))
    session.expire_all()
    assert booking.version == 1


def test_more_people_go_with_a_larger_room_and_fewer_with_a_smaller(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    small = make_space(session, cast.house, cast.room.kind, 2, capacity=4)
    session.commit()
    span = on_day(TUESDAY, 9, 13, house=cast.house)
    booking = book(session, cast.room, cast.alice, span, now=now, details=Details(people=8))
    address = f"/buchungen/{booking.reference}/aenderung"
    visit(cast.alice).post(address, change_form(booking, flaeche=small.public_id, personen="3"))
    session.expire_all()
    assert (booking.spaces, booking.people) == ([small], 3)
    visit(cast.alice).post(address, change_form(booking, flaeche=cast.room.public_id, personen="8"))
    session.expire_all()
    assert (booking.spaces, booking.people) == ([cast.room], 8)


def test_cancelling_asks_once_and_says_that_it_is_in_time(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    alice, address = visit(cast.alice), f"/buchungen/{booking.reference}/stornierung"
    assert "rechtzeitig; das gilt bis Di, 24.11.2026, 08:00 Uhr" in alice.get(address).words()
    alice.post(address, {"reason": "date_changed", "worte": "Zug fällt aus", "version": "1"})
    session.expire_all()
    assert (booking.state, booking.cancel_code, booking.cancel_reason) == (
        BookingState.CANCELLED_EARLY,
        CancelReason.DATE_CHANGED,
        "Zug fällt aus",
    )
    assert session.scalars(select(Claim)).all() == []
    assert (
        "Der Termin hat sich geändert – Zug fällt aus" in alice.get(f"/buchungen/{booking.reference}").words()
    )


def test_cancelling_late_is_said_before(visit, session: Session, cast: Cast, booking: Booking) -> None:
    with time_machine.travel(booking.starts_at - timedelta(minutes=30), tick=False):
        alice, address = visit(cast.alice), f"/buchungen/{booking.reference}/stornierung"
        assert "zählt als spät" in alice.get(address).words()
        alice.post(address, {"reason": "other", "worte": "", "version": "1"})
    session.expire_all()
    assert booking.state is BookingState.CANCELLED_LATE


@pytest.mark.parametrize(("changed", "status"), [({"reason": "because"}, 422), ({"version": "7"}, 409)])
def test_a_tampered_cancellation_changes_nothing(
    visit, session: Session, cast: Cast, booking: Booking, changed: dict[str, str], status: int
) -> None:
    form = {"reason": "other", "worte": "", "version": "1", **changed}
    visit(cast.alice).post(f"/buchungen/{booking.reference}/stornierung", form, expect=status)
    session.expire_all()
    assert booking.state is BookingState.CONFIRMED


def test_what_is_cancelled_cannot_be_changed_or_cancelled_again(
    visit, session: Session, cast: Cast, booking: Booking
) -> None:
    alice = visit(cast.alice)
    form = {"reason": "other", "worte": "", "version": "1"}
    alice.post(f"/buchungen/{booking.reference}/stornierung", form)
    assert "nicht mehr stornieren" in alice.get(f"/buchungen/{booking.reference}/stornierung").words()
    assert "nicht mehr ändern" in alice.get(f"/buchungen/{booking.reference}/aenderung").words()
    alice.post(f"/buchungen/{booking.reference}/stornierung", {**form, "version": "2"}, expect=409)
    changed = change_form(booking, version="2", von="10")
    assert "storniert" in alice.post(f"/buchungen/{booking.reference}/aenderung", changed, expect=409).words()


def test_my_bookings_are_grouped_by_day(
    visit, session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    book(session, cast.room, cast.alice, on_day(date(2026, 11, 23), 10, 11, house=cast.house), now=now)
    page = visit(cast.alice).get("/buchungen")
    assert [" ".join("".join(h.itertext()).split()) for h in page.all("h2")][:2] == [
        "Heute, Montag, 23. November 2026",
        "Morgen, Dienstag, 24. November 2026",
    ]
    assert booking.title not in visit(cast.charlie).get("/buchungen").words()


def test_no_bookings_lead_to_the_houses(visit, cast: Cast) -> None:
    page = visit(cast.charlie).get("/buchungen")
    assert "Nichts vor" in page.words()
    assert any(link.get("href") == "/" and "button" in (link.get("class") or "") for link in page.all("a"))


def test_the_past_is_paged(visit, session: Session, cast: Cast, now: datetime) -> None:
    for day in range(30):
        with time_machine.travel(now - timedelta(days=40 - day), tick=False):
            then = now - timedelta(days=40 - day)
            book(session, cast.desk, cast.alice, on_day(then.date(), 10, 11, house=cast.house), now=then)
    alice = visit(cast.alice)
    assert "Ältere" in alice.get("/buchungen").words()
    second = alice.get("/buchungen?seite=2")
    assert "Neuere" in second.words()
    assert len([p for p in second.all("p") if p.get("class") == "booking__what"]) == 5
    for odd in ("0", "-3", "x", "99999999999999999999"):
        alice.get(f"/buchungen?seite={odd}")
