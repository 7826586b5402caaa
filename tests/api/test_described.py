"""Every call keeps what the OpenAPI document says of it, whatever it is asked, signed in and not."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.spaces.models import Space
from labspace.times import utc_now
from tests.factories import Cast
from tests.scene import Scene
from tests.support.rows import Rows
from tests.support.statements import counted

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BESIDE = ("api_allowance", "api_token")
"""What a call that reads may write: that it was counted, and when its token was used."""

EXAMPLES = 8
WRONG_EXAMPLES = 3
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WRONG_CHECKS = [*CHECKS, negative_data_rejection]
WRONG_SETTINGS = settings(SETTINGS, max_examples=WRONG_EXAMPLES)


@pytest.mark.parametrize("who", ["nobody", "alice", "nora"])
def test_every_call_keeps_what_is_said_of_it(
    app: Flask, session: Session, cast: Cast, scene: Scene, who: str
) -> None:
    """Asked whatever its description allows, and a little beside that."""
    headers, real = headers_of(session, cast, who), Real(session)
    for operation in operations(app):
        check(operation, headers, real)


@pytest.mark.parametrize("who", ["nobody", "nora"])
def test_what_no_description_allows_is_refused_as_it_says(
    app: Flask, session: Session, cast: Cast, scene: Scene, who: str
) -> None:
    """Asked what its description forbids: other types, missing and unknown fields, bounds overstepped."""
    headers, real = headers_of(session, cast, who), Real(session)
    rows = Rows(session)
    # A refusal under an Idempotency-Key is kept for its repeats.
    before = {**rows.count(), "api_answer": 0}
    for operation in operations(app):
        refuse(operation, headers, real)
    assert {**rows.count(), "api_answer": 0} == before


def headers_of(session: Session, cast: Cast, who: str) -> dict[str, str]:
    """What a program of this person sends with each call."""
    headers = {"Accept-Encoding": "identity"}
    if who != "nobody":
        user = getattr(cast, who)
        secret = create_token(session, user.id, name="Prüfer", scope=Scope.STAFF, days=1, now=utc_now())
        headers["Authorization"] = f"Bearer {secret}"
        session.commit()
    return headers


def operations(app: Flask) -> Iterator[Any]:
    """Every call of the document."""
    document = Context().run(app.test_client().get, "/api/v1/openapi.json").get_json()
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


class Real:
    """Bookings and spaces there are, so that calls get further than that there are none."""

    def __init__(self, session: Session) -> None:
        self.bookings = [str(one) for one in session.scalars(select(Booking.id))]
        self.bookings += session.scalars(select(Booking.reference)).all()
        self.spaces = list(session.scalars(select(Space.public_id)))
        session.rollback()

    def put_in_path(self, case: Any, choose: st.DataObject) -> None:
        """Let the case be about a booking and a house there are."""
        for name, value in (case.path_parameters or {}).items():
            case.path_parameters[name] = self._part(name, value, choose)

    def put_in(self, case: Any, choose: st.DataObject) -> None:
        """Let the case be about them, mostly."""
        if not choose.draw(st.integers(0, 3)):
            return
        self.put_in_path(case, choose)
        if isinstance(case.body, dict) and "spaces" in case.body:
            case.body["spaces"] = [choose.draw(st.sampled_from(self.spaces))]

    def _part(self, name: str, value: Any, choose: st.DataObject) -> Any:
        if name == "booking":
            return choose.draw(st.sampled_from(self.bookings))
        if name == "day":
            return choose.draw(st.dates()).isoformat()
        return {"slug": "bochum"}.get(name, value)


def check(operation: Any, headers: dict[str, str], real: Real) -> None:
    """Call it with whatever its description allows, and a little beside that."""

    @SETTINGS
    @given(case=operation.as_strategy(), choose=st.data())
    def keeps(case: Any, choose: st.DataObject) -> None:
        real.put_in(case, choose)
        db.session.rollback()
        with counted(db.session()) as statements:
            # In a context of its own, as in life.
            response = Context().run(case.call, headers=headers)
        case.validate_response(response, checks=CHECKS, headers=headers)
        if case.method == "GET":
            assert list(written(statements)) == []

    keeps()


def refuse(operation: Any, headers: dict[str, str], real: Real) -> None:
    """Call it with what its description forbids: a problem, never an error of the site."""

    @WRONG_SETTINGS
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), choose=st.data())
    def refuses(case: Any, choose: st.DataObject) -> None:
        # A wrong part of the address stays as it was drawn.
        if not is_wrong(case, ParameterLocation.PATH):
            real.put_in_path(case, choose)
        db.session.rollback()
        with counted(db.session()) as statements:
            response = Context().run(case.call, headers=headers)
        case.validate_response(response, checks=WRONG_CHECKS, headers=headers)
        if case.method == "GET":
            assert list(written(statements)) == []

    refuses()


def is_wrong(case: Any, where: ParameterLocation) -> bool:
    """Whether this part of a case was drawn against its description."""
    part = case.meta.components.get(where)
    return part is not None and bool(part.mode.is_negative)


def written(statements: list[str]) -> Iterator[str]:
    """The statements that changed more than what is kept of every call."""
    for one in statements:
        words = one.split()
        if words[0].upper() != "SELECT" and not any(name in one for name in BESIDE):
            yield one
