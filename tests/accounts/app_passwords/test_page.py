"""The page where people give devices access and take it away."""

from __future__ import annotations

import re

import pytest
import time_machine
from sqlalchemy import select

from labspace.accounts.app_passwords.models import AppPassword
from labspace.accounts.app_passwords.secret_words import digest_of
from labspace.accounts.models import AccountEvent
from labspace.notices.models import OutboxRow
from tests.support.device import Device

PAGE = "/profil/app-kennwoerter"
SECRET = re.compile(r">((?:[a-z2-9]{4}-){6}[a-z2-9]{4})</textarea>")


def create(visitor, name="Handy"):
    page = visitor.post(PAGE, {"name": name}, expect=200)
    [secret] = SECRET.findall(page.text)
    return page, secret


def test_visitors_have_to_sign_in(visit):
    assert visit().get(PAGE, expect=303).location.startswith("/anmeldung")


def test_the_page_says_what_it_is_for_and_how_to_use_it(visit, cast):
    words = visit(cast.alice).get(PAGE).words()
    for name in ("CalDAV", "iPhone", "Mac", "Thunderbird", "DAVx⁵", "Outlook", "Noch hat kein Gerät"):
        assert name in words


def test_the_page_is_complete_in_english(visit, cast):
    cast.alice.locale = "en"
    alice = visit(cast.alice, language="en")
    words = create(alice, "Phone")[0].words()
    assert "App passwords" in words
    assert not {"Kennwort", "Gerät", "Kalender"} & set(re.findall(r"\w+", words))


def test_a_new_one_is_shown_once_and_kept_as_a_hash(visit, cast, session):
    alice = visit(cast.alice)
    page, secret = create(alice)
    assert page.headers["Cache-Control"] == "no-store"
    assert 'value="alice@example.org"' in page.text
    assert 'value="http://127.0.0.1:5000/caldav/"' in page.text
    again = alice.get(PAGE)
    assert secret not in again.text
    assert "noch nicht benutzt" in again.words()
    stored = session.scalars(select(AppPassword)).one()
    assert stored.secret_hash == digest_of(secret)
    assert secret not in repr([getattr(stored, column.key) for column in AppPassword.__table__.columns])


def test_the_owner_is_told_by_mail_without_the_secret(visit, cast, session):
    _page, secret = create(visit(cast.alice), "Handy")
    message = session.scalars(select(OutboxRow)).one()
    assert message.recipient == "alice@example.org"
    assert "Handy" in message.plain
    assert secret not in message.plain + message.html
    assert session.scalars(select(AccountEvent.what)).all() == ["app_password_created"]


def test_it_opens_the_calendar_until_it_is_revoked(app, visit, cast, session, now):
    alice = visit(cast.alice)
    device = Device(app, "Alice@Example.org", create(alice)[1])
    device.ask("OPTIONS", "/caldav/", expect=200)
    assert "zuletzt benutzt: Mo, 23.11.2026, gegen 09:00 Uhr" in alice.get(PAGE).words()
    found = session.scalars(select(AppPassword)).one()
    assert alice.post(f"{PAGE}/{found.id}/widerruf").location == PAGE
    page = alice.get(PAGE)
    assert "Das App-Kennwort „Handy“ gilt nicht mehr." in page.words()
    device.ask("OPTIONS", "/caldav/", expect=401)


def test_its_use_is_noted_once_an_hour(app, visit, cast, session, now):
    device = Device(app, cast.alice.email, create(visit(cast.alice))[1])
    device.ask("OPTIONS", "/caldav/", expect=200)
    for minutes, hour in ((59, 8), (61, 9)):
        moment = now.replace(hour=8 + minutes // 60, minute=minutes % 60)
        with time_machine.travel(moment, tick=False):
            device.ask("OPTIONS", "/caldav/", expect=200)
        session.expire_all()
        used = session.scalars(select(AppPassword.last_used_at)).one()
        assert used is not None
        assert used.hour == hour


def test_somebody_elses_is_not_found(visit, cast, session):
    create(visit(cast.alice), "Tablett")
    found = session.scalars(select(AppPassword.id)).one()
    for other in (cast.bob, cast.ada):
        visit(other).post(f"{PAGE}/{found}/widerruf", expect=404)
        assert "Tablett" not in visit(other).get(PAGE).words()
    assert session.scalars(select(AppPassword.id)).one() == found


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "einen Namen"), ("x" * 61, "höchstens 60"), ("Handy", "haben Sie schon")]
)
def test_a_name_that_does_not_do_is_refused_with_a_sentence(visit, cast, session, name, sentence):
    alice = visit(cast.alice)
    create(alice)
    page = alice.post(PAGE, {"name": name}, expect=422)
    assert sentence in page.words()
    assert not SECRET.findall(page.text)


def test_there_are_no_more_than_twenty(visit, cast, session, now):
    session.add_all(
        AppPassword(user_id=cast.alice.id, name=f"Gerät {number}", secret_hash=str(number), created_at=now)
        for number in range(20)
    )
    assert "Mehr als 20" in visit(cast.alice).post(PAGE, {"name": "noch eins"}, expect=422).words()


def test_whoever_leaves_takes_the_access_of_their_devices_along(app, visit, cast, session, now):
    from labspace.accounts.actions.profile import erase_person

    device = Device(app, cast.charlie.email, create(visit(cast.charlie))[1])
    erase_person(session, cast.charlie.id, now=now)
    session.commit()
    device.ask("OPTIONS", "/caldav/", expect=401)
    assert session.scalars(select(AppPassword)).all() == []
