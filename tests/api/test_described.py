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
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
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
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("who", ["nobody", "alice", "nora"])
def test_every_call_keeps_what_is_said_of_it(
    app: Flask, session: Session, cast: Cast, scene: Scene, who: str
) -> None:
    headers = {"Accept-Encoding": "identity"}
    if who != "nobody":
        user = getattr(cast, who)
        secret = create_token(session, user.id, name="Prüfer", scope=Scope.STAFF, days=1, now=utc_now())
        headers["Authorization"] = f"Bearer {secret}"
        session.commit()
    real = Real(session)
    document = Context().run(app.test_client().get, "/api/v1/openapi.json").get_json()
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        check(found.ok(), headers, real)


class Real:
    """Bookings and spaces there are, so that calls get further than that there are none."""

    def __init__(self, session: Session) -> None:
        self.bookings = [str(one) for one in session.scalars(select(Booking.id))]
        self.bookings += session.scalars(select(Booking.reference)).all()
        self.spaces = list(session.scalars(select(Space.public_id)))
        session.rollback()

    def put_in(self, case: Any, choose: st.DataObject) -> None:
        """Let the case be about them, mostly."""
        if not choose.draw(st.integers(0, 3)):
            return
        for name, value in (case.path_parameters or {}).items():
            case.path_parameters[name] = self._part(name, value, choose)
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


def written(statements: list[str]) -> Iterator[str]:
    """The statements that changed more than what is kept of every call."""
    for one in statements:
        words = one.split()
        if words[0].upper() != "SELECT" and not any(name in one for name in BESIDE):
            yield one
