"""Calls are written with the change they tell of, for those who want to hear, and say nothing of persons."""

from __future__ import annotations

import json
from contextvars import Context
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.api.bookings.answers import BookingAnswer
from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope
from labspace.bookings.actions import cancel_booking, check_in, move_booking, place_booking
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.notices.models import Channel, OutboxRow
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.review.actions import decide
from labspace.popups.states import ApplicationState
from labspace.webhooks.actions import pause_endpoint, remove_endpoint, resume_endpoint
from labspace.webhooks.kinds import Event
from tests.factories import Cast, book, make_house, make_space, on_day
from tests.scene import TUESDAY
from tests.support.statements import counted
from tests.webhooks.conftest import Endpoint


def calls(session: Session) -> list[tuple[str, dict[str, Any]]]:
    rows = session.scalars(
        select(OutboxRow).where(OutboxRow.channel == Channel.WEBHOOK).order_by(OutboxRow.id)
    )
    return [(row.subject, json.loads(row.plain)) for row in rows]


def events(session: Session) -> list[str]:
    return [event for event, _said in calls(session)]


def ten(cast: Cast) -> Any:
    return on_day(TUESDAY, 10, 11, house=cast.house)


def test_the_life_of_a_booking_is_told_in_order(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    endpoint()
    booking = book(session, cast.desk, cast.alice, ten(cast), now=now)
    wish = Wish(span=on_day(TUESDAY, 12, 13, house=cast.house), space_ids=(cast.desk.id,), details=Details())
    move_booking(session, booking.id, wish, by=cast.alice, now=now)
    session.commit()
    check_in(session, booking.id, by=cast.alice, now=booking.starts_at)
    session.commit()
    other = book(session, cast.second_desk, cast.alice, ten(cast), now=now)
    cancel_booking(session, other.id, by=cast.alice, now=now)
    session.commit()
    assert events(session) == [
        "booking.created",
        "booking.changed",
        "booking.checked_in",
        "booking.created",
        "booking.cancelled",
    ]
    topics = {row.topic for row in session.scalars(select(OutboxRow)) if row.channel is Channel.WEBHOOK}
    assert len(topics) == 2


def test_a_call_names_times_and_spaces_but_nobody(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    endpoint()
    details = Details(title="Geheimer Prototyp", organisation_id=cast.acme.id, note="klingeln bei Alice")
    booking = book(session, cast.desk, cast.alice, ten(cast), now=now, details=details)
    [(_event, said)] = calls(session)
    data = said["data"]
    assert said["type"] == "booking.created"
    assert data["reference"] == booking.reference
    assert data["spaces"] == ["bochum-desk-01"]
    assert data["starts_at"] == "2026-11-24T10:00:00+01:00"
    assert data["state"] == "confirmed"
    for word in ("Alice", "alice", "Acme", "Prototyp", "klingeln"):
        assert word not in json.dumps(said)


def test_each_endpoint_hears_what_it_chose_of_its_house(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    endpoint("/created", events=[Event.CREATED])
    endpoint("/cancelled", events=[Event.CANCELLED])
    endpoint("/elsewhere", location_id=cast.other_house.id)
    everywhere = endpoint("/everywhere", location_id=None).recipient
    booking = book(session, cast.desk, cast.alice, ten(cast), now=now)
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    assert sorted(events(session)) == ["booking.cancelled"] * 2 + ["booking.created"] * 2
    recipients = [
        row.recipient for row in session.scalars(select(OutboxRow)) if row.channel is Channel.WEBHOOK
    ]
    assert recipients.count(everywhere) == 2


def test_what_is_refused_or_rolled_back_is_not_told(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    endpoint()
    book(session, cast.desk, cast.alice, ten(cast), now=now)
    wish = Wish(span=ten(cast), space_ids=(cast.desk.id,), details=Details())
    with pytest.raises(Refused):
        place_booking(session, wish, booked_by=cast.bob, now=now)
    session.rollback()
    later = Wish(span=on_day(TUESDAY, 14, 15, house=cast.house), space_ids=(cast.desk.id,), details=Details())
    place_booking(session, later, booked_by=cast.bob, now=now)
    session.rollback()
    session.commit()
    assert events(session) == ["booking.created"]


@pytest.mark.parametrize(
    "outcome", [ApplicationState.OFFERED, ApplicationState.RESERVE, ApplicationState.REJECTED]
)
def test_a_decided_application_is_told_with_its_outcome_and_nothing_of_what_it_says(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint, outcome: ApplicationState
) -> None:
    endpoint("/all")
    endpoint("/bookings", events=[Event.CREATED, Event.CHANGED, Event.CANCELLED])
    endpoint("/elsewhere", location_id=cast.other_house.id)
    concept = Concept(
        title="Zechenkaffee",
        concept="Geheimer Kaffee.",
        first_on=date(2027, 1, 18),
        weeks=4,
        organisation_id=cast.acme.id,
    )
    application = apply_for_slot(session, cast.popup, concept, applicant=cast.alice, now=now)
    session.commit()
    before = len(calls(session))
    decide(
        session, application.id, outcome, letter="Ein langer Brief.", why_early="eilt", by=cast.nora, now=now
    )
    session.commit()
    told = [said for event, said in calls(session)[before:] if event == "application.decided"]
    [said] = told
    assert said["type"] == "application.decided"
    assert said["timestamp"] == now.isoformat()
    assert said["data"] == {
        "application": application.id,
        "location": "bochum",
        "demo": False,
        "state": outcome.value,
        "links": {"page": f"http://127.0.0.1:5000/pop-up/bewerbungen/{application.id}"},
    }
    for word in ("Alice", "Acme", "kaffee", "Kaffee", "Brief", "eilt"):
        assert word not in json.dumps(said, ensure_ascii=False)
    (topic,) = {
        row.topic
        for row in session.scalars(select(OutboxRow))
        if row.channel is Channel.WEBHOOK and row.subject == "application.decided"
    }
    assert f"application:{application.id}" in topic


def test_a_booking_is_told_in_the_words_of_the_interface_for_programs(
    app: Flask, session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    """A receiver reads both with the same code: each key of a call is one of the API, with the same value."""
    endpoint()
    booking = book(session, cast.desk, cast.alice, ten(cast), now=now)
    secret = create_token(session, cast.nora.id, name="Tür", scope=Scope.STAFF, days=1, now=now)
    session.commit()
    [(_event, said)] = calls(session)
    assert set(said["data"]) <= set(BookingAnswer.model_fields)
    answer = Context().run(
        app.test_client().get,
        f"/api/v1/bookings/{booking.id}",
        headers={"Authorization": f"Bearer {secret}"},
    )
    told = answer.get_json()
    links = said["data"].pop("links")
    assert set(links) <= set(told["links"])
    assert urlsplit(links["page"]).path == urlsplit(told["links"]["page"]).path
    for name, value in said["data"].items():
        assert told[name] == value, name


def test_a_house_nobody_listens_to_pays_nothing(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    book(session, cast.desk, cast.alice, ten(cast), now=now)  # whatever is read only once is read now
    later = on_day(TUESDAY + timedelta(days=1), 10, 11, house=cast.house)
    with counted(session) as before:
        book(session, cast.desk, cast.alice, later, now=now)
    assert not [one for one in before if "webhook_endpoint" in one]
    endpoint(location_id=cast.other_house.id)
    with counted(session) as still:
        book(session, cast.second_desk, cast.alice, later, now=now)
    assert len(still) == len(before)


def test_a_paused_or_removed_endpoint_hears_nothing_new(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    first, second = endpoint("/a").id, endpoint("/b").id
    pause_endpoint(session, first)
    remove_endpoint(session, second, now=now)
    session.commit()
    assert cast.house.has_webhooks is False
    book(session, cast.desk, cast.alice, ten(cast), now=now)
    assert events(session) == []
    resume_endpoint(session, first, now=now)
    session.commit()
    assert cast.house.has_webhooks is True


def test_a_new_house_is_heard_of_by_those_who_listen_to_all(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    endpoint(location_id=None)
    house = make_house(session, "herne")
    desk = make_space(session, house)
    session.commit()
    book(session, desk, cast.alice, on_day(TUESDAY, 10, 11, house=house), now=now)
    assert [said["data"]["location"] for _event, said in calls(session)] == ["herne"]
