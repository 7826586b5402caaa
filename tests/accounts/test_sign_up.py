"""Signing up, proving the address, and a forgotten password; nobody learns who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from labspace.accounts.links import LinkPurpose, make_link
from labspace.accounts.models import User
from labspace.accounts.passwords import hash_password, verify_password
from labspace.notices.models import OutboxRow
from tests.conftest import NOW
from tests.factories import make_user

PASSWORD = "pferd klammer batterie"
NEW = "vier andere gute wörter"
SAM = {"name": "Sam", "email": "sam@example.org", "password": PASSWORD}


def mails(session) -> list[OutboxRow]:
    return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def mailed_path(session) -> str:
    """The path of the first link in the latest mail."""
    found = re.search(r"http://127\.0\.0\.1:5000(/\S+)", mails(session)[-1].plain)
    assert found
    return found[1]


def known(session, **more) -> User:
    user = make_user(
        session, "Sam", now=NOW, password_hash=hash_password(PASSWORD), session_nonce="n", **more
    )
    session.commit()
    return user


def test_sam_signs_up_confirms_and_is_signed_in(session, visit) -> None:
    visitor = visit()
    assert visitor.get("/registrierung").status == 200
    page = visitor.post("/registrierung", SAM)
    assert "Postfach" in visitor.get(page.location).words()
    sam = session.scalars(select(User)).one()
    assert (sam.name, sam.confirmed_at, sam.locale) == ("Sam", None, "de")
    path = mailed_path(session)
    assert visitor.get(path).status == 200
    assert sam.confirmed_at is None, "looking does not confirm: mail filters look at links"
    assert visitor.post(path, {"password": PASSWORD}).location == "/"
    assert sam.confirmed_at == NOW
    assert "Sam" in visitor.get("/bausteine").words()
    visitor.get(path, expect=410)


def test_signed_in_sam_confirms_without_the_password(session, visit) -> None:
    visit().post("/registrierung", SAM)
    sam = session.scalars(select(User)).one()
    visit(sam).post(mailed_path(session))
    assert sam.confirmed_at


def test_a_mailed_link_alone_confirms_nothing(session, visit, cast) -> None:
    visit().post("/registrierung", SAM)
    path = mailed_path(session)
    visit().post(path, {"password": "geraten geraten"}, expect=422)
    visit(cast.charlie).post(path, expect=422)
    assert session.scalars(select(User.confirmed_at).where(User.name == "Sam")).one() is None


def test_who_signs_up_first_with_a_foreign_address_gains_nothing(session, visit) -> None:
    visit().post("/registrierung", {**SAM, "name": "Mallory", "password": "mallorys eigenes kennwort"})
    first = mailed_path(session)
    visit().post("/registrierung", SAM)
    visit().get(first, expect=410)
    visit().post(mailed_path(session), {"password": PASSWORD})
    assert session.scalars(select(User.name)).all() == ["Sam"]


def test_a_known_address_gets_the_same_answer_and_a_different_mail(session, visit) -> None:
    fresh = visit().post("/registrierung", {**SAM, "email": "other@example.org"})
    sam = known(session)
    page = visit().post("/registrierung", {**SAM, "name": "Mallory", "password": NEW})
    assert page.location == fresh.location
    assert page.data.replace(b"other", b"sam") == fresh.data.replace(b"other", b"sam")
    assert mails(session)[-1].subject == "Sie haben schon ein Konto bei labspace"
    assert (sam.name, verify_password(sam.password_hash, PASSWORD)) == ("Sam", True)


def test_a_disabled_person_gets_the_same_answer_and_no_mail(session, visit) -> None:
    known(session, disabled_at=NOW)
    visit().post("/registrierung", SAM)
    visit().post("/kennwort-vergessen", {"email": "sam@example.org"})
    assert mails(session) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"name": ""}, "Bitte geben Sie Ihren Namen ein.", id="no name"),
        pytest.param({"name": "x" * 300}, "Bitte höchstens 120 Zeichen", id="long name"),
        pytest.param({"name": "Gewinn! www.evil.example"}, "ohne Links", id="a link as name"),
        pytest.param({"email": "sam"}, "vollständige Mail-Adresse", id="half an address"),
        pytest.param(
            {"email": "sam@example.org\nBcc: x@example.org"}, "Steuerzeichen", id="header injection"
        ),
        pytest.param({"email": "sam@" + "x" * 100_000 + ".org"}, "höchstens 254", id="long address"),
        pytest.param({"password": "kurz"}, "mindestens 12 Zeichen", id="short password"),
        pytest.param({"password": "Sommer2026!!!"}, "leicht erraten", id="common password"),
        pytest.param({"password": "sam@example.org"}, "fast nur aus Ihrem Namen", id="own address"),
    ],
)
def test_says_what_is_wrong(session, visit, typed: dict[str, str], sentence: str) -> None:
    assert sentence in visit().post("/registrierung", {**SAM, **typed}, expect=422).words()
    assert session.scalars(select(User)).all() == []


def test_nobody_is_flooded_with_mails(session, visit) -> None:
    for _ in range(3):
        visit().post("/registrierung", SAM)
    assert "zu viele Versuche" in visit().post("/registrierung", SAM, expect=429).words()
    visit().post("/kennwort-vergessen", {"email": "sam@example.org"}, expect=429)
    assert len(mails(session)) == 3


def test_an_unconfirmed_person_may_look_and_gets_the_mail_again(session, visit) -> None:
    visit().post("/registrierung", SAM)
    sam = session.scalars(select(User)).one()
    visitor = visit()
    visitor.post("/anmeldung", {"email": "sam@example.org", "password": PASSWORD})
    assert "Bitte bestätigen Sie noch Ihre Mail-Adresse" in visitor.get("/bausteine").words()
    visitor.post("/bestaetigung")
    visit(sam).post(mailed_path(session))
    assert sam.confirmed_at
    assert visitor.post("/bestaetigung").location == "/profil"


def test_mails_and_pages_speak_english_to_english_readers(session, visit) -> None:
    visitor = visit(language="en")
    visitor.post("/registrierung", SAM)
    assert mails(session)[-1].subject == "Please confirm your email address"
    assert "seven days" in visitor.get("/registrierung/post").words()
    visitor.get(mailed_path(session))


def test_a_forgotten_password_is_replaced_once(session, visit) -> None:
    sam = known(session, confirmed_at=None)
    elsewhere = visit(sam)
    page = visit().post("/kennwort-vergessen", {"email": "Sam@Example.org"})
    assert "Wenn es zu dieser Adresse ein Konto gibt" in visit().get(page.location).words()
    path = mailed_path(session)
    assert "sam@example.org" in visit().get(path).words()
    assert "mindestens 12" in visit().post(path, {"password": "kurz"}, expect=422).words()
    assert visit().post(path, {"password": NEW}).location == "/anmeldung"
    assert verify_password(sam.password_hash, NEW)
    assert sam.confirmed_at == NOW, "who reads the mail has the address"
    assert mails(session)[-1].subject == "Ihr Kennwort wurde geändert"
    visit().post(path, {"password": PASSWORD}, expect=410)
    assert elsewhere.get("/profil", expect=303).location.startswith("/anmeldung")


def test_an_unknown_address_gets_the_same_answer_and_no_mail(session, visit) -> None:
    assert (
        visit().post("/kennwort-vergessen", {"email": "no@example.org"}).location
        == "/kennwort-vergessen/post"
    )
    assert mails(session) == []


@pytest.mark.parametrize(
    ("purpose", "path", "hours"),
    [
        pytest.param(LinkPurpose.NEW_PASSWORD, "/kennwort-neu/", 1, id="new password"),
        pytest.param(LinkPurpose.CONFIRMATION, "/bestaetigung/", 7 * 24, id="confirmation"),
    ],
)
def test_links_expire(session, visit, purpose: LinkPurpose, path: str, hours: int) -> None:
    sam = known(session, confirmed_at=None)
    token = make_link(purpose, sam, secret=current_app.config["SECRET_KEY"])
    with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
        visit().get(path + token)
    with time_machine.travel(NOW + timedelta(hours=hours, seconds=2), tick=False):
        visit().get(path + token, expect=410)


def test_forged_links_are_void(session, visit) -> None:
    sam = known(session, confirmed_at=None)
    secret = current_app.config["SECRET_KEY"]
    reset = make_link(LinkPurpose.NEW_PASSWORD, sam, secret=secret)
    forged = make_link(LinkPurpose.NEW_PASSWORD, sam, secret="guessed")
    for token in (forged, reset[:-1], "x", "ü" * 50, make_link(LinkPurpose.CONFIRMATION, sam, secret=secret)):
        visit().get(f"/kennwort-neu/{token}", expect=410)
    visit().get(f"/bestaetigung/{reset}", expect=410)
    sam.disabled_at = NOW
    visit().get(f"/kennwort-neu/{reset}", expect=410)


def test_a_megabyte_gets_a_sentence(visit) -> None:
    assert "zu groß" in visit().post("/registrierung", {**SAM, "name": "x" * 1_000_000}, expect=413).words()


def test_whoever_must_sign_up_on_the_way_is_led_on_to_what_they_wanted(session, visit) -> None:
    sam = visit()
    wanted = "/buchungen/neu?standort=bochum&art=desk"
    sign_in = sam.get("/anmeldung", query_string={"next": wanted})
    link = next(link.get("href") for link in sign_in.all("a") if "/registrierung" in link.get("href", ""))
    assert 'name="next"' in sam.get(link).text
    sam.post("/registrierung", {**SAM, "next": wanted})
    assert sam.post(mailed_path(session), {"password": "not this one at all"}, expect=422)
    assert sam.post(mailed_path(session), {"password": PASSWORD}).location == wanted


def test_signing_up_leads_to_no_other_site(session, visit) -> None:
    sam = visit()
    sam.post("/registrierung", {**SAM, "next": "https://example.org/"})
    assert sam.post(mailed_path(session), {"password": PASSWORD}).location == "/"
