"""Staff merge duplicates; administrators give and take roles and access."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from labspace.accounts.duplicates import likely_duplicates, name_key
from labspace.accounts.models import AccountEvent, OrganisationRole
from labspace.accounts.queries import find_people, membership_in
from labspace.bookings.wishes import Details
from labspace.times import TimeSpan
from tests.conftest import NOW
from tests.factories import book, make_organisation, make_user


@pytest.fixture
def twin(session, cast):
    """A duplicate of Acme: Bob administers it, Charlie belongs to it."""
    twin = make_organisation(session, "ACME GmbH", cast.bob, cast.charlie, now=NOW)
    session.commit()
    return twin


def merge_url(source, target) -> str:
    return f"/team/organisationen/{source.id}/zusammenfuehrung/{target.id}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Acme", "ACME GmbH", id="legal form"),
        pytest.param("Grubengold Labs UG (haftungsbeschränkt)", "grubengold-labs", id="limited"),
        pytest.param("Offene Mitte e. V.", "Offene Mitte e.V.", id="spaces in the legal form"),
        pytest.param("Café Süd & Co. KG", "Cafe Süd", id="accents"),
        pytest.param("Straße 7", "Strasse 7", id="sharp s"),
    ],
)
def test_names_that_say_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert likely_duplicates([(1, one), (2, other), (3, "Ganz anders")]) == [[1, 2]]


def test_names_that_only_look_alike() -> None:
    assert name_key("Acme Nord") != name_key("Acme Süd")
    assert likely_duplicates([(1, "!!!"), (2, "???")]) == []
    assert name_key("GmbH") == "gmbh"


@pytest.mark.parametrize("who", ["alice", "charlie", None])
def test_lists_are_not_for_everybody(visit, cast, twin, who) -> None:
    visitor = visit(getattr(cast, who) if who else None)
    expect = 403 if who else 303
    for path in ("/team/organisationen", merge_url(twin, cast.acme), "/verwaltung/personen"):
        visitor.get(path, expect=expect)
    visitor.post(merge_url(twin, cast.acme), expect=403 if who else 401)


def test_nora_finds_the_duplicate_and_sees_what_each_has(session, visit, cast, twin) -> None:
    tomorrow = NOW + timedelta(days=1)
    details = Details(organisation_id=twin.id)
    book(
        session,
        cast.desk,
        cast.charlie,
        TimeSpan(tomorrow, tomorrow + timedelta(hours=1)),
        now=NOW,
        details=details,
    )
    page = visit(cast.nora).get("/team/organisationen")
    assert merge_url(twin, cast.acme) in page.text
    assert "gleicher Name" in visit(cast.nora).get(f"/team/organisationen/{twin.id}/zusammenfuehrung").words()
    words = visit(cast.nora).get(merge_url(twin, cast.acme)).words()
    assert "Buchungen1" in words
    assert "Buchungen0" in words


def test_everything_moves_and_the_old_page_leads_on(session, visit, cast, twin) -> None:
    tomorrow = NOW + timedelta(days=1)
    details = Details(organisation_id=twin.id)
    booking = book(
        session,
        cast.desk,
        cast.charlie,
        TimeSpan(tomorrow, tomorrow + timedelta(hours=1)),
        now=NOW,
        details=details,
    )
    version = booking.version
    visit(cast.bob).post(f"/organisationen/{twin.id}/einladungen", {"email": "x@example.org"})
    assert visit(cast.nora).post(merge_url(twin, cast.acme)).location == f"/organisationen/{cast.acme.id}"
    assert (booking.organisation_id, booking.version) == (cast.acme.id, version + 1)
    roles = {
        user.name: getattr(membership_in(session, cast.acme.id, user.id), "role", None)
        for user in (cast.alice, cast.bob, cast.charlie)
    }
    assert roles == {
        "Alice": OrganisationRole.ADMIN,
        "Bob": OrganisationRole.ADMIN,
        "Charlie": OrganisationRole.MEMBER,
    }
    assert (
        visit(cast.charlie)
        .get(f"/organisationen/{twin.id}", expect=303)
        .location.endswith(f"/{cast.acme.id}")
    )
    assert "x@example.org" in visit(cast.alice).get(f"/organisationen/{cast.acme.id}").words()
    trail = session.scalars(select(AccountEvent).where(AccountEvent.what == "organisation_merged")).all()
    assert {(line.organisation_id, line.actor_id) for line in trail} == {
        (twin.id, cast.nora.id),
        (cast.acme.id, cast.nora.id),
    }


def test_chains_of_merges_lead_to_the_last(session, visit, cast, twin) -> None:
    third = make_organisation(session, "Acme AG", cast.alice, now=NOW)
    visit(cast.nora).post(merge_url(twin, cast.acme))
    visit(cast.nora).post(merge_url(cast.acme, third))
    assert twin.merged_into_id == third.id
    assert visit(cast.alice).get(f"/organisationen/{twin.id}", expect=303).location.endswith(f"/{third.id}")


def test_nothing_is_merged_twice_or_into_itself(visit, cast, twin) -> None:
    visit(cast.nora).post(merge_url(twin, twin), expect=404)
    visit(cast.nora).post(merge_url(twin, cast.acme))
    visit(cast.nora).post(merge_url(twin, cast.acme), expect=404)
    visit(cast.nora).post(merge_url(cast.acme, twin), expect=404)


def test_strangers_learn_nothing_from_an_old_address(session, visit, cast, twin) -> None:
    visit(cast.nora).post(merge_url(twin, cast.acme))
    dora = make_user(session, "Dora", now=NOW)
    visit(dora).get(f"/organisationen/{twin.id}", expect=404)


@pytest.mark.parametrize(
    "query", ["?q=acme", "?q=%25", "?q=" + "x" * 5000, "?seite=99999999999", "?seite=-1"]
)
def test_any_search_has_an_answer(visit, cast, twin, query: str) -> None:
    for path in ("/team/organisationen", "/verwaltung/personen"):
        visit(cast.ada).get(path + query)


def test_control_characters_are_refused(visit, cast) -> None:
    visit(cast.ada).get("/verwaltung/personen?q=%00", expect=400)


def test_a_percent_sign_is_looked_for_as_such(visit, cast, twin) -> None:
    assert "Keine Organisation gefunden" in visit(cast.nora).get("/team/organisationen?q=%25").words()


def test_people_are_found_by_name_or_address_with_their_organisations(session, cast) -> None:
    make_user(session, "Gone", now=NOW, disabled_at=NOW)
    assert [(person.name, person.organisations) for person in find_people(session, "ALI")] == [
        ("Alice", ("Acme",))
    ]
    assert [person.name for person in find_people(session, "bob@ex")] == ["Bob"]
    assert find_people(session, "gone") == []
    assert len(find_people(session, "example.org", limit=2)) == 2


def person_url(user, path: str = "") -> str:
    return f"/verwaltung/personen/{user.id}{path}"


@pytest.mark.parametrize("who", ["alice", "nora"])
def test_only_administrators_see_and_change_people(visit, cast, who: str) -> None:
    visitor = visit(getattr(cast, who))
    visitor.get("/verwaltung/personen", expect=403)
    visitor.get(person_url(cast.bob), expect=403)
    visitor.post(person_url(cast.bob, "/haeuser"), {"houses": [cast.house.id]}, expect=403)
    visitor.post(person_url(cast.bob, "/sperre"), {"wanted": "disabled"}, expect=403)


def test_ada_gives_and_takes_roles(session, visit, cast) -> None:
    visitor = visit(cast.ada)
    assert "Stadtlabor Bochum" in visitor.get("/verwaltung/personen").words()
    visitor.post(person_url(cast.bob, "/haeuser"), {"houses": [cast.house.id, cast.other_house.id]})
    assert cast.bob.runs(cast.house.id)
    assert cast.bob.runs(cast.other_house.id)
    visitor.post(person_url(cast.bob, "/haeuser"), {"houses": [cast.other_house.id]})
    assert not cast.bob.runs(cast.house.id)
    words = visitor.get(person_url(cast.bob)).words()
    assert "Rolle im Team gegeben" in words
    assert "Rolle im Team genommen" in words
    visitor.post(person_url(cast.bob, "/haeuser"), {})
    assert not cast.bob.runs_any


@pytest.mark.parametrize("houses", ["999999", "eins", "-1"])
def test_unknown_houses_are_refused(visit, cast, houses: str) -> None:
    page = visit(cast.ada).post(person_url(cast.bob, "/haeuser"), {"houses": houses}, expect=422)
    assert "Bitte wählen Sie etwas aus der Liste." in page.words()


def test_ada_blocks_and_frees_bob(session, visit, cast) -> None:
    bob = visit(cast.bob)
    visit(cast.ada).post(person_url(cast.bob, "/sperre"), {"wanted": "disabled"})
    bob.get("/profil", expect=303)
    assert "gesperrt" in visit(cast.ada).get(person_url(cast.bob)).words()
    visit(cast.ada).post(person_url(cast.bob, "/sperre"), {"wanted": "enabled"})
    visit(cast.bob).get("/profil")
    visit(cast.ada).post(person_url(cast.bob, "/sperre"), {"wanted": "gone"}, expect=422)
    visit(cast.ada).post(person_url(cast.ada, "/sperre"), {"wanted": "disabled"})
    assert cast.ada.disabled_at is None


def test_unknown_people_are_not_found(visit, cast) -> None:
    visit(cast.ada).get("/verwaltung/personen/999999", expect=404)


def test_long_lists_come_in_pages(session, visit, cast) -> None:
    for number in range(60):
        make_user(session, f"Person{number:02d}", now=NOW)
    first = visit(cast.ada).get("/verwaltung/personen?q=person")
    assert "Seite 1 von 2" in first.words()
    assert "Person49" in first.words()
    assert "Person50" not in first.words()
    assert "Person59" in visit(cast.ada).get("/verwaltung/personen?q=person&seite=2").words()
