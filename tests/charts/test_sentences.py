"""Each chart says what is to be seen in one whole sentence, whatever the data."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.charts.kinds import Gap, Unit, Value
from labspace.charts.sentences import comparison, course, peak

NAMED = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.one_of(
            st.fractions(min_value=0, max_value=1, max_denominator=999),
            st.integers(min_value=0, max_value=1),
            st.sampled_from(Gap),
        ),
    ),
    max_size=8,
)


def rates(*percents: str | None) -> list[tuple[str, Value]]:
    """A, B, C … with these rates; None is one that is not stated."""
    return [
        (name, Gap.NOT_STATED if text is None else Fraction(text) / 100)
        for name, text in zip("ABCDEFGH", percents, strict=False)
    ]


@pytest.mark.parametrize(
    ("named", "target", "sentence"),
    [
        pytest.param(rates(), None, "Dafür liegt keine Zahl vor, die gezeigt werden kann.", id="nothing"),
        pytest.param(rates(None, "40"), None, "Nur eine Zahl kann gezeigt werden: B mit 40,0 %.", id="one"),
        pytest.param(rates("40", "40"), None, "Alle stehen bei 40,0 %.", id="alike"),
        pytest.param(
            rates("51.9", "38.6", None),
            None,
            "Am höchsten steht A mit 51,9 %, am niedrigsten B mit 38,6 %.",
            id="highest and lowest",
        ),
        pytest.param(
            rates("51.9", "38.6", "44.2"),
            "40",
            "Am höchsten steht A mit 51,9 %, am niedrigsten B mit 38,6 %; das Ziel von 40,0 % erreichen 2 von 3.",
            id="two reach the target",
        ),
        pytest.param(
            rates("51.9", "38.6"),
            "51.9",
            "Am höchsten steht A mit 51,9 %, am niedrigsten B mit 38,6 %; das Ziel von 51,9 % erreicht 1 von 2.",
            id="exactly on the target is reached",
        ),
        pytest.param(
            rates("51.9", "38.6"),
            "60",
            "Am höchsten steht A mit 51,9 %, am niedrigsten B mit 38,6 %; das Ziel von 60,0 % ist nirgends erreicht.",
            id="none reaches the target",
        ),
        pytest.param(
            rates("40", "40"),
            "41",
            "Alle stehen bei 40,0 % und damit unter dem Ziel von 41,0 %.",
            id="all below the target",
        ),
        pytest.param(
            rates("40", "39.96"),
            "40",
            "Am höchsten steht A mit 40,0 %, am niedrigsten B mit 40,0 %; das Ziel von 40,0 % erreicht 1 von 2.",
            id="what is rounded up to the target has not reached it",
        ),
    ],
)
def test_compares_places(named: list[tuple[str, Value]], target: str | None, sentence: str) -> None:
    aim = None if target is None else Fraction(target) / 100
    assert comparison(named, unit=Unit.PERCENT, target=aim) == sentence


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        pytest.param(
            rates("38", "41", "52"),
            "Der Wert stieg von 38,0 % (A) auf 52,0 % (C); höher war er dazwischen nie.",
            id="rises",
        ),
        pytest.param(
            rates("38", "60", "52"),
            "Der Wert stieg von 38,0 % (A) auf 52,0 % (C); am höchsten war er mit 60,0 % (B).",
            id="rises over a peak",
        ),
        pytest.param(
            rates(None, "52", "41", "38", None),
            "Der Wert sank von 52,0 % (B) auf 38,0 % (D); höher war er danach nie.",
            id="falls, between gaps",
        ),
        pytest.param(
            rates("52", "60", "38"),
            "Der Wert sank von 52,0 % (A) auf 38,0 % (C); am höchsten war er mit 60,0 % (B).",
            id="falls from a peak",
        ),
        pytest.param(
            rates("38", "60", "38"),
            "Am Anfang (A) und am Ende (C) stand der Wert bei 38,0 %; am höchsten war er mit 60,0 % (B).",
            id="comes back down",
        ),
        pytest.param(
            rates("60", "38", "60"),
            "Am höchsten war der Wert mit 60,0 % am Anfang (A) und am Ende (C).",
            id="comes back up",
        ),
        pytest.param(
            rates("38.01", "38.02"),
            "Alle Zahlen von A bis B stehen bei 38,0 %.",
            id="what is shown alike does not rise",
        ),
    ],
)
def test_tells_a_course(named: list[tuple[str, Value]], sentence: str) -> None:
    assert course(named, unit=Unit.PERCENT) == sentence


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        pytest.param(
            rates("84", "20"), "Der höchste Wert ist 84,0 % (A), der niedrigste 20,0 % (B).", id="no nothing"
        ),
        pytest.param(
            rates("0", "84", "0", None),
            "Der höchste Wert ist 84,0 % (B); 2 von 3 Werten sind null.",
            id="two of nothing",
        ),
        pytest.param(
            rates("0", "84"), "Der höchste Wert ist 84,0 % (B); 1 von 2 Werten ist null.", id="one of nothing"
        ),
        pytest.param(rates("0", "0"), "Alle Werte sind gleich: 0,0 %.", id="all nothing"),
    ],
)
def test_names_the_peak_of_many_cells(named: list[tuple[str, Value]], sentence: str) -> None:
    assert peak(named, unit=Unit.PERCENT) == sentence


@given(named=NAMED)
def test_every_chart_has_exactly_one_sentence_without_a_hole(named: list[tuple[str, Value]]) -> None:
    for sentence in (
        comparison(named, unit=Unit.PERCENT),
        comparison(named, unit=Unit.PERCENT, target=Fraction(2, 5)),
        course(named, unit=Unit.PERCENT),
        peak(named, unit=Unit.PERCENT),
    ):
        assert sentence.endswith(".")
        assert ". " not in sentence
        assert "%(" not in sentence


@given(named=NAMED, hidden=st.sampled_from("ABCDE"))
def test_a_suppressed_place_is_never_named(named: list[tuple[str, Value]], hidden: str) -> None:
    kept = [(name, Gap.SUPPRESSED if name == hidden else value) for name, value in named]
    for tell in (comparison, course, peak):
        assert f"{hidden} mit" not in tell(kept, unit=Unit.PERCENT)
        assert f"({hidden})" not in tell(kept, unit=Unit.PERCENT)
