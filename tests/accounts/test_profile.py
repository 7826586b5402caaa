"""What people change about themselves, and how they leave."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import AccountEvent, Membership, StaffRole, User
from labspace.accounts.passwords import hash_password, verify_password
from labspace.notices.models import OutboxRow
from labspace.times import TimeSpan
from tests.conftest import NOW
from tests.factories import Cast, book, make_user

PASSWORD = "pferd klammer batterie"
NEW = "vier andere gute wörter"


@pytest.fixture
def people(session, cast: Cast) -> Cast:
    """The cast, each with a password."""
    hashed = hash_password(PASSWORD)
    for user in session.scalars(select(User)):
        user.password_hash = hashed
    session.commit()
    return cast


def latest_path(session) -> str:
    mail = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()
    found = re.search(r"http://127\.0\.0\.1:5000(/profil/\S+)", mail.plain)
    assert found
    return found[1]


def test_a_guest_is_led_to_sign_in(visit, people) -> None:
    for path in (
        "/profil",
        "/profil/angaben",
        "/profil/kennwort",
        "/profil/loeschung",
        "/organisationen/neu",
    ):
        assert visit().get(path, expect=303).location == f"/anmeldung?next={path}"


def test_alice_sees_who_she_is_and_her_organisation(visit, people) -> None:
    words = visit(people.alice).get("/profil").words()
    assert "alice@example.org" in words
    assert "Acme Sie verwalten sie" in words
    assert "Personen" not in words


def test_staff_and_administrators_find_their_lists(visit, people) -> None:
    assert "/team/organisationen" in visit(people.nora).get("/profil").text
    assert "/verwaltung/personen" not in visit(people.nora).get("/profil").text
    assert "/verwaltung/personen" in visit(people.ada).get("/profil").text


def test_alice_changes_name_language_and_appearance(session, visit, people) -> None:
    visitor = visit(people.alice, language="en")
    visitor.post("/profil/angaben", {"name": " Alice B. ", "locale": "en", "theme_mode": "dark"})
    assert (people.alice.name, people.alice.locale) == ("Alice B.", "en")
    page = visitor.get("/profil")
    assert "Your details are saved." in page.words()
    assert 'data-theme="dark"' in page.text


def test_whoever_never_chose_a_language_follows_the_browser(visit, people) -> None:
    visitor = visit(people.alice, language="en")
    assert "Profile" in visitor.get("/profil").words()
    chosen = [
        option
        for option in visitor.get("/profil/angaben").all("option")
        if option.get("selected") is not None
    ]
    assert chosen[0].get("value") == "en"
    visitor.post("/profil/angaben", {"name": "Alice", "locale": "de", "theme_mode": "auto"})
    assert people.alice.has_chosen_language
    visit(people.alice, language="de").get("/profil", headers={"Accept-Language": "en"})


def test_reminders_are_on_until_switched_off(visit, people) -> None:
    visitor, data = visit(people.alice), {"name": "Alice", "locale": "de", "theme_mode": "auto"}
    assert "eine Mail vor jeder Buchung" in visitor.get("/profil").words()
    visitor.post("/profil/angaben", data)
    assert not people.alice.wants_reminders
    visitor.post("/profil/angaben", {**data, "wants_reminders": "y"})
    assert people.alice.wants_reminders


def test_a_name_stands_on_screens_only_as_long_as_somebody_allows_it(visit, people, session: Session) -> None:
    visitor, data = visit(people.alice), {"name": "Alice", "locale": "de", "theme_mode": "auto"}
    assert "zeigen Ihren Namen nicht" in visitor.get("/profil").words()
    visitor.post("/profil/angaben", {**data, "is_named_at_doors": "y"})
    assert people.alice.is_named_at_doors
    visitor.post("/profil/angaben", {**data, "is_named_at_doors": "y"})
    visitor.post("/profil/angaben", data)
    assert not people.alice.is_named_at_doors
    noted = session.scalars(
        select(AccountEvent.what).where(AccountEvent.what.startswith("name_at")).order_by(AccountEvent.id)
    )
    assert noted.all() == ["name_at_doors_allowed", "name_at_doors_withdrawn"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"name": ""}, "Bitte geben Sie Ihren Namen ein.", id="no name"),
        pytest.param({"name": "x" * 121}, "höchstens 120 Zeichen", id="long"),
        pytest.param({"name": "Alice\u202eecilA"}, "Steuerzeichen", id="reversed"),
        pytest.param({"locale": "tlh"}, "aus der Liste", id="tampered language"),
        pytest.param({"theme_mode": "neon"}, "aus der Liste", id="tampered appearance"),
    ],
)
def test_refuses_what_makes_no_sense(visit, people, typed, sentence: str) -> None:
    data = {"name": "Alice", "locale": "de", "theme_mode": "auto", **typed}
    assert sentence in visit(people.alice).post("/profil/angaben", data, expect=422).words()
    assert people.alice.name == "Alice"


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(session, visit, people) -> None:
    here, elsewhere = visit(people.alice), visit(people.alice)
    page = here.post("/profil/kennwort", {"current": "falsch falsch", "password": NEW}, expect=422)
    assert "Das Kennwort stimmt nicht." in page.words()
    assert (
        "mindestens 12"
        in here.post("/profil/kennwort", {"current": PASSWORD, "password": "kurz"}, expect=422).words()
    )
    here.post("/profil/kennwort", {"current": PASSWORD, "password": NEW})
    assert verify_password(people.alice.password_hash, NEW)
    here.get("/profil")
    elsewhere.get("/profil", expect=303)


def test_an_open_session_is_no_way_to_try_passwords(visit, people) -> None:
    for _ in range(5):
        visit(people.alice).post("/profil/loeschung", {"password": "geraten geraten"}, expect=422)
    page = visit(people.alice).post("/profil/loeschung", {"password": PASSWORD}, expect=422)
    assert "zu viele Versuche" in page.words()


def test_alice_signs_out_everywhere_else(visit, people) -> None:
    here, elsewhere = visit(people.alice), visit(people.alice)
    here.post("/profil/sitzungen")
    here.get("/profil")
    elsewhere.get("/profil", expect=303)


def test_a_new_address_holds_once_its_link_was_opened_by_its_owner(session, visit, people) -> None:
    visitor = visit(people.alice)
    visitor.post("/profil/mail-adresse", {"email": "Alice@New.example.org", "password": PASSWORD})
    assert people.alice.email == "alice@example.org"
    path = latest_path(session)
    visit().get(path, expect=303)
    visit(people.charlie).get(path, expect=410)
    visit(people.charlie).post(path, expect=410)
    assert "alice@new.example.org" in visitor.get(path).words()
    visitor.post(path)
    assert people.alice.email == "alice@new.example.org"
    last = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()
    assert last.recipient == "alice@example.org"
    assert "new.example.org" not in last.plain
    visitor.post(path, expect=410)


def test_links_to_a_new_address_expire(session, visit, people) -> None:
    visit(people.alice).post("/profil/mail-adresse", {"email": "a@new.example.org", "password": PASSWORD})
    with time_machine.travel(NOW + timedelta(days=1, seconds=2), tick=False):
        visit(people.alice).get(latest_path(session), expect=410)


def test_a_taken_address_is_told_by_mail_only(session, visit, people) -> None:
    free = visit(people.alice).post(
        "/profil/mail-adresse", {"email": "a@new.example.org", "password": PASSWORD}
    )
    taken = visit(people.alice).post(
        "/profil/mail-adresse", {"email": "bob@example.org", "password": PASSWORD}
    )
    assert (taken.status, taken.location) == (free.status, free.location)
    last = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()
    assert (last.recipient, last.subject) == (
        "bob@example.org",
        "Diese Mail-Adresse gehört schon zu einem Konto",
    )


def test_an_address_taken_in_between_stays_where_it_is(session, visit, people) -> None:
    visit(people.alice).post("/profil/mail-adresse", {"email": "zoe@example.org", "password": PASSWORD})
    path = latest_path(session)
    make_user(session, "Zoe", now=NOW)
    visit(people.alice).post(path, expect=410)
    assert people.alice.email == "alice@example.org"


def test_charlie_leaves_and_nothing_personal_stays(session, visit, people) -> None:
    visitor = visit(people.charlie)
    assert "charlie@example.org" in visitor.get("/profil/loeschung").words()
    visitor.post("/profil/loeschung", {"password": PASSWORD})
    charlie = people.charlie
    assert (charlie.name, charlie.email) == ("(gelöschtes Konto)", f"{charlie.id}@erased.invalid")
    assert (charlie.password_hash, charlie.confirmed_at, charlie.disabled_at) == ("", None, NOW)
    visitor.get("/profil", expect=303)
    visit().post("/anmeldung", {"email": "charlie@example.org", "password": PASSWORD}, expect=422)
    assert "charlie" not in " ".join(session.scalars(select(AccountEvent.detail)))


def test_leaving_ends_memberships_and_roles(session, visit, people) -> None:
    session.add(StaffRole(user_id=people.bob.id, location_id=people.house.id))
    visit(people.bob).post("/profil/loeschung", {"password": PASSWORD})
    for model in (Membership, StaffRole):
        assert session.scalars(select(model).where(model.user_id == people.bob.id)).all() == []


def test_who_alone_administers_an_organisation_hands_it_over_first(visit, people) -> None:
    page = visit(people.alice).post("/profil/loeschung", {"password": PASSWORD}, expect=422)
    assert "übergeben Sie zuerst die Verwaltung" in page.words()
    assert people.alice.email == "alice@example.org"


def test_the_last_administrator_stays(visit, people) -> None:
    page = visit(people.ada).post("/profil/loeschung", {"password": PASSWORD}, expect=422)
    assert "verwaltet niemand dieses System" in page.words()


def test_bookings_ahead_are_cancelled_first(session, visit, people) -> None:
    tomorrow = NOW + timedelta(days=1)
    booking = book(
        session, people.desk, people.charlie, TimeSpan(tomorrow, tomorrow + timedelta(hours=1)), now=NOW
    )
    page = visit(people.charlie).post("/profil/loeschung", {"password": PASSWORD}, expect=422)
    assert "noch 1 künftige Buchung." in page.words()
    assert people.charlie.email == "charlie@example.org"
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        visit(people.charlie).post("/profil/loeschung", {"password": PASSWORD})
    assert booking.booked_by.name == "(gelöschtes Konto)", "past bookings stay, without a name"
