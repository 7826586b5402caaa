"""Whatever goes wrong below /api is told as a problem, in the language asked for, and never as a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from labspace.accounts.models import User
from labspace.api.tokens.kinds import Scope
from tests.api.conftest import Program
from tests.factories import Cast
from tests.support.visit import Visitor


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/", 404, "not_found"),
        ("GET", "/api/v1", 404, "not_found"),
        ("GET", "/api/v2/locations", 404, "not_found"),
        ("GET", "/api/v1/locations/", 404, "not_found"),
        ("GET", "/api//v1/locations", 404, "not_found"),
        ("GET", "/api/v1/%ff%fe", 404, "not_found"),
        ("POST", "/api/v1/locations", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/locations", 405, "method_not_allowed"),
        ("POST", "/api/v1/docs", 405, "method_not_allowed"),
        ("GET", "/api/v1/locations?limit=0", 422, "invalid"),
        ("GET", "/api/v1/locations?limit=501", 422, "invalid"),
        ("GET", "/api/v1/locations?limit=1e3", 422, "invalid"),
        ("GET", "/api/v1/locations?limit=" + "9" * 5000, 422, "invalid"),
        ("GET", "/api/v1/locations?limit=1&limit=2", 422, "invalid"),
        ("GET", "/api/v1/locations?colour=red", 422, "invalid"),
        ("GET", "/api/v1/locations?after=x", 422, "invalid"),
        ("GET", "/api/v1/locations?after=WzFd", 422, "invalid"),
        ("GET", "/api/v1/locations?after=%F0%9F%92%A5", 422, "invalid"),
        ("GET", "/api/v1/locations?after=%00", 400, "bad_request"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_error_has_its_code(
    program: Callable[..., Program], cast: Cast, method: str, path: str, status: int, code: str
) -> None:
    answer = program().call(method, path, expect=status)
    assert answer.get_json(force=True)["code"] == code


def test_a_wrong_method_is_told_the_right_ones(program: Callable[..., Program], cast: Cast) -> None:
    assert "GET" in program().call("POST", "/locations", expect=405).headers["Allow"]


def test_each_field_that_does_not_fit_is_named(program: Callable[..., Program], cast: Cast) -> None:
    problem = program().get("/locations?limit=0&colour=red", expect=422).get_json(force=True)
    assert [(one["field"], one["code"]) for one in problem["errors"]] == [
        ("limit", "too_small"),
        ("colour", "unknown_field"),
    ]


def test_problems_speak_german_or_english(program: Callable[..., Program], cast: Cast) -> None:
    german = program().get("/nothing", expect=404).get_json(force=True)
    english = program(language="en-GB,en;q=0.9").get("/nothing", expect=404).get_json(force=True)
    assert german["title"] == "Das gibt es nicht"
    assert english["title"] == "There is no such thing"


def test_an_empty_answer_is_not_called_a_page(program: Callable[..., Program], cast: Cast) -> None:
    answer = program().call("OPTIONS", "/locations", expect=200)
    assert answer.data == b""
    assert "Content-Type" not in answer.headers


def test_a_cookie_opens_nothing(
    visit: Callable[..., Visitor], program: Callable[..., Program], cast: Cast
) -> None:
    # Whoever is signed in to the site is a stranger to the API: no other site can call through a browser.
    page = visit(cast.ada).get("/api/v1/locations")
    assert page.headers["Cache-Control"] == "no-cache"
    assert page.data == program().get("/locations").data


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer nonsense", "Basic YTpi", "Token x", "Bearer \xff", "x" * 5000]
)
def test_a_wrong_token_is_refused_where_none_is_needed(
    program: Callable[..., Program], cast: Cast, header: str
) -> None:
    answer = program().get("/locations", expect=401, headers={"Authorization": header})
    assert answer.get_json(force=True)["code"] == "token_not_valid"
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="labspace"')


def test_a_token_is_taken_where_none_is_needed(program: Callable[..., Program], cast: Cast) -> None:
    user: User = cast.alice
    answer = program(user, Scope.READ).get("/locations")
    assert answer.headers["Cache-Control"] == "private, no-cache"
