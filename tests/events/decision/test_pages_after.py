"""The organiser's page of an event, the set-up sheet and the handover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.actions import cancel_booking
from labspace.bookings.models import Booking
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.actions.ask import ask_organiser
from labspace.events.decision.models import Review
from labspace.events.decision.queries import checklist_of, find_share, find_traits, handovers_of, messages_of
from labspace.locations.models import HouseRulesText
from tests.factories import Cast
from tests.support.visit import Visitor

Ask = Callable[..., Booking]


@pytest.fixture
def alice(cast: Cast, visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.alice)


@pytest.fixture
def nora(cast: Cast, visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.nora)


def mine(booking: Booking, step: str = "") -> str:
    return f"/veranstaltungen/{booking.reference}{step}"


def theirs(booking: Booking, step: str = "") -> str:
    return f"/team/bochum/anfragen/{booking.reference}{step}"


def test_a_question_is_answered_on_the_organisers_page(
    session: Session, cast: Cast, alice: Visitor, ask: Ask, now: datetime
) -> None:
    booking = ask()
    ask_organiser(session, booking.id, by=cast.nora, text="Gibt es Musik?", now=now)
    session.commit()
    assert "Das Team hat eine Frage an Sie." in alice.get(f"/buchungen/{booking.reference}").words()
    page = alice.get(mine(booking))
    assert "Gibt es Musik?" in page.words()
    assert "Nora" not in page.words(), "who of the team asked is the team's own affair"
    alice.post(mine(booking, "/antwort"), {"antwort": " "}, expect=422)
    alice.post(mine(booking, "/antwort"), {"antwort": "Nur ein Klavier."})
    assert [one.text for one in messages_of(session, booking.id)] == ["Gibt es Musik?", "Nur ein Klavier."]


def test_conditions_answers_and_checklist_in_place(
    session: Session, cast: Cast, alice: Visitor, confirmed: Booking
) -> None:
    words = alice.get(mine(confirmed)).words()
    for text in ("Um 22 Uhr ist Ruhe.", "Noch offen", "Haftpflicht für die Veranstaltung nachweisen"):
        assert text in words
    assert "bis 24.11.202650 % des Preises" in words
    alice.post(mine(confirmed, "/bedingungen"), {"fassung": "0"}, expect=422)
    alice.post(mine(confirmed, "/bedingungen"), {"fassung": "1"})
    assert session.get_one(Review, confirmed.id).accepted_by_id == cast.alice.id
    alice.post(mine(confirmed, "/angaben"), {"musik": "y"})
    traits = find_traits(session, confirmed.id)
    assert traits is not None
    assert (traits.music, traits.alcohol, traits.sells) == (True, False, False)
    for one in checklist_of(session, confirmed.id):
        alice.post(mine(confirmed, f"/checkliste/{one.id}"), {"beleg": "Ordner 7"})
    words = alice.get(mine(confirmed)).words()
    assert "Alles ist vorbereitet." in words
    assert "Nachweis: Ordner 7" in words
    alice.post(mine(confirmed, "/checkliste/999"), expect=404)


def test_a_new_version_of_the_house_rules_is_read_and_accepted(
    session: Session, cast: Cast, alice: Visitor, ask: Ask
) -> None:
    booking = ask()
    session.add(
        HouseRulesText(
            location_id=cast.house.id,
            version="2027-01",
            valid_from=date(2026, 11, 1),
            text="# Ruhe\n\nErstens: leise.\n\nZweitens: Licht.",
        )
    )
    session.commit()
    words = alice.get(mine(booking)).words()
    assert "neue Fassung 2027-01" in words
    assert "Zweitens: Licht." in words
    alice.post(mine(booking, "/hausordnung"), {"fassung": "2026-11"}, expect=422)
    alice.post(mine(booking, "/hausordnung"), {"fassung": "2027-01"})
    assert "Angenommen: Fassung 2027-01." in alice.get(mine(booking)).words()


def test_whoever_cancels_knows_the_share_first_and_the_team_may_change_it(
    session: Session, cast: Cast, alice: Visitor, nora: Visitor, confirmed: Booking, now: datetime
) -> None:
    confirmed.price_cents = 20_000
    session.commit()
    words = alice.get(f"/buchungen/{confirmed.reference}/stornierung").words()
    assert "50 % des Preises, das sind 100,00 €" in words
    cancel_booking(session, confirmed.id, by=cast.alice, now=now)
    session.commit()
    assert "Vorschlag50 % des Preises" in alice.get(mine(confirmed)).words()
    nora.post(theirs(confirmed, "/stornoanteil"), {"anteil": "101"}, expect=422)
    page = nora.post(theirs(confirmed, "/stornoanteil"), {"anteil": "10"}, expect=422)
    assert "Bitte einen Grund angeben" in page.words()
    nora.post(theirs(confirmed, "/stornoanteil"), {"anteil": "10", "begruendung": "Krankheit"})
    session.expire_all()
    share = find_share(session, confirmed.id)
    assert share is not None
    assert share.applied_percent == 10
    assert "Verlangt10 % des Preises" in alice.get(mine(confirmed)).words()


def test_the_team_settles_waives_adds_and_reopens(
    session: Session, nora: Visitor, confirmed: Booking
) -> None:
    first, second = checklist_of(session, confirmed.id)
    nora.post(theirs(confirmed, f"/checkliste/{first.id}"))
    nora.post(theirs(confirmed, f"/checkliste/{second.id}"), {"erlass": "Macht das Haus"})
    nora.post(theirs(confirmed, f"/checkliste/{first.id}/ruecknahme"))
    bad = {"punkt": "Bühne", "wer_erledigt": "team", "faellig": "irgendwann"}
    assert (
        "Bitte einen Tag von heute bis"
        in nora.post(theirs(confirmed, "/checkliste"), bad, expect=422).words()
    )
    nora.post(theirs(confirmed, "/checkliste"), {**bad, "faellig": "30.11.2026"})
    words = nora.get(theirs(confirmed)).words()
    for text in ("Macht das Haus", "Bühne", "erlassen", "offen"):
        assert text in words


def test_the_set_up_sheet_of_an_event_and_of_a_day(
    session: Session, cast: Cast, nora: Visitor, ask: Ask, confirmed: Booking, now: datetime
) -> None:
    words = nora.get(theirs(confirmed, "/aufbau")).words()
    for text in (
        "Aufbau: Gründerfrühstück",
        "Beginn 10:00",
        "Um 22 Uhr ist Ruhe.",
        "Alice, alice@example.org",
    ):
        assert text in words
    assert "Nichts aufzubauen" in nora.get("/team/bochum/aufbau").words()
    day = "/team/bochum/aufbau?tag=2026-12-01"

    def asked() -> int:
        with statements() as seen:
            assert "Gründerfrühstück" in nora.get(day).words()
        return len(seen)

    asked()
    few = asked()
    for hour in (13, 15):
        approve_event(session, ask(hour, hour + 1).id, by=cast.nora, now=now)
        session.commit()
    assert asked() <= few


def test_a_handover_is_written_on_the_phone_and_kept_when_refused(
    session: Session, nora: Visitor, confirmed: Booking
) -> None:
    values = {
        "richtung": "in",
        "tag": "23.11.2026",
        "uhr": "8:30",
        "schluessel": "2 Stück",
        "unterschrift": "Alice",
        "fassung_in": "0",
        "fassung_out": "0",
    }
    page = nora.post(theirs(confirmed, "/uebergabe"), {**values, "unterschrift": ""}, expect=422)
    assert "wer für die Veranstaltenden unterschreibt" in page.words()
    assert "2 Stück" in page.text
    nora.post(theirs(confirmed, "/uebergabe"), {**values, "uhr": "25:00"}, expect=422)
    page = nora.post(theirs(confirmed, "/uebergabe"), {**values, "uhr": "23:00"}, expect=422)
    assert "Die Übergabe liegt in der Zukunft." in page.words()
    nora.post(theirs(confirmed, "/uebergabe"), values)
    nora.post(theirs(confirmed, "/uebergabe"), values, expect=409)
    (row,) = handovers_of(session, confirmed.id)
    assert (row.keys, row.signed_name, row.edition) == ("2 Stück", "Alice", 1)
    assert "Unterschrieben vonAlice" in nora.get(theirs(confirmed, "/uebergabe")).words()


def test_only_whoever_wants_the_event_accepts_and_answers(
    cast: Cast, visit: Callable[..., Visitor], confirmed: Booking
) -> None:
    for step in ("/antwort", "/bedingungen", "/hausordnung", "/angaben"):
        visit(cast.nora).post(mine(confirmed, step), expect=403)
        visit(cast.charlie).post(mine(confirmed, step), expect=404)
    visit(cast.charlie).get(mine(confirmed), expect=404)
    visit(cast.nora).get(mine(confirmed))
