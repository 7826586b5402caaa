"""Alice's device."""

from __future__ import annotations

import pytest

from labspace.accounts.app_passwords.actions import create_app_password
from tests.support.device import Device


@pytest.fixture
def device(app, session, cast, now):
    secret = create_app_password(session, cast.alice.id, name="Handy", now=now)
    session.commit()
    return Device(app, cast.alice.email, secret)
