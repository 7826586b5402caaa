"""Signing in and out: the right people, only them, and not too fast."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from labspace.accounts.models import SignInAttempt, User
from labspace.accounts.passwords import hash_password
from labspace.accounts.sessions import own_path
from tests.conftest import NOW
from tests.factories import make_user

PASSWORD = "pferd klammer batterie"
WRONG = "passen nicht zusammen"


@pytest.fixture
def alice(session) -> User:
    user = make_user(session, "Alice", now=NOW, password_hash=hash_password(PASSWORD))
    session.commit()
    return user


def credentials(email: str = "alice@example.org", password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"email": email, "password": password, **more}


def test_alice_signs_in_and_lands_where_she_wanted(visit, alice) -> None:
    visitor = visit()
    assert 'value="/bausteine?a=1"' in visitor.get("/anmeldung?next=/bausteine%3Fa%3D1").text
    page = visitor.post("/anmeldung", credentials(next="/bausteine?a=1"))
    assert page.location == "/bausteine?a=1"
    assert "Alice" in visitor.get("/bausteine").words()


def test_spelling_of_the_address_does_not_matter(visit, alice) -> None:
    visit().post("/anmeldung", credentials(" Alice@Example.ORG "))


@pytest.mark.parametrize(
    "next_path",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "",
    ],
)
def test_never_leads_to_a_foreign_site(visit, alice, next_path: str) -> None:
    assert visit().post("/anmeldung", credentials(next=next_path)).location == "/"
    assert own_path(next_path) is None


def test_a_tab_in_a_path_is_refused_because_browsers_drop_it() -> None:
    assert own_path("/\t/evil.example") is None


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(credentials(password="falsch falsch falsch"), id="wrong password"),
        pytest.param(credentials("nobody@example.org"), id="unknown address"),
        pytest.param(credentials("kein@@ort"), id="no address at all"),
    ],
)
def test_one_answer_for_whatever_is_wrong(visit, alice, typed) -> None:
    page = visit().post("/anmeldung", typed, expect=422)
    assert WRONG in page.words()


def test_empty_and_monstrous_input_gets_sentences(visit, alice) -> None:
    words = visit().post("/anmeldung", credentials("", ""), expect=422).words()
    assert "Bitte geben Sie Ihr Kennwort ein." in words
    words = visit().post("/anmeldung", credentials("a\x00b", "x" * 100_000), expect=422).words()
    assert "Steuerzeichen" in words
    assert "höchstens 500 Zeichen" in words


@pytest.mark.parametrize("hash_", ["", "not a hash"])
def test_nobody_signs_in_without_a_proper_hash(session, visit, hash_: str) -> None:
    make_user(session, "Bob", now=NOW, password_hash=hash_)
    session.commit()
    visit().post("/anmeldung", credentials("bob@example.org", ""), expect=422)
    assert WRONG in visit().post("/anmeldung", credentials("bob@example.org"), expect=422).words()


def test_a_disabled_person_is_out_at_once(session, visit, alice) -> None:
    visitor = visit(alice)
    assert "Alice" in visitor.get("/bausteine").words()
    alice.disabled_at = NOW
    session.commit()
    assert "Alice" not in visitor.get("/bausteine").words()
    assert WRONG in visit().post("/anmeldung", credentials(), expect=422).words()


def test_guessing_is_slowed_down_and_free_again_later(session, visit, alice) -> None:
    for _ in range(5):
        visit().post("/anmeldung", credentials(password="geraten geraten"), expect=422)
    page = visit().post("/anmeldung", credentials(), expect=429)
    assert "Bitte warten Sie noch 15 Sekunden." in page.words()
    assert page.headers["Retry-After"] == "15"
    with time_machine.travel(NOW + timedelta(seconds=16), tick=False):
        visit().post("/anmeldung", credentials())
    with time_machine.travel(NOW + timedelta(seconds=17), tick=False):
        visit().post("/anmeldung", credentials(password="vertippt vertippt"), expect=422)


def test_refused_attempts_do_not_lengthen_the_wait(session, visit, alice) -> None:
    for _ in range(5):
        visit().post("/anmeldung", credentials(password="geraten geraten"), expect=422)
    for _ in range(20):
        visit().post("/anmeldung", credentials(), expect=429)
    with time_machine.travel(NOW + timedelta(seconds=16), tick=False):
        visit().post("/anmeldung", credentials())


def test_one_client_cannot_try_many_addresses(visit, alice) -> None:
    for number in range(30):
        visit().post("/anmeldung", credentials(f"user{number}@example.org"), expect=422)
    visit().post("/anmeldung", credentials(), expect=429)
    visit().post("/anmeldung", credentials(), environ_base={"REMOTE_ADDR": "192.0.2.7"})


def test_no_address_is_kept_of_failed_attempts(session, visit, alice) -> None:
    visit().post("/anmeldung", credentials("secret.person@example.org"), expect=422)
    keys = session.scalars(select(SignInAttempt.key)).all()
    assert len(keys) == 2
    assert not any("secret" in key or "127.0.0.1" in key for key in keys)


def test_signing_in_forgets_the_failures(session, visit, alice) -> None:
    visit().post("/anmeldung", credentials(password="vertippt vertippt"), expect=422)
    visit().post("/anmeldung", credentials())
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 1, "only the client's own"


@pytest.mark.parametrize(
    ("place", "expect"),
    [
        pytest.param({"environ_base": {"REMOTE_ADDR": "127.0.0.9"}}, 303, id="this machine"),
        pytest.param({"environ_base": {"REMOTE_ADDR": "::1"}}, 303, id="this machine by IPv6"),
        pytest.param({"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}, 422, id="another machine"),
        pytest.param({"headers": {"X-Forwarded-For": "127.0.0.1"}}, 422, id="through a proxy"),
    ],
)
def test_invented_people_sign_in_on_this_machine_only(session, visit, place, expect: int) -> None:
    make_user(session, "Demo", now=NOW, password_hash=hash_password(PASSWORD), is_demo=True)
    session.commit()
    visitor = visit()
    page = visitor.post("/anmeldung", credentials("demo@example.org"), expect=expect, **place)
    if expect == 303:
        assert "Demo" in visitor.get("/bausteine", **place).words()
        away = visitor.get("/bausteine", environ_base={"REMOTE_ADDR": "192.0.2.7"})
        assert "menu__name" not in away.text
    else:
        assert "nur auf dem Rechner" in page.words()


def test_signing_out_ends_the_session_and_keeps_the_language(visit, alice) -> None:
    visitor = visit(alice, language="en")
    visitor.get("/bausteine?lang=en")
    assert visitor.post("/abmeldung").location == "/"
    page = visitor.get("/anmeldung")
    assert "Sign in" in page.words()
    assert "Alice" not in page.words()


def test_signed_in_people_are_led_on(visit, alice) -> None:
    assert visit(alice).get("/anmeldung?next=/bausteine", expect=303).location == "/bausteine"


def test_a_hash_of_other_strength_is_renewed(session, visit, alice) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    alice.password_hash = old
    session.commit()
    visit().post("/anmeldung", credentials())
    session.expire_all()
    assert alice.password_hash != old
    visit().post("/anmeldung", credentials())


def test_staying_signed_in_is_a_choice(visit, alice) -> None:
    def cookie(**more: str) -> str:
        return str(visit().post("/anmeldung", credentials(**more)).headers["Set-Cookie"])

    assert "Expires" not in cookie()
    assert "Expires" in cookie(stay="y")
