"""From the address people type to their calendars, for whoever has an app password."""

from __future__ import annotations

from contextvars import Context


def test_the_well_known_address_leads_on(app):
    for method in ("GET", "PROPFIND", "OPTIONS"):
        answer = app.test_client().open("/.well-known/caldav", method=method)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/caldav/")


def test_from_the_typed_address_to_the_calendars(cast, device, booking, calendar):
    root = device.propfind("/caldav/", "d:current-user-principal", "d:principal-URL", "d:resourcetype")
    principal = root.told["/caldav/"].link("d:current-user-principal")
    home = device.propfind(principal, "c:calendar-home-set").told[principal].link("c:calendar-home-set")
    found = device.propfind(home, "d:resourcetype", "d:displayname", depth="1").told
    assert list(found) == [home, calendar]
    assert found[calendar].text("d:displayname") == "Meine Buchungen – Stadtlabor"
    assert found[calendar].found["d:resourcetype"].find("{urn:ietf:params:xml:ns:caldav}calendar") is not None


def test_a_calendar_is_named_in_its_owners_language(session, cast, device_of):
    cast.bob.locale = "en"
    session.commit()
    home = f"/caldav/personen/{cast.bob.id}/kalender/"
    found = device_of(cast.bob).propfind(home, "d:displayname", depth="1").told
    assert found[f"{home}buchungen/"].text("d:displayname") == "My bookings – Stadtlabor"


def test_what_can_be_done_is_told(device, calendar):
    answer = device.ask("OPTIONS", calendar, expect=200)
    assert "calendar-access" in answer.headers["DAV"]
    assert {"PROPFIND", "REPORT"} <= set(answer.headers["Allow"].split(", "))
    assert "PUT" not in answer.headers["Allow"]


HEADERS = (
    "",
    "Basic",
    "Basic !!!",
    "Basic eA==",
    "Basic /////w==",
    "Bearer x",
    "Digest username=x",
    "Basic Og==",
)


def test_whoever_has_no_app_password_is_asked_for_one(device, calendar):
    for header in HEADERS:
        for method in ("PROPFIND", "PUT", "OPTIONS", "GET"):
            answer = device.ask(method, calendar, Authorization=header, expect=401)
            assert answer.headers["WWW-Authenticate"] == 'Basic realm="labspace", charset="UTF-8"'
            assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_signed_in_browser_is_nobody_here(app, cast, visit, calendar):
    visit(cast.alice).get("/profil")
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = cast.alice.get_id(), True
    assert Context().run(client.get, "/profil").status_code == 200
    assert Context().run(client.open, calendar, method="PROPFIND").status_code == 401
    assert Context().run(client.put, f"{calendar}x.ics").status_code == 401


def test_an_app_password_opens_nothing_else(device):
    for path in ("/profil", "/buchungen", "/profil/app-kennwoerter"):
        assert device.ask("GET", path, expect=303).headers["Location"].startswith("/anmeldung")
    assert device.ask("POST", "/profil/sitzungen", expect=401)
    form = {"email": device.email, "password": device.secret}
    assert device.app.test_client().post("/anmeldung", data=form).status_code == 422


def test_a_person_reading_the_address_learns_what_it_is(device):
    answer = device.ask("GET", "/caldav/", expect=200)
    assert "CalDAV" in answer.data.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex"
