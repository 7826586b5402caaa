"""While people are served, the next mail waits; never for long."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from flask import Flask

from labspace.notices import in_server, last_asked
from labspace.notices.in_server import CALM, LONGEST_WAIT, PeopleFirst
from labspace.notices.last_asked import NAME, OFTEN_ENOUGH, LastAsked

HOUR = 3600


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


class NeverCalm(Watch):
    """Beside it somebody asks for a page with every look."""

    def __init__(self, beside: LastAsked) -> None:
        super().__init__()
        self._beside = beside

    def wait(self, timeout: float | None = None) -> bool:
        ended = super().wait(timeout)
        self._beside.note()
        return ended


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return on_duty(Watch(), monkeypatch)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = Flask(__name__)
    app.extensions["labspace.settings"] = SimpleNamespace(data_dir=tmp_path)
    return app


def on_duty(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Watch:
    for module in (in_server, last_asked):
        monkeypatch.setattr(module, "monotonic", watch)
    return watch


def waited(people: PeopleFirst, watch: Watch) -> float:
    begun = watch()
    people.let_pass(watch)
    return watch() - begun


def test_nobody_there_means_no_waiting(app: Flask, watch: Watch) -> None:
    assert waited(PeopleFirst(app), watch) == 0


def test_a_mail_waits_until_it_is_calm_after_a_request(app: Flask, watch: Watch) -> None:
    people = PeopleFirst(app)
    app.test_client().get("/")
    assert CALM <= waited(people, watch) < LONGEST_WAIT


def test_a_mail_waits_for_people_whom_another_process_serves(
    app: Flask, tmp_path: Path, watch: Watch
) -> None:
    people = PeopleFirst(app)
    LastAsked(tmp_path).note()
    assert CALM <= waited(people, watch) < LONGEST_WAIT


def test_a_server_that_is_never_calm_sends_all_the_same(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = LastAsked(tmp_path)
    watch = on_duty(NeverCalm(beside), monkeypatch)
    people = PeopleFirst(app)
    beside.note()
    assert LONGEST_WAIT <= waited(people, watch) <= LONGEST_WAIT + 2 * CALM


def test_a_server_that_ends_does_not_wait(app: Flask, watch: Watch) -> None:
    people = PeopleFirst(app)
    app.test_client().get("/")
    watch.set()
    assert waited(people, watch) == 0


def test_requests_close_together_are_written_down_once(tmp_path: Path, watch: Watch) -> None:
    asked = LastAsked(tmp_path)
    asked.note()
    first = (tmp_path / NAME).stat().st_mtime_ns
    watch.now += OFTEN_ENOUGH / 2
    asked.note()
    assert (tmp_path / NAME).stat().st_mtime_ns == first
    watch.now += OFTEN_ENOUGH
    asked.note()
    assert (tmp_path / NAME).stat().st_mtime_ns > first


def test_what_was_before_the_machine_was_started_anew_is_forgotten(tmp_path: Path, watch: Watch) -> None:
    LastAsked(tmp_path).note()
    watch.now -= HOUR / 6
    assert LastAsked(tmp_path).seconds_ago() == float("inf")


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, watch: Watch) -> None:
    asked = LastAsked(tmp_path / "missing")
    asked.note()
    watch.now += 1
    assert asked.seconds_ago() == 1


def test_real_processes_share_the_moment(tmp_path: Path) -> None:
    LastAsked(tmp_path)
    beside = multiprocessing.get_context("spawn").Process(target=ask, args=(tmp_path,))
    beside.start()
    beside.join()
    assert 0 <= LastAsked(tmp_path).seconds_ago() < HOUR


def ask(folder: Path) -> None:
    """In a process of its own."""
    LastAsked(folder).note()
