"""Applying in steps: drafts that keep everything, wishes, handing in once, rights, decision by booking."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select, update

from labspace.bookings.actions import cancel_booking
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from labspace.pictures.models import Picture
from labspace.popups.calls.actions import end_call, standing_call
from labspace.popups.models import PopupApplication, PopupEvent, PopupWish
from labspace.popups.spans import weeks_span
from labspace.popups.states import STEPS, ApplicationState
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.factories import Cast, make_space
from tests.pictures.files import SVG, picture_bytes, png_bomb

START = "/pop-up/bewerbung"


def begun(visit, by, *, once: str = "form-1", **more: str) -> str:
    """The address of a draft of the all-year call in Bochum."""
    page = visit(by).post(START, {"wofuer": "ganzjaehrig-bochum", "once": once, **more})
    return str(page.location.rsplit("/", 1)[0])


def plan(**more: Any) -> dict[str, Any]:
    return {
        "titel": "Zechenkaffee",
        "konzept": "Kaffee rösten, wo früher Kohle lag.",
        "branche": "I",
        "thema": "handel",
        "fuer": "",
        **more,
    }


def wishes(cast: Cast, *weeks: str, **more: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, week in enumerate(weeks or ("KW 3/2027",), start=1):
        found |= {f"flaeche_{number}": cast.popup.public_id, f"woche_{number}": week, f"wochen_{number}": "4"}
    return {**found, **more}


HOURS = {name: value for day in range(1, 6) for name, value in ((f"von_{day}", "11"), (f"bis_{day}", "18"))}


@pytest.fixture
def fill(cast, visit):
    """Writes a whole draft through its pages and returns its address."""

    def write(by=None, *weeks: str, once: str = "form-1", **more: Any) -> str:
        person = by or cast.alice
        organisation = str(cast.acme.id) if person in (cast.alice, cast.bob) else ""
        url = begun(visit, person, once=once)
        visitor = visit(person)
        visitor.post(url + "/vorhaben", plan(fuer=organisation, **more))
        visitor.post(url + "/zeiten", wishes(cast, *weeks))
        visitor.post(url + "/oeffnungszeiten", HOURS)
        visitor.post(url + "/fragen", {"startgeld": "2500"})
        return url

    return write


@pytest.fixture
def apply(session, fill, visit, cast):
    """Hands a whole application in: `apply(cast.charlie, "KW 5/2027")`."""

    def hand_in(by=None, *weeks: str, once: str = "form-1", **more: Any) -> PopupApplication:
        url = fill(by, *weeks, once=once, **more)
        visit(by or cast.alice).post(url + "/einreichung")
        session.expire_all()
        application = session.get(PopupApplication, int(url.rsplit("/", 1)[1]))
        assert isinstance(application, PopupApplication)
        return application

    return hand_in


def test_each_step_leads_to_the_next_and_keeps_what_was_written(session, cast, visit) -> None:
    url = begun(visit, cast.alice)
    alice = visit(cast.alice)
    path = [
        ("vorhaben", plan(fuer=str(cast.acme.id)), "zeiten"),
        ("zeiten", wishes(cast, "KW 3/2027", "KW 9/2027"), "oeffnungszeiten"),
        ("oeffnungszeiten", HOURS, "bilder"),
        ("fragen", {"startgeld": "2500"}, "zusammenfassung"),
    ]
    for step, values, following in path:
        alice.get(f"{url}/{step}")
        assert alice.post(f"{url}/{step}", values).location == f"{url}/{following}"
    words = alice.get(url + "/zusammenfassung").words()
    for told in (
        "Zechenkaffee",
        "KW 9/2027, 4 Wochen (01.03.2027–28.03.2027)",
        "Di–Sa 11:00–18:00 Uhr",
        "2.500",
    ):
        assert told in words
    for step in ("vorhaben", "zeiten", "oeffnungszeiten", "fragen"):
        assert {
            "vorhaben": "Zechenkaffee",
            "zeiten": "KW 3/2027",
            "oeffnungszeiten": "11:00",
            "fragen": "2500",
        }[step] in alice.get(f"{url}/{step}").text


def test_a_step_may_be_saved_unfinished_and_is_found_again(cast, visit) -> None:
    url = begun(visit, cast.alice)
    page = visit(cast.alice).post(url + "/vorhaben", plan(konzept="", pause="1"))
    assert page.location == "/pop-up/bewerbungen"
    assert "Zechenkaffee" in visit(cast.alice).get("/pop-up/bewerbungen").words()
    words = visit(cast.alice).get("/buchungen").words()
    assert "Begonnen" in words
    assert "Bewerbung für ein Pop-up im Stadtlabor Bochum" in words
    summary = visit(cast.alice).get(url + "/zusammenfassung").words()
    assert "Bitte beschreiben Sie Ihr Konzept." in summary
    assert "Bewerbung einreichen" not in summary
    page = visit(cast.alice).post(url + "/einreichung", expect=422)
    assert "Bitte geben Sie an, wann Sie öffnen möchten." in page.words()


def test_a_second_click_begins_no_second_draft(session, cast, visit) -> None:
    assert begun(visit, cast.alice) == begun(visit, cast.alice)
    assert session.scalar(select(func.count(PopupApplication.id))) == 1
    assert begun(visit, cast.charlie) != begun(visit, cast.alice)


def test_what_was_picked_on_the_plan_is_the_first_wish(session, cast, visit) -> None:
    page = visit(cast.alice).get(f"{START}?flaeche={cast.popup.public_id}&tag=KW 3/2027")
    assert cast.popup.public_id in page.text
    url = begun(visit, cast.alice, flaeche=cast.popup.public_id, tag="KW 3/2027")
    assert "KW 3/2027" in visit(cast.alice).get(url + "/zeiten").text
    visit(cast.alice).get(START + "?flaeche=nirgends", expect=404)


def test_handed_in_the_first_wish_is_requested_and_claims_nothing(session, cast, apply) -> None:
    application = apply(None, "KW 3/2027", "KW 9/2027")
    booking = application.booking
    assert application.state is ApplicationState.SUBMITTED
    assert booking is not None
    assert booking.state is BookingState.REQUESTED
    assert booking.span == weeks_span(date(2027, 1, 18), 4, zone=cast.house.zone)
    assert session.scalar(select(func.count(Claim.id))) == 0
    assert (application.sector, application.seed_money_cents) == ("I", 250000)
    assert [wish.first_on for wish in application.wishes] == [date(2027, 1, 18), date(2027, 3, 1)]


def test_weeks_over_the_change_of_clocks_stay_whole(cast) -> None:
    span = weeks_span(date(2027, 3, 15), 4, zone=cast.house.zone)
    assert span.duration == timedelta(weeks=4) - timedelta(hours=1)


def test_handing_in_twice_gives_one_booking(session, cast, visit, apply) -> None:
    application = apply()
    visit(cast.alice).post(f"/pop-up/bewerbungen/{application.id}/einreichung")
    assert session.scalar(select(func.count(Booking.id))) == 1
    for step in ("vorhaben", "zeiten", "zusammenfassung"):
        page = visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}/{step}", expect=303)
        assert page.location == f"/pop-up/bewerbungen/{application.id}"


def test_the_applicant_sees_state_and_next_step(cast, visit, apply) -> None:
    application = apply()
    words = visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}").words()
    assert "Stand und was als Nächstes kommt" in words
    assert "KW 3/2027, 4 Wochen (18.01.2027–14.02.2027)" in words
    assert "Das Team des Hauses sieht sich Ihr Konzept an." in words
    assert "Gastgewerbe" in words


def test_only_the_applicant_sees_a_draft(cast, visit, fill) -> None:
    url = fill()
    for person in (cast.bob, cast.charlie, cast.nora, cast.ada):
        for step in ("", "/vorhaben", "/zusammenfassung"):
            visit(person).get(url + step, expect=404)
        visit(person).post(url + "/einreichung", expect=404)
    visit(cast.alice).get(url, expect=303)


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


def test_staff_take_it_up_and_a_confirmed_time_accepts_it(session, cast, visit, apply) -> None:
    application = apply()
    nora = visit(cast.nora)
    assert "Zechenkaffee" in nora.get("/team/bochum/anfragen").words()
    nora.post(f"/pop-up/bewerbungen/{application.id}/pruefung")
    assert (
        "prüft Ihr Konzept seit dem" in visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}").words()
    )
    booking = application.booking
    page = nora.get(f"/team/bochum/anfragen/{booking.reference}").words()
    assert "Sonntag liegt 4 Mal darin, zuerst am " in page
    assert "Kaffee rösten, wo früher Kohle lag." in page
    nora.post(f"/team/bochum/anfragen/{booking.reference}/bestaetigung", {"version": booking.version})
    session.expire_all()
    assert (application.state, booking.state) == (ApplicationState.ACCEPTED, BookingState.CONFIRMED)
    assert session.scalar(select(func.count(Claim.id))) == 1
    assert "Stand: angenommen" in visit(cast.alice).get(f"/buchungen/{booking.reference}").words()


def test_withdrawing_cancels_the_request(session, cast, visit, apply) -> None:
    application = apply()
    url = f"/pop-up/bewerbungen/{application.id}"
    visit(cast.alice).post(url + "/rueckzug")
    session.expire_all()
    assert application.state is ApplicationState.WITHDRAWN
    assert application.booking.state is BookingState.CANCELLED_EARLY
    visit(cast.alice).post(url + "/rueckzug", expect=409)
    visit(cast.nora).post(url + "/pruefung", expect=409)


def test_a_draft_can_be_given_up(session, cast, visit, fill) -> None:
    url = fill()
    visit(cast.alice).post(url + "/rueckzug")
    assert "Verworfen" in visit(cast.alice).get(url).words()
    assert "Begonnen" not in visit(cast.alice).get("/buchungen").words()


def test_cancelling_the_booking_ends_the_application(session, cast, apply, now) -> None:
    application = apply()
    cancel_booking(session, application.booking_id, by=cast.alice, now=now)
    assert application.state is ApplicationState.WITHDRAWN


@pytest.mark.parametrize(
    ("step", "change", "sentence"),
    [
        pytest.param("zeiten", {"woche_1": "KW 60"}, "Diese Woche kennen wir nicht.", id="no such week"),
        pytest.param("zeiten", {"woche_1": "KW 3/2026"}, "hat schon begonnen", id="in the past"),
        pytest.param("zeiten", {"wochen_1": "1"}, "Möglich sind 2 bis 12 Wochen.", id="one week"),
        pytest.param("zeiten", {"wochen_1": "20"}, "Möglich sind 2 bis 12 Wochen.", id="twenty weeks"),
        pytest.param("zeiten", {"wochen_1": "9" * 40}, "Bitte eine Zahl von 1 bis 52", id="endless"),
        pytest.param("zeiten", {"wochen_1": "²"}, "Bitte eine Zahl von 1 bis 52", id="no number"),
        pytest.param("zeiten", {"flaeche_1": "bochum-desk-01"}, "Fläche aus der Liste", id="a desk"),
        pytest.param("zeiten", {"woche_2": "KW 5/2027"}, "Fläche aus der Liste", id="no slot"),
        pytest.param(
            "vorhaben", {"branche": "Z"}, "Bitte wählen Sie etwas aus der Liste.", id="unknown sector"
        ),
        pytest.param(
            "vorhaben", {"konzept": "x" * 100_000}, "Bitte höchstens 4000 Zeichen", id="far too long"
        ),
        pytest.param("vorhaben", {"titel": "a\x07b"}, "Steuerzeichen", id="control character"),
        pytest.param(
            "vorhaben", {"fuer": "999"}, "Bitte wählen Sie etwas aus der Liste.", id="foreign organisation"
        ),
        pytest.param(
            "oeffnungszeiten", {"von_1": "18", "bis_1": "11"}, "Das Ende muss nach", id="ends first"
        ),
        pytest.param("oeffnungszeiten", {"von_1": "elf"}, "Bitte beide Zeiten angeben", id="half a day"),
        pytest.param("fragen", {"startgeld": "eine Million"}, "Bitte einen Betrag wie 2500", id="no amount"),
    ],
)
def test_bad_input_is_told_and_what_was_saved_stays(
    session, cast, visit, fill, step, change, sentence
) -> None:
    url = fill()
    values = {"vorhaben": plan(), "zeiten": wishes(cast), "oeffnungszeiten": HOURS, "fragen": {}}[step]
    page = visit(cast.alice).post(f"{url}/{step}", {**values, **change}, expect=422)
    assert sentence in page.words()
    session.expire_all()
    draft = session.scalars(select(PopupApplication)).one()
    assert (draft.title, draft.seed_money_cents, len(draft.weekly_hours)) == ("Zechenkaffee", 250000, 5)
    assert [wish.first_on for wish in draft.wishes] == [date(2027, 1, 18)]


def test_overlapping_wishes_are_told_with_both_their_numbers_and_stay_in_the_form(cast, visit, fill) -> None:
    url = fill()
    page = visit(cast.alice).post(url + "/zeiten", wishes(cast, "KW 3/2027", "KW 6/2027"), expect=422)
    assert "Wunsch 2 überschneidet sich mit Wunsch 1." in page.words()
    assert "KW 6/2027" in page.text


def test_the_same_weeks_on_another_slot_are_another_wish(session, cast, visit, fill) -> None:
    other = make_space(session, cast.house, SpaceKind.POPUP_SLOT, 2)
    session.commit()
    url = fill()
    values = wishes(cast, "KW 3/2027", "KW 3/2027", flaeche_2=other.public_id)
    visit(cast.alice).post(url + "/zeiten", values)
    assert session.scalar(select(func.count()).select_from(PopupWish)) == 2


def test_a_resumed_draft_whose_slot_is_gone_says_so_and_loses_nothing(session, cast, visit, fill) -> None:
    url = fill()
    session.execute(update(Space).where(Space.id == cast.popup.id).values(valid_until=date(2026, 11, 1)))
    make_space(session, cast.house, SpaceKind.POPUP_SLOT, 2, name="Neuer Laden")
    session.commit()
    alice = visit(cast.alice)
    for step in ("vorhaben", "zeiten", "zusammenfassung"):
        assert "Die Fläche von Wunsch 1 gibt es nicht mehr." in alice.get(f"{url}/{step}").words()
    page = alice.post(url + "/einreichung", expect=422)
    assert "Die Fläche von Wunsch 1 gibt es nicht mehr." in page.words()
    assert "Zechenkaffee" in page.words()
    assert "nicht mehr dabei" in alice.get(url + "/zeiten").words()
    alice.post(url + "/zeiten", wishes(cast, "KW 3/2027", flaeche_1="bochum-popup-slot-02"))
    alice.post(url + "/einreichung")


def test_weeks_let_meanwhile_are_told_and_another_wish_will_do(session, cast, visit, apply, fill) -> None:
    url = fill(cast.charlie, once="form-2")
    booking = apply().booking
    path = f"/team/bochum/anfragen/{booking.reference}/bestaetigung"
    visit(cast.nora).post(path, {"version": booking.version})
    charlie = visit(cast.charlie)
    page = charlie.post(url + "/einreichung", expect=422)
    assert "Die Wochen von Wunsch 1 sind inzwischen vergeben." in page.words()
    assert "18.01.2027–14.02.2027" in charlie.get(url + "/zeiten").words()
    charlie.post(url + "/zeiten", wishes(cast, "KW 9/2027"))
    charlie.post(url + "/einreichung")


def test_two_may_apply_for_the_same_weeks_and_only_one_is_accepted(session, cast, visit, apply) -> None:
    first, second = apply(), apply(cast.charlie)
    nora = visit(cast.nora)
    for application, expect in ((first, 303), (second, 409)):
        booking = application.booking
        url = f"/team/bochum/anfragen/{booking.reference}/bestaetigung"
        nora.post(url, {"version": booking.version}, expect=expect)
    session.expire_all()
    assert (first.state, second.state) == (ApplicationState.ACCEPTED, ApplicationState.SUBMITTED)


def test_an_ended_call_takes_no_draft_and_keeps_it(session, cast, visit, fill, now) -> None:
    url = fill()
    end_call(session, standing_call(session, cast.house.id, now=now).id, by=cast.nora, now=now)
    session.commit()
    page = visit(cast.alice).post(url + "/einreichung", expect=422)
    assert "Ihr Entwurf bleibt erhalten." in page.words()
    assert "Zechenkaffee" in page.words()
    assert "Stadtlabor Bochum" not in visit(cast.charlie).get(START).words().split("Häuser")[0]
    visit(cast.charlie).post(START, {"wofuer": "ganzjaehrig-bochum"}, expect=422)


def picture_form(data: bytes, words: str = "Eine Theke aus Kisten") -> dict[str, Any]:
    return {"bild": (BytesIO(data), "theke.jpg"), "bildbeschreibung": words}


def test_pictures_are_added_described_removed_and_brought_back(session, cast, visit, fill) -> None:
    url = fill()
    alice = visit(cast.alice)
    alice.post(url + "/bilder", picture_form(picture_bytes()))
    picture = session.scalars(select(Picture)).one()
    assert "Eine Theke aus Kisten" in alice.get(url + "/bilder").text
    alice.get(f"/bilder/{picture.id}/klein")
    for stranger in (cast.bob, cast.nora, cast.charlie):
        visit(stranger).get(f"/bilder/{picture.id}/klein", expect=404)
    assert alice.post(f"/bilder/{picture.id}/entfernung").location == url + "/bilder"
    assert "Zurückholen" in alice.get(url + "/bilder").words()
    assert "Eine Theke" not in alice.get(url + "/zusammenfassung").text
    alice.post(f"/bilder/{picture.id}/wiederherstellung")
    alice.post(url + "/einreichung")
    visit(cast.nora).get(f"/bilder/{picture.id}/gross")
    visit(cast.bob).get(f"/bilder/{picture.id}/gross", expect=404)
    visit(cast.alice).post(f"/bilder/{picture.id}/entfernung", expect=403)
    assert "Eine Theke" in visit(cast.nora).get(url).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(png_bomb(), "Millionen Bildpunkte", id="bomb"),
        pytest.param(SVG, "Das ist kein Bild, das wir zeigen können.", id="svg"),
        pytest.param(b"", "Die Datei ist leer.", id="empty"),
    ],
)
def test_bad_pictures_are_refused_in_words_and_nothing_is_lost(
    session, cast, visit, fill, data, sentence
) -> None:
    url = fill()
    page = visit(cast.alice).post(url + "/bilder", picture_form(data), expect=422)
    assert sentence in page.words()
    assert "Eine Theke aus Kisten" in page.text
    assert session.scalar(select(func.count(Picture.id))) == 0
    assert "Zechenkaffee" in visit(cast.alice).get(url + "/zusammenfassung").words()


def test_only_so_many_pictures_are_shown(session, cast, visit, fill) -> None:
    url = fill()
    for _number in range(5):
        visit(cast.alice).post(url + "/bilder", picture_form(picture_bytes(size=(8, 8))))
    page = visit(cast.alice).post(url + "/bilder", picture_form(picture_bytes(size=(8, 8))), expect=422)
    assert "Mehr als 5 Bilder zeigen wir nicht." in page.words()


def test_everything_done_is_in_the_log_once(session, cast, visit, apply) -> None:
    application = apply()
    visit(cast.nora).post(f"/pop-up/bewerbungen/{application.id}/pruefung")
    visit(cast.alice).post(f"/pop-up/bewerbungen/{application.id}/rueckzug")
    rows = session.scalars(
        select(PopupEvent.what).where(PopupEvent.application_id == application.id).order_by(PopupEvent.id)
    ).all()
    assert rows == ["begun", "submitted", "taken_up", "withdrawn"]
    assert session.scalar(select(func.count(OutboxRow.id))) == 2


@pytest.mark.parametrize("state", ApplicationState, ids=lambda state: state.value)
def test_only_the_steps_of_the_table_are_possible(now, state: ApplicationState) -> None:
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
