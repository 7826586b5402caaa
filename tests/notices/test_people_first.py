"""While people are served, the next mail waits; never for long."""

from __future__ import annotations

from threading import Event

import pytest
from flask import Flask

from labspace.notices import in_server
from labspace.notices.in_server import CALM, LONGEST_WAIT, PeopleFirst

NEVER_CALM = 60


class Watch(Event):
    """A clock that goes on only while somebody waits by it: no machine is too slow for it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, timeout: float | None = None) -> bool:
        self.now += timeout or 0
        return self.is_set()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(in_server, "monotonic", watch)
    return watch


def waited(people: PeopleFirst, watch: Watch) -> float:
    begun = watch()
    people.let_pass(watch)
    return watch() - begun


def test_nobody_there_means_no_waiting(watch: Watch) -> None:
    assert waited(PeopleFirst(Flask(__name__)), watch) == 0


def test_a_mail_waits_until_it_is_calm_after_a_request(watch: Watch) -> None:
    app = Flask(__name__)
    people = PeopleFirst(app)
    app.test_client().get("/")
    assert CALM <= waited(people, watch) < LONGEST_WAIT


def test_a_server_that_is_never_calm_sends_all_the_same(watch: Watch) -> None:
    people = PeopleFirst(Flask(__name__))
    people._asked_at = watch() + NEVER_CALM
    assert LONGEST_WAIT <= waited(people, watch) <= LONGEST_WAIT + 2 * CALM


def test_a_server_that_ends_does_not_wait(watch: Watch) -> None:
    people = PeopleFirst(Flask(__name__))
    people._asked_at = watch() + NEVER_CALM
    watch.set()
    assert waited(people, watch) == 0
