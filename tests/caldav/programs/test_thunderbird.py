"""What Thunderbird's calendar asks, after its source. The program itself was not tried.

Source: comm-central, calendar/providers/caldav: CalDavProvider.sys.mjs (detectCollection, handlePrincipal,
handleHomeSet), CalDavCalendar.sys.mjs (checkDavResourceType), modules/CalDavRequestHandlers.sys.mjs
(doWebDAVSync, doMultiGet and what they do with the answers).
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import time_machine

from labspace.bookings.actions import cancel_booking
from tests.support.device import SPACES

SYNC = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<sync-collection xmlns="DAV:">{}<sync-level>1</sync-level>'
    "<prop><getcontenttype/><getetag/></prop></sync-collection>"
)
FETCH = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>{}</D:href></C:calendar-multiget>"
)
TYPE = {"Content_Type": "text/xml; charset=utf-8"}


def test_calendars_are_detected_from_the_address_and_read_only(device, booking, calendar):
    # One PROPFIND of these seven at the address typed, or behind /.well-known/caldav.
    root = device.propfind(
        "/caldav/", "d:resourcetype", "d:owner", "d:displayname", "d:current-user-principal",
        "d:current-user-privilege-set", "ic:calendar-color", "c:calendar-home-set",
    ).told["/caldav/"]  # fmt: skip
    assert "c:calendar-home-set" in root.missing
    principal = root.link("d:current-user-principal")
    home = device.propfind(principal, "c:calendar-home-set").told[principal].link("c:calendar-home-set")
    listed = device.propfind(
        home,
        "d:resourcetype",
        "d:displayname",
        "d:current-user-privilege-set",
        "ic:calendar-color",
        depth="1",
    ).told
    assert all("d:resourcetype" in told.found for told in listed.values()), "it asks each for its type unseen"
    [found] = [
        address
        for address, told in listed.items()
        if told.found["d:resourcetype"].find("c:calendar", SPACES) is not None
    ]
    assert found == calendar
    rights = {right.tag for right in listed[calendar].found["d:current-user-privilege-set"].iter()}
    assert not rights & {f"{{DAV:}}{name}" for name in ("write", "write-content", "write-properties", "all")}


def test_the_calendar_can_be_synced(device, calendar):
    told = device.propfind(
        calendar, "d:resourcetype", "d:owner", "d:current-user-principal", "d:current-user-privilege-set",
        "d:supported-report-set", "c:supported-calendar-component-set", "cs:getctag",
    ).told[calendar]  # fmt: skip
    assert not told.missing
    assert told.found["d:supported-report-set"].find(".//d:sync-collection", SPACES) is not None


def test_events_come_change_and_go(session, cast, device, booking, calendar, now):
    first = device.ask("REPORT", calendar, SYNC.format("<sync-token/>"), Depth="1", **TYPE)
    event = f"{calendar}{booking.uid}.ics"
    # An item counts only with type and ETag in one response.
    assert first.told[event].text("d:getcontenttype").startswith("text/calendar")
    assert first.told[event].text("d:getetag")
    fetched = device.ask("REPORT", calendar, FETCH.format(quote(event)), Depth="1", **TYPE)
    assert "BEGIN:VEVENT" in fetched.told[event].text("c:calendar-data")

    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    token = f"<sync-token>{first.token}</sync-token>"
    assert set(device.ask("REPORT", calendar, SYNC.format(token), Depth="1", **TYPE).told) == {event}
    with time_machine.travel(now + timedelta(days=31), tick=False):
        gone = device.ask("REPORT", calendar, SYNC.format(token), Depth="1", **TYPE)
    assert " 404" in gone.told[event].status
    assert gone.token


def test_a_void_token_makes_it_start_anew(device, booking, calendar):
    # 4xx drops the token; a 403 with an empty error would be taken for a rate limit and keep it.
    void = SYNC.format("<sync-token>data:,labspace-7-7</sync-token>")
    answer = device.ask("REPORT", calendar, void, Depth="1", expect=403, **TYPE)
    assert answer.conditions == ["d:valid-sync-token"]
    assert b'<D:error xmlns:D="DAV:"/>' not in answer.data
