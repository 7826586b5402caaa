"""Whatever form the team or a partner sends twice, what it says is written down once, and nothing is lost.

Sent again with other content, as after going back in the browser, it asks first and keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.db import Base
from labspace.events.actions import EventDetails, request_event
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.models import EventCheck
from labspace.ideas.actions import Told, tell_idea
from labspace.ideas.models import IdeaMoney
from labspace.partners.actions import NewAgreement, NewAllotment, add_allotment, make_agreement
from labspace.partners.models import Allotment, AllotmentDate, PartnerAgreement
from labspace.popups.calls.models import PopupCall
from labspace.spaces.kinds import Layout
from tests.factories import Cast, on_day
from tests.popups.test_calls import values
from tests.support.visit import Page, Visitor

ALREADY = "Dieses Formular ist mit anderen Angaben schon abgeschickt und eingetragen."
THURSDAY = date(2026, 12, 3)
THURSDAYS = {
    "wochentag": "3",
    "von": "14:00",
    "bis": "16:00",
    "frist": "7",
    "kontingent_ab": "1.12.2026",
}
SEED_MONEY = {
    "quelle": "own",
    "schritt": "granted",
    "betrag": "2500",
    "geld_am": "heute",
    "beleg": "A-17",
}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A form on a page: where it stands and goes, what it holds, what is typed differently later, what it makes."""

    page: str
    to: str
    data: dict[str, Any]
    other: dict[str, str]
    makes: type[Base]


def call_form(session: Session, cast: Cast, now: datetime) -> Sent:
    """A call for pop-ups."""
    to = "/team/bochum/pop-up/ausschreibungen/neu"
    return Sent(page=to, to=to, data=values(cast), other={"titel": "Herbst im Laden"}, makes=PopupCall)


def agreement_form(session: Session, cast: Cast, now: datetime) -> Sent:
    """An agreement with a partner."""
    to = "/team/bochum/partner"
    data = {"organisation": "Acme", "ansprechperson": "Frau Beispiel", "ab": "1.12.2026"}
    return Sent(page=to, to=to, data=data, other={"ansprechperson": "Herr Muster"}, makes=PartnerAgreement)


def allotment_form(session: Session, cast: Cast, now: datetime) -> Sent:
    """A time kept for a partner."""
    page = f"/team/bochum/partner/{agree(session, cast, now).id}"
    data = {"flaeche": cast.area.public_id, **THURSDAYS}
    later = {"von": "16:00", "bis": "18:00"}
    return Sent(page=page, to=f"{page}/kontingent", data=data, other=later, makes=Allotment)


def money_form(session: Session, cast: Cast, now: datetime) -> Sent:
    """Seed money for an idea."""
    idea = tell_idea(session, Told(location_id=cast.house.id, title="Bänke", text="Mehr."), now=now)
    page = f"/team/bochum/ideen/{idea.reference}"
    return Sent(page=page, to=f"{page}/geld", data=SEED_MONEY, other={"betrag": "500"}, makes=IdeaMoney)


def check_form(session: Session, cast: Cast, now: datetime) -> Sent:
    """Something to settle for one event."""
    wish = Wish(
        span=on_day(THURSDAY, 10, 12, house=cast.house),
        space_ids=(cast.area.id,),
        details=Details(title="Lesung", people=20, layout=Layout.ROWS),
    )
    about = EventDetails(purpose="Lesen", organiser_name="Acme")
    event = request_event(session, wish, about, booked_by=cast.alice, now=now).booking
    approve_event(session, event.id, by=cast.nora, now=now, conditions=[])
    page = f"/team/bochum/anfragen/{event.reference}"
    data = {"punkt": "Flügel stimmen", "wer_erledigt": "team", "faellig": "heute"}
    other = {"punkt": "Flügel abholen"}
    return Sent(page=page, to=f"{page}/checkliste", data=data, other=other, makes=EventCheck)


def agree(session: Session, cast: Cast, now: datetime) -> PartnerAgreement:
    new = NewAgreement(location_id=cast.house.id, organisation_name="Acme", valid_from=date(2026, 11, 1))
    return make_agreement(session, new, by=cast.nora, now=now)


@pytest.fixture(
    params=[call_form, agreement_form, allotment_form, money_form, check_form],
    ids=["call", "agreement", "allotment", "money", "checklist"],
)
def sent(request: pytest.FixtureRequest, session: Session, cast: Cast, now: datetime) -> Sent:
    """Each form in turn, filled in as people do."""
    form: Sent = request.param(session, cast, now)
    session.commit()
    return form


def name_of(page: Page, to: str) -> str:
    """The hidden name of the form on the page that goes to this address."""
    form = next(one for one in page.all("form") if one.get("action") == to)
    (name,) = (one.get("value") for one in form.iter() if one.get("name") == "once")
    assert name
    return name


def count(session: Session, made: type[Base]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(made)) or 0


def test_a_form_sent_twice_makes_one(
    session: Session, cast: Cast, visit: Callable[..., Visitor], sent: Sent
) -> None:
    visitor, before = visit(cast.nora), count(session, sent.makes)
    data = {**sent.data, "once": name_of(visitor.get(sent.page), sent.to)}
    first, second = visitor.post(sent.to, data), visitor.post(sent.to, data)
    assert second.location == first.location, "the second click leads elsewhere than the first"
    assert count(session, sent.makes) == before + 1
    assert name_of(visitor.get(sent.page), sent.to) != data["once"], "the next form is none of its own"


def test_a_form_sent_again_with_other_content_asks_and_keeps_it(
    session: Session, cast: Cast, visit: Callable[..., Visitor], sent: Sent
) -> None:
    visitor, before = visit(cast.nora), count(session, sent.makes)
    data = {**sent.data, "once": name_of(visitor.get(sent.page), sent.to)}
    visitor.post(sent.to, data)
    page = visitor.post(sent.to, {**data, **sent.other}, expect=422)
    assert ALREADY in page.words()
    shown = {one.get("value") for one in page.all("input")}
    assert set(sent.other.values()) <= shown, "what was typed is lost"
    assert count(session, sent.makes) == before + 1
    visitor.post(sent.to, {**data, **sent.other, "once": name_of(page, sent.to)})
    assert count(session, sent.makes) == before + 2


def test_a_kept_date_booked_by_two_clicks_leads_to_its_one_booking(
    session: Session, cast: Cast, now: datetime, visit: Callable[..., Visitor]
) -> None:
    kept = NewAllotment(
        space_id=cast.area.id,
        weekday=3,
        starts_minute=14 * 60,
        ends_minute=16 * 60,
        release_days=7,
        valid_from=date(2026, 12, 1),
    )
    add_allotment(session, agree(session, cast, now).id, kept, by=cast.nora, now=now)
    session.commit()
    date_id = session.scalars(select(AllotmentDate.id).where(AllotmentDate.day == THURSDAY)).one()
    alice, address = visit(cast.alice), f"/partner/termine/{date_id}"
    once = name_of(alice.get(address), address)
    data = {"titel": "Ringvorlesung", "personen": "20", "bestuhlung": "rows", "once": once}
    first, second = alice.post(address, data), alice.post(address, data)
    assert second.location == first.location
    assert "Ringvorlesung" in alice.get(second.location).words()
    assert count(session, Booking) == 1
