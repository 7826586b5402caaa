"""The same Idempotency-Key gives the same answer, also beside itself; another request with it is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import AccountEvent
from labspace.api.ground.problems import Problem
from labspace.api.once.answering import KEPT, answered_once, forget_answers
from labspace.api.once.models import KeptAnswer
from labspace.db import begin_write, db
from labspace.errors import Refusal, Refused
from tests.conftest import NOW
from tests.factories import Cast

Act = Callable[[], Response]


def acting(what: str = "done") -> Act:
    """Writes one row, and answers with its number."""

    def act() -> Response:
        session = db.session()
        begin_write(session)
        session.add(AccountEvent(at=NOW, what=what))
        session.flush()
        number = session.scalar(select(func.count(AccountEvent.id)).where(AccountEvent.what == what))
        return Response(f'{{"number": {number}}}', 201, {"Location": "/there"}, mimetype="application/json")

    return act


def ask(app: Flask, act: Act, key: str | None, user_id: int, body: bytes = b"{}") -> Response:
    def call() -> Response:
        with app.test_request_context("/api/v1/x", method="POST", data=body):
            return answered_once(act, key=key, user_id=user_id)

    return Context().run(call)


def number_of(session: Session, what: str = "done") -> int:
    session.rollback()
    return session.scalar(select(func.count(AccountEvent.id)).where(AccountEvent.what == what)) or 0


def test_a_repeat_gets_the_same_answer_and_acts_no_more(app: Flask, session: Session, cast: Cast) -> None:
    first, again = (ask(app, acting(), "key", cast.alice.id) for _turn in range(2))
    assert (first.status_code, first.data, first.headers["Location"]) == (201, b'{"number": 1}', "/there")
    assert (again.status_code, again.data, again.headers["Location"]) == (201, b'{"number": 1}', "/there")
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert number_of(session) == 1


def test_another_body_with_the_key_is_refused_another_person_is_not(
    app: Flask, session: Session, cast: Cast
) -> None:
    ask(app, acting(), "key", cast.alice.id)
    with pytest.raises(Problem, match="idempotency_key_reused"):
        ask(app, acting(), "key", cast.alice.id, body=b'{"a": 1}')
    assert ask(app, acting(), "key", cast.bob.id).data == b'{"number": 2}'
    assert ask(app, acting(), None, cast.alice.id).data == b'{"number": 3}'
    assert number_of(session) == 3


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"], ids=["empty", "long", "tab"])
def test_a_key_that_is_none_is_refused(app: Flask, session: Session, cast: Cast, key: str) -> None:
    with pytest.raises(Problem, match="bad_request"):
        ask(app, acting(), key, cast.alice.id)


def test_refusals_are_kept_and_what_they_wrote_is_not(app: Flask, session: Session, cast: Cast) -> None:
    def refuse() -> Response:
        acting()()
        raise Refused(Refusal("in_the_past"))

    first = ask(app, refuse, "key", cast.alice.id)
    again = ask(app, acting(), "key", cast.alice.id)
    assert 400 <= first.status_code < 500
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert number_of(session) == 0


def test_an_error_of_ours_keeps_nothing(app: Flask, session: Session, cast: Cast) -> None:
    def fail() -> Response:
        acting()()
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        ask(app, fail, "key", cast.alice.id)
    assert number_of(session) == 0
    assert ask(app, acting(), "key", cast.alice.id).status_code == 201


def test_after_a_day_the_key_is_free(app: Flask, session: Session, cast: Cast) -> None:
    ask(app, acting(), "key", cast.alice.id)
    session.rollback()
    forget_answers(session, NOW + KEPT - timedelta(seconds=1))
    assert session.scalar(select(func.count(KeptAnswer.id))) == 1
    forget_answers(session, NOW + KEPT)
    session.commit()
    assert ask(app, acting(), "key", cast.alice.id, body=b"other").status_code == 201


def test_eight_at_once_act_once(app: Flask, session: Session, cast: Cast) -> None:
    user_id = cast.alice.id
    session.commit()

    def one(_number: int) -> str:
        try:
            return ask(app, acting(), "key", user_id).get_data(as_text=True)
        finally:
            with app.app_context():
                db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(8)))
    assert answers == ['{"number": 1}'] * 8
    assert number_of(session) == 1
