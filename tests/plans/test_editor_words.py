"""The words that the editor's scripts get with the page."""

from __future__ import annotations

from collections import Counter

from flask import Flask

from labspace.plans.editor_words import PARTS, editor_words
from labspace.spaces.features import Feature


def test_no_word_takes_the_place_of_another(app: Flask) -> None:
    with app.test_request_context():
        names = Counter(name for part in PARTS for name in part())
        assert [name for name, times in names.items() if times > 1] == []


def test_every_feature_of_a_space_can_be_ticked(app: Flask) -> None:
    with app.test_request_context():
        assert set(editor_words()["features"]) == {feature.value for feature in Feature}
