"""Calls reach their endpoint signed, in order and at least once; one that is down delays nobody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from time import monotonic

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.outward.calls import Reach
from labspace.webhooks.actions import note_trouble, renew_secret, send_again, send_test
from labspace.webhooks.courier import WebhookCourier
from labspace.webhooks.kinds import Pause
from labspace.webhooks.models import WebhookEndpoint
from labspace.webhooks.pace import FIRST_REST, GIVE_UP, LONGEST_REST, OVERLAP, rest_after
from labspace.webhooks.posting import NotTaken, post
from labspace.webhooks.signing import secret_of
from tests.factories import Cast, book, on_day
from tests.scene import TUESDAY
from tests.webhooks.conftest import Endpoint
from tests.webhooks.receiver import Receiver

pytestmark = pytest.mark.usefixtures("on_loopback")


def rows(session: Session) -> list[OutboxRow]:
    session.rollback()
    return list(
        session.scalars(select(OutboxRow).where(OutboxRow.channel == Channel.WEBHOOK).order_by(OutboxRow.id))
    )


def states(session: Session) -> list[tuple[DeliveryState, int, str]]:
    return [(row.state, row.attempts, row.last_error) for row in rows(session)]


def expected(secret: str, call_id: str, timestamp: str, body: bytes) -> str:
    """The signature as Standard Webhooks 1.0 says, reckoned apart from the code under test."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{call_id}.{timestamp}.{body.decode()}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def test_a_call_is_signed_with_its_id_and_time(
    app: Flask, session: Session, now: datetime, endpoint: Endpoint, receiver: Receiver
) -> None:
    one = endpoint()
    secret = secret_of(app.config["SECRET_KEY"], one.id, 1)
    send_test(session, one.id, data={}, now=now)
    session.commit()
    assert WebhookCourier().carry_due(app) == 1
    [call] = receiver.received
    assert call.headers["webhook-timestamp"] == str(int(now.timestamp()))
    assert call.headers["content-type"] == "application/json"
    stamp = call.headers["webhook-timestamp"]
    assert call.headers["webhook-signature"] == expected(secret, call.id, stamp, call.body)
    assert call.said["id"] == call.id
    assert states(session) == [(DeliveryState.DONE, 1, "")]


def test_a_new_secret_and_the_old_one_sign_for_a_day(
    app: Flask, session: Session, now: datetime, endpoint: Endpoint, receiver: Receiver
) -> None:
    one = endpoint().id
    renew_secret(session, one, now=now)
    send_test(session, one, data={}, now=now)
    session.commit()
    WebhookCourier().carry_due(app)
    with time_machine.travel(now + OVERLAP, tick=False):
        send_test(session, one, data={}, now=now + OVERLAP)
        session.commit()
        WebhookCourier().carry_due(app)
    first, second = receiver.received
    both = [
        expected(
            secret_of(app.config["SECRET_KEY"], one, generation),
            first.id,
            first.headers["webhook-timestamp"],
            first.body,
        )
        for generation in (2, 1)
    ]
    assert first.headers["webhook-signature"].split(" ") == both
    assert len(second.headers["webhook-signature"].split(" ")) == 1


def test_what_fails_is_repeated_under_its_id_and_later_calls_of_the_booking_wait(
    app: Flask, session: Session, cast: Cast, now: datetime, endpoint: Endpoint, receiver: Receiver
) -> None:
    endpoint()
    receiver.status["/"] = 422  # blames the call, not the moment
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 10, 11, house=cast.house), now=now)
    other = book(session, cast.second_desk, cast.bob, on_day(TUESDAY, 10, 11, house=cast.house), now=now)
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    assert WebhookCourier().carry_due(app) == 0
    told = [(call.said["type"], call.said["data"]["reference"]) for call in receiver.received]
    assert told == [("booking.created", booking.reference), ("booking.created", other.reference)]
    assert states(session)[2] == (DeliveryState.NEW, 0, "")

    receiver.status.clear()
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        assert WebhookCourier().carry_due(app) == 3
    ids = [call.id for call in receiver.received]
    assert ids[2] == ids[0]
    assert ids[4] == ids[1]
    assert receiver.received[3].said["type"] == "booking.cancelled"
    assert {state for state, _attempts, _why in states(session)} == {DeliveryState.DONE}


def test_an_endpoint_in_trouble_rests_and_goes_last(
    app: Flask, session: Session, now: datetime, endpoint: Endpoint, receiver: Receiver
) -> None:
    bad, good = endpoint("/bad").id, endpoint("/good").id
    receiver.status["/bad"] = 503
    for _turn in range(3):
        send_test(session, bad, data={}, now=now)
    send_test(session, good, data={}, now=now)
    session.commit()
    assert WebhookCourier().carry_due(app) == 1
    assert [call.path for call in receiver.received] == ["/bad", "/good"]  # one try, then rest
    assert session.get_one(WebhookEndpoint, bad).failures == 1
    receiver.status.clear()
    assert session.get_one(WebhookEndpoint, bad).rests_until == now + FIRST_REST
    with time_machine.travel(now + FIRST_REST * 2, tick=False):
        assert WebhookCourier().carry_due(app) == 3
    session.rollback()
    assert session.get_one(WebhookEndpoint, bad).failures == 0


