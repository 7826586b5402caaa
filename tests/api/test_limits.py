"""Limits: never more than allowed over all processes, a new minute a new chance, off by setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.api.limits.counting import SHARE, Counter, forget_old, key_of, share_of
from labspace.api.limits.models import ApiAllowance
from labspace.db import db
from tests.api.conftest import Program
from tests.conftest import NOW
from tests.factories import Cast


@pytest.mark.parametrize("limit", [1, SHARE - 1, SHARE, 3 * SHARE + 7])
def test_all_processes_together_give_no_more_than_the_limit(app: Flask, session: Session, limit: int) -> None:
    processes = [Counter(), Counter(), Counter()]
    answers = [
        processes[number % 3].take(db.engine, "k" * 64, limit=limit, now=NOW)
        for number in range(2 * limit + 60)
    ]
    given = answers.count(None)
    assert limit - 2 * (SHARE - 1) <= given <= limit
    assert all(wait is None or 1 <= wait <= 60 for wait in answers)
    assert processes[0].take(db.engine, "k" * 64, limit=limit, now=NOW + timedelta(minutes=1)) is None
    assert processes[0].take(db.engine, "x" * 64, limit=limit, now=NOW) is None


@pytest.mark.parametrize("limit", [1, 7, 39, 67, 400, 1200])
def test_what_other_processes_hold_back_is_a_twentieth_each_at_most(
    app: Flask, session: Session, limit: int
) -> None:
    """Somebody whose calls always reach the same of four processes, after the others were asked once."""
    one, *others = [Counter() for _process in range(4)]
    spent = [other.take(db.engine, "k" * 64, limit=limit, now=NOW) for other in others].count(None)
    answers = [one.take(db.engine, "k" * 64, limit=limit, now=NOW) for _call in range(limit + 5)]
    given = answers.count(None) + spent
    assert limit - 3 * (share_of(limit) - 1) <= given <= limit
    assert share_of(limit) <= max(1, limit / 20)


def test_most_calls_cost_no_statement(app: Flask, session: Session) -> None:
    counter = Counter()
    for _call in range(SHARE):
        counter.take(db.engine, "k" * 64, limit=1000, now=NOW)
    assert session.scalar(select(ApiAllowance.handed_out)) == SHARE


def test_too_many_calls_are_told_to_wait(app: Flask, program: Callable[..., Program], cast: Cast) -> None:
    app.extensions["labspace.settings"] = replace(
        app.extensions["labspace.settings"], api_calls_per_address=3
    )
    caller = program()
    statuses = [caller.call("GET", "/locations").status_code for _call in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    refused = caller.get("/locations", expect=429)
    assert refused.get_json(force=True)["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        caller.get("/locations")


def test_each_token_has_its_own_calls(app: Flask, program: Callable[..., Program], cast: Cast) -> None:
    app.extensions["labspace.settings"] = replace(app.extensions["labspace.settings"], api_calls_per_token=2)
    alice, bob = program(cast.alice), program(cast.bob)
    assert [alice.call("GET", "/locations").status_code for _call in range(3)] == [200, 200, 429]
    bob.get("/locations")
    program().get("/locations")


def test_no_limit_counts_nothing(
    app: Flask, session: Session, program: Callable[..., Program], cast: Cast
) -> None:
    settings = replace(app.extensions["labspace.settings"], api_calls_per_address=0, api_calls_per_token=0)
    app.extensions["labspace.settings"] = settings
    program(cast.alice).get("/locations")
    assert session.scalar(select(func.count()).select_from(ApiAllowance)) == 0


def test_neither_address_nor_token_is_stored_and_old_rows_go(app: Flask, session: Session) -> None:
    key = key_of("address", "192.0.2.7", secret="s")
    assert key != key_of("address", "192.0.2.7", secret="t") != key_of("token", "192.0.2.7", secret="t")
    Counter().take(db.engine, key, limit=10, now=NOW)
    forget_old(session, NOW + timedelta(minutes=60))
    assert session.scalar(select(func.count()).select_from(ApiAllowance)) == 1
    forget_old(session, NOW + timedelta(minutes=61))
    assert session.scalar(select(func.count()).select_from(ApiAllowance)) == 0
