"""What DAVx5 (Android) asks, after its source. The program itself was not tried.

Source: github.com/bitfireAT/davx5-ose (servicedetection/DavResourceFinder, ServiceRefresher, HomeSetRefresher,
ServiceDetectionUtils; sync/CalendarSyncManager) and github.com/bitfireAT/dav4jvm (DavCalendar, DavCollection).
"""

from __future__ import annotations

from datetime import timedelta

import time_machine

from labspace.bookings.actions import cancel_booking
from tests.support.device import SPACES

NAMES = 'xmlns="DAV:" xmlns:CAL="urn:ietf:params:xml:ns:caldav"'
SYNC = (
    f"<?xml version='1.0' encoding='UTF-8' ?><sync-collection {NAMES}><sync-token>{{}}</sync-token>"
    "<sync-level>1</sync-level><prop><getetag /></prop></sync-collection>"
)
QUERY = (
    f"<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query {NAMES}><prop><getetag /></prop><CAL:filter>"
    '<CAL:comp-filter name="VCALENDAR"><CAL:comp-filter name="VEVENT"><CAL:time-range start="{}" />'
    "</CAL:comp-filter></CAL:comp-filter></CAL:filter></CAL:calendar-query>"
)
FETCH = (
    f"<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-multiget {NAMES}><prop><getcontenttype /><getetag />"
    "<CAL:schedule-tag /><CAL:calendar-data /></prop>{}</CAL:calendar-multiget>"
)


def test_the_service_is_found_from_the_address(device, calendar):
    root = device.propfind(
        "/caldav/", "d:resourcetype", "d:displayname", "ic:calendar-color", "c:calendar-description",
        "c:calendar-timezone", "d:current-user-privilege-set", "c:supported-calendar-component-set",
        "c:calendar-home-set", "d:current-user-principal",
    ).told["/caldav/"]  # fmt: skip
    principal = root.link("d:current-user-principal")
    assert "calendar-access" in device.ask("OPTIONS", principal, expect=200).headers["DAV"].split(", ")
    addresses = device.propfind(principal, "c:calendar-user-address-set").told[principal]
    assert addresses.link("c:calendar-user-address-set") == "mailto:alice@example.org"
    person = device.propfind(
        principal, "d:displayname", "d:group-membership", "d:resourcetype", "c:calendar-home-set",
        "cs:calendar-proxy-read-for", "cs:calendar-proxy-write-for",
    ).told[principal]  # fmt: skip
    assert calendar.startswith(person.link("c:calendar-home-set"))
    assert person.found["d:resourcetype"].find("d:principal", SPACES) is not None


def test_calendars_are_listed_read_only_and_as_ones_own(device, booking, calendar):
    listed = device.propfind(
        calendar.removesuffix("buchungen/"), "d:current-user-privilege-set", "d:displayname", "d:owner",
        "d:resourcetype", "ic:calendar-color", "c:calendar-description", "c:calendar-timezone",
        "c:calendar-timezone-id", "c:supported-calendar-component-set", "cs:source", depth="1",
    ).told[calendar]  # fmt: skip
    assert listed.link("d:owner") == f"{calendar.removesuffix('kalender/buchungen/')}"
    assert "BEGIN:VTIMEZONE" in listed.text("c:calendar-timezone")
    rights = {right.tag for right in listed.found["d:current-user-privilege-set"].iter()}
    assert "{DAV:}read" in rights
    assert not rights & {"{DAV:}write", "{DAV:}write-content", "{DAV:}bind", "{DAV:}unbind", "{DAV:}all"}


def test_events_come_change_and_go(session, cast, device, booking, calendar, now):
    state = device.propfind(
        calendar, "c:max-resource-size", "d:supported-report-set", "cs:getctag", "d:sync-token"
    )
    assert (
        state.told[calendar].found["d:supported-report-set"].find(".//d:sync-collection", SPACES) is not None
    )
    first = device.ask("REPORT", calendar, SYNC.format(""), Depth="0")
    event = f"{calendar}{booking.uid}.ics"
    assert first.told[event].text("d:getetag")
    fetched = device.ask("REPORT", calendar, FETCH.format(f"<href>{event}</href>"), Depth="0").told[event]
    assert "BEGIN:VEVENT" in fetched.text("c:calendar-data")
    assert fetched.missing == {"c:schedule-tag"}

    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    with time_machine.travel(now + timedelta(days=31), tick=False):
        gone = device.ask("REPORT", calendar, SYNC.format(first.token), Depth="0")
    assert gone.told[event].status == "HTTP/1.1 404 Not Found"


def test_with_a_limit_of_days_it_asks_by_time(device, booking, calendar):
    later, earlier = QUERY.format("20261201T000000Z"), QUERY.format("20261023T080000Z")
    assert device.ask("REPORT", calendar, later, Depth="1").told == {}
    assert set(device.ask("REPORT", calendar, earlier, Depth="1").told) == {f"{calendar}{booking.uid}.ics"}


def test_a_void_token_is_named_so_that_it_starts_anew(device, booking, calendar):
    answer = device.ask("REPORT", calendar, SYNC.format("http://example.org/1"), Depth="0", expect=403)
    assert answer.conditions == ["d:valid-sync-token"]
