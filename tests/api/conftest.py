"""A program that calls the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from labspace.accounts.models import User
from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope
from labspace.db import db
from labspace.times import utc_now


class Program:
    """Calls the API, with a token or not; every answer is checked as a careful program would."""

    def __init__(self, app: Flask, token: str | None = None, *, language: str = "") -> None:
        self._client = app.test_client()
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        if language:
            self._headers["Accept-Language"] = language

    def get(self, path: str, *, expect: int = 200, **options: Any) -> TestResponse:
        return self.call("GET", path, expect=expect, **options)

    def post(self, path: str, content: Any = None, *, expect: int = 200, **options: Any) -> TestResponse:
        if content is not None:
            options |= {"data": json.dumps(content), "content_type": "application/json"}
        return self.call("POST", path, expect=expect, **options)

    def call(self, method: str, path: str, *, expect: int | None = None, **options: Any) -> TestResponse:
        """The answer to one call; an `expect` of None takes any but an error of the site itself."""
        headers = {**self._headers, **options.pop("headers", {})}
        url = path if path.startswith(("/api", "http")) else f"/api/v1{path}"
        db.session.commit()
        response = Context().run(self._client.open, url, method=method, headers=headers, **options)
        db.session.expire_all()
        told = f"{method} {path}: {response.status_code} {response.text[:800]}"
        assert response.status_code < 500, told
        assert expect is None or response.status_code == expect, told
        assert response.mimetype != "text/html", told
        if response.status_code >= 400:
            self._check_problem(response, method)
        return response

    @staticmethod
    def _check_problem(response: TestResponse, method: str) -> None:
        assert response.mimetype == "application/problem+json"
        if method != "HEAD":
            problem = json.loads(response.text)
            assert problem["status"] == response.status_code
            assert all(problem[name] for name in ("type", "title", "detail", "code"))


@pytest.fixture
def program(app: Flask) -> Callable[..., Program]:
    """Makes programs: `program()` without a token, `program(alice, Scope.BOOK)` with one of hers."""
    count = iter(range(1000))

    def make(user: User | None = None, scope: Scope = Scope.READ, *, language: str = "") -> Program:
        if user is None:
            return Program(app, language=language)
        secret = create_token(
            db.session(), user.id, name=f"Test {next(count)}", scope=scope, days=30, now=utc_now()
        )
        db.session.commit()
        return Program(app, secret, language=language)

    return make
