"""`labspace demo`, as somebody at a terminal meets it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from labspace.bookings.models import Booking
from labspace.demo.cli import demo
from labspace.locations.models import Location
from tests.factories import make_house

WITH_THE_HOUSES = 7
"""What belongs to the houses: two applications to the call of Bochum, three options, an event and a partner's date."""


@pytest.fixture
def run(app: Flask):
    def call(*arguments: str, code: int = 0) -> str:
        result = app.test_cli_runner().invoke(demo, list(arguments))
        assert result.exit_code == code, result.output
        return result.output

    return call


@pytest.fixture
def engine_name() -> str:
    """What the command says does not hang on the engine; the load itself runs on both."""
    return "sqlite"


def test_an_empty_system_becomes_lively_once(session, run):
    assert "Loaded 7000 bookings (invented)" in run("--if-empty")
    again = run("--if-empty")
    assert "Loaded" not in again
    assert "startup@demo.invalid" in again
    session.rollback()
    assert session.scalar(select(func.count(Booking.id))) == 7000 + WITH_THE_HOUSES


def test_houses_may_come_without_bookings(session, run):
    run("--bookings", "0")
    assert session.scalar(select(func.count(Location.id))) == 4
    assert session.scalar(select(func.count(Booking.id))) == WITH_THE_HOUSES


def test_a_filled_system_asks_how_many_to_add(session, run):
    run("--bookings", "0")
    assert "how many --bookings" in run(code=1)


def test_real_houses_are_left_alone(session, run):
    make_house(session)
    session.commit()
    assert "real houses" in run("--bookings", "100", code=1)
    assert session.scalar(select(func.count(Booking.id))) == 0
