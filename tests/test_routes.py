"""Every route carries its right; nobody without it gets through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from config import Settings
from labspace import create_app
from labspace.access import Right, right_of
from labspace.security import csrf
from tests.factories import Cast
from tests.support.visit import Visitor

WITHOUT_CSRF = frozenset({"api", "caldav"})
"""Endpoints that take no session and so need no token against forgery."""


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def example(rule: Rule) -> str:
    """An address of a route with made-up parts."""
    values: dict[str, Any] = {
        name: 1 if isinstance(rule._converters[name], NumberConverter) else "x" for name in rule.arguments
    }
    with_values = rule.build(values)
    assert with_values is not None
    return with_values[1]


@pytest.fixture(params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_view_carries_a_right(app: Flask) -> None:
    bare = [rule.endpoint for rule in rules(app) if right_of(app.view_functions[rule.endpoint]) is None]
    assert not bare, f"views without a right: {bare}"


def test_a_view_without_a_right_answers_403(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/unmarked", view_func=lambda: "open", endpoint="unmarked")
    assert app.test_client().get("/unmarked").status_code == 403


def test_visitors_reach_only_public_views(app: Flask, cast: Cast, visit: Callable[..., Visitor]) -> None:
    for rule in rules(app):
        if right_of(app.view_functions[rule.endpoint]) is Right.PUBLIC:
            continue
        methods = rule.methods or set()
        if "GET" in methods:
            assert visit().get(example(rule), expect=303).location.startswith("/anmeldung"), rule
        if "POST" in methods:
            visit().post(example(rule), expect=401)


@pytest.mark.parametrize(("right", "who"), [(Right.STAFF, "alice"), (Right.ADMINISTRATOR, "nora")])
def test_people_without_the_right_are_refused(
    app: Flask, cast: Cast, visit: Callable[..., Visitor], right: Right, who: str
) -> None:
    visitor = visit(getattr(cast, who))
    for rule in rules(app):
        if right_of(app.view_functions[rule.endpoint]) is right:
            methods = rule.methods or set()
            if "GET" in methods:
                visitor.get(example(rule), expect=403)
            if "POST" in methods:
                visitor.post(example(rule), expect=403)


def test_views_that_change_something_want_a_token_against_forgery(app: Flask) -> None:
    exempt: set[object] = csrf._exempt_views | csrf._exempt_blueprints
    assert {getattr(one, "name", one) for one in exempt} <= WITHOUT_CSRF


def test_a_form_without_its_token_is_refused_with_a_sentence(settings: Settings) -> None:
    app = create_app(settings)
    answer = app.test_client().post("/anmeldung", data={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "Laden Sie sie neu" in answer.get_data(as_text=True)
