"""Tokens: shown once, kept as a hash, bounded by scope, time and the person's own rights, and revocable."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.keys.actions import revoke_keys
from labspace.accounts.models import AccountEvent, User
from labspace.accounts.queries import find_user
from labspace.api.ground.caller import recognise
from labspace.api.ground.problems import Problem
from labspace.api.tokens.actions import LONGEST_DAYS, MOST, create_token, revoke_token
from labspace.api.tokens.kinds import Scope, allowed_by
from labspace.api.tokens.models import ApiToken
from labspace.api.tokens.queries import tokens_of
from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from labspace.times import utc_now
from tests.conftest import NOW
from tests.factories import Cast
from tests.support.visit import Visitor

PAGE = "/profil/api-token"


def test_each_scope_includes_those_before_it() -> None:
    assert allowed_by([Scope.READ]) == {Scope.READ}
    assert allowed_by([Scope.BOOK]) == {Scope.READ, Scope.BOOK}
    assert allowed_by([Scope.STAFF]) == set(Scope)
    assert allowed_by([]) == set()


def made(session: Session, user: User, *, days: int = 30, name: str = "Skript") -> str:
    secret = create_token(session, user.id, name=name, scope=Scope.BOOK, days=days, now=NOW)
    session.commit()
    return secret


def is_valid(app: Flask, session: Session, secret: str, *, after: timedelta = timedelta()) -> bool:
    with app.test_request_context():
        try:
            recognise(session, secret, now=NOW + after)
        except Problem as problem:
            return problem.code.code != "token_not_valid"
    return True


def test_a_token_is_known_by_its_hash_alone(app: Flask, session: Session, cast: Cast) -> None:
    secret = made(session, cast.alice)
    assert len(secret) > 40
    (token,) = tokens_of(session, cast.alice.id)
    assert secret not in {token.secret_hash, token.name}
    assert is_valid(app, session, secret)
    assert not is_valid(app, session, secret[:-1])
    assert not is_valid(app, session, token.secret_hash)


def test_a_token_ends_with_its_day_its_owner_and_its_revocation(
    app: Flask, session: Session, cast: Cast
) -> None:
    secret = made(session, cast.alice, days=30)
    assert is_valid(app, session, secret, after=timedelta(days=30, seconds=-1))
    assert not is_valid(app, session, secret, after=timedelta(days=30))
    cast.alice.disabled_at = NOW
    session.commit()
    assert not is_valid(app, session, secret)
    cast.alice.disabled_at = None
    session.commit()
    (token,) = tokens_of(session, cast.alice.id)
    assert revoke_token(session, cast.bob.id, token.id, now=NOW) is None
    session.commit()
    assert is_valid(app, session, secret)
    assert revoke_token(session, cast.alice.id, token.id, now=NOW) == "Skript"
    session.commit()
    assert not is_valid(app, session, secret)


def test_invented_people_call_from_this_machine_only(app: Flask, session: Session, cast: Cast) -> None:
    secret = made(session, cast.alice)
    cast.alice.is_demo = True
    session.commit()
    client = app.test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/locations", headers=headers).status_code == 200
    far = client.get("/api/v1/locations", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert far.status_code == 401


def test_names_are_single_and_expired_ones_make_room(session: Session, cast: Cast) -> None:
    made(session, cast.alice)
    with pytest.raises(Refused, match="token_named_so"):
        made(session, cast.alice)
    session.rollback()
    for number in range(MOST - 1):
        made(session, cast.alice, name=f"Skript {number}")
    with pytest.raises(Refused, match="too_many_tokens"):
        made(session, cast.alice, name="eins zu viel")
    session.rollback()
    later = NOW + timedelta(days=31)
    create_token(session, cast.alice.id, name="Skript", scope=Scope.READ, days=1, now=later)
    assert [one.name for one in tokens_of(session, cast.alice.id)] == ["Skript"]


def test_making_and_revoking_are_noted_and_mailed(session: Session, cast: Cast) -> None:
    made(session, cast.alice)
    revoke_token(session, cast.alice.id, tokens_of(session, cast.alice.id)[0].id, now=NOW)
    noted = session.scalars(select(AccountEvent.what).order_by(AccountEvent.id)).all()
    assert noted[-2:] == ["api_token_created", "api_token_revoked"]
    (mail,) = session.scalars(select(OutboxRow).where(OutboxRow.recipient == cast.alice.email))
    assert mail.subject == "Neues API-Token in Ihrem Konto"


def test_whoever_leaves_takes_the_programs_along(session: Session, cast: Cast) -> None:
    made(session, cast.alice)
    revoke_keys(session, ApiToken, cast.alice.id)
    assert tokens_of(session, cast.alice.id) == []


def test_use_is_noted_once_an_hour(app: Flask, session: Session, cast: Cast) -> None:
    secret = made(session, cast.alice)
    for minutes, noted in ((0, 0), (59, 0), (60, 60)):
        assert is_valid(app, session, secret, after=timedelta(minutes=minutes))
        session.expire_all()
        assert tokens_of(session, cast.alice.id)[0].last_used_at == NOW + timedelta(minutes=noted)


def test_the_page_shows_a_new_token_once(
    app: Flask, session: Session, cast: Cast, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(cast.alice)
    assert "staff" not in {one.get("value") for one in visitor.get(PAGE).all("input")}
    page = visitor.post(PAGE, {"name": "Skript", "scope": "book", "days": "90"}, expect=200)
    assert page.headers["Cache-Control"] == "no-store"
    (found,) = set(re.findall(r"labspace_[\w-]{43}", page.text))
    again = visitor.get(PAGE)
    assert found not in again.text
    assert "noch nicht benutzt" in again.words()
    assert is_valid(app, session, found, after=timedelta(days=89))
    token = session.scalars(select(ApiToken)).one()
    visitor.post(f"{PAGE}/{token.id}/widerruf")
    assert not is_valid(app, session, found)


def test_the_page_offers_the_team_more_and_refuses_nonsense(
    session: Session, cast: Cast, visit: Callable[..., Visitor]
) -> None:
    assert "staff" in {one.get("value") for one in visit(cast.nora).get(PAGE).all("input")}
    visitor = visit(cast.alice)
    for data in (
        {},
        {"name": "x", "scope": "staff", "days": "90"},
        {"name": "x", "scope": "read", "days": "4000"},
        {"name": "x" * 61, "scope": "read", "days": "90"},
    ):
        visitor.post(PAGE, data, expect=422)
    assert session.scalars(select(ApiToken)).all() == []
    visit(cast.bob).post(f"{PAGE}/1/widerruf", expect=404)


def test_the_command_prints_the_token_alone_on_its_last_line(
    app: Flask, session: Session, cast: Cast
) -> None:
    run = app.test_cli_runner()
    from labspace.accounts.cli import user
    from labspace.api.tokens.cli import token

    with time_machine.travel(NOW, tick=False):
        told = run.invoke(user, ["create", "robot@example.org", "--password", "vier kleine grüne Wörter"])
        assert told.exit_code == 0, told.output
        session.expire_all()
        robot = find_user(session, "robot@example.org")
        assert robot is not None
        assert robot.confirmed_at == utc_now()
        assert robot.name == "robot"
        for words in (["--scope", "book"], ["--scope", "read", "--scope", "staff"], []):
            told = run.invoke(token, ["create", "robot@example.org", *words])
            assert told.exit_code == 0, told.output
            assert is_valid(app, session, told.output.splitlines()[-1])
    session.expire_all()
    assert {one.scope for one in tokens_of(session, robot.id)} == set(Scope)
    listed = run.invoke(token, ["list", "robot@example.org"]).output.splitlines()
    assert len(listed) == 3
    number = listed[0].split("\t")[0]
    assert run.invoke(token, ["revoke", "robot@example.org", number]).exit_code == 0
    assert run.invoke(token, ["revoke", "robot@example.org", number]).exit_code == 1
    assert run.invoke(token, ["create", "nobody@example.org"]).exit_code == 1
    assert run.invoke(token, ["create", "robot@example.org", "--days", str(LONGEST_DAYS + 1)]).exit_code == 2
