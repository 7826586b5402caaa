"""While people are served, the next mail waits; never for long."""

from __future__ import annotations

from threading import Event
from time import monotonic

from flask import Flask

from labspace.notices.in_server import CALM, LONGEST_WAIT, PeopleFirst


def waited(people: PeopleFirst, stop: Event | None = None) -> float:
    begun = monotonic()
    people.let_pass(stop or Event())
    return monotonic() - begun


def test_nobody_there_means_no_waiting() -> None:
    assert waited(PeopleFirst(Flask(__name__))) < LONGEST_WAIT


def test_a_mail_waits_until_it_is_calm_after_a_request() -> None:
    app = Flask(__name__)
    people = PeopleFirst(app)
    app.test_client().get("/")
    assert waited(people) > CALM / 2


def test_a_server_that_is_never_calm_sends_all_the_same() -> None:
    people = PeopleFirst(Flask(__name__))
    people._asked_at = monotonic() + 60
    assert LONGEST_WAIT <= waited(people) < 60


def test_a_server_that_ends_does_not_wait() -> None:
    people, stop = PeopleFirst(Flask(__name__)), Event()
    people._asked_at = monotonic() + 60
    stop.set()
    assert waited(people, stop) < LONGEST_WAIT
