"""From the offer to what became of the idea, page by page."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pypdfium2
import pytest
import time_machine
from sqlalchemy import select

from labspace.bookings.states import BookingState
from labspace.notices.jobs import run_jobs
from labspace.notices.models import OutboxRow
from labspace.popups.tenancies.models import Agreement, PopupOffer, Tenancy
from labspace.popups.tenancies.records import FollowUp, Handover, OpenedDay
from labspace.popups.tenancies.states import OfferState, Outcome, TenancyState
from labspace.times import local_moment

OFFER = {
    "flaeche": "bochum-popup-slot-01",
    "woche": "KW 3/2027",
    "wochen": "4",
    "preis": "400",
    "marktpreis": "1200,50",
    "frist": "30.11.2026",
    "uhrzeit": "18:00",
    "tage": "4",
    "stunden": "6",
    **{f"tag{number}": "11–18" for number in range(1, 6)},
    "bedingungen": "Kein offenes Feuer.",
}


@pytest.fixture
def at(app, session, cast):
    """Lets the site live at a local day and hour, its jobs done: `with at(date(2027, 1, 25), 9):`."""

    class Travel:
        def __init__(self, day: date, hour: int = 9) -> None:
            self.moment = local_moment(day, time(hour), zone=cast.house.zone)

        def __enter__(self) -> datetime:
            self.travel = time_machine.travel(self.moment, tick=False)
            self.travel.start()
            run_jobs(app)
            session.commit()
            return self.moment

        def __exit__(self, *_problem: object) -> None:
            self.travel.stop()

    return Travel


def offered(session, cast, visit, apply, **more) -> PopupOffer:
    application = apply()
    url = f"/team/bochum/pop-up/bewerbungen/{application.id}/angebot"
    visit(cast.nora).post(url, {**OFFER, **more})
    made: PopupOffer = session.scalars(select(PopupOffer).order_by(PopupOffer.id.desc()).limit(1)).one()
    return made


def text_of_pdf(printed: bytes) -> str:
    """What a reader of a PDF finds on all its pages, in one line."""
    document = pypdfium2.PdfDocument(printed)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def subjects(session, user) -> list[str]:
    return list(
        session.scalars(
            select(OutboxRow.subject).where(OutboxRow.recipient == user.email).order_by(OutboxRow.id)
        )
    )


def test_staff_offer_what_was_wished_and_the_founder_hears_of_it(session, cast, visit, apply) -> None:
    application = apply()
    url = f"/team/bochum/pop-up/bewerbungen/{application.id}/angebot"
    assert 'value="18.01.2027"' in visit(cast.nora).get(url).text
    page = visit(cast.nora).post(url, OFFER)
    offer = session.scalars(select(PopupOffer)).one()
    assert (offer.price_cents, offer.market_cents, offer.weeks) == (40_000, 120_050, 4)
    words = visit(cast.alice).get(page.location).words()
    assert "KW 3/2027, 4 Wochen (18.01.2027–14.02.2027)" in words
    assert "Di–Sa 11:00–18:00 Uhr" in words
    assert "800,50" in words
    assert "Angebot für Ihr Pop-up: Zechenkaffee" in subjects(session, cast.alice)


def test_only_who_was_offered_may_answer(session, cast, visit, apply) -> None:
    offer = offered(session, cast, visit, apply)
    url = f"/pop-up/angebote/{offer.id}"
    visit(cast.charlie).get(url, expect=404)
    visit(cast.nora).post(url + "/annahme", expect=403)
    visit(cast.alice).post(url + "/annahme")
    visit(cast.alice).post(url + "/ablehnung", expect=409)


def test_declining_says_so_and_frees_the_weeks(session, cast, visit, apply) -> None:
    offer = offered(session, cast, visit, apply)
    page = visit(cast.alice).post(f"/pop-up/angebote/{offer.id}/ablehnung", {"grund": "zu früh"})
    assert "abgelehnt" in visit(cast.alice).get(page.location).words()
    assert "frei" in visit(cast.nora).get("/team/bochum/pop-up?ab=2027-01-18").words()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("frist", "01.11.2026", "Die Frist liegt in der Vergangenheit."),
        ("frist", "nie", "Diesen Tag kennen wir nicht."),
        ("woche", "irgendwann", "Diese Woche kennen wir nicht."),
        ("preis", "umsonst", "Bitte einen Betrag wie 1200"),
        ("tag2", "von früh bis spät", "Bitte wie „11–18“ angeben"),
        ("tage", "7", "weniger als 7 Tage"),
    ],
)
def test_a_wrong_offer_says_what_to_do_and_keeps_what_was_typed(
    session, cast, visit, apply, field, value, sentence
) -> None:
    url = f"/team/bochum/pop-up/bewerbungen/{apply().id}/angebot"
    page = visit(cast.nora).post(url, {**OFFER, field: value}, expect=422)
    assert sentence in page.words()
    assert "Kein offenes Feuer." in page.text
    assert session.scalars(select(PopupOffer)).all() == []


def test_the_founder_reads_and_acknowledges_the_agreement(session, cast, visit, apply) -> None:
    offer = offered(session, cast, visit, apply)
    alice = visit(cast.alice)
    page = alice.post(f"/pop-up/angebote/{offer.id}/annahme").location
    assert "Vereinbarung zum Lesen: Zechenkaffee" in subjects(session, cast.alice)
    printed = alice.get(page + "/vereinbarung.pdf")
    assert printed.data.startswith(b"%PDF-")
    alice.get(page + "/vereinbarung.pdf", expect=304, headers={"If-None-Match": printed.headers["ETag"]})
    alice.post(page + "/vereinbarung", {"name": "", "fassung": "1"}, expect=422)
    alice.post(page + "/vereinbarung", {"name": "Alice A.", "fassung": "7"}, expect=409)
    alice.post(page + "/vereinbarung", {"name": "Alice A.", "fassung": "1"})
    assert "Bestätigt von Alice A." in alice.get(page).words()
    visit(cast.nora).post(page + "/vereinbarung", {"name": "Nora", "fassung": "1"}, expect=403)


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        pytest.param(
            "de",
            (
                "Haus Stadtlabor Bochum, Bochum", "Nutzende Acme", "Vertreten durch Alice",
                "Vorhaben Zechenkaffee", "Zeitraum 18.01.2027–14.02.2027",
                "Preis für den Zeitraum 400,00 €", "für die Zeit vom 18.01.2027 bis 14.02.2027",
                "an mindestens 4 Tagen je 6 Stunden geöffnet", "Besondere Bedingungen",
                "Für das Haus", "Nutzende Person oder Organisation", "keine Rechnung",
            ),
            id="de",
        ),
        pytest.param(
            "en",
            (
                "House Stadtlabor Bochum, Bochum", "Tenant Acme", "Represented by Alice", "Plan Zechenkaffee",
                "Period 18 January 2027 – 14 February 2027", "Price for the period €400.00",
                "from 18 January 2027 to 14 February 2027", "at least 4 days for 6 hours each", "only be changed by both sides together",
                "Special conditions", "For the house", "not an invoice",
            ),
            id="en",
        ),
    ],
)  # fmt: skip
def test_the_printed_agreement_says_who_agrees_on_what_for_how_long_and_how_much(
    session, cast, visit, apply, language: str, facts: tuple[str, ...]
) -> None:
    cast.alice.locale = language
    session.commit()
    offer = offered(session, cast, visit, apply)
    alice = visit(cast.alice, language=language)
    page = alice.post(f"/pop-up/angebote/{offer.id}/annahme").location
    text = text_of_pdf(alice.get(page + "/vereinbarung.pdf").data)
    for said in (*facts, "Kein offenes Feuer."):
        assert said in text, text


def test_a_week_of_shop_hours_is_recorded_in_one_go(session, cast, visit, tenancy, at) -> None:
    url = f"/pop-up/nutzungen/{tenancy.id}/oeffnung"
    with at(date(2027, 1, 25)):
        form = visit(cast.alice).get(url + "?woche=2027-01-18")
        assert form.text.count('value="11:00–18:00"') == 5
        days = {f"am-2027-01-{day}": "11–18" for day in range(19, 24)}
        visit(cast.alice).post(url + "?woche=2027-01-18", {**days, "am-2027-01-20": ""})
        assert (
            "1 von 1 vollen Wochen eingehalten."
            in visit(cast.alice).get(f"/pop-up/nutzungen/{tenancy.id}").words()
        )
        refused = visit(cast.alice).post(url, {"am-2027-01-25": "8–20"}, expect=422)
        assert "noch nicht vorbei" in refused.words()
    session.expire_all()
    assert len(session.scalars(select(OpenedDay)).all()) == 4
    assert (tenancy.booking.state, tenancy.state) == (BookingState.USED, TenancyState.RUNNING)


def test_a_protocol_is_written_signed_and_then_stays(session, cast, visit, tenancy) -> None:
    nora = visit(cast.nora)
    url = f"/team/bochum/pop-up/nutzungen/{tenancy.id}/uebergabe/einzug"
    assert "Wände und Boden" in nora.get(url).text
    nora.post(url, {"was0": ""}, expect=422)
    nora.post(url, {"was0": "Theke", "zustand0": "good", "stand-electricity": "viel"}, expect=422)
    written = {"was0": "Theke", "zustand0": "good", "stand-electricity": "12345,5", "schluessel": "2"}
    nora.post(url, written)
    nora.post(url + "/unterschrift", {"name-nutzende": "", "name-haus": "Nora"}, expect=422)
    nora.post(url + "/unterschrift", {"name-nutzende": "Alice A.", "name-haus": "Nora N."})
    assert "Das Protokoll ändert sich nicht mehr." in nora.get(url).words()
    nora.post(url, {**written, "was0": "Anderes"}, expect=409)
    out = f"/team/bochum/pop-up/nutzungen/{tenancy.id}/uebergabe/auszug"
    nora.post(out, {"was0": "theke", "zustand0": "damaged", "stand-electricity": "12400", "schluessel": "1"})
    words = nora.get(out).words()
    assert "beschädigt" in words
    assert "Verbrauch 54,5" in words
    assert (
        visit(cast.alice)
        .get(f"/pop-up/nutzungen/{tenancy.id}/uebergabe/auszug.pdf")
        .data.startswith(b"%PDF-")
    )
    session.expire_all()
    assert (
        session.scalars(select(Handover).where(Handover.signed_at.is_not(None))).one().items[0].name
        == "Theke"
    )


def test_staff_end_it_early_and_a_new_agreement_says_so(session, cast, visit, tenancy) -> None:
    url = f"/team/bochum/pop-up/nutzungen/{tenancy.id}/ende"
    nora = visit(cast.nora)
    nora.post(url, {"tag": "14.02.2027", "grund": "x"}, expect=422)
    nora.post(url, {"tag": "31.01.2027", "grund": ""}, expect=422)
    nora.post(url, {"tag": "31.01.2027", "grund": "Umzug", "preis": "200"})
    session.expire_all()
    assert tenancy.first_and_last[1] == date(2027, 1, 31)
    assert (tenancy.booking.price_cents, tenancy.booking.market_cents) == (20_000, 60_000)
    assert session.scalars(select(Agreement.number).order_by(Agreement.id)).all() == [1, 2]


def test_a_used_tenancy_is_extended_and_stays_used(session, cast, visit, tenancy, at) -> None:
    with at(date(2027, 1, 25)):
        visit(cast.alice).post(
            f"/pop-up/nutzungen/{tenancy.id}/oeffnung?woche=2027-01-18", {"am-2027-01-19": "11–18"}
        )
        visit(cast.nora).post(
            f"/team/bochum/pop-up/nutzungen/{tenancy.id}/ende", {"tag": "28.02.2027", "grund": "läuft gut"}
        )
    session.expire_all()
    assert tenancy.first_and_last[1] == date(2027, 2, 28)
    assert (tenancy.booking.state, tenancy.booking.price_cents) == (BookingState.USED, 40_000)


def test_after_the_end_it_is_asked_what_became_of_it(session, cast, visit, tenancy, at) -> None:
    with at(date(2027, 2, 15)):
        pass
    session.expire_all()
    assert tenancy.state is TenancyState.ENDED
    assert "Was wurde aus Zechenkaffee?" in subjects(session, cast.alice)
    with at(date(2027, 3, 1)):
        pass
    assert "Noch einmal gefragt: Was wurde aus Zechenkaffee?" in subjects(session, cast.alice)
    mail = session.scalars(select(OutboxRow.plain).where(OutboxRow.subject.startswith("Was wurde"))).one()
    link = re.search(r"/pop-up/rueckmeldung/\S+", mail)
    assert link
    with at(date(2027, 3, 2)):
        guest = visit()
        assert "Kurzer Bericht" in guest.get(link[0]).words()
        guest.post(link[0], {"ergebnis": ""}, expect=422)
        guest.post(link[0], {"ergebnis": "lease_signed", "bericht": "Wir bleiben."})
        assert "Diese Antwort ist gespeichert." in guest.get(link[0]).words()
        guest.get("/pop-up/rueckmeldung/erfunden", expect=404)
    session.expire_all()
    assert session.scalars(select(FollowUp.outcome).where(FollowUp.months == 0)).one() is Outcome.LEASE_SIGNED


def test_away_for_months_labspace_asks_only_the_latest_question(session, cast, tenancy, at) -> None:
    with at(date(2027, 9, 1)):
        pass
    assert subjects(session, cast.alice).count("Was wurde aus Zechenkaffee?") == 1
    rows = session.scalars(select(FollowUp).order_by(FollowUp.months)).all()
    assert [row.asked_at is not None for row in rows] == [True, True, True, False]
    with at(date(2028, 2, 15)):
        pass
    session.expire_all()
    assert rows[3].asked_at is not None


def test_the_board_shows_wishes_offers_and_lettings_by_week(session, cast, visit, apply) -> None:
    apply(by=cast.charlie, title="Hutladen")
    offer = offered(session, cast, visit, apply)
    nora = visit(cast.nora)
    words = nora.get("/team/bochum/pop-up?ab=KW 3/2027").words()
    assert "angeboten" in words
    # What is offered is no wish any more: the other one is left.
    assert "1 Wunsch" in words
    visit(cast.alice).post(f"/pop-up/angebote/{offer.id}/annahme")
    words = nora.get("/team/bochum/pop-up?ab=KW 3/2027").words()
    assert "4 von 13 Wochen vergeben." in words
    assert "Hutladen" in words
    session.refresh(offer)
    assert offer.state is OfferState.ACCEPTED
    visit(cast.charlie).get("/team/bochum/pop-up", expect=403)


def test_results_of_a_year_say_how_each_figure_is_made(session, cast, visit, tenancy, at) -> None:
    with at(date(2027, 1, 25)):
        days = {f"am-2027-01-{day}": "11–18" for day in range(19, 24)}
        visit(cast.alice).post(f"/pop-up/nutzungen/{tenancy.id}/oeffnung?woche=2027-01-18", days)
        words = visit(cast.nora).get("/team/bochum/pop-up/ergebnisse?jahr=2027").words()
    assert "35,0 Öffnungsstunden" in words
    assert "1 von 1 vollen Wochen" in words
    assert "Zechenkaffee" in words
    assert "k. A." in visit(cast.nora).get("/team/bochum/pop-up/ergebnisse?jahr=2020").words()


def test_the_pages_speak_english(session, cast, visit, tenancy) -> None:
    assert "Opening hours" in visit(cast.alice, language="en").get(f"/pop-up/nutzungen/{tenancy.id}").words()
    assert session.scalars(select(Tenancy)).one().created_at < tenancy.booking.starts_at + timedelta(days=1)
