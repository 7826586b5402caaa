"""What Apple's Calendar asks, as others recorded it. The program itself was not tried.

Sources: an account set up by iOS 26.5, recorded in github.com/gigun-dev/caldav (accountsd, dataaccessd);
the properties word for word from github.com/apple/ccs-calendarserver (twistedcaldav/test/test_sharing.py,
calendar home) and github.com/owncloud/core/issues/21550 (CalendarAgent/361, principal).
"""

from __future__ import annotations

from datetime import date

import pytest

from labspace.bookings.actions import cancel_booking
from tests.factories import book, on_day
from tests.support.device import SPACES

HEADERS = {"Brief": "t", "Prefer": "return=minimal", "Content_Type": "text/xml", "Accept": "*/*"}
ROOT = """<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:">
  <A:prop>
    <A:current-user-principal/>
    <A:principal-URL/>
    <A:resourcetype/>
  </A:prop>
</A:propfind>
"""
PRINCIPAL = """<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:">
  <A:prop>
    <B:calendar-home-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:calendar-user-address-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:current-user-principal/>
    <A:displayname/>
    <C:dropbox-home-URL xmlns:C="http://calendarserver.org/ns/"/>
    <C:email-address-set xmlns:C="http://calendarserver.org/ns/"/>
    <B:max-attendees-per-instance xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <C:notification-URL xmlns:C="http://calendarserver.org/ns/"/>
    <A:principal-collection-set/>
    <A:principal-URL/>
    <A:resource-id/>
    <B:schedule-inbox-URL xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:schedule-outbox-URL xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:supported-report-set/>
  </A:prop>
</A:propfind>
"""
HOME_NAMES = {
    "DAV:": "add-member current-user-privilege-set displayname owner quota-available-bytes quota-used-bytes "
    "resource-id resourcetype supported-report-set sync-token",
    "urn:ietf:params:xml:ns:caldav": "calendar-alarm calendar-description calendar-free-busy-set calendar-timezone "
    "default-alarm-vevent-date default-alarm-vevent-datetime max-attendees-per-instance schedule-calendar-transp "
    "schedule-default-calendar-URL supported-calendar-component-set supported-calendar-component-sets",
    "http://calendarserver.org/ns/": "allowed-sharing-modes getctag pre-publish-url publish-url push-transports "
    "pushkey source subscribed-strip-alarms subscribed-strip-attachments subscribed-strip-todos",
    "http://apple.com/ns/ical/": "autoprovisioned calendar-color calendar-order language-code location-code refreshrate",
    "http://me.com/_namespace/": "bulk-requests",
}
HOME = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<A:propfind xmlns:A="DAV:"><A:prop>'
    + "".join(
        f'<X:{name} xmlns:X="{space}"/>' for space, names in HOME_NAMES.items() for name in names.split()
    )
    + "</A:prop></A:propfind>"
)
HAS_IT_CHANGED = """<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:">
  <A:prop>
    <C:getctag xmlns:C="http://calendarserver.org/ns/"/>
    <A:sync-token/>
  </A:prop>
</A:propfind>
"""
WHAT_IS_THERE = """<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:"><A:prop><A:getcontenttype/><A:getetag/></A:prop></A:propfind>
"""
SYNC = """<?xml version="1.0" encoding="UTF-8"?>
<A:sync-collection xmlns:A="DAV:">
  <A:sync-token>{}</A:sync-token>
  <A:sync-level>1</A:sync-level>
  <A:prop>
    <A:getcontenttype/>
    <A:getetag/>
  </A:prop>
</A:sync-collection>
"""
FETCH = """<?xml version="1.0" encoding="UTF-8"?>
<B:calendar-multiget xmlns:B="urn:ietf:params:xml:ns:caldav">
  <A:prop xmlns:A="DAV:">
    <A:getetag/>
    <B:calendar-data/>
    <B:schedule-tag/>
    <C:created-by xmlns:C="http://calendarserver.org/ns/"/>
    <C:updated-by xmlns:C="http://calendarserver.org/ns/"/>
  </A:prop>
  <A:href xmlns:A="DAV:">{}</A:href>
</B:calendar-multiget>
"""
COLOUR = """<?xml version="1.0" encoding="UTF-8"?>
<A:propertyupdate xmlns:A="DAV:"><A:set><A:prop>
<D:calendar-color xmlns:D="http://apple.com/ns/ical/" symbolic-color="red">#FF383C</D:calendar-color>
</A:prop></A:set></A:propertyupdate>
"""


