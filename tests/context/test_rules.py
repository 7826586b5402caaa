"""What a newer file changes, against a plain model; and that every finding has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from labspace.context.reading import findings
from labspace.context.reading.findings import CellFinding
from labspace.context.rules import difference
from labspace.context.sentences import _FINDINGS, finding_text, place_text
from tests.conftest import NOW

READING = Path(findings.__file__).parent
VALUES = {
    **dict.fromkeys(
        (
            "at_least", "at_most", "cells", "columns", "days", "gaps", "hours", "hour", "length", "line", "megabytes",
            "most", "other",
        ),
        7,
    ),
    **dict.fromkeys(("first_place", "given", "known", "other_name"), "x"),
    **dict.fromkeys(("begins", "ends", "first", "day"), NOW),
}  # fmt: skip

SERIES = st.dictionaries(st.integers(0, 12), st.integers(0, 3))


@given(SERIES, SERIES)
def test_every_value_comes_changes_goes_or_stays(known: dict[int, int], new: dict[int, int]) -> None:
    found = difference(known, new, most_examples=99)
    both = known.keys() & new.keys()
    assert found.added == len(new) - len(both)
    assert found.removed == len(known) - len(both)
    assert found.same == sum(known[when] == new[when] for when in both)
    assert found.changed == len(both) - found.same
    assert found.replaces == any(new.get(when) != value for when, value in known.items())
    changed = {when: value for when, _old, value in found.examples if value is not None}
    gone = {when for when, _old, value in found.examples if value is None}
    after = {when: value for when, value in {**known, **new, **changed}.items() if when not in gone}
    assert after == new


@given(SERIES, SERIES, SERIES, SERIES)
def test_a_mark_stands_for_one_difference(
    known: dict[int, int], new: dict[int, int], other_known: dict[int, int], other_new: dict[int, int]
) -> None:
    is_same = (known, new) == (other_known, other_new)
    assert (difference(known, new).mark == difference(other_known, other_new).mark) == is_same
    shuffled = dict(reversed(known.items()))
    assert difference(shuffled, new).mark == difference(known, new).mark


def codes() -> set[str]:
    """Codes as they stand in the readers."""
    text = "\n".join(path.read_text("utf-8") for path in READING.glob("*.py"))
    found = re.findall(r'refused\(\s*"(\w+)"', text)
    found += re.findall(r'\.add\(\s*[^,]+,\s*[^,]+(?:, "[^"]*"\))?,\s*"(\w+)"', text)
    return {*found, "no_hours", "no_column"}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes() == set(_FINDINGS)


@pytest.fixture
def babel():
    app = Flask(__name__)
    Babel(app, default_locale="de")
    with app.test_request_context():
        yield


@pytest.mark.parametrize("code", sorted(_FINDINGS))
def test_a_sentence_can_be_said(code: str, babel: None) -> None:
    with force_locale("de"):
        said = finding_text(CellFinding(3, "Frequenz", code, VALUES))
        where = place_text(CellFinding(3, "Frequenz", code, VALUES))
    assert said.endswith((".", "?"))
    assert "%(" not in said
    assert where == "Zeile 3, Spalte „Frequenz“"
