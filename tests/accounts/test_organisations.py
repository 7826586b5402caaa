"""Organisations: who sees, changes, invites, joins, hands over and leaves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Invitation, Organisation, OrganisationRole
from labspace.accounts.queries import membership_in
from labspace.notices.models import OutboxRow
from tests.conftest import NOW
from tests.factories import make_organisation, make_user

FACTS = {"name": "Neu & Partner", "partner_type": "association", "theme": "handel", "sector": "G"}


def url(cast, path: str = "") -> str:
    return f"/organisationen/{cast.acme.id}{path}"


def invited_path(session) -> str:
    mail = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()
    found = re.search(r"http://127\.0\.0\.1:5000(/einladungen/\S+)", mail.plain)
    assert found
    return found[1]


def invite_charlie(session, visit, cast) -> str:
    visit(cast.alice).post(url(cast, "/einladungen"), {"email": "Charlie@example.org"})
    return invited_path(session)


def is_admin(session, cast, user) -> bool:
    membership = membership_in(session, cast.acme.id, user.id)
    return membership is not None and membership.role is OrganisationRole.ADMIN


def test_charlie_founds_an_organisation_and_administers_it(session, visit, cast) -> None:
    visitor = visit(cast.charlie)
    page = visitor.post("/organisationen/neu", FACTS)
    founded = session.scalars(select(Organisation).where(Organisation.name == "Neu & Partner")).one()
    assert page.location == f"/organisationen/{founded.id}"
    assert (founded.partner_type, founded.theme, founded.sector) == (
        PartnerType.ASSOCIATION,
        Theme.HANDEL,
        "G",
    )
    assert "Einladen" in visitor.get(page.location).words()


def test_unconfirmed_people_found_nothing(session, visit, cast) -> None:
    cast.charlie.confirmed_at = None
    assert visit(cast.charlie).post("/organisationen/neu", FACTS).location == "/profil"
    assert len(session.scalars(select(Organisation)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"name": ""}, "Namen der Organisation", id="no name"),
        pytest.param({"name": "x" * 161}, "höchstens 160 Zeichen", id="long"),
        pytest.param({"name": "A\x00B"}, "Steuerzeichen", id="control character"),
        pytest.param({"partner_type": "internal"}, "aus der Liste", id="not one's own to say"),
        pytest.param({"partner_type": "private"}, "aus der Liste", id="no organisation"),
        pytest.param({"partner_type": ""}, "aus der Liste", id="no type"),
        pytest.param({"sector": "Z"}, "aus der Liste", id="no section"),
        pytest.param({"theme": "mars"}, "aus der Liste", id="no theme"),
        pytest.param(
            {"partner_type": "other_company", "is_chamber_member": "y"},
            "nicht IHK-Mitglied",
            id="contradiction",
        ),
    ],
)
def test_refuses_what_cannot_be(session, visit, cast, typed, sentence: str) -> None:
    assert sentence in visit(cast.charlie).post("/organisationen/neu", {**FACTS, **typed}, expect=422).words()
    assert len(session.scalars(select(Organisation)).all()) == 1


def test_a_member_company_is_a_chamber_member(session, visit, cast) -> None:
    visit(cast.alice).post(
        url(cast, "/angaben"), {**FACTS, "partner_type": "member_company", "theme": "", "sector": "-"}
    )
    assert (cast.acme.is_chamber_member, cast.acme.theme, cast.acme.sector) == (True, None, "-")


@pytest.mark.parametrize(
    ("who", "see", "edit"),
    [
        pytest.param("alice", 200, 200, id="its admin"),
        pytest.param("bob", 200, 403, id="a member"),
        pytest.param("charlie", 404, 404, id="anybody else"),
        pytest.param("nora", 200, 403, id="staff"),
        pytest.param("ada", 200, 200, id="administrator"),
        pytest.param(None, 303, 303, id="a guest"),
    ],
)
def test_who_sees_and_changes_an_organisation(session, visit, cast, who, see: int, edit: int) -> None:
    user = getattr(cast, who) if who else None
    assert visit(user).get(url(cast), expect=see).status == see
    visit(user).get(url(cast, "/angaben"), expect=edit)
    bob, refused = cast.bob.id, edit if edit != 200 else 303
    refused = 401 if who is None else refused
    member = {"role": "member"}
    visit(user).post(url(cast, "/angaben"), FACTS, expect=refused)
    visit(user).post(url(cast, "/einladungen"), {"email": "x@example.org"}, expect=refused)
    visit(user).post(url(cast, f"/mitglieder/{bob}/rolle"), member, expect=refused)
    if who != "bob":
        visit(user).get(url(cast, f"/mitglieder/{bob}/ende"), expect=edit)
        visit(user).post(url(cast, f"/mitglieder/{bob}/ende"), expect=refused)
    assert (cast.acme.name == "Acme") == (edit != 200)


def test_addresses_of_members_are_for_admins(visit, cast) -> None:
    assert "bob@example.org" in visit(cast.alice).get(url(cast)).words()
    assert "alice@example.org" not in visit(cast.bob).get(url(cast)).words()


def test_charlie_is_invited_and_joins(session, visit, cast) -> None:
    path = invite_charlie(session, visit, cast)
    row = session.scalars(select(Invitation)).one()
    assert row.email == "charlie@example.org"
    assert path.rpartition("/")[2] not in row.token_hash
    assert "Acme" in visit().get(path).words()
    visit().post(path, expect=401)
    assert "Angemeldet als Charlie" in visit(cast.charlie).get(path).words()
    assert visit(cast.charlie).post(path).location == url(cast)
    assert not is_admin(session, cast, cast.charlie)
    visit(cast.charlie).get(url(cast))


def test_an_invitation_works_once(session, visit, cast) -> None:
    path = invite_charlie(session, visit, cast)
    visit(cast.charlie).post(path)
    visit(cast.nora).get(path, expect=410)
    visit(cast.nora).post(path, expect=410)
    assert membership_in(session, cast.acme.id, cast.nora.id) is None


def test_a_second_invitation_replaces_the_first(session, visit, cast) -> None:
    first = invite_charlie(session, visit, cast)
    second = invite_charlie(session, visit, cast)
    assert len(session.scalars(select(Invitation)).all()) == 1
    visit(cast.charlie).get(first, expect=410)
    visit(cast.charlie).post(second)
    page = visit(cast.alice).post(url(cast, "/einladungen"), {"email": "charlie@example.org"}, expect=422)
    assert "gehört schon zur Organisation" in page.words()


def test_invitations_end_after_two_weeks_or_when_withdrawn(session, visit, cast) -> None:
    path = invite_charlie(session, visit, cast)
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        visit(cast.charlie).post(path, expect=410)
    invitation = session.scalars(select(Invitation)).one()
    withdrawal = url(cast, f"/einladungen/{invitation.id}/ruecknahme")
    visit(cast.bob).post(withdrawal, expect=403)
    visit(cast.charlie).post(withdrawal, expect=404)
    visit(cast.alice).post(withdrawal)
    visit(cast.charlie).post(path, expect=410)
    visit(cast.alice).post(withdrawal, expect=409)


def test_an_invitation_of_another_organisation_cannot_be_withdrawn(session, visit, cast) -> None:
    invite_charlie(session, visit, cast)
    other = make_organisation(session, "Other", cast.nora, now=NOW)
    invitation = session.scalars(select(Invitation)).one()
    path = f"/organisationen/{other.id}/einladungen/{invitation.id}/ruecknahme"
    visit(cast.nora).post(path, expect=409)
    assert session.scalars(select(Invitation)).all()


def test_unconfirmed_people_confirm_before_they_join(session, visit, cast) -> None:
    path = invite_charlie(session, visit, cast)
    cast.charlie.confirmed_at = None
    assert visit(cast.charlie).post(path).location == "/profil"
    assert membership_in(session, cast.acme.id, cast.charlie.id) is None


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "x@example.org\r\nBcc: y@example.org", "x" * 300 + "@example.org"]
)
def test_nonsense_is_not_invited(session, visit, cast, email: str) -> None:
    visit(cast.alice).post(url(cast, "/einladungen"), {"email": email}, expect=422)
    assert session.scalars(select(OutboxRow)).all() == []


def test_the_last_admin_hands_over_before_leaving(session, visit, cast) -> None:
    visitor = visit(cast.alice)
    leaving = url(cast, f"/mitglieder/{cast.alice.id}/ende")
    assert "Möchten Sie" in visitor.get(leaving).words()
    visitor.post(leaving)
    assert "übergeben Sie zuerst" in visitor.get(url(cast)).words()
    visitor.post(url(cast, f"/mitglieder/{cast.alice.id}/rolle"), {"role": "member"})
    assert is_admin(session, cast, cast.alice)
    visitor.post(url(cast, f"/mitglieder/{cast.bob.id}/rolle"), {"role": "admin"})
    assert visitor.post(leaving).location == "/profil"
    assert is_admin(session, cast, cast.bob)
    visitor.get(url(cast), expect=404)


def test_the_only_member_may_leave(session, visit, cast) -> None:
    visit(cast.alice).post(url(cast, f"/mitglieder/{cast.bob.id}/ende"))
    visit(cast.alice).post(url(cast, f"/mitglieder/{cast.alice.id}/ende"))
    assert membership_in(session, cast.acme.id, cast.alice.id) is None


def test_bob_leaves_by_himself_but_sends_nobody_away(session, visit, cast) -> None:
    visit(cast.bob).post(url(cast, f"/mitglieder/{cast.alice.id}/ende"), expect=403)
    assert visit(cast.bob).post(url(cast, f"/mitglieder/{cast.bob.id}/ende")).location == "/profil"


def test_roles_that_do_not_exist_and_people_who_do_not_belong(session, visit, cast) -> None:
    visit(cast.alice).post(url(cast, f"/mitglieder/{cast.bob.id}/rolle"), {"role": "king"}, expect=422)
    visit(cast.alice).post(url(cast, f"/mitglieder/{cast.charlie.id}/rolle"), {"role": "admin"})
    assert membership_in(session, cast.acme.id, cast.charlie.id) is None
    visit(cast.alice).get(url(cast, "/mitglieder/999999/ende"), expect=404)
    visit(cast.alice).get("/organisationen/999999", expect=404)


def test_english_readers_read_english(session, visit, cast) -> None:
    assert "Members" in visit(cast.alice, language="en").get(url(cast, "?lang=en")).words()
    zoe = make_user(session, "Zoe", now=NOW, locale="en")
    visit(cast.alice).post(url(cast, "/einladungen"), {"email": zoe.email})
    assert session.scalars(select(OutboxRow.subject)).all() == ["Invitation to the organisation Acme"]
