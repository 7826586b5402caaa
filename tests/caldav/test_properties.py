"""PROPFIND: what is asked is answered, what is not there is named."""

from __future__ import annotations

import pytest

from labspace.calendars.scopes import personal
from tests.calendars.feeds import subscribe
from tests.support.device import DECLARED


def test_every_booking_is_a_resource_with_an_etag(device, calendar, booking):
    told = device.propfind(calendar, "d:getetag", "d:getcontenttype", "d:getcontentlength", depth="1").told
    address = f"{calendar}{booking.uid}.ics"
    assert set(told) == {calendar, address}
    event = device.ask("GET", address, expect=200)
    assert told[address].text("d:getetag") == event.headers["ETag"]
    assert told[address].text("d:getcontentlength") == str(len(event.data))
    assert told[address].text("d:getcontenttype").startswith("text/calendar")
    assert event.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert device.ask("GET", address, If_None_Match=event.headers["ETag"], expect=304).data == b""
    assert device.ask("HEAD", address, expect=200).data == b""


def test_an_event_is_the_same_bytes_as_in_the_feed(app, session, cast, device, calendar, booking, now):
    event = device.ask("GET", f"{calendar}{booking.uid}.ics", expect=200).data
    subscribed = subscribe(app, session, cast.alice, personal(cast.alice.id), now=now).fetch().data
    begin, end = event.index(b"BEGIN:VEVENT"), event.index(b"END:VCALENDAR")
    assert event[begin:end] in subscribed
    assert b"METHOD" not in event
    assert event.count(b"BEGIN:VTIMEZONE") == 1


def test_what_is_not_there_is_named_even_where_little_is_wanted(device, calendar):
    body = f'<d:propfind {DECLARED} xmlns:x="urn:x"><d:prop><d:getlastmodified/><x:y/><z/><d:displayname/></d:prop></d:propfind>'
    answer = device.ask("PROPFIND", calendar, body, Depth="0", Prefer="return=minimal", Brief="t")
    assert answer.told[calendar].missing == {"d:getlastmodified", "{urn:x}y", "z"}
    assert set(answer.told[calendar].found) == {"d:displayname"}


@pytest.mark.parametrize(
    "body", ["", "  ", f"<d:propfind {DECLARED}><d:allprop/></d:propfind>"], ids=["none", "blank", "allprop"]
)
def test_everything_is_what_is_cheap_to_say(device, calendar, body):
    found = device.ask("PROPFIND", calendar, body, Depth="0").told[calendar].found
    assert {"d:displayname", "d:resourcetype", "cs:getctag", "d:sync-token"} <= set(found)
    assert "c:calendar-timezone" not in found


def test_more_can_be_asked_for_besides_everything(device, calendar):
    body = f"<d:propfind {DECLARED}><d:allprop/><d:include><c:calendar-timezone/></d:include></d:propfind>"
    found = device.ask("PROPFIND", calendar, body, Depth="0").told[calendar].found
    assert (found["c:calendar-timezone"].text or "").count("BEGIN:VTIMEZONE") == 1


def test_names_alone_come_without_values(device, calendar):
    body = f"<d:propfind {DECLARED}><d:propname/></d:propfind>"
    found = device.ask("PROPFIND", calendar, body, Depth="0").told[calendar].found
    assert "c:calendar-timezone" in found
    assert not any(len(value) or value.text for value in found.values())


def test_a_calendar_says_that_it_is_read_only_and_what_it_can(device, calendar):
    told = device.propfind(
        calendar, "d:current-user-privilege-set", "d:supported-report-set", "d:owner"
    ).told[calendar]
    rights = {child.tag for one in told.found["d:current-user-privilege-set"] for child in one}
    assert rights == {"{DAV:}read", "{DAV:}read-current-user-privilege-set"}
    reports = {child.tag.rpartition("}")[2] for child in told.found["d:supported-report-set"].iter()}
    assert {"calendar-query", "calendar-multiget", "sync-collection"} <= reports
    assert told.link("d:owner").startswith("/caldav/personen/")


def test_how_deep_is_to_be_said(device, calendar):
    for headers in ({}, {"Depth": "infinity"}, {"Depth": "2"}):
        refused = device.ask("PROPFIND", calendar, expect=403, **headers)
        assert refused.conditions == ["d:propfind-finite-depth"]


def test_an_event_has_no_depth(device, calendar, booking):
    address = f"{calendar}{booking.uid}.ics"
    assert list(device.ask("PROPFIND", address, Depth="infinity").told) == [address]


def test_the_name_of_a_person_is_text(session, cast, device):
    cast.alice.name = 'A & B <c> "d"\x0b'
    session.commit()
    principal = f"/caldav/personen/{cast.alice.id}/"
    told = device.propfind(principal, "d:displayname", "c:calendar-user-address-set").told[principal]
    assert told.text("d:displayname") == 'A & B <c> "d"'
    assert told.link("c:calendar-user-address-set") == "mailto:alice@example.org"


def test_long_lists_travel_compressed(device, calendar, booking):
    answer = device.ask("PROPFIND", calendar, Depth="1", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.told) == 2
