"""Whatever is sent, the answer is a client's error with a reason, never one of ours."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.device import DECLARED

BOMB = (
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><d:propfind xmlns:d='DAV:'><d:prop><d:displayname>&i;</d:displayname></d:prop></d:propfind>"
)
READS_A_FILE = (
    '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    "<d:propfind xmlns:d='DAV:'><d:prop><x>&file;</x></d:prop></d:propfind>"
)
BROKEN = {
    "text": "hello",
    "unclosed": f"<d:propfind {DECLARED}>",
    "undeclared prefix": "<d:propfind/>",
    "latin letters": "<d:propfind xmlns:d='DAV:'>\xe4</d:propfind>".encode("latin-1"),
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?><a/>',
    "utf-16 in name only": b'<?xml version="1.0" encoding="utf-16"?><a/>',
    "NUL": b"<d:propfind xmlns:d='DAV:'>\0</d:propfind>",
    "entities": BOMB,
    "a file": READS_A_FILE,
    "an empty DTD": "<!DOCTYPE d:propfind><d:propfind xmlns:d='DAV:'><d:allprop/></d:propfind>",
    "undefined entity": "<d:propfind xmlns:d='DAV:'>&nbsp;</d:propfind>",
    "too deep": "<a>" * 5000 + "</a>" * 5000,
    "another root": "<a/>",
    "nothing asked": f"<d:propfind {DECLARED}/>",
    "JSON": '{"a": 1}',
}


@pytest.fixture
def engine_name():
    """What is refused here never reaches the database."""
    return "sqlite"


def test_what_is_no_request_is_told_so(device, calendar):
    for kind, body in BROKEN.items():
        answer = device.ask("PROPFIND", calendar, body, Depth="0", expect=None)
        assert (kind, answer.status) == (kind, 400)
        assert b"root:" not in answer.data


def test_a_report_that_is_none_is_told_so(device, calendar):
    for kind in BROKEN.keys() - {"another root", "nothing asked"}:
        answer = device.ask("REPORT", calendar, BROKEN[kind], expect=None)
        assert (kind, answer.status) == (kind, 400)


def test_a_report_lacking_something_is_told_so(device, calendar):
    for body in (
        "",
        f"<d:sync-collection {DECLARED}/>",
        f"<d:sync-collection {DECLARED}><d:sync-token/><d:limit><d:nresults>0</d:nresults></d:limit></d:sync-collection>",
        f"<d:sync-collection {DECLARED}><d:sync-token/><d:limit><d:nresults>-1</d:nresults></d:limit></d:sync-collection>",
        f"<d:sync-collection {DECLARED}><d:sync-token/><d:limit><d:nresults>x</d:nresults></d:limit></d:sync-collection>",
        f"<d:sync-collection {DECLARED}><d:sync-token/><d:limit><d:nresults/></d:limit></d:sync-collection>",
    ):
        device.ask("REPORT", calendar, body, expect=400)


def test_a_request_that_is_too_long_is_not_read(device, calendar):
    body = f"<d:propfind {DECLARED}>{' ' * 1_100_000}</d:propfind>"
    device.ask("PROPFIND", calendar, body, Depth="0", expect=413)


def test_a_multiget_of_thousands_is_not_too_long(device, calendar):
    links = "".join(f"<d:href>{calendar}{number}.ics</d:href>" for number in range(5000))
    body = f"<c:calendar-multiget {DECLARED}><d:prop><d:getetag/></d:prop>{links}</c:calendar-multiget>"
    assert len(device.ask("REPORT", calendar, body).told) == 5000


PATHS = (
    "/caldav/x",
    "/caldav/personen/",
    "/caldav/personen/0/",
    "/caldav/personen/x/",
    "/caldav/personen/99999999999999999999/kalender/",
    "{calendar}../../",
    "{calendar}x",
    "{calendar}.ics",
    "{calendar}x%00.ics",
    "{calendar}%ff.ics",
    "{calendar}%2e%2e.ics",
    "{calendar}" + "x" * 3000 + ".ics",
)


def test_addresses_of_nothing_are_not_found(device, calendar):
    for path in PATHS:
        for method in ("PROPFIND", "GET", "REPORT"):
            answer = device.ask(method, path.format(calendar=calendar), expect=None)
            assert answer.status == (400 if "%00" in path else 404), path


def test_an_unknown_method_is_refused(device, calendar):
    device.ask("FROBNICATE", calendar, expect=405)


NAMES = st.sampled_from(
    ["d:propfind", "d:prop", "d:allprop", "d:sync-collection", "d:sync-token", "d:limit", "d:nresults", "d:href",
     "c:calendar-query", "c:calendar-multiget", "c:filter", "c:comp-filter", "c:prop-filter", "c:time-range",
     "c:text-match", "c:calendar-data", "c:expand", "d:getetag", "x"]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", ' name="VCALENDAR"', ' name="VEVENT"', ' start="20261124T000000Z"', ' end="x"', ' name=""']
)


def trees(inside):
    return st.builds(
        lambda name, attribute, children: f"<{name}{attribute}>{''.join(children)}</{name}>",
        NAMES,
        ATTRIBUTES,
        st.lists(inside, max_size=4),
    )


REQUESTS = st.recursive(trees(st.sampled_from(["", "1", "ä"])), trees, max_leaves=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=REQUESTS, method=st.sampled_from(["PROPFIND", "REPORT"]), depth=st.sampled_from(["0", "1"]))
def test_no_tree_of_known_words_is_an_error_of_ours(device, calendar, booking, body, method, depth):
    wrapped = body.replace(">", f" {DECLARED}>", 1)
    answer = device.ask(method, calendar, wrapped, Depth=depth, expect=None)
    assert answer.status in {207, 400, 403}
    assert answer.is_xml is (answer.status != 400)
