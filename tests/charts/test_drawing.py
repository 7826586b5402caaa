"""Text takes no more room than is reckoned with, and none lies on another."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from labspace.charts.drawing import TEXT, Label, thinned, width_of, with_room, wrapped
from tests.support.skips import cannot_run

STATIC = Path(__file__).parents[2] / "static"
SIGNS = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789 .,:;%–•<()/-\u202f"
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=14)
LABELS = st.lists(
    st.builds(
        Label,
        x=st.floats(min_value=0, max_value=640),
        y=st.floats(min_value=0, max_value=240),
        text=WORDS,
        role=st.sampled_from(["tick", "cell-1"]),
        anchor=st.sampled_from(["start", "middle", "end"]),
    ),
    max_size=12,
)


@pytest.mark.parametrize("weight", [400, 640])
def test_no_sign_is_wider_in_the_font_than_reckoned(weight: int) -> None:
    file = STATIC / "vendor/fonts/hanken-grotesk-latin-wght-normal.woff2"
    if not file.exists():
        cannot_run("static/vendor is missing: run make setup")
    font = ImageFont.truetype(file, 100)
    font.set_variation_by_axes([weight])
    assert not {sign for sign in SIGNS if font.getlength(sign) > width_of(sign, size=100)}


def test_the_stylesheet_writes_text_in_the_size_that_is_reckoned_with() -> None:
    css = (STATIC / "css/components/chart.css").read_text("utf-8")
    rule = re.search(r"\.chart__text \{[^}]*font-size: (\d+)px", css)
    assert rule
    assert float(rule[1]) == TEXT


@given(labels=LABELS)
def test_labels_with_room_do_not_touch_and_the_first_stays(labels: list[Label]) -> None:
    kept = with_room(labels)
    assert not any(one.overlaps(two) for one, two in combinations(kept, 2))
    assert kept[:1] == labels[:1]


@given(labels=LABELS, beside=LABELS)
def test_labels_keep_off_what_stands_there_already(labels: list[Label], beside: list[Label]) -> None:
    assert not any(one.overlaps(two) for one in with_room(labels, beside=beside) for two in beside)


@given(texts=st.lists(WORDS, min_size=1, max_size=31), step=st.floats(min_value=1, max_value=80))
def test_a_thinned_row_keeps_every_nth_label_apart(texts: list[str], step: float) -> None:
    row = [Label(x=step * at, y=0, text=text, role="tick", anchor="middle") for at, text in enumerate(texts)]
    kept = thinned(row)
    assert all(one.right + 6 <= two.left for one, two in pairwise(kept))
    assert kept[0] == row[0]
    assert len({round((two.x - one.x) / step) for one, two in pairwise(kept)}) <= 1


@given(label=LABELS.filter(bool).map(lambda labels: labels[0]))
def test_a_label_is_pushed_inside_if_it_can_be(label: Label) -> None:
    pushed = label.within(640)
    assert pushed.left >= -0.001
    assert pushed.right <= 640.001
    assert pushed.text == label.text


@given(words=st.lists(st.text("abcWMi", min_size=1, max_size=8), min_size=1))
def test_wrapping_keeps_all_words_and_the_width(words: list[str]) -> None:
    lines = wrapped(" ".join(words), width=120)
    assert " ".join(lines).split() == words
    assert all(width_of(line) <= 120 for line in lines)


@given(word=st.text("abcWMi", min_size=1, max_size=60))
def test_a_word_wider_than_a_line_is_broken_and_complete(word: str) -> None:
    lines = wrapped(word, width=60)
    assert "".join(lines).replace(" ", "") == word
    assert all(width_of(line) <= 60 for line in lines)
