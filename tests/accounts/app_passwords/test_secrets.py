"""The secret: long enough, and the same however it is typed."""

from __future__ import annotations

from math import log2

import pytest

from labspace.accounts.app_passwords.secret_words import GROUP, GROUPS, LETTERS, digest_of, new_secret


def test_no_number_of_guesses_finds_one():
    assert log2(len(set(LETTERS))) * GROUP * GROUPS >= 128
    assert not set("ilo01") & set(LETTERS)
    assert len({new_secret() for _ in range(50)}) == 50


@pytest.mark.parametrize("typed", ["abcd-efgh", "ABCDEFGH", " abcd efgh ", "Abcd–Efgh"])
def test_it_is_the_same_however_it_is_typed(typed):
    assert digest_of(typed) == digest_of("abcd-efgh")


def test_another_one_is_another():
    assert digest_of("abcd-efgh") != digest_of("abcd-efgj")
