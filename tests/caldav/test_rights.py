"""Nobody sees anybody else's calendar, and nobody can tell whether there is one."""

from __future__ import annotations

import pytest

from labspace.accounts.app_passwords.actions import revoke_app_password
from labspace.accounts.app_passwords.queries import app_passwords_of
from tests.support.device import multiget, query, sync


@pytest.mark.parametrize("who", ["bob", "ada"])
def test_somebody_elses_addresses_are_like_unknown_ones(cast, device_of, device, calendar, booking, who):
    device.sync(calendar)
    other = device_of(getattr(cast, who))
    unknown = calendar.replace(f"/{cast.alice.id}/", "/424242/")
    for below in ("", f"{booking.uid}.ics"):
        for method, body in (
            ("PROPFIND", ""),
            ("GET", ""),
            ("HEAD", ""),
            ("REPORT", query("")),
            ("REPORT", sync()),
            ("REPORT", multiget(f"{calendar}{booking.uid}.ics")),
            ("OPTIONS", ""),
        ):
            mine, nobodys = (
                other.ask(method, path + below, body, Depth="1", expect=404) for path in (calendar, unknown)
            )
            assert mine.data == nobodys.data
            assert dict(mine.headers) == dict(nobodys.headers)


def test_above_the_calendar_it_is_no_different(cast, device_of):
    other = device_of(cast.bob)
    for path in ("/caldav/personen/{}/", "/caldav/personen/{}/kalender/"):
        for person in (cast.alice.id, 424242, 2**70):
            other.ask("PROPFIND", path.format(person), Depth="0", expect=404)


def test_somebody_elses_event_is_in_no_answer(cast, device_of, calendar, booking):
    other = device_of(cast.bob)
    own = f"/caldav/personen/{cast.bob.id}/kalender/buchungen/"
    assert set(other.propfind(own, "d:getetag", depth="1").told) == {own}
    assert other.sync(own).told == {}
    other.ask("GET", f"{own}{booking.uid}.ics", expect=404)


def test_a_revoked_app_password_opens_nothing_from_then_on(session, cast, device, device_of, calendar, now):
    second = device_of(cast.alice, "Rechner")
    device.propfind(calendar, "d:getetag")
    [found] = [one for one in app_passwords_of(session, cast.alice.id) if one.name == "Handy"]
    revoke_app_password(session, cast.alice.id, found.id, now=now)
    device.propfind(calendar, "d:getetag", expect=401)
    second.propfind(calendar, "d:getetag")


def test_a_disabled_person_reads_nothing(session, cast, device, calendar, now):
    cast.alice.disabled_at = now
    device.propfind(calendar, "d:getetag", expect=401)


def test_an_app_password_fits_its_own_address_only(cast, device, calendar):
    device.email = cast.bob.email
    device.propfind(calendar, "d:getetag", expect=401)


def test_an_invented_person_is_let_in_on_this_machine_only(session, cast, device, calendar):
    cast.alice.is_demo = True
    device.propfind(calendar, "d:getetag")
    device.ask("PROPFIND", calendar, Depth="0", X_Forwarded_For="192.0.2.7", expect=401)
