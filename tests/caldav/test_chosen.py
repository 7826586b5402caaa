"""Besides their own calendar people find those of the houses they work in, and those they have chosen."""

from __future__ import annotations

from labspace.accounts.models import StaffRole
from labspace.calendars.linking import open_link, revoke_link
from labspace.calendars.scopes import FeedKind, Scope
from labspace.db import begin_write
from labspace.spaces.kinds import SpaceKind
from tests.calendars.feeds import subscribe


def home_of(person):
    return f"/caldav/personen/{person.id}/kalender/"


def titles(device, person):
    home = home_of(person)
    told = device.propfind(home, "d:displayname", depth="1").told
    return {
        address.removeprefix(home): one.text("d:displayname")
        for address, one in told.items()
        if address != home
    }


def test_the_team_finds_its_houses(cast, device_of, booking):
    assert titles(device_of(cast.nora), cast.nora) == {
        "buchungen/": "Meine Buchungen – Stadtlabor",
        f"aufgaben-{cast.house.id}/": "Aufgaben – Stadtlabor Bochum",
        f"haus-{cast.house.id}/": "Belegung – Stadtlabor Bochum",
    }


def test_what_was_chosen_on_the_calendar_page_is_found_too(session, cast, device, booking, now):
    scopes = (
        Scope(kind=FeedKind.HOUSE_KIND, subject_id=cast.house.id, space_kind=SpaceKind.DESK),
        Scope(kind=FeedKind.SPACE, subject_id=cast.desk.id),
    )
    links = [open_link(session, cast.alice, scope, now=now) for scope in scopes]
    session.commit()
    assert list(titles(device, cast.alice)) == [
        "buchungen/",
        f"art-{cast.house.id}-desk/",
        f"flaeche-{cast.desk.id}/",
    ]
    revoke_link(session, links[0].id, now=now)
    assert f"art-{cast.house.id}-desk/" not in titles(device, cast.alice)
    device.propfind(f"{home_of(cast.alice)}art-{cast.house.id}-desk/", "d:displayname", expect=404)


def test_a_houses_calendar_is_the_feed_and_names_nobody(app, session, cast, device_of, booking, now):
    device, house = device_of(cast.nora), f"{home_of(cast.nora)}haus-{cast.house.id}/"
    [address] = device.sync(house).told
    event = device.ask("GET", address, expect=200).data
    begin, end = event.index(b"BEGIN:VEVENT"), event.index(b"END:VCALENDAR")
    scope = Scope(kind=FeedKind.HOUSE, subject_id=cast.house.id)
    assert event[begin:end] in subscribe(app, session, cast.nora, scope, now=now).fetch().data
    assert b"Belegt" in event
    assert not any(
        word in event for word in (b"Alice", b"alice@", booking.uid.encode(), booking.reference.encode())
    )


def test_nobody_else_finds_a_teams_calendar(cast, device, device_of, booking):
    device_of(cast.nora).propfind(home_of(cast.nora), "d:displayname", depth="1")
    assert list(titles(device, cast.alice)) == ["buchungen/"]
    for slug in ("aufgaben", "haus"):
        for person in (cast.alice, cast.nora):
            device.propfind(f"{home_of(person)}{slug}-{cast.house.id}/", "d:displayname", expect=404)


def test_a_role_that_ends_takes_its_calendars_along(session, cast, device_of, booking):
    device, tasks = device_of(cast.nora), f"{home_of(cast.nora)}aufgaben-{cast.house.id}/"
    device.propfind(tasks, "d:displayname")
    begin_write(session)
    session.query(StaffRole).filter_by(user_id=cast.nora.id).delete()
    session.commit()
    device.propfind(tasks, "d:displayname", expect=404)
    assert list(titles(device, cast.nora)) == ["buchungen/"]


def test_calendars_that_are_none_are_not_found(cast, device):
    for slug in ("person-1", "buchungen-1", "aufgaben-99", "haus", "flaeche-x", "art-1"):
        device.propfind(f"{home_of(cast.alice)}{slug}/", "d:displayname", expect=404)