@pytest.fixture
def home(calendar):
    return calendar.removesuffix("buchungen/")


def test_an_account_is_set_up(app, cast, device, booking, calendar, home):
    well_known = app.test_client().open("/.well-known/caldav", method="PROPFIND", data=ROOT)
    assert well_known.headers["Location"] == "/caldav/"
    root = device.ask("PROPFIND", "/caldav/", ROOT, Depth="0", **HEADERS)
    [(address, told)] = root.told.items()
    # Apple's account setup drops an answer that is about another address, leaves a property out, or has no length.
    assert (address, told.missing) == ("/caldav/", set())
    assert root.headers["Content-Length"] == str(len(root.data))
    principal = told.link("d:current-user-principal")
    assert told.link("d:principal-URL") == principal

    assert "calendar-access" in device.ask("OPTIONS", principal, expect=200).headers["DAV"]
    person = device.ask("PROPFIND", principal, PRINCIPAL, Depth="0", **HEADERS).told[principal]
    assert person.link("c:calendar-home-set") == home
    assert len(person.found) + len(person.missing) == 14, "each property is either found or named as missing"
    assert {"c:schedule-inbox-URL", "c:schedule-outbox-URL"} <= person.missing, "no invitations from there"


def test_calendars_are_listed_with_what_they_are(device, booking, calendar, home):
    listed = device.ask("PROPFIND", home, HOME, Depth="1", **HEADERS).told
    wanted = sum(len(names.split()) for names in HOME_NAMES.values())
    assert {len(told.found) + len(told.missing) for told in listed.values()} == {wanted}
    told = listed[calendar]
    kinds = [
        comp.get("name")
        for comp in told.found["c:supported-calendar-component-set"].findall("c:comp", SPACES)
    ]
    assert kinds == ["VEVENT"]
    assert told.text("ic:calendar-color") == "#0F766E"
    assert told.found["d:current-user-privilege-set"].find(".//d:write", SPACES) is None


def test_events_come_change_and_go(session, cast, device, booking, calendar, now):
    def state():
        return device.ask("PROPFIND", calendar, HAS_IT_CHANGED, Depth="0", **HEADERS).told[calendar]

    first = state()
    members = device.ask("PROPFIND", calendar, WHAT_IS_THERE, Depth="1", **HEADERS).told
    event = f"{calendar}{booking.uid}.ics"
    assert members[event].text("d:getcontenttype").startswith("text/calendar")
    fetched = device.ask("REPORT", calendar, FETCH.format(event), Depth="1", **HEADERS).told[event]
    assert fetched.text("d:getetag") == members[event].text("d:getetag")
    assert "BEGIN:VEVENT" in fetched.text("c:calendar-data")

    span = on_day(date(2026, 11, 26), 9, 11, house=cast.house)
    other = book(session, cast.second_desk, cast.alice, span, now=now)
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    assert state().text("cs:getctag") != first.text("cs:getctag")
    news = device.ask("REPORT", calendar, SYNC.format(first.text("d:sync-token")), Depth="1", **HEADERS)
    assert set(news.told) == {event, f"{calendar}{other.uid}.ics"}
    assert news.token == state().text("d:sync-token")


def test_a_colour_or_a_new_event_is_refused_cleanly(device, booking, calendar, home):
    assert device.ask("PROPPATCH", calendar, COLOUR, expect=403, **HEADERS).conditions == [
        "d:need-privileges"
    ]
    put = device.ask("PUT", f"{calendar}0ABC.ics", "BEGIN:VCALENDAR\r\n", If_None_Match="*", expect=403)
    assert put.conditions == ["d:need-privileges"]
    device.ask("MKCALENDAR", f"{home}0ABC/", expect=403)
