"""Every error is a page of the house: what happened, and what to do next."""

from __future__ import annotations

import pytest

from labspace.front.error_texts import TEXTS, error_text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 422, 429, 500])
def test_the_usual_errors_have_words_of_their_own(status: int) -> None:
    assert error_text(status).status == status


@pytest.mark.parametrize(
    ("status", "told_like"),
    [pytest.param(418, 400, id="an odd request"), pytest.param(507, 500, id="an odd fault")],
)
def test_an_unlisted_error_is_told_like_its_kind(status: int, told_like: int) -> None:
    assert error_text(status) is TEXTS[told_like]


@pytest.mark.parametrize(
    ("language", "title", "step"),
    [
        ("de", "Diese Seite gibt es nicht", "Zu den Häusern"),
        ("en", "This page does not exist", "Go to the houses"),
    ],
)
def test_an_unknown_address_says_so_and_leads_home(visit, language: str, title: str, step: str) -> None:
    page = visit(language=language).get("/gibt-es-nicht", expect=404)
    assert "".join(page.all("h1")[0].itertext()) == title
    links = {"".join(link.itertext()).strip(): link.get("href") for link in page.all("a")}
    assert links[step] == "/"


def test_the_wrong_method_gets_a_page_too(visit) -> None:
    page = visit().post("/bausteine", expect=405)
    assert "So lässt sich diese Adresse nicht aufrufen" in page.words()
