"""What people take along: all about themselves, nothing about others, no secrets."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from labspace import models  # noqa: F401 - so that all tables are known
from labspace.bookings.models import Booking
from labspace.db import Base
from labspace.transfer.personal.cli import person_data
from labspace.transfer.personal.gathering import BY_MAIL, OWNERS, TECHNICAL, data_about
from labspace.transfer.tables import EXPORTED


@pytest.fixture
def engine_name() -> str:
    """What belongs to whom does not hang on the engine."""
    return "sqlite"


def test_every_table_about_a_person_is_decided_about():
    named = {
        name
        for name in EXPORTED
        for column in ("user_id", "booked_by_id", "applicant_id")
        if column in Base.metadata.tables[name].c
    }
    assert named <= OWNERS.keys() | TECHNICAL.keys()
    assert all(column in Base.metadata.tables[name].c for name, column in {**OWNERS, **BY_MAIL}.items())


def test_somebody_takes_their_data_along(session, scene, cast, visit):
    answer = visit(cast.alice).get("/profil/daten")
    found = json.loads(answer.data)
    assert found["format"] == "labspace-personal-data"
    assert found["account"]["email"] == cast.alice.email
    own = session.scalars(select(Booking.reference).where(Booking.booked_by_id == cast.alice.id)).all()
    assert sorted(booking["reference"] for booking in found["kept"]["booking"]) == sorted(own)
    assert {"event_request", "popup_application", "series", "app_password", "membership"} <= found[
        "kept"
    ].keys()


def test_nothing_of_others_and_no_secret_is_in_it(app, session, scene, cast, now):
    text = json.dumps(data_about(session, cast.alice, now=now))
    for other in (cast.nora, cast.charlie):
        assert other.email not in text
    for secret in ("password_hash", "secret_hash", "session_nonce", "token_hash"):
        assert secret not in text
    assert "decided_by_id" not in text
    charlies = data_about(session, cast.charlie, now=now)["kept"]
    assert "booking" not in charlies


def test_only_the_signed_in_get_it(visit, cast):
    visit().get("/profil/daten", expect=303)


def test_the_command_says_the_same(app, session, scene, cast, now):
    run = app.test_cli_runner()
    said = json.loads(run.invoke(person_data, [cast.alice.email]).output)
    assert said == data_about(session, cast.alice, now=now)
    assert run.invoke(person_data, ["nobody@example.org"]).exit_code == 1
