"""The page on which a house decides: everything in place, every step from it, nothing lost when refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.accounts.models import User
from labspace.bookings.actions import block_space
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.actions.ask import answer_question
from labspace.events.decision.models import Review
from labspace.events.decision.queries import conditions_of
from labspace.events.models import EventRequest
from tests.factories import Cast, on_day
from tests.support.visit import Visitor

LIST = "/team/bochum/anfragen"
Ask = Callable[..., Booking]
UNSAID = "Ob etwas verkauft wird, ist noch nicht gesagt."
SUNDAY = "Sonntag liegt darin (06.12.2026): Verkauf ist dann nur an freigegebenen Sonntagen erlaubt."


@pytest.fixture
def nora(cast: Cast, visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.nora)


def url(booking: Booking, step: str = "") -> str:
    return f"{LIST}/{booking.reference}{step}"


def test_the_words_of_the_field_for_who_else_wants_the_time(cast: Cast, nora: Visitor, ask: Ask) -> None:
    first, second = ask(10, 12), ask(11, 13, by=cast.charlie)
    behind, ahead = nora.get(url(first)).words(), nora.get(url(second)).words()
    assert "Dahinter Charlie wartet auf Rang 2 und verliert die Zeit." in behind
    assert "Überholen Alice steht mit Rang 1 davor." in ahead


def test_a_double_booking_is_named(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, now: datetime
) -> None:
    first, second = ask(10, 12), ask(11, 13, by=cast.charlie)
    approve_event(session, first.id, by=cast.ada, now=now)
    session.commit()
    assert "Doppelbelegung Alice hat die Zeit schon fest." in nora.get(url(second)).words()


def test_places_are_beside_what_is_approved(session: Session, cast: Cast, nora: Visitor, ask: Ask) -> None:
    booking = ask()
    session.get_one(EventRequest, booking.id).wheelchair_places = 2
    words = nora.get(url(booking)).words()
    assert "40 Personen erwartet 59 Plätze bleiben · 2 Plätze für Rollstühle gewünscht" in words
    booking.people = 110
    session.commit()
    words = nora.get(url(booking)).words()
    assert "110 Personen erwartet 11 Personen zu viel" in words
    assert "Zugelassen sind höchstens 99" in words


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        pytest.param(date(2027, 3, 26), "Karfreitag, ein stiller Feiertag", id="quiet day"),
        pytest.param(date(2027, 5, 6), "06.05.2027 ist ein Feiertag (Christi Himmelfahrt)", id="holiday"),
        pytest.param(date(2026, 12, 6), f"{UNSAID} Wenn ja: {SUNDAY}", id="sunday"),
    ],
)
def test_days_that_need_a_second_look(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, day: date, warning: str
) -> None:
    cast.house.holiday_region, cast.house.closed_on_holidays = "DE-NW", False
    session.commit()
    assert warning in nora.get(url(ask(day=day))).words()


def test_a_sunday_warns_by_what_the_organiser_says_about_selling(
    session: Session, cast: Cast, nora: Visitor, visit: Callable[..., Visitor], ask: Ask
) -> None:
    booking = ask(day=date(2026, 12, 6))
    organiser, told = visit(cast.alice), f"/veranstaltungen/{booking.reference}/angaben"
    organiser.post(told, {"verkauf": "y"})
    words = nora.get(url(booking)).words()
    assert SUNDAY in words
    assert UNSAID not in words
    organiser.post(told, {"musik": "y"})
    words = nora.get(url(booking)).words()
    assert SUNDAY not in words
    assert UNSAID not in words


def test_a_common_day_asks_nothing_about_selling(nora: Visitor, ask: Ask) -> None:
    assert UNSAID not in nora.get(url(ask())).words()


def test_closed_hours_politics_and_blockings_are_warnings(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, now: datetime
) -> None:
    booking = ask()
    session.get_one(EventRequest, booking.id).is_political_or_religious = True
    booking.starts_at, booking.ends_at = (
        booking.starts_at + timedelta(hours=9),
        booking.ends_at + timedelta(hours=9),
    )
    session.commit()
    evening = on_day(booking.starts_at.date(), 19, 21, house=cast.house)
    block_space(
        session, cast.half_a.id, span=evening, reason=BlockingReason.MAINTENANCE, by=cast.nora, now=now
    )
    session.commit()
    words = nora.get(url(booking)).words()
    assert "Zu dieser Zeit ist das Haus geschlossen. Wer bestätigt, öffnet es dafür" in words
    assert "Nach eigener Angabe geht es um Politik oder Religion" in words
    assert "Gesperrt: Event_Area 2" in words


def test_confirming_with_conditions_of_the_list_and_own_words(
    session: Session, cast: Cast, nora: Visitor, ask: Ask
) -> None:
    booking = ask()
    nora.post(
        url(booking, "/bestaetigung"),
        {"version": booking.version, "bedingungen": ["1", "2"], "eigene_bedingung": "Fenster zu."},
    )
    session.refresh(booking)
    assert booking.state is BookingState.CONFIRMED
    assert [condition.text for condition in conditions_of(session, booking.id)] == [
        "Rettungswege und stufenlose Wege bleiben frei.",
        "Ab 22 Uhr ist im Haus und vor der Tür Ruhe.",
        "Fenster zu.",
    ]
    assert "Bedingungen noch nicht angenommen" in nora.get(url(booking)).words()


def test_what_was_typed_comes_back_when_refused(nora: Visitor, ask: Ask) -> None:
    booking = ask()
    page = nora.post(
        url(booking, "/bestaetigung"), {"version": "0", "eigene_bedingung": "Fenster zu."}, expect=409
    )
    assert "inzwischen geändert" in page.words()
    assert "Fenster zu." in page.text
    page = nora.post(url(booking, "/bestaetigung"), {"version": "1", "bedingungen": ["99"]}, expect=422)
    assert "aus der Liste" in page.words()
    page = nora.post(url(booking, "/rueckfrage"), {"version": "1", "frage": " "}, expect=422)
    assert "Bitte schreiben, was Sie wissen möchten." in page.words()
    nora.post(url(booking, "/rueckfrage"), {"version": "0", "frage": "Musik?"}, expect=409)


def test_a_question_and_its_answer_stand_on_the_page_and_in_the_list(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, now: datetime
) -> None:
    booking = ask()
    nora.post(url(booking, "/rueckfrage"), {"version": booking.version, "frage": "Gibt es Musik?"})
    assert "Rückfrage gestellt" in nora.get(LIST).words()
    answer_question(session, booking.id, by=cast.alice, text="Nur ein Klavier.", now=now)
    session.commit()
    words = nora.get(url(booking)).words()
    assert "Gibt es Musik?" in words
    assert "Nur ein Klavier." in words
    assert "Rückfrage gestellt" not in nora.get(LIST).words()


def test_four_eyes_on_the_page(
    session: Session,
    cast: Cast,
    visit: Callable[..., Visitor],
    nora: Visitor,
    olga: User,
    ask: Ask,
    terms: Callable[..., None],
) -> None:
    terms(four_eyes_from_people=40)
    booking = ask()
    assert "entscheiden hier zwei" in nora.get(url(booking)).words()
    nora.post(url(booking, "/bestaetigung"), {"version": booking.version})
    session.refresh(booking)
    assert booking.option_rank == 1
    assert "empfohlen, zweite Person fehlt" in nora.get(LIST).words()
    words = nora.get(url(booking)).words()
    assert "Sie haben empfohlen. Eine zweite Person aus dem Team bestätigt." in words
    page = nora.post(url(booking, "/bestaetigung"), {"version": booking.version}, expect=422)
    assert "Bestätigen muss sie eine zweite Person" in page.words()
    assert "Empfohlen von Nora" in visit(olga).get(url(booking)).words()
    visit(olga).post(url(booking, "/bestaetigung"), {"version": booking.version})
    session.refresh(booking)
    assert booking.state is BookingState.CONFIRMED
    assert session.get_one(Review, booking.id).decided_by_id == olga.id


def test_ones_own_request_has_no_button(cast: Cast, nora: Visitor, ask: Ask) -> None:
    booking = ask(by=cast.nora)
    assert "Das ist Ihre eigene Anfrage." in nora.get(url(booking)).words()
    page = nora.post(url(booking, "/bestaetigung"), {"version": booking.version}, expect=422)
    assert "Über die eigene Anfrage entscheidet jemand anderes." in page.words()


def test_a_rejection_by_the_list(session: Session, nora: Visitor, ask: Ask) -> None:
    booking = ask()
    nora.post(url(booking, "/ablehnung"), {"version": booking.version, "anlass": "other"}, expect=422)
    nora.post(url(booking, "/ablehnung"), {"version": booking.version, "anlass": "not_this_day"})
    session.refresh(booking)
    assert booking.state is BookingState.REJECTED


def test_the_page_asks_no_more_with_more_rivals(
    session: Session, cast: Cast, nora: Visitor, ask: Ask
) -> None:
    booking = ask()

    def asked() -> int:
        with statements() as seen:
            nora.get(url(booking))
        return len(seen)

    asked()
    ask(11, 13, by=cast.charlie)
    few = asked()
    for person in (cast.bob, cast.ada, cast.nora):
        ask(10, 13, by=person)
    assert asked() <= few


def test_a_lower_rank_is_confirmed_only_with_a_reason_that_is_kept(
    session: Session, cast: Cast, nora: Visitor, ask: Ask
) -> None:
    first, second = ask(), ask(by=cast.charlie)
    nora.post(url(second, "/bestaetigung"), {"version": second.version, "vorrang": " "}, expect=422)
    nora.post(url(second, "/bestaetigung"), {"version": second.version, "vorrang": "Beschluss der Leitung"})
    session.refresh(first)
    session.refresh(second)
    assert (second.state, second.override_reason) == (BookingState.CONFIRMED, "Beschluss der Leitung")
    assert first.option_rank == 2
