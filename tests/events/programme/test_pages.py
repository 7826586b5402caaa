"""The programme's pages for everybody, and those on which its texts are proposed and released."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.bookings.models import Booking
from labspace.events.programme.models import PublicEvent, PublicText
from labspace.events.programme.states import TextState
from labspace.pictures.models import Picture
from tests.factories import Cast
from tests.pictures.files import picture_bytes
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]

FORM = {
    "titel": "Frühstück für alle",
    "text": "Kaffee und Reden.\n\nWer mag, stellt sich vor.",
    "veranstalter": "Gründungsnetz",
    "eintritt": "5,50",
    "anmeldung": "https://example.org/anmeldung",
    "sprache": "de",
    "zugang": ["step_free", "sign_language"],
    "hinweise": "Zugang über den Hof.",
}


def page_of(session: Session, booking: Booking) -> str:
    return f"/programm/{session.get_one(PublicEvent, booking.id).public_id}"


def entry(booking: Booking) -> str:
    return f"/buchungen/{booking.reference}/programmeintrag"


def test_the_programme_shows_what_is_on(session: Session, visit: Visit, shown: Booking) -> None:
    for address in ("/programm", "/standorte/bochum/programm", "/programm?monat=2026-12&haus=bochum"):
        words = visit().get(address).words()
        assert "Frühstück für Gründende" in words, address
        assert "10:00–12:00 Uhr" in words
    for address in ("/standorte/witten/programm", "/programm?monat=2027-01", "/programm?haus=witten"):
        assert "Frühstück" not in visit().get(address).words(), address
    assert "Dazu steht nichts im Programm" in visit().get("/programm?monat=2027-01").words()


def test_an_empty_programme_says_what_to_do(cast: Cast, visit: Visit) -> None:
    assert "Noch nichts im Programm" in visit().get("/programm").words()


def test_an_event_has_a_page_with_all_one_needs_to_come(
    session: Session, cast: Cast, visit: Visit, shown: Booking, now: datetime
) -> None:
    address = page_of(session, shown)
    words = visit().get(address).words()
    for text in (
        "Dienstag, 1. Dezember 2026",
        "Eintritt frei",
        "Gründungsnetz",
        "ohne Stufen erreichbar",
        "Höranlage",
    ):
        assert text in words
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', visit().get(address).text)[0])
    assert (data["@type"], data["startDate"]) == ("Event", "2026-12-01T10:00:00+01:00")
    cancel_booking(session, shown.id, by=cast.nora, now=now, reason="Heizung defekt")
    session.commit()
    assert "Diese Veranstaltung fällt aus." in visit().get(address).words()
    assert "fällt aus" in visit().get("/programm").words()
    assert "Heizung" not in visit().get(address).words()


def test_what_is_not_released_cannot_be_found(
    session: Session, cast: Cast, visit: Visit, wanted: Booking
) -> None:
    visit(cast.alice).post(entry(wanted), FORM)
    visit().get(page_of(session, wanted), expect=404)
    visit(cast.nora).get(page_of(session, wanted), expect=404)
    assert "Noch nichts im Programm" in visit().get("/programm").words()


def test_an_organiser_proposes_and_the_team_releases(
    session: Session, cast: Cast, visit: Visit, shown: Booking
) -> None:
    visit(cast.alice).post(entry(shown), FORM)
    assert "wartet auf die Freigabe" in visit(cast.alice).get(entry(shown)).words()
    nora = visit(cast.nora)
    assert "1 Text freizugeben" in nora.get("/team/bochum").words()
    assert "Frühstück für alle" in nora.get("/team/bochum/programm").words()
    text = session.scalars(select(PublicText).where(PublicText.state == TextState.PROPOSED)).one()
    nora.post(f"/team/bochum/programm/{text.id}/freigabe")
    words = visit().get(page_of(session, shown)).words()
    for told in ("Frühstück für alle", "5,50 €", "Zur Anmeldung", "Gebärdensprache", "Zugang über den Hof."):
        assert told in words
    assert "Nichts freizugeben" in nora.get("/team/bochum/programm").words()
    nora.post(f"/team/bochum/programm/{text.id}/ruecknahme")
    visit().get(page_of(session, shown), expect=404)


def test_staff_save_and_release_in_one_go(session: Session, cast: Cast, visit: Visit, shown: Booking) -> None:
    visit(cast.nora).post(entry(shown), {**FORM, "freigeben": "1"})
    assert "Frühstück für alle" in visit().get("/programm").words()


def test_organisers_cannot_release(session: Session, cast: Cast, visit: Visit, shown: Booking) -> None:
    visit(cast.alice).post(entry(shown), {**FORM, "freigeben": "1"})
    assert "Frühstück für alle" not in visit().get("/programm").words()


def test_a_returned_text_comes_back_with_the_reason(
    session: Session, cast: Cast, visit: Visit, wanted: Booking
) -> None:
    visit(cast.alice).post(entry(wanted), FORM)
    text = session.scalars(select(PublicText)).one()
    nora = visit(cast.nora)
    nora.post(f"/team/bochum/programm/{text.id}/rueckgabe", {"grund": ""}, expect=422)
    nora.post(f"/team/bochum/programm/{text.id}/rueckgabe", {"grund": "Bitte den Eintritt nennen."})
    assert "Bitte den Eintritt nennen." in visit(cast.alice).get(entry(wanted)).words()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("titel", "", "Bitte einen Titel angeben."),
        ("titel", "x" * 121, "Bitte höchstens 120 Zeichen"),
        ("anmeldung", "http://example.org", "die mit https:// beginnt"),
        ("eintritt", "viel", "Bitte einen Betrag angeben"),
        ("sprache", "klingonisch", "Bitte wählen Sie etwas aus der Liste."),
        ("zugang", ["fliegen"], "Bitte wählen Sie etwas aus der Liste."),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_lost(
    session: Session, cast: Cast, visit: Visit, wanted: Booking, field: str, value: object, sentence: str
) -> None:
    answer = visit(cast.alice).post(entry(wanted), {**FORM, field: value}, expect=422)
    assert sentence in answer.words()
    assert "Kaffee und Reden." in answer.text
    assert session.scalars(select(PublicText)).all() == []


def picture(kind: str = "JPEG") -> tuple[BytesIO, str]:
    return BytesIO(picture_bytes(kind, size=(400, 300))), "tisch.jpg"


def test_a_picture_needs_words_and_is_public_with_its_text_only(
    session: Session, cast: Cast, visit: Visit, shown: Booking
) -> None:
    alice = visit(cast.alice)
    refused = alice.post(entry(shown), {**FORM, "bild": picture()}, expect=422)
    assert "Bitte beschreiben Sie das Bild" in refused.words()
    alice.post(entry(shown), {**FORM, "bild": picture(), "bildbeschreibung": "Ein gedeckter Tisch"})
    found = session.scalars(select(Picture)).one()
    address = f"/bilder/{found.id}/klein"
    assert visit(cast.nora).try_out("GET", address).status == 200
    assert visit().try_out("GET", address).status == 404
    assert visit(cast.charlie).try_out("GET", address).status == 404
    text = session.scalars(select(PublicText).where(PublicText.state == TextState.PROPOSED)).one()
    visit(cast.nora).post(f"/team/bochum/programm/{text.id}/freigabe")
    assert visit().try_out("GET", address).status == 200
    assert "Ein gedeckter Tisch" in visit().get(page_of(session, shown)).text
    assert [image.get("alt") for image in visit().get("/programm").all("img")] == ["Ein gedeckter Tisch"]
    # The next text keeps it unless it is said to go.
    alice.post(entry(shown), {**FORM, "titel": "Neuer Titel"})
    alice.post(entry(shown), {**FORM, "titel": "Ohne Bild", "ohne_bild": "y"})
    kept = [one.picture_id for one in session.scalars(select(PublicText).order_by(PublicText.id))]
    assert kept == [None, found.id, found.id, None]


def test_a_file_that_is_no_picture_is_refused(
    session: Session, cast: Cast, visit: Visit, shown: Booking
) -> None:
    bomb = (BytesIO(b"<script>alert(1)</script>"), "tisch.jpg")
    answer = visit(cast.alice).post(entry(shown), {**FORM, "bild": bomb, "bildbeschreibung": "x"}, expect=422)
    assert "Kaffee und Reden." in answer.text
    assert session.scalars(select(Picture)).all() == []


def test_only_the_organiser_and_the_team_write(
    session: Session, cast: Cast, visit: Visit, shown: Booking
) -> None:
    visit(cast.charlie).post(entry(shown), FORM, expect=404)
    text = session.scalars(select(PublicText)).one()
    for step in ("freigabe", "rueckgabe", "ruecknahme"):
        visit(cast.alice).post(f"/team/bochum/programm/{text.id}/{step}", expect=403)
        visit(cast.nora).post(f"/team/bochum/programm/999999/{step}", {"grund": "x"}, expect=404)
