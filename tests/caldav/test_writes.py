"""Nothing can be changed: every write is refused cleanly, and nothing is lost of what was there."""

from __future__ import annotations

import pytest

from labspace.caldav.answers import WRITING
from tests.support.device import DECLARED

BODIES = {
    "PUT": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "PROPPATCH": f"<d:propertyupdate {DECLARED}><d:set><d:prop><ic:calendar-color>#FF0000FF</ic:calendar-color></d:prop></d:set></d:propertyupdate>",
    "MKCALENDAR": f"<c:mkcalendar {DECLARED}/>",
    "LOCK": f"<d:lockinfo {DECLARED}/>",
}


@pytest.fixture
def engine_name():
    """Refused before the database is asked for more than who it is."""
    return "sqlite"


def test_every_write_is_refused_with_the_right_it_lacks(device, calendar, booking):
    event = f"{calendar}{booking.uid}.ics"
    home, principal = calendar.removesuffix("buchungen/"), calendar.removesuffix("kalender/buchungen/")
    before = device.ask("GET", event, expect=200).data
    more = {"Destination": f"{calendar}other.ics", "If_Match": "*"}
    for method in WRITING:
        body = BODIES.get(method, "")
        for path in (
            event,
            f"{calendar}new.ics",
            calendar,
            f"{home}new/",
            principal,
            "/caldav/",
            "/caldav/x/y",
        ):
            answer = device.ask(method, path, body, expect=403, **more)
            assert answer.conditions == ["d:need-privileges"], path
            resource = answer.document.find("{DAV:}need-privileges/{DAV:}resource")
            assert resource is not None
            assert resource.findtext("{DAV:}href") == path
            assert resource.find("{DAV:}privilege/{DAV:}write") is not None
    assert device.ask("GET", event, expect=200).data == before


def test_a_long_upload_is_refused_without_being_read(device, calendar):
    device.ask("PUT", f"{calendar}big.ics", b"x" * 2_000_000, expect=403)


def test_a_write_to_somebody_elses_calendar_sounds_the_same(device, cast, calendar):
    others = f"/caldav/personen/{cast.bob.id}/kalender/buchungen/x.ics"
    nobodys = "/caldav/personen/99999/kalender/buchungen/x.ics"
    answers = [device.ask("DELETE", path, expect=403) for path in (others, nobodys)]
    assert len({answer.data.split(b"<d:privilege>")[1] for answer in answers}) == 1
