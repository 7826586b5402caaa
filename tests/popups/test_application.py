"""Applying for a pop-up slot: weeks, states, decision, rights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from labspace.bookings.actions import cancel_booking
from labspace.bookings.models import Booking, Claim
from labspace.bookings.states import BookingState
from labspace.errors import Refused
from labspace.popups.models import PopupApplication
from labspace.popups.spans import weeks_span
from labspace.popups.states import STEPS, ApplicationState
from tests.factories import Cast

PAGE = "/pop-up/bewerbung"


def application_values(cast: Cast, **more: Any) -> dict[str, Any]:
    """A complete form for four weeks from week 3 of 2027; `more` replaces single fields."""
    return {
        "flaeche": cast.popup.public_id,
        "titel": "Zechenkaffee",
        "konzept": "Kaffee rösten, wo früher Kohle lag.",
        "branche": "I",
        "thema": "handel",
        "fuer": str(cast.acme.id),
        "woche": "KW 3/2027",
        "wochen": "4",
        "oeffnungszeiten": "Di–Sa 11–18 Uhr",
        "startgeld": "2500",
        **more,
    }


@pytest.fixture
def apply(cast, visit, session):
    """Hands an application in through the page: `apply(by=cast.charlie, fuer="")`."""

    def hand_in(by=None, **more) -> PopupApplication:
        page = visit(by or cast.alice).post(PAGE, application_values(cast, **more))
        application = session.get(PopupApplication, int(page.location.rsplit("/", 1)[1]))
        assert isinstance(application, PopupApplication)
        return application

    return hand_in


def test_an_application_requests_whole_local_weeks_and_claims_nothing(session, cast, apply) -> None:
    application = apply()
    booking = application.booking
    assert application.state is ApplicationState.SUBMITTED
    assert booking.state is BookingState.REQUESTED
    assert booking.span == weeks_span(date(2027, 1, 18), 4, zone=cast.house.zone)
    assert session.scalar(select(func.count(Claim.id))) == 0
    assert (application.sector, application.seed_money_cents, application.organisation) == (
        "I",
        250000,
        cast.acme,
    )


def test_weeks_over_the_change_of_clocks_stay_whole(cast) -> None:
    span = weeks_span(date(2027, 3, 15), 4, zone=cast.house.zone)
    assert span.duration == timedelta(weeks=4) - timedelta(hours=1)


def test_a_day_in_the_week_means_its_monday(apply) -> None:
    assert apply(woche="Do, 21.01.2027").first_on == date(2027, 1, 18)


def test_the_applicant_sees_state_and_next_step(cast, visit, apply) -> None:
    application = apply()
    words = visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}").words()
    assert "Zechenkaffee" in words
    assert "KW 3/2027, 4 Wochen (18.01.2027–14.02.2027)" in words
    assert "Das Team des Hauses sieht sich Ihr Konzept an." in words
    assert "Gastgewerbe" in words


def test_only_the_applicant_and_staff_of_the_house_see_it(cast, visit, apply) -> None:
    url = f"/pop-up/bewerbungen/{apply().id}"
    for person in (cast.alice, cast.nora, cast.ada):
        visit(person).get(url)
    for person in (cast.bob, cast.charlie):
        visit(person).get(url, expect=404)
        visit(person).post(url + "/rueckzug", expect=404)
    visit(cast.charlie).post(url + "/pruefung", expect=403)
    visit(cast.nora).post(url + "/rueckzug", expect=403)
    visit(cast.alice).get("/pop-up/bewerbungen/999", expect=404)
    visit(cast.alice).get(f"/pop-up/bewerbungen/{10**30}", expect=404)


def test_staff_take_it_up_and_accepting_confirms_the_weeks(session, cast, visit, apply) -> None:
    application = apply()
    nora = visit(cast.nora)
    assert "Zechenkaffee" in nora.get("/team/bochum/anfragen").words()
    nora.post(f"/pop-up/bewerbungen/{application.id}/pruefung")
    assert (
        "prüft Ihr Konzept seit dem" in visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}").words()
    )
    booking = application.booking
    page = nora.get(f"/team/bochum/anfragen/{booking.reference}").words()
    assert "4 Sonntage liegen darin" in page
    assert "Kaffee rösten, wo früher Kohle lag." in page
    nora.post(f"/team/bochum/anfragen/{booking.reference}/bestaetigung", {"version": booking.version})
    session.expire_all()
    assert (application.state, booking.state) == (ApplicationState.ACCEPTED, BookingState.CONFIRMED)
    assert session.scalar(select(func.count(Claim.id))) == 1
    words = visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    assert "Stand: angenommen" in words


def test_rejecting_tells_the_applicant_why(session, cast, visit, apply) -> None:
    application = apply()
    booking = application.booking
    url = f"/team/bochum/anfragen/{booking.reference}/ablehnung"
    visit(cast.nora).post(url, {"version": booking.version, "grund": "Zu ähnlich dem Nachbarn"})
    session.expire_all()
    assert application.state is ApplicationState.REJECTED
    assert "Zu ähnlich dem Nachbarn" in visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}").words()


def test_two_may_apply_for_the_same_weeks_and_only_one_is_accepted(session, cast, visit, apply) -> None:
    first, second = apply(), apply(by=cast.charlie, fuer="")
    nora = visit(cast.nora)
    for application, expect in ((first, 303), (second, 409)):
        booking = application.booking
        url = f"/team/bochum/anfragen/{booking.reference}/bestaetigung"
        nora.post(url, {"version": booking.version}, expect=expect)
    session.expire_all()
    assert (first.state, second.state) == (ApplicationState.ACCEPTED, ApplicationState.SUBMITTED)
    assert second.booking.state is BookingState.REQUESTED


def test_weeks_that_are_let_are_refused_and_shown(session, cast, visit, apply) -> None:
    booking = apply().booking
    url = f"/team/bochum/anfragen/{booking.reference}/bestaetigung"
    visit(cast.nora).post(url, {"version": booking.version})
    page = visit(cast.charlie).post(PAGE, application_values(cast, fuer="", woche="KW 4/2027"), expect=409)
    assert "Diese Fläche ist zu der Zeit schon belegt." in page.words()
    assert "18.01.2027–14.02.2027" in page.words()
    assert session.scalar(select(func.count(PopupApplication.id))) == 1


def test_withdrawing_cancels_the_request(session, cast, visit, apply) -> None:
    application = apply()
    url = f"/pop-up/bewerbungen/{application.id}"
    visit(cast.alice).post(url + "/rueckzug")
    session.expire_all()
    assert application.state is ApplicationState.WITHDRAWN
    assert application.booking.state is BookingState.CANCELLED_EARLY
    visit(cast.alice).post(url + "/rueckzug", expect=409)
    visit(cast.nora).post(url + "/pruefung", expect=409)


def test_cancelling_the_booking_ends_the_application(session, cast, apply, now) -> None:
    application = apply()
    cancel_booking(session, application.booking_id, by=cast.alice, now=now)
    assert application.state is ApplicationState.WITHDRAWN


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"woche": "KW 60"}, "Diese Woche kennen wir nicht.", id="no such week"),
        pytest.param({"woche": "KW 3/2026"}, "Der Beginn liegt in der Vergangenheit.", id="in the past"),
        pytest.param({"woche": "KW 3/2029"}, "So weit im Voraus", id="too far ahead"),
        pytest.param({"wochen": "1"}, "Die Buchung ist zu kurz.", id="one week"),
        pytest.param({"wochen": "20"}, "Die Buchung ist zu lang.", id="twenty weeks"),
        pytest.param({"wochen": "99999999999"}, "Bitte eine Zahl von 1 bis 52 angeben.", id="endless"),
        pytest.param({"flaeche": "bochum-desk-01"}, "Bitte wählen Sie etwas aus der Liste.", id="a desk"),
        pytest.param({"branche": "Z"}, "Bitte wählen Sie etwas aus der Liste.", id="unknown sector"),
        pytest.param({"konzept": "   "}, "Bitte beschreiben", id="blank"),
        pytest.param({"konzept": "x" * 100_000}, "Bitte höchstens 4000 Zeichen", id="far too long"),
        pytest.param({"titel": "a\x07b"}, "Steuerzeichen", id="control character"),
        pytest.param({"startgeld": "eine Million"}, "Bitte einen Betrag wie 2500 angeben", id="no amount"),
        pytest.param({"fuer": "999"}, "Bitte wählen Sie etwas aus der Liste.", id="foreign organisation"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(session, cast, visit, change, sentence) -> None:
    page = visit(cast.alice).post(PAGE, application_values(cast, **change), expect=422)
    assert sentence in page.words()
    assert session.scalar(select(func.count(Booking.id))) == 0
    assert session.scalar(select(func.count(PopupApplication.id))) == 0


def test_a_form_sent_twice_gives_one_application(session, cast, apply) -> None:
    assert apply(once="form-1") is apply(once="form-1")
    assert session.scalar(select(func.count(PopupApplication.id))) == 1


def test_an_unknown_slot_is_not_found(cast, visit) -> None:
    visit(cast.alice).get(PAGE + "?flaeche=nirgends", expect=404)
    visit(cast.alice).get(f"{PAGE}?flaeche={cast.popup.public_id}&tag=KW 3/2027")


def test_a_megabyte_is_too_much_and_told(cast, visit) -> None:
    visit(cast.alice).post(PAGE, application_values(cast, konzept="x" * 1_000_000), expect=413)


@pytest.mark.parametrize("state", ApplicationState, ids=lambda state: state.value)
def test_only_the_steps_of_the_table_are_possible(cast, now, state: ApplicationState) -> None:
    for wanted in ApplicationState:
        application = PopupApplication(state=state)
        if wanted in STEPS[state]:
            application.become(wanted, now=now)
            assert application.state is wanted
        else:
            with pytest.raises(Refused):
                application.become(wanted, now=now)


def test_every_state_can_be_reached_and_has_a_name() -> None:
    reached = {ApplicationState.DRAFT}.union(*STEPS.values())
    assert reached == set(ApplicationState) == set(STEPS)
    assert all(str(state.label) for state in ApplicationState)