def test_days_without_an_answer_pause_an_endpoint(
    session: Session, cast: Cast, now: datetime, endpoint: Endpoint
) -> None:
    one = endpoint().id
    note_trouble(session, one, now=now)
    note_trouble(session, one, now=now + GIVE_UP)
    session.commit()
    assert session.get_one(WebhookEndpoint, one).pause is Pause.UNREACHABLE
    assert cast.house.has_webhooks is False


def test_the_rest_doubles_to_an_hour() -> None:
    assert [rest_after(count) for count in (1, 2, 3)] == [FIRST_REST, FIRST_REST * 2, FIRST_REST * 4]
    assert rest_after(1000) == LONGEST_REST


def test_what_was_delivered_goes_again_under_the_same_id(
    app: Flask, session: Session, now: datetime, endpoint: Endpoint, receiver: Receiver
) -> None:
    one = endpoint().id
    send_test(session, one, data={}, now=now)
    session.commit()
    WebhookCourier().carry_due(app)
    assert send_again(session, one, rows(session)[0].id, now=now)
    session.commit()
    WebhookCourier().carry_due(app)
    first, second = receiver.received
    assert (first.id, first.body) == (second.id, second.body)


@pytest.mark.parametrize(
    ("address", "numbers", "code"),
    [
        ("https://intern.example/", ["10.0.0.7"], "not_public"),
        ("https://intern.example/", ["93.184.216.34", "127.0.0.1"], "not_public"),
        ("https://intern.example/", ["::ffff:169.254.169.254"], "not_public"),
        ("http://aussen.example/", ["93.184.216.34"], "nobody_there"),
        ("https://[::1]/", ["::1"], "not_public"),
        ("https://nirgends.example/", [], "unknown_host"),
        ("gopher://aussen.example/", [], "not_an_address"),
    ],
    ids=["private", "one-of-two", "metadata", "in-the-clear", "loopback", "unknown", "no-web"],
)
def test_nobody_inside_is_called(
    address: str, numbers: list[str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("labspace.outward.calls.socket.create_connection", refuse)
    with pytest.raises(NotTaken) as refused:
        post(address, b"{}", {}, reach=Reach(), resolver=lambda _host, _port: numbers)
    assert refused.value.code == code


def test_a_name_that_changes_its_mind_reaches_nothing(receiver: Receiver) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Iterable[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    # Asked once: what is judged is what is connected to, and nothing of it is asked again.
    with pytest.raises(NotTaken):
        post(
            receiver.address().replace("127.0.0.1", "wechsel.example"),
            b"{}",
            {},
            reach=Reach(seconds=0.5, connect_seconds=0.2),
            resolver=rebinding,
        )
    assert asked == ["wechsel.example"]
    assert receiver.received == []


def test_a_redirect_is_a_failure_and_not_followed(
    app: Flask, session: Session, now: datetime, endpoint: Endpoint, receiver: Receiver
) -> None:
    one = endpoint("/alt").id
    receiver.status["/alt"], receiver.headers["Location"] = 307, receiver.address("/neu")
    send_test(session, one, data={}, now=now)
    session.commit()
    WebhookCourier().carry_due(app)
    assert [call.path for call in receiver.received] == ["/alt"]
    assert states(session) == [(DeliveryState.NEW, 1, "sent_elsewhere 307")]


def test_a_receiver_that_hangs_delays_neither_mails_nor_others(
    app: Flask, session: Session, now: datetime, endpoint: Endpoint, receiver: Receiver
) -> None:
    slow, quick = endpoint("/slow").id, endpoint("/quick").id
    receiver.hangs.add("/slow")
    send_test(session, slow, data={}, now=now)
    session.commit()
    stop = threading.Event()
    thread = threading.Thread(
        target=WebhookCourier().carry_until, args=(stop, app), kwargs={"pause": 0.02}, daemon=True
    )
    thread.start()
    assert receiver.arrived.wait(60)
    send_test(session, quick, data={}, now=now)
    session.commit()
    assert _soon(lambda: [call.path for call in receiver.received] == ["/slow", "/quick"])
    assert not receiver.over.is_set()
    stop.set()
    receiver.over.set()
    thread.join(60)
    for call in [one for one in threading.enumerate() if one.name == "labspace-webhook"]:
        call.join(60)
    assert all(state is not DeliveryState.TAKEN for state, *_rest in states(session))


def test_an_endpoint_with_much_to_hear_is_stayed_at(
    app: Flask,
    session: Session,
    now: datetime,
    endpoint: Endpoint,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("labspace.webhooks.courier.CALLS_AT_ONCE", 2)
    one = endpoint("/busy").id
    for _number in range(5):
        send_test(session, one, data={}, now=now)
    session.commit()
    stop = threading.Event()
    # One look: the next one is an hour away.
    thread = threading.Thread(
        target=WebhookCourier().carry_until, args=(stop, app), kwargs={"pause": 3600.0}, daemon=True
    )
    thread.start()
    assert _soon(lambda: [state for state, *_rest in states(session)] == [DeliveryState.DONE] * 5)
    stop.set()
    thread.join(60)
    assert len({call.id for call in receiver.received}) == 5


def _soon(is_true: Callable[[], bool], *, seconds: float = 60.0) -> bool:
    deadline = monotonic() + seconds
    while not (found := is_true()) and monotonic() < deadline:
        threading.Event().wait(0.05)
    return found
