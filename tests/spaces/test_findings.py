"""Whatever a file is refused for has a sentence in both languages."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from labspace.locations.findings import Finding
from labspace.spaces.findings import _SENTENCES, sentence_of

PACKAGES = Path(__file__).parents[2] / "labspace"
READERS = [
    "locations/reading.py",
    "locations/house_file.py",
    "locations/days_file.py",
    "spaces/house_file.py",
    "spaces/space_file.py",
    "spaces/placing.py",
    "spaces/plan_file.py",
    "spaces/tariff_file.py",
    "spaces/target_file.py",
    "spaces/stay_file.py",
    "spaces/stock_file.py",
    "spaces/terms_file.py",
    "spaces/rule_file.py",
    "front/house_import.py",
]
VALUES = dict.fromkeys(
    (
        "at_least", "at_most", "capacity", "column", "count", "drawn", "given", "key", "kind", "known", "level",
        "levels", "line", "megabytes", "other", "stated",
    ),
    "7",
)  # fmt: skip


def codes():
    """Codes as they stand in the readers: the first text handed to a refusal."""
    text = "\n".join((PACKAGES / name).read_text("utf-8") for name in READERS)
    found = re.findall(r'(?:refuse|_refused)\(\s*"(\w+)"', text) + re.findall(r'\.add\([^,]+, "(\w+)"', text)
    return {*found, "no_area", "crosses_itself"}


@pytest.fixture
def babel():
    app = Flask(__name__)
    Babel(app, default_locale="de")
    with app.test_request_context():
        yield


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    assert codes() == set(_SENTENCES)


@pytest.mark.parametrize("code", sorted(_SENTENCES))
def test_a_sentence_can_be_said(code, babel):
    with force_locale("de"):
        said = sentence_of(Finding("$.houses[0]", code, VALUES))
    assert said.startswith("$.houses[0]: ")
    assert "%(" not in said
