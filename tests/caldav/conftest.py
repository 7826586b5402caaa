"""Alice's and Bob's devices, and a booking of Alice's."""

from __future__ import annotations

from datetime import date

import pytest

from labspace.accounts.app_passwords.actions import create_app_password
from tests.factories import book, on_day
from tests.support.device import Device

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def device_of(app, session, now):
    """Gives a person a device: `device_of(cast.alice)`."""

    def device(person, name="Handy"):
        secret = create_app_password(session, person.id, name=name, now=now)
        session.commit()
        return Device(app, person.email, secret)

    return device


@pytest.fixture
def device(cast, device_of):
    """Alice's."""
    return device_of(cast.alice)


@pytest.fixture
def booking(session, cast, now):
    """Alice's desk tomorrow from nine to eleven."""
    return book(session, cast.desk, cast.alice, on_day(TOMORROW, 9, 11, house=cast.house), now=now)


@pytest.fixture
def calendar(cast):
    """Where Alice's calendar is."""
    return f"/caldav/personen/{cast.alice.id}/kalender/buchungen/"
