from __future__ import annotations

import pytest

from tests.support.skips import cannot_run, shown_otherwise


def test_a_lack_skips_with_its_reason(monkeypatch) -> None:
    monkeypatch.delenv("LABSPACE_TEST_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser here"):
        cannot_run("no browser here")


def test_a_lack_fails_where_all_tests_are_asked_for(monkeypatch) -> None:
    monkeypatch.setenv("LABSPACE_TEST_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="no browser here"):
        cannot_run("no browser here")


def test_what_another_test_shows_may_be_left_to_it_everywhere(monkeypatch) -> None:
    monkeypatch.setenv("LABSPACE_TEST_ALL", "1")
    with pytest.raises(pytest.skip.Exception, match="no disk here; test_disk shows it by other means"):
        shown_otherwise("no disk here", by="test_disk")
