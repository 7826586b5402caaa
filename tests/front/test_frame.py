"""The frame says where one is and offers what one may use."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask_babel import Babel

from labspace.front.frame import FrameUser, build_frame

ALICE = FrameUser(name="Alice Beispiel")
NORA = FrameUser(name="Nora Beispiel", houses=[("bochum", "Bochum"), ("herne", "Herne")])


@pytest.fixture(autouse=True)
def _german() -> object:
    app = Flask(__name__)
    Babel(app, default_locale="de")
    with app.test_request_context():
        yield


def labels(user: FrameUser | None) -> list[str]:
    return [str(item.label) for item in build_frame(path="/", user=user).nav]


def test_a_guest_is_offered_to_sign_in() -> None:
    assert labels(None) == ["Häuser", "Kalender", "Auslastung", "Anmelden"]


def test_alice_finds_her_bookings() -> None:
    assert labels(ALICE) == ["Häuser", "Buchungen", "Kalender", "Auslastung"]


def test_staff_find_their_first_house_in_the_bar_and_all_in_the_menu() -> None:
    frame = build_frame(path="/", user=NORA)
    assert next(item.url for item in frame.nav if str(item.label) == "Team") == "/team/bochum"
    assert [item.url for item in frame.team] == ["/team/bochum", "/team/herne"]


def test_the_phone_bar_never_holds_more_than_four_places_beside_the_menu() -> None:
    for user in (None, ALICE, NORA):
        assert sum(item.in_bar for item in build_frame(path="/", user=user).nav) <= 4


@pytest.mark.parametrize(
    ("path", "current"),
    [
        pytest.param("/", "Häuser", id="start page"),
        pytest.param("/standorte/herne", "Häuser", id="a house"),
        pytest.param("/flaechen/a1", "Häuser", id="a space"),
        pytest.param("/buchungen/B-1/stornierung", "Buchungen", id="below my bookings"),
        pytest.param("/partner/7", "Buchungen", id="what was agreed with a house"),
        pytest.param("/team/herne", "Team", id="another house of mine"),
    ],
)
def test_marks_where_one_is(path: str, current: str) -> None:
    frame = build_frame(path=path, user=NORA)
    assert [str(item.label) for item in frame.nav if item.current] == [current]


def test_switching_the_language_keeps_the_rest_of_the_address() -> None:
    frame = build_frame(path="/standorte/herne", query=[("tag", "2026-03-27"), ("lang", "de")], root="/labor")
    english = urlsplit(frame.languages[1].url)
    assert english.path == "/labor/standorte/herne"
    assert parse_qs(english.query) == {"tag": ["2026-03-27"], "lang": ["en"]}


def test_a_site_below_a_prefix_links_below_it() -> None:
    frame = build_frame(path="/", root="/labor", user=NORA)
    links = [*frame.nav, *frame.team, *frame.account, *frame.legal]
    assert all(item.url.startswith("/labor/") for item in links)
    assert frame.sign_out_url == "/labor/abmeldung"


@pytest.mark.parametrize(
    ("user", "found"),
    [
        (None, []),
        (ALICE, ["/profil"]),
        (NORA, ["/profil", "/team/organisationen", "/berichte", "/team/beihilfen"]),
        (
            FrameUser(name="Ada Beispiel", houses=[("bochum", "Bochum")], is_administrator=True),
            [
                "/profil",
                "/team/organisationen",
                "/berichte",
                "/team/beihilfen",
                "/verwaltung/personen",
                "/verwaltung/haeuser",
                "/verwaltung/texte",
            ],
        ),
    ],
    ids=["visitor", "person", "staff", "administrator"],
)
def test_the_menu_leads_to_the_lists_a_person_may_keep(user: FrameUser | None, found: list[str]) -> None:
    assert [item.url for item in build_frame(path="/", user=user).account] == found
