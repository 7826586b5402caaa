"""The team's pages of webhooks: setting up, trying, reading what failed, sending again, ending."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.webhooks.actions import MOST_ENDPOINTS, add_endpoint, send_test
from labspace.webhooks.courier import WebhookCourier
from labspace.webhooks.kinds import CHOOSABLE
from labspace.webhooks.models import WebhookEndpoint
from tests.factories import Cast
from tests.support.statements import counted
from tests.webhooks.conftest import Endpoint
from tests.webhooks.receiver import Receiver

LIST = "/team/bochum/webhooks"
FORM = {"name": "Licht", "adresse": "https://licht.example/hook", "ereignisse": ["booking.created"]}


def test_the_secret_is_shown_once(session: Session, cast: Cast, visit) -> None:
    assert "Noch kein Webhook" in visit(cast.nora).get(LIST).text
    page = visit(cast.nora).post(f"{LIST}/neu", FORM, expect=200)
    assert re.search(r"whsec_[A-Za-z0-9+/]{43}=", page.text)
    one = session.scalars(select(WebhookEndpoint)).one()
    assert (one.location_id, one.events) == (cast.house.id, ["booking.created"])
    again = visit(cast.nora).get(f"{LIST}/{one.id}")
    assert "whsec_" not in again.text
    assert "licht.example" in again.text
    renewed = visit(cast.nora).post(f"{LIST}/{one.id}/geheimnis", {}, expect=200)
    assert "whsec_" in renewed.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "einen Namen"),
        ({"adresse": "licht"}, "Das ist keine Adresse"),
        ({"adresse": "http://licht.example/"}, "Über http geht nichts"),
        ({"adresse": "https://127.0.0.1/"}, "nicht im öffentlichen Netz"),
        ({"adresse": "https://[::ffff:10.0.0.1]/"}, "nicht im öffentlichen Netz"),
        ({"adresse": "https://licht.example/" + "a" * 2100}, "höchstens"),
        ({"ereignisse": []}, "mindestens ein Ereignis"),
        ({"ereignisse": ["booking.eaten"]}, "aus der Liste"),
        ({"ereignisse": ["test"]}, "aus der Liste"),
    ],
    ids=["no-name", "no-address", "http", "loopback", "hidden", "too-long", "none", "unknown", "test"],
)
def test_wrong_input_is_answered_by_a_sentence(
    session: Session, cast: Cast, visit, wrong: dict[str, object], sentence: str
) -> None:
    page = visit(cast.nora).post(f"{LIST}/neu", {**FORM, **wrong}, expect=422)
    assert sentence in page.text
    assert session.scalars(select(WebhookEndpoint)).all() == []


def test_only_those_who_administer_let_all_houses_be_heard(session: Session, cast: Cast, visit) -> None:
    visit(cast.nora).post(f"{LIST}/neu", {**FORM, "alle-haeuser": "y"}, expect=200)
    visit(cast.ada).post(f"{LIST}/neu", {**FORM, "alle-haeuser": "y"}, expect=200)
    ours, everywhere = session.scalars(select(WebhookEndpoint).order_by(WebhookEndpoint.id))
    assert (ours.location_id, everywhere.location_id) == (cast.house.id, None)
    visit(cast.nora).get(f"{LIST}/{everywhere.id}", expect=404)
    assert f"{LIST}/{everywhere.id}" not in visit(cast.nora).get(LIST).text
    visit(cast.ada).get(f"{LIST}/{everywhere.id}")


def test_there_are_not_too_many(session: Session, cast: Cast, now: datetime, visit) -> None:
    for number in range(MOST_ENDPOINTS):
        add_endpoint(
            session,
            location_id=cast.house.id,
            name=f"Nummer {number}",
            address="https://licht.example/",
            events=CHOOSABLE,
            by=cast.nora,
            now=now,
        )
    session.commit()
    assert "Mehr als 20" in visit(cast.nora).post(f"{LIST}/neu", FORM, expect=422).text


@pytest.mark.usefixtures("on_loopback")
def test_a_failed_call_says_why_and_goes_again(
    app: Flask, session: Session, cast: Cast, endpoint: Endpoint, receiver: Receiver, visit
) -> None:
    one = endpoint("/tuer").id
    receiver.status["/tuer"] = 500
    visit(cast.nora).post(f"{LIST}/{one}/test", {}, expect=303)
    WebhookCourier().carry_due(app)
    page = visit(cast.nora).get(f"{LIST}/{one}?nur=fehler")
    assert "gerade selbst eine Störung" in page.text
    assert "(Antwort 500)" in page.text
    assert "gestört" in page.text
    receiver.status.clear()
    row = session.scalars(select(OutboxRow).where(OutboxRow.channel == Channel.WEBHOOK)).one()
    visit(cast.nora).post(f"{LIST}/{one}/aufrufe/{row.id}/wiederholung", {}, expect=303)
    WebhookCourier().carry_due(app)
    session.expire_all()
    assert row.state is DeliveryState.DONE
    assert "zugestellt" in visit(cast.nora).get(f"{LIST}/{one}").text


def test_it_can_be_changed_paused_and_removed(
    session: Session, cast: Cast, endpoint: Endpoint, visit
) -> None:
    one = endpoint()
    nora = visit(cast.nora)
    nora.post(f"{LIST}/{one.id}/aenderung", {**FORM, "name": "Neu"}, expect=303)
    nora.post(f"{LIST}/{one.id}/aenderung", {**FORM, "adresse": ""}, expect=422)
    nora.post(f"{LIST}/{one.id}/pause", {}, expect=303)
    assert "angehalten" in nora.get(f"{LIST}/{one.id}").text
    nora.post(f"{LIST}/{one.id}/fortsetzung", {}, expect=303)
    session.expire_all()
    assert (one.name, one.address, one.pause) == ("Neu", "https://licht.example/hook", None)
    nora.post(f"{LIST}/{one.id}/entfernung", {}, expect=303)
    nora.get(f"{LIST}/{one.id}", expect=404)


def test_a_call_of_another_endpoint_is_not_sent_again_from_here(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint, visit
) -> None:
    here, there = endpoint("/a").id, endpoint("/b").id
    send_test(session, there, data={}, now=now)
    session.commit()
    row = session.scalars(select(OutboxRow).where(OutboxRow.channel == Channel.WEBHOOK)).one()
    visit(cast.nora).post(f"{LIST}/{here}/aufrufe/{row.id}/wiederholung", {}, expect=303)
    session.expire_all()
    assert row.attempts == 0


def test_the_page_costs_the_same_with_many_calls(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint, visit
) -> None:
    one = endpoint().id
    nora = visit(cast.nora)
    nora.get(f"{LIST}/{one}")

    def statements() -> int:
        with counted(session) as seen:
            nora.get(f"{LIST}/{one}")
        return len(seen)

    few = statements()
    for _turn in range(60):
        send_test(session, one, data={}, now=now)
    session.commit()
    assert statements() == few
    assert "Ältere Aufrufe" in nora.get(f"{LIST}/{one}").text
