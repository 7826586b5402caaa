"""Headers, size limits and secrets of every answer."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from labspace.security import kept_secret
from tests.factories import Cast
from tests.support.visit import Visitor

PATHS = ("/", "/bausteine", "/standorte/bochum", "/nicht-da", "/anmeldung")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_a_strict_policy(cast: Cast, visit: Callable[..., Visitor], path: str) -> None:
    headers = visit().get(path, expect=404 if path == "/nicht-da" else 200).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_visitor_who_changes_nothing_gets_no_cookie(cast: Cast, visit: Callable[..., Visitor]) -> None:
    for path in ("/", "/standorte/bochum", "/bausteine"):
        assert "Set-Cookie" not in visit().get(path).headers, path


def test_a_huge_form_is_refused_with_a_sentence(cast: Cast, visit: Callable[..., Visitor]) -> None:
    page = visit().post("/anmeldung", {"email": "a" * 2_000_000}, expect=413)
    assert "Bitte kürzen" in page.words()


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = kept_secret(tmp_path)
    assert kept_secret(tmp_path) == first
    assert len(first) >= 43
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_an_unexpected_fault_answers_with_a_page(
    cast: Cast, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("made for this test")

    monkeypatch.setattr("labspace.front.start.house_cards", broken)
    page = visit().get("/", expect=500)
    assert "made for this test" not in page.words()
    assert "noch einmal" in page.words()
