"""calendar-query and calendar-multiget (RFC 4791 7.8, 7.9)."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest

from tests.calendars.readers import read_with_vobject
from tests.factories import book, on_day
from tests.support.device import DECLARED, multiget, query

RANGE = '<c:time-range start="{}" end="{}"/>'


@pytest.fixture
def later(session, cast, booking, now):
    """Alice's room a week later."""
    return book(session, cast.room, cast.alice, on_day(date(2026, 12, 1), 14, 16, house=cast.house), now=now)


def uids(answer, calendar):
    return {address.removeprefix(calendar).removesuffix(".ics") for address in answer.told}


RANGES = {
    "the day": ("20261124T000000Z", "20261125T000000Z", {"booking"}),
    "begins when it ends": ("20261124T100000Z", "20261124T110000Z", set()),
    "ends when it begins": ("20261124T070000Z", "20261124T080000Z", set()),
    "its last second": ("20261124T095959Z", "20261124T100000Z", {"booking"}),
    "both": ("20261124T000000Z", "20261231T000000Z", {"booking", "later"}),
}


def test_a_query_finds_what_lies_in_its_range(device, calendar, booking, later):
    names = {"booking": booking.uid, "later": later.uid}
    for kind, (starts, ends, found) in RANGES.items():
        answer = device.report(calendar, query(RANGE.format(starts, ends)))
        assert uids(answer, calendar) == {names[name] for name in found}, kind


def test_half_open_ranges_hold_too(device, calendar, booking, later):
    after = device.report(calendar, query('<c:time-range start="20261125T000000Z"/>'))
    before = device.report(calendar, query('<c:time-range end="20261125T000000Z"/>'))
    assert (uids(after, calendar), uids(before, calendar)) == ({later.uid}, {booking.uid})


def test_a_query_brings_bytes_with_the_etag_they_have(device, calendar, booking):
    address = f"{calendar}{booking.uid}.ics"
    event = device.ask("GET", address, expect=200)
    told = device.report(calendar, query("")).told[address]
    assert told.text("c:calendar-data").encode() == event.data, "line ends and all"
    assert told.text("d:getetag") == event.headers["ETag"]


def test_other_components_are_not_here(device, calendar, booking):
    assert device.report(calendar, query("", comp="VTODO")).told == {}
    assert device.report(calendar, query("<c:is-not-defined/>")).told == {}
    assert len(device.report(calendar, query("<c:is-not-defined/>", comp="VTODO")).told) == 1


FILTERS = [
    ('<c:prop-filter name="SUMMARY"><c:text-match>desk</c:text-match></c:prop-filter>', 1),
    (
        '<c:prop-filter name="SUMMARY"><c:text-match collation="i;octet">desk</c:text-match></c:prop-filter>',
        0,
    ),
    (
        '<c:prop-filter name="summary"><c:text-match negate-condition="yes">Desk</c:text-match></c:prop-filter>',
        0,
    ),
    ('<c:prop-filter name="ATTENDEE"><c:is-not-defined/></c:prop-filter>', 1),
    ('<c:prop-filter name="RRULE"/>', 0),
    (
        '<c:prop-filter name="DTSTART"><c:param-filter name="TZID"><c:text-match>berlin</c:text-match></c:param-filter></c:prop-filter>',
        1,
    ),
    (
        '<c:prop-filter name="DTSTART"><c:param-filter name="VALUE"><c:is-not-defined/></c:param-filter></c:prop-filter>',
        1,
    ),
    ('<c:prop-filter name="CREATED"><c:time-range start="20270101T000000Z"/></c:prop-filter>', 0),
    ('<c:prop-filter name="SUMMARY"><c:time-range start="20200101T000000Z"/></c:prop-filter>', 0),
    ('<c:comp-filter name="VALARM"/>', 0),
    ('<c:comp-filter name="VALARM"><c:is-not-defined/></c:comp-filter>', 1),
]


def test_properties_are_filtered_as_told(device, calendar, booking):
    for inside, count in FILTERS:
        assert len(device.report(calendar, query(inside)).told) == count, inside


NOT_UNDERSTOOD = [
    ('<c:time-range start="2026-11-24"/>', "c:valid-filter"),
    ("<c:time-range/>", "c:valid-filter"),
    ('<c:time-range start="20261125T000000Z" end="20261124T000000Z"/>', "c:valid-filter"),
    ("<c:prop-filter/>", "c:valid-filter"),
    ('<c:geo-filter name="x"/>', "c:supported-filter"),
    (
        '<c:prop-filter name="SUMMARY"><c:text-match collation="i;basque">x</c:text-match></c:prop-filter>',
        "c:supported-collation",
    ),
    ('<c:prop-filter name="X"/>' * 200, "c:valid-filter"),
]


def test_a_filter_nobody_understands_is_refused_by_name(device, calendar):
    for inside, condition in NOT_UNDERSTOOD:
        assert device.report(calendar, query(inside), expect=403).conditions == [condition], inside


def test_a_query_without_a_filter_is_refused(device, calendar):
    body = f"<c:calendar-query {DECLARED}><d:prop><d:getetag/></d:prop></c:calendar-query>"
    assert device.report(calendar, body, expect=403).conditions == ["c:valid-filter"]


def test_named_events_come_however_their_address_is_escaped(device, calendar, booking):
    plain = f"{calendar}{booking.uid}.ics"
    escaped = f"{calendar}{quote(booking.uid, safe='')}.ics"
    for address in (plain, escaped, f"http://localhost{escaped}"):
        answer = device.report(calendar, multiget(address))
        assert booking.uid in next(iter(answer.told.values())).text("c:calendar-data")


def test_unknown_and_foreign_addresses_are_not_found(device, cast, calendar, booking):
    others = f"/caldav/personen/{cast.bob.id}/kalender/buchungen/{booking.uid}.ics"
    wanted = [f"{calendar}unknown.ics", others, "/", "http://[", f"{calendar}a/b.ics", ""]
    answer = device.report(calendar, multiget(*wanted))
    assert {told.status for told in answer.told.values()} == {"HTTP/1.1 404 Not Found"}
    assert len(answer.told) == len(wanted)


def test_times_come_in_utc_where_instances_are_asked_for(device, calendar, booking):
    expanded = (
        '<c:calendar-data><c:expand start="20260101T000000Z" end="20270101T000000Z"/></c:calendar-data>'
    )
    told = device.report(calendar, query("", data=expanded)).told[f"{calendar}{booking.uid}.ics"]
    data = told.text("c:calendar-data").encode()
    assert b"VTIMEZONE" not in data
    assert b"DTSTART:20261124T080000Z" in data
    [event] = read_with_vobject(data)
    assert (event.starts, event.ends) == (booking.starts_at, booking.ends_at)


def test_other_forms_of_calendars_are_not_offered(device, calendar, booking):
    data = '<c:calendar-data content-type="application/calendar+json"/>'
    answer = device.report(calendar, query("", data=data), expect=403)
    assert answer.conditions == ["c:supported-calendar-data"]


def test_an_unknown_report_is_refused_by_name(device, calendar):
    home = calendar.removesuffix("buchungen/")
    for report in ("d:expand-property", "d:principal-property-search", "c:free-busy-query"):
        for path in (calendar, home, "/caldav/"):
            answer = device.report(path, f"<{report} {DECLARED}/>", expect=403)
            assert answer.conditions == ["d:supported-report"]


def test_reports_of_calendars_are_not_for_what_lies_above(device, calendar):
    answer = device.report(calendar.removesuffix("buchungen/"), query(""), expect=403)
    assert answer.conditions == ["d:supported-report"]
