"""Statements and processor time per request, taken in this process: the same application and database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bench.cases import Case
from bench.measure import WrongAnswer
from bench.visitor import GERMAN, Answer, Visitor
from config import Settings
from labspace import create_app
from labspace.db import db


class InProcess(Visitor):
    """A visitor without a network; `like` is one whose cookies and token it shares."""

    def __init__(self, client: FlaskClient, *, like: Visitor | None = None) -> None:
        self._client, self.app = client, client.application
        self.port, self.headers, self.cookies, self.token = 5000, dict(GERMAN), {}, ""
        self.api_token = ""
        if like is not None:
            self.port, self.headers = like.port, dict(like.headers)
            self.cookies, self.token = dict(like.cookies), like.token
            self.api_token = like.api_token

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        for name, value in self.cookies.items():
            self._client.set_cookie(name, value, domain="127.0.0.1")
        sent = {**self.headers, **headers}
        response = self._client.open(
            path, method=method, data=body, headers=sent, base_url=f"http://127.0.0.1:{self.port}"
        )
        self._note_cookies(response.headers.getlist("Set-Cookie"))
        return Answer(response.status_code, {k.lower(): v for k, v in response.headers}, response.data)


@dataclass(frozen=True)
class Cost:
    """What one request takes, whatever else the machine does."""

    statements: int
    cpu_ms: float


def cpu_ms(case: Case, visitor: Visitor) -> float:
    """The processor time of one request, rightly answered."""
    begun = time.process_time()
    answer = case.ask(visitor)
    used = time.process_time() - begun
    if answer.status != case.status:
        raise WrongAnswer(f"{case.name}: {answer.status} instead of {case.status}")
    return used * 1000


@contextmanager
def counting(database_url: str, folder: Path, person: Visitor) -> Iterator[Callable[[Case], Cost]]:
    """Gives a function that tells what a case costs once it is warm."""
    # Addresses are part of a feed: with another one, this process and the server would write it by turns.
    app = create_app(
        Settings(
            data_dir=folder,
            database_url=database_url,
            secret_key="bench",
            base_url=f"http://127.0.0.1:{person.port}",
            api_calls_per_token=0,
            api_calls_per_address=0,
        )
    )
    visitor = InProcess(app.test_client(), like=person)

    def count(case: Case) -> Cost:
        for _ in range(3):
            case.ask(visitor)
        with statements() as seen:
            case.ask(visitor)
        return Cost(len(seen), median(cpu_ms(case, visitor) for _ in range(15)))

    yield count
    _close(app)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Gathers every statement that any engine of this process sends meanwhile."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
