"""Devices with wrong app passwords are slowed down; those with right ones never."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from labspace.accounts.models import SignInAttempt
from labspace.accounts.throttle import Counted


def wrong(device, times):
    right, device.secret = device.secret, "abcd-abcd-abcd-abcd-abcd-abcd-abcd"
    statuses = [device.ask("PROPFIND", "/caldav/", Depth="0", expect=None).status for _ in range(times)]
    device.secret = right
    return statuses


def test_after_some_wrong_ones_a_program_has_to_wait(session, device, now):
    assert wrong(device, Counted.DEVICE.free + 2) == [401] * Counted.DEVICE.free + [429, 429]
    device.secret = "wrong"
    answer = device.ask("PROPFIND", "/caldav/", expect=429)
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    with time_machine.travel(now + timedelta(minutes=20), tick=False):
        device.ask("PROPFIND", "/caldav/", expect=401)


def test_who_has_to_wait_writes_nothing(session, device):
    wrong(device, Counted.DEVICE.free + 1)
    before = session.scalar(select(func.count()).select_from(SignInAttempt))
    wrong(device, 5)
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == before


def test_an_old_device_does_not_lock_out_a_new_one(device):
    wrong(device, Counted.DEVICE.free + 3)
    device.ask("PROPFIND", "/caldav/", Depth="0")


def test_wrong_app_passwords_do_not_lock_the_sign_in(app, device):
    wrong(device, Counted.DEVICE.free + 3)
    form = {"email": device.email, "password": "x"}
    assert app.test_client().post("/anmeldung", data=form).status_code == 422
