"""vdirsyncer with khal and the Python `caldav` library, as people run them, against a running server."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from labspace.bookings.actions import (
    cancel_booking,
    move_booking,
)
from labspace.bookings.wishes import Details, Wish
from tests.calendars.synced import Synced
from tests.factories import book, on_day

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

FIRST, SECOND = date(2026, 11, 24), date(2026, 11, 26)

LIBRARY = """
import caldav, datetime, json, sys
url, name, secret, known = json.load(sys.stdin)
client = caldav.DAVClient(url=url, username=name, password=secret)
calendars = client.principal().calendars()
[calendar] = calendars
found = {"names": [str(one.name) for one in calendars]}
day = datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc)
def titles(events):
    return sorted(str(one.icalendar_component["SUMMARY"]) for one in events)
found["all"] = titles(calendar.events())
found["day"] = titles(calendar.search(start=day, end=day + datetime.timedelta(days=1), event=True))
found["expanded"] = titles(calendar.search(start=day, end=day + datetime.timedelta(days=9), event=True, expand=True))
uid = str(calendar.events()[0].icalendar_component["UID"])
found["by uid"] = str(calendar.event_by_uid(uid).icalendar_component["UID"]) == uid
synced = calendar.objects(load_objects=True) if known is None else calendar.objects(sync_token=known, load_objects=True)
found["synced"], found["token"] = titles(synced), synced.sync_token
try:
    calendar.save_event(calendar.events()[0].data.replace(uid, "new@example.org"))
    found["saved"] = "yes"
except caldav.lib.error.DAVError as refused:
    found["saved"] = type(refused).__name__
print(json.dumps(found))
"""


@pytest.fixture
def bookings(session, cast, now):
    """Two of Alice's."""
    return [
        book(
            session,
            cast.desk,
            cast.alice,
            on_day(day, 9, 11, house=cast.house),
            now=now,
            details=Details(title=title),
        )
        for day, title in ((FIRST, "Größe; 🎉 „Café“, zwei"), (SECOND, "Chor"))
    ]


@pytest.fixture
def account(clients, served, device, bookings, tmp_path):
    """vdirsyncer and khal of Alice, set up for her CalDAV account."""
    synced = Synced(clients, tmp_path / "alice")
    remote = f'type = "caldav"\nurl = "{served}/"\nusername = "{device.email}"\npassword = "{device.secret}"'
    synced.set_up(remote, collections='["from a"]')
    return synced


def change(session, cast, bookings, now):
    """Moves the second booking and cancels the first."""
    span = on_day(SECOND, 14, 16, house=cast.house)
    wish = Wish(span=span, space_ids=(cast.desk.id,), details=Details(title="Chor"))
    move_booking(session, bookings[1].id, wish, by=cast.alice, now=now + timedelta(minutes=1))
    cancel_booking(session, bookings[0].id, by=cast.alice, now=now + timedelta(minutes=1))
    session.commit()


def test_vdirsyncer_finds_the_calendar_and_khal_shows_what_changes(account, session, cast, bookings, now):
    account.sync()
    assert account.lists("2026-11-24", "4d") == [
        "2026-11-24 09:00-11:00 Größe; 🎉 „Café“, zwei (Desk 1)",
        "2026-11-26 09:00-11:00 Chor (Desk 1)",
    ]
    change(session, cast, bookings, now)
    account.sync()
    assert account.lists("2026-11-24", "4d") == [
        "2026-11-24 09:00-11:00 Abgesagt: Größe; 🎉 „Café“, zwei (Desk 1)",
        "2026-11-26 14:00-16:00 Chor (Desk 1)",
    ]


def test_the_caldav_library_lists_searches_and_syncs(
    clients, served, device, session, cast, bookings, now, tmp_path
):
    def run(token):
        given = json.dumps([f"{served}/caldav/", device.email, device.secret, token])
        return json.loads(clients.run("-c", LIBRARY, home=tmp_path, given=given))

    first = run(None)
    titles = ["Chor (Desk 1)", "Größe; 🎉 „Café“, zwei (Desk 1)"]
    assert first["names"] == ["Meine Buchungen – Stadtlabor"]
    assert first["all"] == first["expanded"] == first["synced"] == titles
    assert first["day"] == titles[1:]
    assert first["by uid"]
    assert first["saved"] in {"AuthorizationError", "PutError"}
    assert run(first["token"])["synced"] == []
    change(session, cast, bookings, now)
    changed = run(first["token"])
    assert changed["synced"] == ["Abgesagt: Größe; 🎉 „Café“, zwei (Desk 1)", "Chor (Desk 1)"]
