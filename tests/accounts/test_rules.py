"""A password is long and not easily guessed; nothing is asked of its composition."""

from __future__ import annotations

import pytest

from labspace.accounts.rules import password_refusals


@pytest.mark.parametrize(
    ("password", "code"),
    [
        pytest.param("kurz", "password_too_short", id="too short"),
        pytest.param("elf zeichen", "password_too_short", id="one too few"),
        pytest.param("passwort1234", "password_common", id="a common word and digits"),
        pytest.param("P4ssw0rt!2026", "password_common", id="a common word in disguise"),
        pytest.param("Sommer2026!!!!", "password_common", id="season and year"),
        pytest.param("123456789012", "password_common", id="counted up"),
        pytest.param("qwertzuiopasdfgh", "password_common", id="along the keyboard"),
        pytest.param("abcabcabcabcabc", "password_common", id="repeated"),
        pytest.param("aaaaaaaaaaaaaaaa", "password_common", id="one letter"),
        pytest.param("alice-beispiel-1", "password_names_you", id="the name"),
        pytest.param("Alice@example.org", "password_names_you", id="the mail address"),
    ],
)
def test_refuses(password: str, code: str) -> None:
    refusals = password_refusals(password, email="alice@example.org", name="Alice Beispiel")
    assert [refusal.code for refusal in refusals] == [code]


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("pferd klammer batterie heft", id="four words"),
        pytest.param("nurkleinebuchstaben", id="only small letters"),
        pytest.param("839201745627", id="random digits"),
        pytest.param("Üñî¢ødé ohne Ende", id="any script"),
        pytest.param("alice mag rote züge", id="the name among other words"),
    ],
)
def test_allows(password: str) -> None:
    assert password_refusals(password, email="alice@example.org", name="Alice Beispiel") == ()
