"""Nobody offers to their own organisation, nor decides on what it has."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from labspace.accounts.models import Membership, OrganisationRole, StaffRole
from labspace.bookings.claim_models import Claim
from labspace.popups.review.actions import declare_bias
from labspace.popups.tenancies.actions.offers import accept_offer
from labspace.popups.tenancies.models import PopupOffer
from labspace.popups.tenancies.states import OfferState
from tests.popups.tenancies.test_pages import OFFER

OWN = "von Ihnen oder Ihrer Organisation"


@pytest.fixture
def engine_name() -> str:
    """Who belongs where is asked for alike on both engines."""
    return "sqlite"


@pytest.fixture
def joined(session, cast, now) -> None:
    """Nora of the team belongs to Acme as well."""
    member = Membership(
        user_id=cast.nora.id, organisation_id=cast.acme.id, role=OrganisationRole.MEMBER, joined_at=now
    )
    session.add(member)
    session.commit()


def test_nobody_offers_to_their_own_organisation(session, cast, visit, apply, joined) -> None:
    url = f"/team/bochum/pop-up/bewerbungen/{apply().id}/angebot"
    page = visit(cast.nora).get(url)
    assert OWN in page.words()
    assert "Angebot senden" not in page.words()
    assert OWN in visit(cast.nora).post(url, OFFER, expect=422).words()
    assert session.scalar(select(func.count(PopupOffer.id))) == 0
    assert session.scalar(select(func.count(Claim.id))) == 0


def test_whoever_declared_to_be_biased_offers_nothing(session, cast, visit, apply, now) -> None:
    application = apply()
    declare_bias(session, application.id, reason="Nachbarin", by=cast.nora, now=now)
    session.commit()
    url = f"/team/bochum/pop-up/bewerbungen/{application.id}/angebot"
    assert "für befangen erklärt" in visit(cast.nora).post(url, OFFER, expect=422).words()
    assert session.scalar(select(func.count(PopupOffer.id))) == 0


def test_nobody_takes_back_what_their_own_organisation_was_offered(
    session, cast, visit, offer, now, request
) -> None:
    made = offer()
    request.getfixturevalue("joined")
    nora = visit(cast.nora)
    assert "Angebot zurücknehmen" not in nora.get(f"/pop-up/angebote/{made.id}").words()
    page = nora.post(f"/team/bochum/pop-up/angebote/{made.id}/ruecknahme", {"grund": "Besseres"})
    assert OWN in nora.get(page.location).words()
    session.expire_all()
    assert made.state is OfferState.OPEN


def test_an_applicant_of_the_team_accepts_what_another_offers_and_confirms_nothing_alone(
    session, cast, visit, offer, apply, now
) -> None:
    session.add(StaffRole(user_id=cast.alice.id, location_id=cast.house.id))
    session.commit()
    application = apply()
    booking = application.booking
    path = f"/team/bochum/anfragen/{booking.reference}/bestaetigung"
    visit(cast.alice).post(path, {"version": booking.version}, expect=422)
    made = offer(application)
    visit(cast.alice).post(path, {"version": booking.version}, expect=422)
    assert accept_offer(session, made.id, by=cast.alice, now=now).offer_id == made.id
    session.commit()
    lines = visit(cast.nora).get(f"/team/bochum/pop-up/bewerbungen/{application.id}").words()
    assert "Alice hat das Angebot angenommen." in lines


def test_nobody_changes_the_end_of_what_their_own_organisation_has(
    session, cast, visit, tenancy, joined
) -> None:
    last = tenancy.first_and_last[1]
    url = f"/team/bochum/pop-up/nutzungen/{tenancy.id}/ende"
    assert url not in visit(cast.nora).get(f"/pop-up/nutzungen/{tenancy.id}").text
    page = visit(cast.nora).post(url, {"tag": "28.02.2027", "grund": "läuft gut"}, expect=422)
    assert OWN in page.words()
    session.expire_all()
    assert tenancy.first_and_last[1] == last == date(2027, 2, 14)
