"""Independent reviews, conflicts of interest, ranking, decision with its letter, and the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from labspace.accounts.models import Membership, OrganisationRole, StaffRole
from labspace.bookings.states import BookingState
from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.models import PopupApplication, PopupEvent
from labspace.popups.review.actions import decide, declare_bias, give_review
from labspace.popups.review.models import PopupDecision, PopupReview
from labspace.popups.states import ApplicationState
from tests.factories import make_user


@pytest.fixture
def application(session, cast, now) -> PopupApplication:
    """Alice applies for Acme."""
    concept = Concept(
        title="Zechenkaffee",
        concept="Kaffee.",
        first_on=date(2027, 1, 18),
        weeks=4,
        organisation_id=cast.acme.id,
    )
    made = apply_for_slot(session, cast.popup, concept, applicant=cast.alice, now=now)
    session.commit()
    return made


@pytest.fixture
def olga(session, cast, now):
    """The second of the team in Bochum."""
    made = make_user(session, "Olga", now=now)
    session.add(StaffRole(user_id=made.id, location_id=cast.house.id))
    session.commit()
    return made


@pytest.fixture
def url(application) -> str:
    return f"/team/bochum/pop-up/bewerbungen/{application.id}"


def points(application: PopupApplication, number: int = 4, **more: Any) -> dict[str, Any]:
    given = {f"punkte_{criterion.id}": str(number) for criterion in application.call.criteria}
    return {**given, "begruendung": "Gut für die Straße.", **more}


def test_a_reviewer_sees_others_only_after_giving_points(
    session, cast, visit, application, olga, url
) -> None:
    visit(olga).post(url + "/bewertung", points(application, 2, begruendung="Zu teuer."))
    before = visit(cast.nora).get(url).words()
    assert "Zu teuer." not in before
    assert "Bewertungen: 1 von 2" in before
    assert (
        "2,00"
        not in visit(cast.nora)
        .get(f"/team/bochum/pop-up/ausschreibungen/{application.call_id}/rangfolge")
        .words()
    )
    visit(cast.nora).post(url + "/bewertung", points(application, 4))
    after = visit(cast.nora).get(url).words()
    assert "Zu teuer." in after
    assert "Punkte von 5, gewichtet zusammen: 3,00" in after
    ranked = (
        visit(cast.nora).get(f"/team/bochum/pop-up/ausschreibungen/{application.call_id}/rangfolge").words()
    )
    assert "3,00" in ranked
    session.expire_all()
    assert application.state is ApplicationState.IN_REVIEW


def test_points_are_given_once_and_for_each_criterion(session, cast, visit, application, url) -> None:
    nora = visit(cast.nora)
    page = nora.post(url + "/bewertung", {"begruendung": "Zu früh gesendet"}, expect=422)
    assert "Bitte geben Sie Punkte von 0 bis 5." in page.words()
    assert "Zu früh gesendet" in page.words()
    first = f"punkte_{application.call.criteria[0].id}"
    for wrong in ("6", "-1", "viele", ""):
        nora.post(url + "/bewertung", {**points(application), first: wrong}, expect=422)
    nora.post(url + "/bewertung", points(application))
    nora.post(url + "/bewertung", points(application, 1), expect=422)
    assert session.scalar(select(func.count(PopupReview.id))) == 1


def test_nobody_reviews_their_own_organisation(session, cast, visit, application, olga, url, now) -> None:
    member = Membership(
        user_id=cast.nora.id, organisation_id=cast.acme.id, role=OrganisationRole.MEMBER, joined_at=now
    )
    session.add(member)
    session.commit()
    visit(olga).post(url + "/bewertung", points(application, 2, begruendung="Geheim"))
    nora = visit(cast.nora)
    words = nora.get(url).words()
    assert "von Ihnen oder Ihrer Organisation" in words
    assert "Geheim" not in words
    assert "Bewertung abgeben" not in words
    assert (
        "eigene Organisation"
        in nora.get(f"/team/bochum/pop-up/ausschreibungen/{application.call_id}/rangfolge").words()
    )
    nora.post(url + "/bewertung", points(application), expect=422)
    nora.post(url + "/befangenheit", {"grund": "Ich gehöre dazu"}, expect=422)
    decision = {"ergebnis": "offered", "brief": "Ja!", "warum": "Schnell"}
    nora.post(url + "/entscheidung", decision, expect=422)
    booking = application.booking
    path = f"/team/bochum/anfragen/{booking.reference}/bestaetigung"
    nora.post(path, {"version": booking.version}, expect=422)
    session.expire_all()
    assert (application.state, booking.state) == (ApplicationState.IN_REVIEW, BookingState.REQUESTED)


def test_applicants_who_run_the_house_do_not_judge_themselves(session, cast, visit, application, url) -> None:
    session.add(StaffRole(user_id=cast.alice.id, location_id=cast.house.id))
    session.commit()
    assert "von Ihnen oder Ihrer Organisation" in visit(cast.alice).get(url).words()
    visit(cast.alice).post(url + "/bewertung", points(application), expect=422)


def test_whoever_is_biased_says_so_and_stays_out(session, cast, visit, application, olga, url) -> None:
    nora = visit(cast.nora)
    assert (
        "Bitte nennen Sie den Grund." in nora.post(url + "/befangenheit", {"grund": " "}, expect=422).words()
    )
    nora.post(url + "/befangenheit", {"grund": "Nachbarin"})
    visit(olga).post(url + "/bewertung", points(application, 2, begruendung="Geheim"))
    words = nora.get(url).words()
    assert "Sie haben sich für befangen erklärt: Nachbarin" in words
    assert "Geheim" not in words
    nora.post(url + "/bewertung", points(application), expect=422)
    nora.post(url + "/entscheidung", {"ergebnis": "reserve", "brief": "x", "warum": "y"}, expect=422)
    assert "hat sich für befangen erklärt" in visit(olga).get(url).words()


def test_a_decision_needs_reviews_or_a_reason_and_sends_its_letter(
    session, cast, visit, application, url
) -> None:
    nora = visit(cast.nora)
    assert "Angebot machen" in nora.get(url + "/entscheidung").words()
    page = nora.get(url + "/entscheidung?ergebnis=reserve")
    assert "vielen Dank für Ihre Bewerbung „Zechenkaffee“" in page.words()
    letter = "vielen Dank!\n\nWir melden uns."
    page = nora.post(url + "/entscheidung", {"ergebnis": "reserve", "brief": letter}, expect=422)
    assert "Bisher haben 0 von 2 bewertet." in page.words()
    assert "Wir melden uns." in page.words()
    before = session.scalar(select(func.count(OutboxRow.id)))
    nora.post(url + "/entscheidung", {"ergebnis": "reserve", "brief": letter, "warum": "Ferien"})
    session.expire_all()
    assert application.state is ApplicationState.RESERVE
    mails = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()[before or 0 :]
    assert [(mail.recipient, mail.subject) for mail in mails] == [
        ("alice@example.org", "Ihre Bewerbung „Zechenkaffee“: auf der Reserveliste")
    ]
    assert "Wir melden uns." in mails[0].plain
    assert "Ferien" not in mails[0].plain
    assert "Auf der Reserveliste" in visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}").words()
    words = nora.get(url).words()
    assert "Nora hat entschieden: auf der Reserveliste." in words
    assert "Ferien" in words


def test_no_rejects_the_requested_booking_with_one_letter(session, cast, visit, application, url) -> None:
    before = session.scalar(select(func.count(OutboxRow.id))) or 0
    decision = {"ergebnis": "rejected", "brief": "Diesmal nicht.", "warum": "Ferien"}
    visit(cast.nora).post(url + "/entscheidung", decision)
    session.expire_all()
    assert (application.state, application.booking.state) == (
        ApplicationState.REJECTED,
        BookingState.REJECTED,
    )
    assert session.scalar(select(func.count(OutboxRow.id))) == before + 1
    visit(cast.nora).post(url + "/entscheidung", decision, expect=409)


def test_an_offer_leaves_the_booking_requested(session, cast, visit, application, url) -> None:
    decision = {"ergebnis": "offered", "brief": "Ja!", "warum": "Ferien"}
    visit(cast.nora).post(url + "/entscheidung", decision)
    session.expire_all()
    assert (application.state, application.booking.state) == (
        ApplicationState.OFFERED,
        BookingState.REQUESTED,
    )
    assert "Angebot" in visit(cast.alice).get(f"/pop-up/bewerbungen/{application.id}").words()


def test_the_letter_is_drafted_in_the_applicants_language(session, cast, visit, application, url) -> None:
    cast.alice.locale = "en"
    session.commit()
    assert "We like your concept" in visit(cast.nora).get(url + "/entscheidung?ergebnis=reserve").words()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"ergebnis": "accepted"}, id="no such outcome"),
        pytest.param({"ergebnis": ""}, id="no outcome"),
        pytest.param({"brief": "  "}, id="no letter"),
        pytest.param({"brief": "x" * 7000}, id="endless letter"),
    ],
)
def test_bad_decisions_are_refused_and_nothing_is_sent(
    session, cast, visit, application, url, change
) -> None:
    before = session.scalar(select(func.count(OutboxRow.id)))
    values = {"ergebnis": "offered", "brief": "Ja!", "warum": "Ferien", **change}
    visit(cast.nora).post(url + "/entscheidung", values, expect=422)
    assert session.scalar(select(func.count(OutboxRow.id))) == before
    assert session.scalar(select(func.count(PopupDecision.id))) == 0


def test_two_who_decide_at_once_decide_once(session, cast, application, olga, now) -> None:
    decide(
        session,
        application.id,
        ApplicationState.REJECTED,
        letter="Nein.",
        why_early="x",
        by=cast.nora,
        now=now,
    )
    with pytest.raises(Refused):
        decide(
            session, application.id, ApplicationState.OFFERED, letter="Ja.", why_early="x", by=olga, now=now
        )


def test_everything_is_logged(session, cast, application, olga, now) -> None:
    criteria = [criterion.id for criterion in application.call.criteria]
    give_review(session, application.id, dict.fromkeys(criteria, 3), comment="", by=cast.nora, now=now)
    declare_bias(session, application.id, reason="Nachbarin", by=olga, now=now)
    decide(
        session,
        application.id,
        ApplicationState.RESERVE,
        letter="Bald.",
        why_early="x",
        by=cast.nora,
        now=now,
    )
    decide(
        session, application.id, ApplicationState.OFFERED, letter="Ja.", why_early="x", by=cast.nora, now=now
    )
    rows = session.execute(
        select(PopupEvent.what, PopupEvent.actor_id)
        .where(PopupEvent.application_id == application.id)
        .order_by(PopupEvent.id)
    ).all()
    nora, alice = cast.nora.id, cast.alice.id
    assert [tuple(row) for row in rows] == [
        ("begun", alice),
        ("submitted", alice),
        ("reviewed", nora),
        ("bias_declared", olga.id),
        ("decided", nora),
        ("decided", nora),
    ]


def test_other_houses_and_drafts_are_not_there(cast, visit, application, url) -> None:
    visit(cast.nora).get("/team/bochum/pop-up/bewerbungen/999", expect=404)
    visit(cast.ada).get(url.replace("bochum", "witten"), expect=404)
    visit(cast.charlie).get(url, expect=403)
