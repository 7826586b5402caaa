"""Calls: written, published, changed and ended by the team; applied for before their deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from labspace.popups.calls.models import PopupCall, PopupQuestion
from labspace.popups.calls.queries import standing_call_of
from labspace.popups.calls.states import CallStatus, status_of
from labspace.popups.models import PopupAnswer, PopupApplication
from tests.factories import Cast

NEW = "/team/bochum/pop-up/ausschreibungen/neu"


def values(cast: Cast, **more: Any) -> dict[str, Any]:
    """A whole call for the first half of 2027."""
    return {
        "titel": "Frühling im Laden",
        "einleitung": "Sechs Wochen für neue Ideen.",
        "schluss": "15.12.2026",
        "erster": "04.01.2027",
        "letzter": "27.06.2027",
        "wochen_mindestens": "2",
        "wochen_hoechstens": "6",
        "bewertungen": "2",
        "flaechen": [cast.popup.public_id],
        "frage_1": "Was bleibt danach?",
        "pflicht_1": "y",
        "frage_2": "Woher kommt die Ware?",
        "kriterium_1": "Neues",
        **{f"gewicht_{number}": "1" for number in range(2, 7)},
        "gewicht_1": "3",
        "veroeffentlichen": "1",
        **more,
    }


@pytest.fixture
def call(session, cast, visit) -> PopupCall:
    visit(cast.nora).post(NEW, values(cast))
    made = session.scalars(select(PopupCall)).one()
    assert isinstance(made, PopupCall)
    return made


def begun(visit, person, call: PopupCall) -> str:
    page = visit(person).post("/pop-up/bewerbung", {"wofuer": str(call.id), "once": "form-1"})
    return str(page.location.rsplit("/", 1)[0])


def test_a_published_call_is_seen_by_everybody_and_applied_for(cast, visit, call) -> None:
    assert "Frühling im Laden" in visit().get("/pop-up").words()
    words = visit().get(f"/pop-up/ausschreibungen/{call.id}").words()
    for told in ("Was bleibt danach?", "Neues (Gewicht 3)", "04.01.2027–27.06.2027", "Jetzt bewerben"):
        assert told in words
    url = begun(visit, cast.alice, call)
    assert "Was bleibt danach?" in visit(cast.alice).get(url + "/fragen").words()
    assert (
        "Bitte beantworten Sie: Was bleibt danach?" in visit(cast.alice).get(url + "/zusammenfassung").words()
    )


def test_a_call_that_is_only_saved_is_the_teams(session, cast, visit) -> None:
    form = values(cast)
    del form["veroeffentlichen"]
    visit(cast.nora).post(NEW, form)
    call = session.scalars(select(PopupCall)).one()
    visit().get(f"/pop-up/ausschreibungen/{call.id}", expect=404)
    assert "Frühling" not in visit().get("/pop-up").words()
    assert "nicht veröffentlicht" in visit(cast.nora).get("/team/bochum/pop-up/ausschreibungen").words()
    visit(cast.alice).post("/pop-up/bewerbung", {"wofuer": str(call.id)}, expect=422)
    visit(cast.nora).post(f"/team/bochum/pop-up/ausschreibungen/{call.id}", values(cast))
    visit().get(f"/pop-up/ausschreibungen/{call.id}")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"titel": " "}, "Bitte einen Titel angeben.", id="no title"),
        pytest.param(
            {"schluss": "01.11.2026"}, "Der Bewerbungsschluss liegt in der Vergangenheit.", id="past"
        ),
        pytest.param({"schluss": "irgendwann"}, "Diesen Tag kennen wir nicht.", id="no day"),
        pytest.param({"ab": "20.12.2026"}, "liegt vor dem Beginn der Bewerbungszeit", id="opens late"),
        pytest.param({"letzter": "03.01.2027"}, "liegt vor dem ersten", id="turned"),
        pytest.param({"wochen_mindestens": "9"}, "die wenigsten zuerst", id="weeks turned"),
        pytest.param({"wochen_hoechstens": "99"}, "Bitte eine Zahl von 1 bis 52", id="too many weeks"),
        pytest.param({"kriterium_1": ""}, "Bitte mindestens ein Kriterium angeben.", id="no criterion"),
        pytest.param({"kriterium_2": "neues"}, "Ein Kriterium steht zweimal da.", id="twice"),
        pytest.param({"gewicht_1": "11"}, "Bitte eine Zahl von 1 bis 10", id="too heavy"),
        pytest.param({"flaechen": ["bochum-desk-01"]}, "Bitte wählen Sie etwas aus der Liste.", id="a desk"),
    ],
)
def test_bad_calls_are_refused_with_what_was_typed(session, cast, visit, change, sentence) -> None:
    page = visit(cast.nora).post(NEW, values(cast, **change), expect=422)
    assert sentence in page.words()
    assert "Was bleibt danach?" in page.text
    assert session.scalar(select(func.count(PopupCall.id))) == 0


def test_wishes_keep_to_the_call(cast, visit, call) -> None:
    url = begun(visit, cast.alice, call)
    wish = {"flaeche_1": cast.popup.public_id, "woche_1": "KW 30/2027", "wochen_1": "8"}
    words = visit(cast.alice).post(url + "/zeiten", wish, expect=422).words()
    assert "Wunsch 1: Möglich sind 2 bis 6 Wochen." in words


def test_after_the_deadline_a_draft_moves_into_the_all_year_call_with_all_that_was_written(
    session, cast, visit, call, now
) -> None:
    url = begun(visit, cast.alice, call)
    visit(cast.alice).post(
        url + "/vorhaben", {"titel": "Hüte", "konzept": "Hüte!", "branche": "G", "fuer": ""}
    )
    visit(cast.alice).post(url + "/fragen", {f"antwort_{call.questions[0].id}": "Ein Laden."})
    visit(cast.charlie).post("/pop-up/bewerbung", {"wofuer": "ganzjaehrig-bochum"})
    with time_machine.travel(now + timedelta(days=40), tick=False):
        words = visit(cast.alice).get(url + "/zusammenfassung").words()
        assert "Diese Ausschreibung nimmt keine Bewerbungen mehr an. Ihr Entwurf bleibt erhalten." in words
        visit(cast.alice).post(url + "/einreichung", expect=422)
        visit(cast.alice).post(url + "/ausschreibung")
        words = visit(cast.alice).get(url + "/zusammenfassung").words()
        assert "Hüte!" in words
        assert "nimmt keine Bewerbungen mehr an" not in words
    assert session.scalar(select(func.count()).select_from(PopupAnswer)) == 1


def test_an_answered_question_is_kept_for_whoever_answered(session, cast, visit, call) -> None:
    url = begun(visit, cast.alice, call)
    visit(cast.alice).post(url + "/fragen", {f"antwort_{call.questions[0].id}": "Ein Laden."})
    edit = f"/team/bochum/pop-up/ausschreibungen/{call.id}"
    assert "Was bleibt danach?" in visit(cast.nora).get(edit).text
    visit(cast.nora).post(edit, values(cast, frage_1="Was kommt danach?", frage_2=""))
    questions = session.scalars(select(PopupQuestion).order_by(PopupQuestion.id)).all()
    assert [(one.text, one.retired_at is None) for one in questions] == [
        ("Was bleibt danach?", False),
        ("Was kommt danach?", True),
    ]
    assert "Ein Laden." in visit(cast.alice).get(url + "/zusammenfassung").words()


def test_a_call_is_ended_and_opened_again(session, cast, visit, call) -> None:
    edit = f"/team/bochum/pop-up/ausschreibungen/{call.id}"
    visit(cast.nora).post(edit + "/ende")
    assert "Frühling" not in visit().get("/pop-up").words()
    visit(cast.alice).post("/pop-up/bewerbung", {"wofuer": str(call.id)}, expect=422)
    visit(cast.nora).post(edit, values(cast), expect=422)
    visit(cast.nora).post(edit + "/wiedereroeffnung")
    assert "Frühling" in visit().get("/pop-up").words()
    assert session.scalar(select(func.count(PopupApplication.id))) == 0


def test_each_house_gets_one_all_year_call_when_first_needed(session, cast, visit) -> None:
    assert standing_call_of(session, cast.house.id) is None
    for person in (cast.alice, cast.charlie):
        visit(person).post("/pop-up/bewerbung", {"wofuer": "ganzjaehrig-bochum"})
    assert session.scalar(select(func.count(PopupCall.id))) == 1
    visit(cast.alice).post("/pop-up/bewerbung", {"wofuer": "ganzjaehrig-witten"}, expect=422)


def test_a_call_is_open_from_its_beginning_until_its_deadline(now) -> None:
    later, latest = now + timedelta(days=1), now + timedelta(days=2)

    def status(at, **more):
        dates = {"published_at": now, "opens_at": later, "closes_at": latest, "closed_at": None, **more}
        return status_of(**dates, now=at)

    assert status(now) is CallStatus.PLANNED
    assert status(later) is CallStatus.OPEN
    assert status(latest - timedelta(seconds=1)) is CallStatus.OPEN
    assert status(latest) is CallStatus.OVER
    assert status(later, closed_at=now) is CallStatus.OVER
    assert status(later, published_at=None) is CallStatus.DRAFT
